// The README holds what it shows: every command in it is run, its configuration validates. Its command reference is held
// against the help pages by test/commands/help.test.ts.
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
      (line) => line.startsWith('flowrecon ') && !/^flowrecon (emulator|init)/.test(line),
    );
    const last = shown.filter((line) => /^flowrecon (state|test|explore)/.test(line));
    for (const line of [...shown.filter((each) => !last.includes(each)), 'flowrecon apply --yes', ...last]) {
      const ended = await workspace.run(argumentsOf(line), env);
      expect(ended.code, `${line}\n${ended.stdout}${ended.stderr}`).toBe(exitCodes[line] ?? 0);
    }
  });

  test('shows how to write the first files', async ({ workspace }) => {
    await workspace.write(
      'inventory.csv',
      'Name,Environment,DB Host,Database,User\nOrders,prod,db2.example.com,ORDERS,reader\n',
    );
    for (const line of lines.filter((each) => each.startsWith('flowrecon init'))) {
      const ended = await workspace.run(argumentsOf(line));
      expect(ended.code, `${line}\n${ended.stderr}`).toBe(0);
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
});

function secretsOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/^(\w+)=("?)(.*)\2$/gm)].map(
    ([, name = '', , value = '']) => [name, value] as const,
  );
  return Object.fromEntries(pairs);
}
