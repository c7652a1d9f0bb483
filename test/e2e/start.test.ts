// What a command loads before it works. Counted, not timed: a package that is loaded needlessly makes every start slow.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { accounts, test } from '../support/workspace.ts';

const hook = `--import=${pathToFileURL(join(import.meta.dirname, 'loaded-packages.js')).href}`;

test.for([
  { args: ['--version'], loads: ['commander'] },
  {
    args: ['validate'],
    loads: ['ajv', 'commander', 'fast-deep-equal', 'picocolors', 'picomatch', 'yaml'],
  },
])('$args loads no more packages than it needs', async ({ args, loads }, { workspace }) => {
  await workspace.list(accounts(3));
  const options = `${process.env['NODE_OPTIONS'] ?? ''} ${hook}`;
  const ended = await workspace.run(args, { NODE_OPTIONS: options });
  expect(ended.code, ended.stderr).toBe(0);
  const counts = JSON.parse(/^loaded: (.*)$/m.exec(ended.stderr)?.[1] ?? '') as Record<string, number>;
  expect(Object.keys(counts).sort()).toEqual(loads);
  // The compiled schema calls two small functions of ajv; the compiler itself has more than a hundred files.
  expect(counts['ajv'] ?? 0).toBeLessThanOrEqual(2);
});
