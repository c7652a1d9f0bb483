// How the longer end-to-end tests run (`npm run test:long`): each starts several processes, so they would keep
// `npm test` from being quick.
import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

export default defineConfig({ test: { ...base.test, dir: import.meta.dirname, exclude: [] } });
