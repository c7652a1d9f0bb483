// flowrecon test, apply --test and explore: what the platform says about the databases behind the connections.
import { describe, expect } from 'vitest';
import type { TestPlatform } from '../../support/platform.ts';
import { until } from '../../support/platform.ts';
import type { Finished } from '../../support/run-cli.ts';
import { accounts, test } from '../../support/workspace.ts';
import type { Account, Workspace } from '../../support/workspace.ts';

interface Row {
  key: string;
  verdict: string;
  message: string | null;
  quarantined: boolean;
  firstSeen: string | null;
  was?: { verdict: string; firstSeen: string };
}

interface TestDocument {
  command: string;
  results: Row[];
  tests?: Row[];
  summary: Record<string, number>;
  requests: Record<string, number>;
  traffic: Record<string, unknown>;
  diagnostics: { code: string; message: string; hint?: string }[];
}

function documentOf({ stdout }: Finished): TestDocument {
  return JSON.parse(stdout) as TestDocument;
}

function verdicts(ended: Finished): Record<string, string> {
  return Object.fromEntries(documentOf(ended).results.map(({ key, verdict }) => [key, verdict]));
}

const apply = ['apply', '--yes', '--json'];
/** One account on a host of its own, so that a verdict can be set for it alone. */
const host = (name: string, sandbox = 'dev'): Account => ({
  name,
  sandbox,
  server: `${name}.example.com:50000`,
});

async function setVerdict(platform: TestPlatform, name: string, verdict: string): Promise<void> {
  await platform.control('PATCH', 'settings', { testVerdicts: [{ host: `${name}.*`, verdict }] });
}

async function applied(workspace: Workspace, platform: TestPlatform, list: Account[]): Promise<void> {
  await workspace.list(list);
  const ended = await workspace.run(apply, platform.env);
  expect(ended.code, ended.stderr).toBe(0);
}

