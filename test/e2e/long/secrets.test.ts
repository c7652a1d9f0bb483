// No secret outside the request that carries it: whatever goes wrong, and however much the log tells, nothing that a run
// leaves - streams, state, journal, the emulator's data - holds one, in any of the forms in which it could slip out.
import { describe, expect } from 'vitest';
import type { Fault, FaultEffect } from '../../../src/emulator/faults.ts';
import type { EmulatorSettings } from '../../../src/emulator/settings.ts';
import { until } from '../../support/platform.ts';
import { test } from '../../support/workspace.ts';
import type { Workspace } from '../../support/workspace.ts';

/** Two marks of which none may show, so that a secret that was cut off is found too. */
const secrets: Readonly<Record<string, string>> = {
  PW_PLAIN: 'qzPlainHead-0815-qzPlainTail',
  PW_QUOTES: 'qzQuoteHead"it\'s`\\back\\"qzQuoteTail',
  PW_PERCENT: 'qzPercentHead%41&a=b+c d/%e2%82qzPercentTail',
  PW_UNICODE: 'qzUniHeadß€漢字😀\u202equzUniTail',
  PW_STRING: 'server=h;uid=u;pwd=qzStringHead{}$`;\\qzStringTail;',
  AEP_CLIENT_SECRET: 'qzClientHead"%&+=\\ ü qzClientTail',
  AEP_ACCESS_TOKEN: 'qzTokenHead.eyJh~_-"%\\.qzTokenTail',
};

/** Everything that could give a secret away. */
function formsOf(secret: string): string[] {
  const marks = secret.match(/q[uz]+\w+(Head|Tail)/g) ?? [];
  const escaped = JSON.stringify(secret).slice(1, -1);
  const inForm = new URLSearchParams({ s: secret }).toString().slice(2);
  return [
    ...marks,
    ...[...marks, secret].flatMap(base64Forms),
    secret,
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    encodeURIComponent(secret),
    inForm,
  ];
}

/** Base64 of a text depends on what stands before it; these are the parts that do not, at each of three offsets. */
function base64Forms(text: string): string[] {
  return (['base64', 'base64url'] as const).flatMap((encoding) =>
    [0, 1, 2].map((offset) => {
      const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
      const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
      return whole.toString(encoding).slice(offset === 0 ? 0 : 4);
    }),
  );
}

async function leaksOf(workspace: Workspace, said: readonly string[]): Promise<string[]> {
  const left = [
    ...(await workspace.files()).entries(),
    ...said.map((text, index) => [`stream ${index}`, text] as const),
  ];
  return Object.entries(secrets).flatMap(([name, secret]) =>
    left.flatMap(([where, text]) =>
      formsOf(secret)
        .filter((form) => text.includes(form))
        .map((form) => `${name} as ${form} in ${where}`),
    ),
  );
}

const passwords = ['PW_PLAIN', 'PW_QUOTES', 'PW_PERCENT', 'PW_UNICODE'];

/** One account for every secret, so that every trouble meets every kind of text; `connectionString` is one too. */
function accountsOf(troubles: readonly string[]) {
  return troubles.flatMap((trouble) => [
    ...passwords.map((env) => ({ name: `${trouble} ${env}`, password: { env } })),
    {
      name: `${trouble} PW_STRING`,
      server: undefined,
      database: undefined,
      username: undefined,
      password: undefined,
      connectionString: { env: 'PW_STRING' },
    },
  ]);
}

/** What a create can meet; each strikes every account that is named after it. */
const troubles: Readonly<Record<string, FaultEffect>> = {
  echo: { kind: 'echo-body', status: 400 },
  echo500: { kind: 'echo-body', status: 500 },
  echo403: { kind: 'echo-body', status: 403 },
  rejected: { kind: 'status', status: 400 },
  down: { kind: 'status', status: 500, when: 'after' },
  page: { kind: 'html200' },
  page502: { kind: 'status', status: 502, form: 'html' },
  reset: { kind: 'reset', when: 'after' },
  torn: { kind: 'torn', bytes: 5 },
  forbidden: { kind: 'status', status: 403 },
  late: { kind: 'hang', when: 'after' },
  away: { kind: 'redirect', location: 'http://127.0.0.1:2/' },
};

const everyTrouble: readonly Fault[] = Object.entries(troubles).flatMap(([trouble, effect]) =>
  [...passwords, 'PW_STRING'].map((env): Fault => ({
    on: { route: 'create', name: `${trouble} ${env}` },
    effect,
  })),
);

