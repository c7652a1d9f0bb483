// How the longer crash suite runs (`npm run torture`); bounded by the number of its rounds and by this time-out.
import { defineConfig } from 'vitest/config';
import base from '../vitest.config.ts';

export default defineConfig({
  test: {
    ...base.test,
    dir: import.meta.dirname,
    include: ['*.torture.ts'],
    testTimeout: 600_000,
    disableConsoleIntercept: true,
  },
});