describe.concurrent('test', () => {
  test('says what became of every connection, and needs no secrets', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform({
      testVerdicts: [
        { host: 'wrong.*', verdict: 'error-400', message: 'SQL30082N reason "24". SQLSTATE=08001' },
        { host: 'silent.*', verdict: 'refused-login' },
        { host: 'far.*', verdict: 'unreachable' },
        { host: 'old.*', verdict: 'tls' },
        { host: 'busy.*', verdict: 'error-503' },
      ],
    });
    const names = ['good', 'wrong', 'silent', 'far', 'old', 'busy', 'lost'];
    await applied(
      workspace,
      platform,
      names.map((name) => host(name)),
    );
    const id = (await workspace.state()).connections['dev/lost']?.id;
    await platform.control('POST', 'remove', { sandbox: 'dev', id });
    await workspace.list(
      [...names, 'later'].map((name) => ({ ...host(name), password: { env: 'NOT_SET' } })),
    );

    const before = await workspace.files();
    const ended = await workspace.run(['test', '--json'], platform.env);
    expect(ended.code, ended.stderr).toBe(4);
    expect(verdicts(ended)).toEqual({
      'dev/good': 'answers',
      'dev/wrong': 'refused-login',
      'dev/silent': 'fails',
      'dev/far': 'unreachable',
      'dev/old': 'tls',
      'dev/busy': 'platform-trouble',
      'dev/lost': 'gone',
      'dev/later': 'untested',
    });
    const { command, summary, requests, traffic, results } = documentOf(ended);
    expect({ command, quarantined: summary['quarantined'], answers: summary['answers'] }).toEqual({
      command: 'test',
      quarantined: 0,
      answers: 1,
    });
    // Six connections once, and the busy one five times.
    expect(requests).toMatchObject({ token: 1, test: 11, total: 12 });
    expect(traffic).toMatchObject({ repeated: 4, refused: 0, readsAvoided: 0 });
    expect(results.map(({ key }) => key)).toEqual(results.map(({ key }) => key).sort());
    expect(await workspace.files()).toEqual(before);
  });

  test.for([
    { command: 'test', args: ['test', '--json'] },
    { command: 'explore', args: ['explore', 'dev/chatty', '--json'] },
  ])('$command shows no password that is at hand', async ({ args }, { workspace, openPlatform }) => {
    const message = 'the server says: db2-password is not what it was';
    const platform = await openPlatform({
      testVerdicts: [{ host: 'chatty.*', verdict: 'error-400', message }],
    });
    await applied(workspace, platform, [host('chatty')]);
    const ended = await workspace.run(args, platform.env);
    expect(ended.stdout).toContain('its message repeats a secret of the request and is not shown');
    expect(`${ended.stdout}${ended.stderr}`).not.toContain('db2-password');
  });

  test('shows what needs work first, and ends well when all is well', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform({ testVerdicts: [{ host: 'far.*', verdict: 'unreachable' }] });
    await applied(workspace, platform, [host('alpha'), host('far'), host('other', 'prod')]);
    const shown = await workspace.run(['test'], platform.env);
    expect(shown.code).toBe(4);
    const lines = shown.stdout.split('\n');
    expect(lines[0]).toBe('dev');
    expect(lines[1]).toMatch(/^ {2}unreachable +dev\/far +"far"$/);
    expect(lines[2]).toContain('no route to the host. (request ');
    expect(lines[3]).toMatch(/^ {2}answers +dev\/alpha +"alpha"$/);
    expect(lines.at(-4)).toMatch(/^Test: 2 of 3 answer in .*; 1 unreachable\.$/);
    const one = await workspace.run(['test', '--only', 'alpha'], platform.env);
    expect(one.code).toBe(0);
    expect(one.stdout).toMatch(/Test: 1 of 1 answer in [^;]*\.\n$/);
  });

  test('tries a moved entry under its new key', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await applied(workspace, platform, [host('before')]);
    const moved = [{ from: 'dev/before', to: 'dev/after' }];
    await workspace.list([{ ...host('before'), key: 'after' }], { moved });
    expect(verdicts(await workspace.run(['test', '--json'], platform.env))).toEqual({
      'dev/after': 'answers',
    });
  });

  test('asks no further in a sandbox that lets nobody in', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await applied(workspace, platform, accounts(60, ['dev', 'prod']));
    await platform.control('PATCH', 'settings', { forbiddenSandboxes: ['prod'] });
    const some = await workspace.run(['test', '--json', '--concurrency', '4'], platform.env);
    expect(some.code).toBe(4);
    expect(documentOf(some).summary).toMatchObject({ answers: 30, forbidden: 30 });
    expect(documentOf(some).requests['test']).toBeLessThanOrEqual(34);
    const none = await workspace.run(['test', '--sandbox', 'prod', '--json'], platform.env);
    expect(none.code).toBe(5);
    const text = await workspace.run(['test', '--sandbox', 'prod'], platform.env);
    expect(text.stdout).toContain(
      '30 connections: prod/account-1, prod/account-11, prod/account-13 and 27 more',
    );
  });

  test('that meets a refused credential ends with 5', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform({ clients: { client: 'client-secret' } });
    await applied(workspace, platform, [host('alpha')]);
    const env = { ...platform.env, AEP_CLIENT_SECRET: 'wrong' };
    const ended = await workspace.run(['test', '--json'], env);
    expect(ended.code).toBe(5);
    expect(verdicts(ended)).toEqual({ 'dev/alpha': 'forbidden' });
  });

  test.for([
    // A token and three tests; two that fail, one after the other.
    { limit: ['--max-calls', '4'], tested: 3 },
    { limit: ['--max-failures', '2', '--concurrency', '1'], tested: 2 },
  ])(
    'ends at $limit, and says what was not tested',
    async ({ limit, tested }, { workspace, openPlatform }) => {
      const platform = await openPlatform({ testVerdicts: [{ host: '*', verdict: 'unreachable' }] });
      await applied(workspace, platform, accounts(10));
      const ended = await workspace.run(['test', '--json', ...limit], platform.env);
      expect(ended.code).toBe(7);
      const { summary, diagnostics } = documentOf(ended);
      expect(summary).toMatchObject({ unreachable: tested, untested: 10 - tested });
      expect(diagnostics).toMatchObject([{ code: 'limit-reached' }]);
      expect(diagnostics[0]?.message).toContain(`${10 - tested} connections are not tested`);
    },
  );

  test.skipIf(process.platform === 'win32')(
    'can be interrupted, and says what was not tested',
    async ({ workspace, openPlatform }) => {
      const platform = await openPlatform();
      await applied(workspace, platform, accounts(200));
      await platform.control('PATCH', 'settings', { latency: { ms: 100 } });
      const args = ['test', '--json', '--quarantine', 'bad.json', '--update-quarantine'];
      const running = workspace.start(args, platform.env);
      await until(() => platform.stats().requests.test >= 10);
      running.child.kill('SIGINT');
      const ended = await running.finished;
      expect(ended.code).toBe(130);
      const { summary, results, diagnostics } = documentOf(ended);
      expect(results).toHaveLength(200);
      expect(summary['untested']).toBeGreaterThan(0);
      expect((summary['untested'] ?? 0) + (summary['answers'] ?? 0)).toBe(200);
      expect(diagnostics).toMatchObject([{ code: 'interrupted' }]);
      expect([...(await workspace.files()).keys()].join()).not.toContain('bad.json');
    },
  );
});

