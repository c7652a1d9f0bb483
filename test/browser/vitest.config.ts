// How the HTML report is tested in a browser (`npm run test:browser`): it takes Chromium, which not every machine has.
import { defineConfig } from 'vitest/config';
import base from '../vitest.config.ts';

export default defineConfig({
  test: { ...base.test, dir: import.meta.dirname, exclude: [], disableConsoleIntercept: true },
});
