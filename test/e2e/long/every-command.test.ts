// Every command, in success and in failure, as text and with --json: each line that it prints is looked at. Standard output
// holds its data and nothing else, standard error everything else and no data.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { EmulatorSettings } from '../../../src/emulator/settings.ts';
import type { TestPlatform } from '../../support/platform.ts';
import { accounts, test } from '../../support/workspace.ts';
import type { Workspace } from '../../support/workspace.ts';

interface Case {
  name: string;
  args: readonly string[];
  code: number;
  /** What each line of standard output must be one of; without it there is none. */
  data?: readonly RegExp[];
  /** Whether anything has to be said beside the data. */
  aside?: true;
  /** Arranges what the command meets. */
  given?: (workspace: Workspace, platform: TestPlatform) => Promise<void>;
  /** Further arguments, which are known only then. */
  further?: (platform: TestPlatform) => Promise<string[]>;
  settings?: Partial<EmulatorSettings>;
}

/** What may stand on standard error: findings with their lines, and what is said on the way. */
const ASIDE = [
  /^$/,
  /^(\S+:\d+:\d+: )?(error|warning|note): /,
  /^ {2}(entry|hint): /,
  /^ {2}( *|\d+) \|/,
  /^ {2}[A-Z]/,
  /^(Saved as|Exported|Next:|To have|waiting:|Stopping:|More about) /,
];