describe.concurrent('a quarantine', () => {
  const tested = ['test', '--json', '--quarantine', 'bad.json'];
  const noted = [...tested, '--update-quarantine'];

  test('lives from a new failure to the recovery', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    const { env } = platform;
    await applied(workspace, platform, [host('alpha'), host('beta')]);
    await setVerdict(platform, 'beta', 'unreachable');

    const missing = await workspace.run(tested, env);
    expect(missing.code).toBe(3);
    expect(documentOf(missing).diagnostics[0]?.message).toContain('there is no quarantine');

    const fresh = await workspace.run(noted, env);
    expect(fresh.code).toBe(4);
    expect(documentOf(fresh).results[1]).toMatchObject({
      key: 'dev/beta',
      quarantined: false,
      firstSeen: null,
    });
    const file = JSON.parse(await workspace.read('bad.json')) as { connections: Record<string, object> };
    const firstSeen = new Date().toISOString().slice(0, 10);
    expect(file).toEqual({ version: 1, connections: { 'dev/beta': { verdict: 'unreachable', firstSeen } } });

    const known = await workspace.run(tested, env);
    expect(known.code).toBe(0);
    expect(documentOf(known).results[1]).toMatchObject({
      verdict: 'unreachable',
      quarantined: true,
      firstSeen,
    });
    expect(documentOf(known).summary).toMatchObject({ answers: 1, unreachable: 1, quarantined: 1 });
    const text = await workspace.run(['test', '--quarantine', 'bad.json'], env);
    expect(text.stdout).toContain(`(known since ${firstSeen})`);

    await setVerdict(platform, 'beta', 'tls');
    const before = await workspace.read('bad.json');
    const changed = await workspace.run(tested, env);
    expect(changed.code).toBe(4);
    expect(documentOf(changed).results[1]).toMatchObject({
      verdict: 'tls',
      quarantined: false,
      was: { verdict: 'unreachable', firstSeen },
    });
    expect(await workspace.read('bad.json')).toBe(before);

    await setVerdict(platform, 'beta', 'ok');
    const recovered = await workspace.run(tested, env);
    expect(recovered.code).toBe(0);
    expect(documentOf(recovered).summary).toMatchObject({ answers: 2, recovered: 1, quarantined: 0 });
    expect(await workspace.read('bad.json')).toBe(before);
    await workspace.run(noted, env);
    expect(JSON.parse(await workspace.read('bad.json'))).toEqual({ version: 1, connections: {} });
  });

  test('keeps what was not tested, and forgets what is nowhere any more', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform({ testVerdicts: [{ host: '*', verdict: 'unreachable' }] });
    await applied(workspace, platform, [host('alpha'), host('beta')]);
    const day = { verdict: 'tls', firstSeen: '2026-01-15' };
    await workspace.write(
      'bad.json',
      JSON.stringify({ version: 1, connections: { 'dev/beta': day, 'dev/old': day } }),
    );
    await workspace.run([...noted, '--only', 'alpha'], platform.env);
    const { connections } = JSON.parse(await workspace.read('bad.json')) as { connections: object };
    expect(Object.keys(connections)).toEqual(['dev/alpha', 'dev/beta']);
    expect(connections).toMatchObject({ 'dev/beta': day });
  });

  test('that is damaged stops the run before anything is asked', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await applied(workspace, platform, [host('alpha')]);
    const asked = platform.stats().requests.total;
    await workspace.write('bad.json', '{"version":1,"connections":{"dev/alpha":');
    const ended = await workspace.run(noted, platform.env);
    expect(ended.code).toBe(3);
    expect(documentOf(ended).diagnostics).toMatchObject([{ code: 'quarantine-unusable' }]);
    expect(await workspace.read('bad.json')).toBe('{"version":1,"connections":{"dev/alpha":');
    expect(platform.stats().requests.total).toBe(asked);
    const unnamed = await workspace.run(['test', '--update-quarantine'], platform.env);
    expect(unnamed.code).toBe(3);
    expect(unnamed.stderr).toContain('--quarantine FILE --update-quarantine');
  });
});