const byToken = { AEP_CLIENT_ID: '', AEP_CLIENT_SECRET: '', AEP_API_KEY: 'client' };
const byClient = { AEP_ACCESS_TOKEN: '' };

interface Case {
  run: string;
  settings: Partial<EmulatorSettings>;
  login: Readonly<Record<string, string>>;
  format: 'json' | 'pretty';
  troubles: readonly string[];
  code: number;
  args?: readonly string[];
}

const clients = { client: secrets['AEP_CLIENT_SECRET']! };
const acceptedTokens = [secrets['AEP_ACCESS_TOKEN']!];

const cases: readonly Case[] = [
  { run: 'goes well', settings: { clients }, login: byClient, format: 'pretty', troubles: ['fine'], code: 0 },
  {
    run: 'meets every trouble that a create can meet',
    settings: { clients, faults: everyTrouble, errorForm: 'older' },
    login: byClient,
    format: 'pretty',
    troubles: Object.keys(troubles),
    code: 4,
  },
  {
    run: 'meets the same with an access token',
    settings: { acceptedTokens, faults: everyTrouble },
    login: byToken,
    format: 'json',
    troubles: Object.keys(troubles),
    code: 4,
  },
  {
    run: 'is refused by the login, which repeats the request',
    settings: { faults: [{ on: { route: 'token' }, effect: { kind: 'echo-body', status: 400 } }] },
    login: byClient,
    format: 'json',
    troubles: ['fine'],
    code: 5,
  },
  {
    run: 'has an access token that is refused',
    settings: {},
    login: byToken,
    format: 'pretty',
    troubles: ['fine'],
    code: 5,
  },
  {
    run: 'goes against the embedded platform',
    settings: {},
    login: {},
    format: 'json',
    troubles: ['fine'],
    code: 0,
    args: ['--emulator'],
  },
];

describe.concurrent('no secret is left behind by a run that', () => {
  test.for(cases)(
    '$run',
    async ({ settings, login, format, troubles: named, code, args = [] }, { workspace, openPlatform }) => {
      const platform = await openPlatform(settings);
      await workspace.list(accountsOf(named));
      const env = { ...platform.env, ...secrets, FLOWRECON_STATE_KEY: 'a state key', ...login };
      const loud = [
        '--log-level',
        'trace',
        '--log-format',
        format,
        '--settle-delay',
        '100ms',
        '--timeout',
        '2s',
      ];

      const document = format === 'json' ? ['--json'] : [];
      const applied = await workspace.run(['apply', '--yes', ...document, ...loud, ...args], env);
      expect(applied).toMatchObject({ code, signal: null });
      expect(applied.stderr).toMatch(format === 'json' ? /"level":[12]0/ : /TRACE|DEBUG/);
      expect(await leaksOf(workspace, [applied.stdout, applied.stderr])).toEqual([]);
    },
  );

  test('is shown secrets in plain by the platform', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform({ clients, secretRendering: 'plain' });
    const list = accountsOf(['fine']);
    await workspace.list(list);
    const env = { ...platform.env, ...secrets, ...byClient };
    const applied = await workspace.run(['apply', '--yes', '--log-level', 'trace'], env);
    expect(applied.code).toBe(0);
    await workspace.list(list.slice(1).map((account) => ({ ...account, description: 'changed' })));
    await workspace.write(
      'connections.state.json',
      (await workspace.read('connections.state.json')).replaceAll('"reader"', '"other"'),
    );
    const planned = await workspace.run(['plan', '--json', '--unmanaged', '--log-level', 'trace'], env);
    expect(planned.json().summary).toMatchObject({ update: 4, orphan: 1 });
    const said = [applied.stdout, applied.stderr, planned.stdout, planned.stderr];
    expect(await leaksOf(workspace, said)).toEqual([]);
  });

  test('is killed while it writes its journal', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform({ clients, latency: { ms: 400 } });
    await workspace.list(accountsOf(['fine']));
    const run = workspace.start(['apply', '--yes', '--log-level', 'trace'], {
      ...platform.env,
      ...secrets,
      ...byClient,
    });
    await until(() => platform.stats().createsCommitted > 0);
    run.child.kill('SIGKILL');
    const { stdout, stderr } = await run.finished;
    expect([...(await workspace.files()).keys()].join()).toContain('.journal');
    expect(await leaksOf(workspace, [stdout, stderr])).toEqual([]);
  });
});