const PLAN = [/^$/, /^\w+$/, /^ {2}[+~>?!-] \w+/, /^ {8}\S/, /^Plan: .*\.$/];
const RESULT = [/^(settled|failed {1,2}|skipped) \w/, /^(Apply|Requests|Traffic): .*\.$/, /^State: /];
const VERDICTS = [
  /^$/,
  /^\w+$/,
  /^ {2}[a-z-]+ +\S+\/\S+ +"/,
  /^ {6}\S/,
  /^[a-z-]+: [A-Z]/,
  /^(Test|Requests|Traffic): .*\.$/,
];
const FINDINGS = [...ASIDE, /^\d+ files? checked: .*\.$/, /^\d+ errors?, \d+ warnings?\.$/, /^Online: .*\.$/];
const LIST = [/^ *(#|$)/, /^\s*-? ?\w+:/, /^\s*- \w+$/, /^connections:/];
const HELP = [/./, /^$/];

const applied = async (workspace: Workspace, { env }: TestPlatform): Promise<void> => {
  expect((await workspace.run(['apply', '--yes'], env)).code).toBe(0);
};
const appliedAndShrunk = async (workspace: Workspace, platform: TestPlatform): Promise<void> => {
  await applied(workspace, platform);
  await workspace.list(accounts(1));
};
const faulty = (workspace: Workspace): Promise<void> =>
  workspace.write('connections.yaml', 'version: 1\nconnections:\n  - nmae: x\n');
const saved = async (workspace: Workspace, { env }: TestPlatform): Promise<void> => {
  expect((await workspace.run(['plan', '--out', 'saved.json'], env)).code).toBe(0);
};
const savedAndStale = async (workspace: Workspace, platform: TestPlatform): Promise<void> => {
  await saved(workspace, platform);
  await workspace.list(accounts(3));
};
/** Everything stands, and nothing is recorded. */
const unrecorded = async (workspace: Workspace, platform: TestPlatform): Promise<void> => {
  await applied(workspace, platform);
  await rm(join(workspace.root, 'connections.state.json'));
};
const idOfFirst = async (platform: TestPlatform): Promise<string[]> =>
  (await platform.standing()).filter(({ name }) => name === 'account-0').map(({ id }) => id);
const damaged = (workspace: Workspace): Promise<void> => workspace.write('connections.state.json', '{');
const nothingAllowed: Partial<EmulatorSettings> = { forbiddenSandboxes: ['dev'] };

const cases: readonly Case[] = [
  { name: 'validate', args: ['validate'], code: 0, data: FINDINGS },
  { name: 'validate of a faulty list', args: ['validate'], code: 3, data: FINDINGS, given: faulty },
  { name: 'validate --online', args: ['validate', '--online'], code: 0, data: FINDINGS },
  { name: 'plan', args: ['plan'], code: 0, data: PLAN },
  { name: 'plan --out', args: ['plan', '--out', 'p.json'], code: 0, data: PLAN, aside: true },
  { name: 'plan with a damaged state', args: ['plan'], code: 6, aside: true, given: damaged },
  { name: 'plan of a faulty list', args: ['plan'], code: 3, aside: true, given: faulty },
  {
    name: 'plan that may not read',
    args: ['plan'],
    code: 5,
    data: PLAN,
    aside: true,
    settings: nothingAllowed,
  },
  { name: 'plan --prune', args: ['plan', '--prune'], code: 0, data: PLAN, given: appliedAndShrunk },
  { name: 'apply', args: ['apply', '--yes'], code: 0, data: [...PLAN, ...RESULT] },
  {
    name: 'apply --test',
    args: ['apply', '--yes', '--test'],
    code: 0,
    data: [...PLAN, ...RESULT, ...VERDICTS],
  },
  { name: 'apply that nobody confirms', args: ['apply'], code: 3, data: PLAN, aside: true },
  {
    name: 'apply that may not read',
    args: ['apply', '--yes'],
    code: 5,
    data: [...PLAN, ...RESULT],
    aside: true,
    settings: nothingAllowed,
  },
  {
    name: 'apply of a saved plan',
    args: ['apply', 'saved.json'],
    code: 0,
    data: [...PLAN, ...RESULT],
    given: saved,
  },
  {
    name: 'apply of a stale plan',
    args: ['apply', 'saved.json'],
    code: 6,
    aside: true,
    given: savedAndStale,
  },
  { name: 'apply of no plan', args: ['apply', 'none.json'], code: 3, aside: true },
  { name: 'test', args: ['test'], code: 0, data: VERDICTS, given: applied },
  { name: 'test of what is not recorded', args: ['test'], code: 4, data: VERDICTS },
  {
    name: 'explore',
    args: ['explore', 'dev/account-0'],
    code: 0,
    data: [/^[\w.]+ {2,}\w+ {2,}[\w.]+$/],
    given: applied,
  },
  { name: 'explore of no key', args: ['explore', 'dev/none'], code: 3, aside: true, given: applied },
  {
    name: 'import',
    args: ['import', 'dev/account-0'],
    code: 0,
    data: [/^dev\/account-0 is now \S+ \("account-0"\)\. /],
    given: unrecorded,
    further: idOfFirst,
  },
  { name: 'import of no id', args: ['import', 'dev/account-0', 'none'], code: 3, aside: true },
  { name: 'export', args: ['export', '--sandbox', 'dev'], code: 0, data: LIST, aside: true, given: applied },
  {
    name: 'export --out',
    args: ['export', '--sandbox', 'dev', '--out', 'new.yaml'],
    code: 0,
    aside: true,
    given: unrecorded,
  },
  { name: 'export over a file', args: ['export', '--out', 'connections.yaml'], code: 3, aside: true },
  {
    name: 'state list',
    args: ['state', 'list'],
    code: 0,
    data: [/^dev\/account-\d {2}\S+ {2}"account-\d"$/],
    given: applied,
  },
  {
    name: 'state show',
    args: ['state', 'show', 'dev/account-0'],
    code: 0,
    data: [/^dev\/account-0$/, /^[{}]$/, /^ +("|\})/],
    given: applied,
  },
  { name: 'state show of no key', args: ['state', 'show', 'dev/none'], code: 3, aside: true },
  {
    name: 'state mv',
    args: ['state', 'mv', 'dev/account-0', 'dev/a'],
    code: 0,
    data: [/^dev\/account-0 is now dev\/a /],
    given: applied,
  },
  {
    name: 'state rm',
    args: ['state', 'rm', 'dev/account-0'],
    code: 0,
    data: [/^dev\/account-0 \(.*\) is no longer recorded/],
    given: applied,
  },
  { name: 'state rm of no key', args: ['state', 'rm', 'dev/none'], code: 3, aside: true },
  {
    name: 'state verify',
    args: ['state', 'verify'],
    code: 0,
    data: [/^State, journal and platform agree: /],
    given: applied,
  },
  { name: 'state unlock', args: ['state', 'unlock'], code: 0, data: [/ is not locked\.$/] },
  { name: 'help', args: ['help'], code: 0, data: HELP },
  { name: 'plan --help', args: ['plan', '--help'], code: 0, data: HELP },
];

function fits(line: string, forms: readonly RegExp[]): boolean {
  return forms.some((form) => form.test(line));
}

/** On a machine that is busy enough anything takes the five seconds after which a run says how far it has come. */
const PROGRESS = /^(reading|applying|testing) \d/;

function linesOf(text: string): string[] {
  expect(text === '' || text.endsWith('\n')).toBe(true);
  const lines = text === '' ? [] : text.slice(0, -1).split('\n');
  return lines.filter((line) => !PROGRESS.test(line));
}

async function arrange(
  { args, given, further, settings }: Case,
  workspace: Workspace,
  platform: TestPlatform,
): Promise<string[]> {
  await workspace.list(accounts(2));
  await given?.(workspace, platform);
  if (settings !== undefined) await platform.control('PATCH', 'settings', settings);
  return [...args, ...((await further?.(platform)) ?? [])];
}

describe.concurrent('the streams of', () => {
  test.for(cases)('$name', async (row, { workspace, openPlatform }) => {
    const platform = await openPlatform();
    const args = await arrange(row, workspace, platform);
    const ended = await workspace.run(args, platform.env);
    expect(ended.code, ended.stderr).toBe(row.code);
    const [out, err] = [linesOf(ended.stdout), linesOf(ended.stderr)];
    const { data = [], aside = false } = row;
    expect(out.filter((line) => !fits(line, data))).toEqual([]);
    expect(err.filter((line) => !fits(line, ASIDE))).toEqual([]);
    expect({ data: out.length > 0, aside: err.length > 0 }).toEqual({ data: data.length > 0, aside });
  });

  test.for(cases.filter(({ data }) => data !== HELP))(
    '$name, with --json',
    async (row, { workspace, openPlatform }) => {
      const platform = await openPlatform();
      const args = await arrange(row, workspace, platform);
      const ended = await workspace.run([...args, '--json'], platform.env);
      expect(ended.code, ended.stderr).toBe(row.code);
      expect(ended.json()).toMatchObject({ formatVersion: '1.0', command: args[0] });
      // What people are told stands in the document.
      expect(linesOf(ended.stderr)).toEqual([]);
    },
  );

  test.for([
    { name: 'no command', args: [] },
    { name: 'an unknown command', args: ['nope'] },
    { name: 'an unknown option', args: ['plan', '--nope'] },
    { name: 'a missing argument', args: ['explore'] },
    { name: 'a wrong value', args: ['apply', '--concurrency', 'many'] },
  ])('$name', async ({ args }, { workspace }) => {
    const ended = await workspace.run(args);
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    expect(ended.stderr).not.toBe('');
    const asked = await workspace.run([...args, '--json']);
    expect(asked.code).toBe(3);
    expect(asked.json()).toMatchObject({
      formatVersion: '1.0',
      command: null,
      diagnostics: [{ code: 'usage' }],
    });
  });

  test.for([{ flags: [] }, { flags: ['--json'] }])(
    'emulator $flags',
    async ({ flags }, { workspace, openPlatform }) => {
      const serving = workspace.start(['emulator', '--port', '0', ...flags]);
      await new Promise((resolve) => serving.child.stdout.once('data', resolve));
      serving.child.kill('SIGINT');
      const served = await serving.finished;
      expect(served.code).toBe(0);
      if (flags.length > 0) expect(served.json()).toMatchObject({ command: 'emulator', diagnostics: [] });
      else expect(served.stdout).toMatch(/^The emulator listens on /);
      expect(served.stderr).toBe('');
      const { port } = new URL((await openPlatform()).url);
      const refused = await workspace.run(['emulator', '--port', port, ...flags]);
      expect(refused.code).toBe(3);
      if (flags.length > 0)
        expect(refused.json()).toMatchObject({ command: 'emulator', diagnostics: [{ severity: 'error' }] });
      else expect(refused).toMatchObject({ stdout: '', stderr: expect.stringMatching(/^error: /) as string });
    },
  );

  test('every command of the help', async ({ workspace }) => {
    const tried = new Set([...cases.map(({ args: [command] }) => command), 'emulator']);
    const { stdout } = await workspace.run(['--help']);
    const [, commands = ''] = stdout.split('Commands:');
    for (const [, command] of commands.matchAll(/^ {2}(\w+)/gm)) expect(tried).toContain(command);
  });
});
