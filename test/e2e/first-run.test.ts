// The first command of the README: the sample list, applied to the embedded platform.
import { cp, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { PROJECT, startLine } from '../support/run-cli.ts';
import { test } from '../support/workspace.ts';

test('`npm start` creates the sample, and a second one writes nothing', async ({ workspace }) => {
  const { root } = workspace;
  for (const part of ['connections.yaml', 'test/sample']) {
    await cp(join(PROJECT, part), join(root, part), { recursive: true });
  }
  await symlink(join(PROJECT, 'dist'), join(root, 'dist'), 'junction');
  const manifest = JSON.parse(await readFile(join(PROJECT, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const start = () => startLine(manifest.scripts.start, { cwd: root, env: {} }).finished;

  const first = await start();
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toContain('Plan: 14 to create.');
  expect(first.stdout).toContain('Apply: 14 done, 0 failed, 0 skipped');
  const { serial, platform, connections } = await workspace.state();
  expect({ serial, platform, count: Object.keys(connections).length }).toEqual({
    serial: 1,
    platform: 'emulator',
    count: 14,
  });

  const before = {
    text: await workspace.read('connections.state.json'),
    at: await workspace.stateWrittenAt(),
  };
  const second = await start();
  expect(second).toMatchObject({ code: 0, stderr: '' });
  expect(second.stdout).toContain('Plan: nothing to do; 14 unchanged.');
  expect({
    text: await workspace.read('connections.state.json'),
    at: await workspace.stateWrittenAt(),
  }).toEqual(before);
});
