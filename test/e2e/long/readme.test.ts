// The README holds what it shows: every command in it is run, every flag in it exists, its configuration validates.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { PROJECT } from '../../support/run-cli.ts';
import { test } from '../../support/workspace.ts';
import type { Workspace } from '../../support/workspace.ts';

const readme = await readFile(join(PROJECT, 'README.md'), 'utf8');

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(
    ([, text]) => text ?? '',
  );
}

const lines = blocks('sh').flatMap((block) => block.trim().split('\n'));

/** The arguments of a `flowrecon` line; quotes as a shell reads them. */
function argumentsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '').slice(1);
}

async function copySample(workspace: Workspace): Promise<void> {
  for (const file of ['connections.yaml', 'test/sample/passwords.json', 'test/sample/secrets.env']) {
    await workspace.write(file, await readFile(join(PROJECT, file), 'utf8'));
  }
}

/** What each line is expected to end with: a plan with something to do is 2, and nobody is there to confirm. */
const exitCodes: Record<string, number> = {
  'flowrecon plan --sandbox prod --detailed-exitcode': 2,
  'flowrecon apply': 3,
};

describe('the README', () => {
  test('shows no other programs than npm, flowrecon and export', () => {
    expect(lines.filter((line) => !/^(npm|flowrecon|export) /.test(line))).toEqual([]);
    expect(lines.slice(0, 2)).toEqual(['npm ci && npm start', 'npm ci && npm test']);
  });

  test('names scripts that exist', async () => {
    const { scripts } = JSON.parse(await readFile(join(PROJECT, 'package.json'), 'utf8')) as {
      scripts: object;
    };
    for (const [, script] of readme.matchAll(/npm (?:run )?(\w+)/g)) {
      if (script !== 'ci') expect(Object.keys(scripts)).toContain(script);
    }
  });

  test('shows commands that do what it says', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await copySample(workspace);
    const env = { ...platform.env, ...secretsOf(await workspace.read('test/sample/secrets.env')) };
    // Some show or use a record, so something has to be recorded first, but not before the plan has shown changes.
    const shown = lines.filter(
      (line) => line.startsWith('flowrecon ') && !line.startsWith('flowrecon emulator'),
    );
    const last = shown.filter((line) => /^flowrecon (state|test|explore)/.test(line));
    for (const line of [...shown.filter((each) => !last.includes(each)), 'flowrecon apply --yes', ...last]) {
      const ended = await workspace.run(argumentsOf(line), env);
      expect(ended.code, `${line}\n${ended.stdout}${ended.stderr}`).toBe(exitCodes[line] ?? 0);
    }
  });

  test('shows how to serve the emulator', async ({ workspace }) => {
    for (const line of lines.filter((each) => each.startsWith('flowrecon emulator'))) {
      // The port of the README may be taken on this machine.
      const args = argumentsOf(line).map((word) => (word === '8765' ? '0' : word));
      const running = workspace.start(args);
      await new Promise((resolve) => running.child.stdout.once('data', resolve));
      running.child.kill('SIGINT');
      const ended = await running.finished;
      expect(ended.code).toBe(0);
      expect(ended.stdout).toMatch(/listens on http:\/\/127\.0\.0\.1:\d+/);
    }
  });

  test('shows a configuration that validates', async ({ workspace }) => {
    const [yaml = ''] = blocks('yaml');
    await workspace.write('connections.yaml', yaml);
    const ended = await workspace.run(['validate']);
    expect(ended.stdout).toBe('1 file checked: 2 entries in 2 sandboxes.\n');
  });

  test('names every command and no flag that does not exist', async ({ workspace }) => {
    const verbs = [
      'validate',
      'plan',
      'apply',
      'test',
      'explore',
      'import',
      'export',
      'emulator',
      'state',
      ...['list', 'show', 'mv', 'rm', 'verify', 'unlock'],
    ];
    const helps = await Promise.all(
      verbs.map((verb) => {
        const path = ['list', 'show', 'mv', 'rm', 'verify', 'unlock'].includes(verb)
          ? ['state', verb]
          : [verb];
        return workspace.run([...path, '--help']);
      }),
    );
    const help = helps.map(({ stdout }) => stdout).join('\n');
    const flags = new Set([...readme.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([flag]) => flag));
    for (const flag of flags) expect(help, flag).toContain(flag);
    for (const verb of verbs) expect(readme).toContain(verb);
  });
});

function secretsOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/^(\w+)=("?)(.*)\2$/gm)].map(
    ([, name = '', , value = '']) => [name, value] as const,
  );
  return Object.fromEntries(pairs);
}
