// Every setting that fits on a command line has a flag, held against the settings themselves; and flags arrive.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseArguments } from '../../src/commands/args.ts';
import { flagGroups } from '../../src/commands/args-emulator-flags.ts';
import { runEmulator } from '../../src/commands/emulator.ts';
import type { Host } from '../../src/core/ports.ts';
import type { EmulatorRequest } from '../../src/core/request.ts';
import type { Form } from '../../src/emulator/checks.ts';
import { defaultSettings } from '../../src/emulator/default-settings.ts';
import { settingChecks } from '../../src/emulator/setting-checks.ts';
import { readLayeredSettings } from '../../src/emulator/settings-reading.ts';
import { serveEmulator } from '../../src/wiring-emulator.ts';

const flags = flagGroups.flatMap((group) => group.flags);

function isScalar({ kind }: Form): boolean {
  return kind === 'number' || kind === 'choice' || kind === 'text';
}

/** Dotted paths of what a setting holds, as far as a flag can give it. */
function scalarsOf(name: string, form: Form): { path: string; form: Form }[] {
  if (isScalar(form) || (form.kind === 'list' && isScalar(form.item))) return [{ path: name, form }];
  if (form.kind !== 'object' || !Object.values(form.members).every(isScalar)) return [];
  return Object.entries(form.members).map(([member, each]) => ({ path: `${name}.${member}`, form: each }));
}

const scalars = Object.entries(settingChecks).flatMap(([name, { form }]) => scalarsOf(name, form));

function atRest(path: string): unknown {
  const [name = '', member] = path.split('.');
  const setting: unknown = Object.entries(defaultSettings).find(([each]) => each === name)?.[1];
  if (member === undefined) return setting;
  return Object.entries(setting ?? {}).find(([each]) => each === member)?.[1];
}

function requestOf(...args: string[]): EmulatorRequest {
  const parsed = parseArguments(['emulator', ...args], '0');
  if (!parsed.ok || parsed.value.command !== 'emulator') throw new Error(JSON.stringify(parsed));
  return parsed.value;
}

function faultOf(...args: string[]): string {
  const parsed = parseArguments(['emulator', ...args], '0');
  return parsed.ok ? '' : parsed.problem.err;
}

describe('the flags', () => {
  it('are many', () => {
    expect(scalars.length).toBeGreaterThan(50);
  });

  it.each(scalars)('have one for $path', ({ path, form }) => {
    const [flag, ...more] = flags.filter(({ setting }) => setting === path);
    expect(more).toEqual([]);
    expect(flag?.choices).toEqual(form.kind === 'choice' ? form.values : undefined);
    expect(flag?.gathers).toBe(form.kind === 'list' ? 'list' : undefined);
  });

  it('give nothing that is no setting', () => {
    const known = new Set(Object.keys(settingChecks));
    expect(flags.filter(({ setting }) => !known.has(setting.split('.')[0] ?? ''))).toEqual([]);
  });

  it('name first of several choices what holds at rest, and say numbers that hold at rest', () => {
    for (const { setting, choices, says } of flags) {
      const rest = atRest(setting);
      if (choices && rest !== undefined) expect(choices[0], setting).toBe(rest);
      if (!choices && typeof rest === 'number' && rest !== 0) {
        expect(says, setting).toMatch(new RegExp(`\\(default: ${rest}\\D?`));
      }
    }
    const sandboxes = flags.find(({ setting }) => setting === 'sandboxes');
    expect(sandboxes?.says).toContain(`(default: ${defaultSettings.sandboxes.join(', ')})`);
  });

  it('are all shown in the help, under headings, without options that are of no use', () => {
    const parsed = parseArguments(['emulator', '--help'], '0');
    const help = parsed.ok ? '' : parsed.problem.out;
    for (const { flag } of flags) expect(help).toContain(`  ${flag} `);
    for (const { heading } of flagGroups) expect(help).toContain(`\n${heading}\n`);
    expect(help).not.toContain('--env-file');
  });
});

const rows: { args: string[]; settings: object }[] = [
  { args: [], settings: {} },
  {
    args: ['--latency', '50ms', '--latency-jitter', '1s'],
    settings: { latency: { ms: 50, jitterMs: 1_000 } },
  },
  {
    args: ['--latency-slow-share', '0.05', '--latency-slow', '2s'],
    settings: { latency: { ms: 0, slowShare: 0.05, slowMs: 2_000 } },
  },
  {
    args: ['--rate-limit', '0.5', '--rate-burst', '3', '--retry-after', 'date', '--retry-after-seconds', '7'],
    settings: { rateLimit: { perSecond: 0.5, burst: 3, retryAfter: 'date', seconds: 7 } },
  },
  { args: ['--sandbox', 'a', '--sandbox', 'b'], settings: { sandboxes: ['a', 'b'] } },
  {
    args: ['--forbid', 'dev', '--in-use', 'Held *'],
    settings: { forbiddenSandboxes: ['dev'], inUse: ['Held *'] },
  },
  {
    args: ['--client', 'id=a=b', '--sandbox-state', 'dev=resetting'],
    settings: { clients: { id: 'a=b' }, sandboxStates: { dev: 'resetting' } },
  },
  {
    args: ['--delete-status', '202', '--deletion-time', '1s'],
    settings: { deleteStatus: 202, deletionMs: 1_000 },
  },
  {
    args: ['--token-lifetime', '90s', '--token-uses', '2'],
    settings: { tokenLifetimeSeconds: 90, tokenUses: 2 },
  },
  { args: ['--clock-offset', '-5m', '--seed', '7'], settings: { clockOffsetMs: -300_000, seed: 7 } },
  {
    args: ['--verdict', '*.bad=tls', '--verdict', 'x=ok'],
    settings: {
      testVerdicts: [
        { host: '*.bad', verdict: 'tls' },
        { host: 'x', verdict: 'ok' },
      ],
    },
  },
];

