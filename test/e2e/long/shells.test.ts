// What the command line tells of itself: schemas, and the scripts of completion in the shells themselves. A shell that this machine lacks is left out, and the test says so.
import { spawnSync } from 'node:child_process';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { PROJECT } from '../../support/run-cli.ts';
import { test } from '../../support/workspace.ts';
import type { Workspace } from '../../support/workspace.ts';

interface Row {
  readonly line: readonly string[];
  readonly offers: readonly string[];
}

const rows: readonly Row[] = [
  { line: ['pl'], offers: ['plan'] },
  { line: ['state', 'v'], offers: ['verify'] },
  { line: ['plan', '--det'], offers: ['--detailed-exitcode'] },
  { line: ['plan', '--log-level', 'e'], offers: ['error'] },
  { line: ['plan', '--only', 'prod/'], offers: ['prod/Big Box', 'prod/stock'] },
  { line: ['plan', '-f', 'other.yaml', '--only', ''], offers: ['dev/recorded', 'qa/elsewhere'] },
  { line: ['plan', '--sandbox', ''], offers: ['dev', 'prod'] },
  { line: ['plan', '--tag', ''], offers: ['eu'] },
  { line: ['state', 'show', 'dev/'], offers: ['dev/recorded'] },
  { line: ['explore', '--state', 'nightly.json', 'ni'], offers: ['night/shift'] },
  { line: ['plan', '--nonsense', ''], offers: [] },
];

async function prepare(workspace: Workspace): Promise<void> {
  await workspace.write(
    'bin/flowrecon',
    `#!/bin/sh\nexec '${process.execPath}' '${join(PROJECT, 'dist/cli.js')}' "$@"\n`,
  );
  await chmod(join(workspace.root, 'bin/flowrecon'), 0o755);
  await workspace.list([
    { name: 'stock', sandbox: 'prod', tags: ['eu'] },
    { name: 'Big Box', sandbox: 'prod' },
  ]);
  await workspace.write('other.yaml', 'connections: [{ name: elsewhere, sandbox: qa }]\n');
  for (const [file, key] of [
    ['connections.state.json', 'dev/recorded'],
    ['nightly.json', 'night/shift'],
  ] as const) {
    const [sandbox = '', name = ''] = key.split('/');
    const record = { sandbox, name, id: 'i', etag: '"e"', applied: {} };
    const state = {
      version: 1,
      lineage: '575abae5-c99a-452c-9aba-e5c99ac52c4d',
      serial: 1,
      platform: 'emulator',
      orgId: 'AB@AdobeOrg',
    };
    await workspace.write(file, JSON.stringify({ ...state, connections: { [key]: record } }));
  }
}

function shellWords(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(' ');
}

/** How each shell is asked, without a terminal, what it would offer; one line each. */
const SHELLS = {
  bash: ({ line }: Row) =>
    `source <(flowrecon completion bash); COMP_WORDS=(flowrecon ${shellWords(line)}); COMP_CWORD=${line.length}; _flowrecon; for each in "\${COMPREPLY[@]}"; do eval "printf '%s\\n' $each"; done`,
  // The line editor is not there, so what it is called with is printed.
  zsh: ({ line }: Row) =>
    `compdef() { :; }; compadd() { print -l -- $values; }; source <(flowrecon completion zsh); words=(flowrecon ${shellWords(line)}); CURRENT=${line.length + 1}; PREFIX=${shellWords(line.slice(-1))}; _flowrecon`,
  fish: ({ line }: Row) =>
    `flowrecon completion fish | source; complete -C ${shellWords([['flowrecon', ...line].join(' ')])} | string split -f1 \\t`,
} as const;

function ask(shell: string, script: string, workspace: Workspace): string[] {
  const path = `${join(workspace.root, 'bin')}:${process.env['PATH'] ?? ''}`;
  const flag = shell === 'zsh' ? ['-f', '-c'] : ['-c'];
  const ended = spawnSync(shell, [...flag, script], {
    ...{ cwd: workspace.root, encoding: 'utf8' },
    env: { PATH: path, HOME: workspace.root },
  });
  expect(ended.stderr).toBe('');
  return ended.stdout.split('\n').filter((line) => line !== '');
}

describe.each(Object.entries(SHELLS))('completion in %s', (shell, scriptFor) => {
  const missing = spawnSync(shell, ['-c', 'exit 0']).status !== 0;
  test.skipIf(missing)(
    `offers what can stand there${missing ? ` (no ${shell} on this machine)` : ''}`,
    async ({ workspace }) => {
      await prepare(workspace);
      for (const row of rows)
        expect(ask(shell, scriptFor(row), workspace).sort(), row.line.join(' ')).toEqual(row.offers);
    },
  );
});

describe('a schema', () => {
  test.for(['connections', 'state', 'plan', 'quarantine'])(
    'of %s is printed as it is shipped',
    async (name, { workspace }) => {
      const shipped = await readFile(join(PROJECT, `schemas/${name}.schema.json`), 'utf8');
      expect((await workspace.run(['schema', name])).stdout).toBe(shipped);
    },
  );
});

describe('what the scripts call', () => {
  test('says nothing of faults, and asks no network', async ({ workspace }) => {
    await workspace.write('connections.yaml', 'connections: [');
    await workspace.write('connections.state.json', 'torn');
    const ended = await workspace.run(['complete', 'bash', '--', 'plan', '--only', '']);
    expect(ended).toMatchObject({ code: 0, stdout: 'words\n', stderr: '' });
  });
});
