// The package as another project installs it: `import { reconcile } from 'flowrecon'`, with its types.
import { execFile } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { PROJECT } from '../../support/run-cli.ts';
import { accounts, test } from '../../support/workspace.ts';

const run = promisify(execFile);

const PROGRAM = `
import { reconcile, type Plan, type Reconciliation } from 'flowrecon';

const seen: Plan[] = [];
const ended: Reconciliation = await reconcile({
  mode: 'apply',
  concurrency: 4,
  confirm: (plan) => plan.actions.every(({ kind }) => kind === 'create'),
  onPlan: (plan) => seen.push(plan),
});
const ids: (string | null)[] = (ended.outcomes ?? []).map(({ id }) => id);
console.log(JSON.stringify({ exitCode: ended.exitCode, plans: seen.length, ids }));
`;

test('a project that installs the package compiles against it and runs it', async ({
  workspace,
  openPlatform,
}) => {
  const platform = await openPlatform();
  await workspace.list(accounts(2));
  await mkdir(join(workspace.root, 'node_modules'));
  await symlink(PROJECT, join(workspace.root, 'node_modules/flowrecon'), 'junction');
  await workspace.write('package.json', '{ "type": "module" }');
  await workspace.write('run.ts', PROGRAM);
  const tsc = join(PROJECT, 'node_modules/typescript/bin/tsc');
  const types = join(PROJECT, 'node_modules/@types');
  const options = [
    '--strict',
    '--module',
    'node20',
    '--target',
    'es2023',
    '--types',
    'node',
    '--typeRoots',
    types,
  ];
  await run(process.execPath, [tsc, ...options, 'run.ts'], { cwd: workspace.root });
  const env = { ...process.env, ...platform.env, DB2_PASSWORD: 'db2-password' };
  const { stdout, stderr } = await run(process.execPath, ['run.js'], { cwd: workspace.root, env });
  const ids = (await platform.standing()).map(({ id }) => id);
  expect({ ...(JSON.parse(stdout) as object), stderr }).toEqual({
    exitCode: 0,
    plans: 1,
    ids: expect.arrayContaining(ids) as string[],
    stderr: '',
  });
});