describe('flags', () => {
  it.each(rows)('$args give settings that hold', ({ args, settings }) => {
    const reading = readLayeredSettings({}, requestOf(...args).settings);
    expect(reading).toMatchObject({ ok: true, settings });
  });

  it.each([
    ['--latency', 'fast', 'Expected a duration'],
    ['--href-form', 'round', 'Allowed choices are rooted, absolute, query, token.'],
    ['--page-size', '0', 'Expected a whole number from 1 on.'],
    ['--token-uses', '-1', 'Expected a whole number from 0 on.'],
    ['--rate-limit', 'many', 'Expected a number'],
    ['--latency-slow-share', '1.5', 'Expected a share from 0 to 1'],
    ['--client', 'id', 'Expected NAME=VALUE.'],
    ['--verdict', 'host=maybe', 'Verdicts are ok, refused-login,'],
    ['--rate-burst', '5', '--rate-burst, --retry-after and --retry-after-seconds need --rate-limit'],
    ['--port', '70000', 'Expected a port'],
    ['--nonsense', '1', "unknown option '--nonsense'"],
  ])('refuse %s %s', (flag, value, says) => {
    expect(faultOf(flag, value)).toContain(says);
  });
});

async function settingsFile(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'emulator-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'settings.json'), text);
  return join(folder, 'settings.json');
}

async function served(...args: string[]): Promise<unknown> {
  const started = await serveEmulator(requestOf('--port', '0', ...args), '/');
  if (!started.ok) return started.problem.summary;
  onTestFinished(() => started.value.close());
  return (await fetch(`${started.value.url}/__emulator/settings`)).json();
}

describe('a served emulator', () => {
  it('has the settings of its file, and those of flags over them, member by member', async () => {
    const file = {
      latency: { ms: 5, jitterMs: 3 },
      pageSizeDefault: 7,
      clients: { a: 'x' },
      sandboxes: ['p'],
    };
    const path = await settingsFile(JSON.stringify(file));
    const args = ['--settings', path, '--latency', '1ms', '--client', 'b=y', '--sandbox', 'q'];
    expect(await served(...args)).toMatchObject({
      latency: { ms: 1, jitterMs: 3 },
      pageSizeDefault: 7,
      clients: { a: 'x', b: 'y' },
      sandboxes: ['q'],
    });
  });

  it.each([
    { text: '{"latency":{"ms":"fast"}}', says: 'latency.ms must be a number' },
    { text: '{"speed":1}', says: 'settings has no member `speed`' },
    { text: '[]', says: 'The settings must be a JSON object.' },
    { text: '{', says: 'the emulator did not start' },
  ])('does not start with the settings $text', async ({ text, says }) => {
    expect(await served('--settings', await settingsFile(text), '--seed', '1')).toContain(says);
  });
});

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const stop = new AbortController();
  const host: Host = {
    ...{
      version: '0.0.0',
      env: {},
      cwd: '/',
      called: { program: [], args: [] },
      interactive: false,
      redraws: false,
      colours: { out: false, err: false },
    },
    terminals: { out: false, err: false },
    columns: () => 80,
    out: (text) => {
      said.out += text;
      // Its address is the last that it says before it waits.
      stop.abort();
    },
    err: (text) => {
      said.err += text;
    },
    stop: stop.signal,
  };
  const code = await runEmulator(requestOf('--port', '0', ...args), host);
  return { code, ...said };
}

describe('flowrecon emulator', () => {
  it.each(['127.0.0.1', 'localhost'])('says nothing of others when it listens on %s', async (address) => {
    const ended = await run('--host', address);
    expect(ended.code).toBe(0);
    expect(ended.out).toContain('The emulator listens on http://');
    expect(ended.err).not.toContain('warning');
  });

  it.each([[[]], [['--json']]])('warns in one line when others can reach it (%s)', async (more) => {
    const { err } = await run('--host', '0.0.0.0', ...more);
    const warnings = err.split('\n').filter((line) => line.startsWith('warning: '));
    expect(warnings).toEqual([
      expect.stringContaining('listens on 0.0.0.0, where other machines can reach it'),
    ]);
  });

  it('exits with 3 when its settings do not hold, and says so in a document', async () => {
    const path = await settingsFile('{"deleteStatus":200}');
    const ended = await run('--settings', path, '--json');
    expect(ended.code).toBe(3);
    expect(JSON.parse(ended.out)).toMatchObject({
      url: null,
      diagnostics: [
        { severity: 'error', code: 'usage', message: expect.stringContaining('204, 202') as string },
      ],
    });
  });
});
