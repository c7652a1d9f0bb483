// How the measurements run (`npm run bench`): nothing here is part of `npm test`, because times drift between machines.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    dir: import.meta.dirname,
    include: ['*.bench.ts'],
    testTimeout: 600_000,
    disableConsoleIntercept: true,
    fileParallelism: false,
  },
});