describe.concurrent('apply --test', () => {
  test('tries what it made or gave another login, and nothing else', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform({ testVerdicts: [{ host: 'far.*', verdict: 'unreachable' }] });
    await workspace.list([host('alpha'), host('far')]);
    const first = await workspace.run([...apply, '--test'], platform.env);
    expect(first.code, first.stderr).toBe(4);
    expect(documentOf(first).tests).toMatchObject([
      { key: 'dev/alpha', verdict: 'answers' },
      { key: 'dev/far', verdict: 'unreachable', quarantined: false, firstSeen: null },
    ]);
    expect(documentOf(first).requests['test']).toBe(2);

    const idle = await workspace.run([...apply, '--test'], platform.env);
    expect(idle.code).toBe(0);
    expect(documentOf(idle).tests).toEqual([]);

    await workspace.list([
      { ...host('alpha'), username: 'other' },
      { ...host('far'), description: 'no new login' },
    ]);
    const second = await workspace.run(['apply', '--yes', '--test'], platform.env);
    expect(second.code).toBe(0);
    expect(second.stdout).toMatch(/State: 2 connections in .*\n\ndev\n {2}answers +dev\/alpha {2}"alpha"\n/);
    expect(second.stdout).toMatch(/Test: 1 of 1 answer in .*\.\n$/);
    expect((await workspace.run(apply, platform.env)).stdout).not.toContain('"tests"');
  });

  test.skipIf(process.platform === 'win32')(
    'has saved everything before it asks, and can be interrupted',
    async ({ workspace, openPlatform }) => {
      const platform = await openPlatform();
      await workspace.list(accounts(40));
      const running = workspace.start([...apply, '--test', '--concurrency', '1'], platform.env);
      await until(() => platform.stats().requests.test >= 1);
      expect(Object.keys((await workspace.state()).connections)).toHaveLength(40);
      running.child.kill('SIGINT');
      const ended = await running.finished;
      expect(ended.code).toBe(130);
      expect(documentOf(ended).tests?.some(({ verdict }) => verdict === 'untested')).toBe(true);
    },
  );

  test('keeps within the limits of the run', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await workspace.list(accounts(4));
    // A token, a listing and four creates leave two.
    const ended = await workspace.run([...apply, '--test', '--max-calls', '8'], platform.env);
    expect(ended.code, ended.stdout).toBe(7);
    expect(Object.keys((await workspace.state()).connections)).toHaveLength(4);
    expect(documentOf(ended).tests?.filter(({ verdict }) => verdict === 'answers')).toHaveLength(2);
    expect(documentOf(ended).diagnostics).toMatchObject([{ code: 'limit-reached' }]);
  });

  test('shows no secret that the platform repeats', async ({ workspace, openPlatform }) => {
    const message = 'login of reader with db2-password failed';
    const platform = await openPlatform({ testVerdicts: [{ host: '*', verdict: 'error-400', message }] });
    await workspace.list([host('alpha')]);
    const ended = await workspace.run([...apply, '--test', '--log-level', 'trace'], platform.env);
    expect(ended.code).toBe(4);
    expect(ended.stdout + ended.stderr).not.toContain('db2-password');
  });
});

describe.concurrent('explore', () => {
  const databases = [
    { host: '*', tables: { 'SALES.ORDERS': { ID: 'integer', PLACED: 'date-time' }, 'A.B': { C: 'string' } } },
  ];

  test('shows tables, and the columns of one', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform({ databases });
    await applied(workspace, platform, [host('alpha')]);
    const id = (await workspace.state()).connections['dev/alpha']?.id;
    const tables = await workspace.run(['explore', 'dev/alpha'], platform.env);
    expect(tables.code, tables.stderr).toBe(0);
    expect(tables.stdout).toBe(
      'NAME          TYPE   PATH\nA.B           table  A.B\nSALES.ORDERS  table  SALES.ORDERS\n',
    );
    const columns = await workspace.run(['explore', 'dev/alpha', 'SALES.ORDERS', '--json'], platform.env);
    expect(columns.json()).toMatchObject({
      command: 'explore',
      key: 'dev/alpha',
      id,
      table: 'SALES.ORDERS',
      columns: [
        { name: 'ID', type: 'integer', xdmType: 'integer' },
        { name: 'PLACED', type: 'date-time', xdmType: 'date-time' },
      ],
      diagnostics: [],
    });
  });

  test.for([
    { when: 'the key is mistyped', args: ['dev/alhpa'], code: 3, says: 'Did you mean dev/alpha?' },
    { when: 'it is not recorded', args: ['dev/later'], code: 3, says: 'is listed, but not recorded yet' },
    {
      when: 'there is no such table',
      args: ['dev/alpha', 'X'],
      code: 4,
      says: 'No columns were found for table X',
    },
    { when: 'the login is refused', args: ['dev/wrong'], code: 4, says: 'dev/wrong: refused-login: ' },
    {
      when: 'the sandbox is forbidden',
      args: ['prod/shut'],
      code: 5,
      says: 'may not enter the sandbox prod',
    },
  ])('says so when $when', async ({ args, code, says }, { workspace, openPlatform }) => {
    const platform = await openPlatform({
      databases,
      testVerdicts: [{ host: 'wrong.*', verdict: 'refused-login' }],
    });
    const list = [host('alpha'), host('wrong'), host('shut', 'prod')];
    await applied(workspace, platform, list);
    await platform.control('PATCH', 'settings', { forbiddenSandboxes: ['prod'] });
    await workspace.list([...list, host('later')]);
    const ended = await workspace.run(['explore', ...args], platform.env);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(says);
    const json = await workspace.run(['explore', ...args, '--json'], platform.env);
    expect(json.json()).toMatchObject({
      command: 'explore',
      key: args[0],
      [args.length > 1 ? 'columns' : 'tables']: null,
    });
  });
});
