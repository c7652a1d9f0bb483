// How the tests run (`npm test`): vitest takes setup files from a configuration only, not from its command line.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineConfig } from 'vitest/config';

const guard = join(import.meta.dirname, 'support/loopback-only.js');

/** Programs that tests start inherit this, beside what the caller asks of Node. */
const nodeOptions = [process.env['NODE_OPTIONS'], `--import=${pathToFileURL(guard).href}`]
  .filter(Boolean)
  .join(' ');

/** A file for the results as JSON, for `.ci/run`, which counts them. */
const results = process.env['TEST_RESULTS'];

export default defineConfig({
  test: {
    dir: import.meta.dirname,
    // Started by `npm run test:long` and `npm run test:browser`.
    exclude: ['**/long/**', '**/browser/**'],
    // No module here holds state of its own, so files may share a worker: loading them anew each time costs most.
    isolate: false,
    // Many tests wait for a process or a socket, so one worker more than processors keeps these busy.
    maxWorkers: 3,
    setupFiles: [guard],
    // Nothing asserts a time; a busy machine may take long over what takes a second elsewhere.
    testTimeout: 60_000,
    env: { NODE_OPTIONS: nodeOptions },
    reporters: results === undefined ? ['default'] : ['default', ['json', { outputFile: results }]],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      // Where every branch is cheap to reach and matters; none elsewhere, so that nobody tests wiring for the number.
      thresholds: {
        'src/core/**': { branches: 100 },
        'src/config/**': { branches: 100 },
        'src/backend/format.ts': { branches: 100 },
      },
    },
  },
});
