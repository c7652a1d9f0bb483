// Every request that the client sends, and every kind of answer that the emulator gives, against the published shapes.
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { Remote } from '../../src/core/ports.ts';
import { sealSecret } from '../../src/core/secret.ts';
import type { EmulatorSettings } from '../../src/emulator/settings.ts';
import type { EmulatedPlatform } from '../emulator/emulated-platform.ts';
import { db2Body, emulate } from '../emulator/emulated-platform.ts';
import { openRemote } from '../flow-service/scripted-server.ts';
import { anEntry, anObserved } from '../support/builders.ts';
import { deviations } from './deviations.ts';
import { answerFaults, operationOf, requestFaults, shapeFaults, shapeNames } from './operations.ts';
import { startRecordingProxy } from './recording-proxy.ts';

describe('the known deviations', () => {
  it('are all there, each once and with a reason', () => {
    const rows = deviations.map(({ row }) => row).sort((one, other) => one - other);
    expect(rows).toEqual(Array.from({ length: rows.length }, (_each, index) => index + 1));
    expect(rows.length).toBeGreaterThanOrEqual(30);
    for (const { reason, published, here } of deviations) expect([reason, published, here]).not.toContain('');
  });

  const proven = deviations.flatMap(({ row, proof }) => (proof ? [{ row, ...proof }] : []));

  it.each(proven)('$row is one: its example fits only $fits', ({ shape, published, example, fits }) => {
    const fitsPublished = new Ajv({ strict: false }).validate(published, example);
    const fitsHere = shapeFaults(shape, example).length === 0;
    expect({ fitsPublished, fitsHere }).toEqual({
      fitsPublished: fits === 'published',
      fitsHere: fits === 'here',
    });
  });
});

describe('the shapes', () => {
  it.each(shapeNames)('%s can be checked by', (name) => {
    expect(shapeFaults(name, null)).not.toEqual([`there is no shape ${name}`]);
    expect(shapeFaults(name, null)).not.toEqual([]);
  });

  it('notice what is wrong', () => {
    const headers = { 'content-type': 'application/json', 'if-match': 'unquoted' };
    const url = '/data/foundation/flowservice/connections/x?a=b';
    const wrong = { method: 'PATCH', url, headers, body: '{"op":"ADD"}', status: 418, answer: '' };
    expect(requestFaults(wrong).join('\n')).toMatch(
      /header authorization is missing[^]*if-match has no quotes[^]*no-query must NOT have additional[^]*patch-request must be array/,
    );
    expect(answerFaults(wrong)).toEqual(['patchConnection: 418 is not known']);
    expect(requestFaults({ ...wrong, url: '/elsewhere' })).toEqual([
      'no operation has the address PATCH /elsewhere',
    ]);
  });
});

const secret = sealSecret('hunter2');
const params = {
  server: 'db2.example.com:50000',
  database: 'ORDERS',
  authenticationType: 'Basic',
  username: 'reader',
};
const changed = (path: string, after: string | null) => ({ path, before: null, after, sensitive: false });

/** A run through everything that the client can ask for; a method that is added to the remote has to be added here. */
const asked: Readonly<
  Record<Exclude<keyof Remote, 'requests' | 'clockSkew'>, (remote: Remote, id: string) => Promise<unknown>>
> = {
  list: (remote) => remote.list('dev'),
  create: (remote) => remote.create(anEntry({ params, description: 'd' }), secret),
  get: (remote, id) => remote.get('dev', id),
  test: (remote, id) => remote.test({ sandbox: 'dev', id }),
  explore: async (remote, id) => {
    const explored = await remote.explore({ sandbox: 'dev', id });
    const table = explored.ok && explored.value?.kind === 'tables' ? explored.value.tables[0] : undefined;
    await remote.explore({ sandbox: 'dev', id }, table?.path);
  },
  update: async (remote, id) => {
    for (const fields of [
      [changed('/name', 'New'), changed('/description', null)],
      [changed('/description', 'new'), changed('/auth/params/database', 'NEW')],
    ]) {
      const read = await remote.get('dev', id);
      const observed = (read.ok ? read.value : undefined) ?? anObserved({ id });
      await remote.update({
        entry: anEntry({ params, name: 'New', description: 'new' }),
        observed,
        fields,
        left: [],
        secret,
      });
    }
  },
  delete: (remote, id) => remote.delete('dev', id),
  sandboxes: async (remote) => {
    await remote.sandboxes('reachable');
    await remote.sandboxes('all');
  },
  probe: (remote) => remote.probe('dev'),
  connectionSpec: (remote) => remote.connectionSpec('dev'),
};

async function runThrough(settings: Partial<EmulatorSettings> = {}) {
  // Small pages, so that a listing has several.
  const platform = await emulate({ pageSizeMax: 2, ...settings });
  const proxy = await startRecordingProxy(platform.emulator.url);
  const credentials = {
    ...{
      kind: 'client' as const,
      imsUrl: proxy.url,
      clientId: 'c',
      clientSecret: secret,
      scopes: 'openid,session',
    },
  };
  const { remote } = openRemote(proxy.url, { credentials });
  const planted = Array.from({ length: 5 }, (_each, index) => ({
    ...{ sandbox: 'dev', name: `C${index}`, auth: { params }, description: 'd' },
  }));
  const [first] = (await platform.control('POST', 'connections', planted)).body.connections;
  for (const ask of Object.values(asked)) await ask(remote, first?.id ?? '');
  return { exchanges: proxy.exchanges, remote };
}

describe('the client', () => {
  it('sends nothing that the shapes do not know, and is answered as they say', async () => {
    const { exchanges, remote } = await runThrough();
    expect(exchanges.flatMap(requestFaults)).toEqual([]);
    expect(exchanges.flatMap(answerFaults)).toEqual([]);
    expect(exchanges.filter(({ status }) => status >= 400)).toEqual([]);
    expect(exchanges).toHaveLength(remote.requests().total);
    expect(new Set(exchanges.map(operationOf))).toEqual(
      new Set([
        ...['token', 'listConnections', 'createConnection', 'retrieveConnection', 'patchConnection'],
        ...['deleteConnection', 'testConnection', 'getByConnectionId', 'sandboxes', 'retrieveConnectionSpec'],
      ]),
    );
  });

  it.each<{ what: string; settings: Partial<EmulatorSettings> }>([
    { what: 'links are absolute', settings: { hrefForm: 'absolute' } },
    { what: 'links are bare tokens', settings: { hrefForm: 'token' } },
    { what: 'tokens die', settings: { tokenUses: 2 } },
    { what: 'deletions are accepted', settings: { deleteStatus: 202 } },
    { what: 'etags move', settings: { etagMoves: 'after-read' } },
    { what: 'the quota is small', settings: { rateLimit: { perSecond: 1_000, burst: 2 } } },
  ])('does so where $what', async ({ settings }) => {
    const { exchanges } = await runThrough(settings);
    expect(exchanges.flatMap((each) => [...requestFaults(each), ...answerFaults(each)])).toEqual([]);
  });
});

const refused: {
  what: string;
  settings?: Partial<EmulatorSettings>;
  ask: (platform: EmulatedPlatform) => Promise<unknown>;
}[] = [
  { what: 'unknown ids', ask: ({ flow }) => flow('GET', '/connections/none') },
  { what: 'bad filters', ask: ({ flow }) => flow('GET', '/connections?property=x') },
  {
    what: 'missing tokens',
    ask: ({ flow }) => flow('GET', '/connections', { headers: { authorization: null } }),
  },
  {
    what: 'numeric codes',
    settings: { errorCodeAs: 'number' },
    ask: ({ flow }) => flow('GET', '/connections', { headers: { authorization: null } }),
  },
  {
    what: 'older errors',
    settings: { errorForm: 'older' },
    ask: ({ flow }) => flow('GET', '/connections/none'),
  },
  {
    what: 'errors as text',
    settings: { errorForm: 'text' },
    ask: ({ flow }) => flow('GET', '/connections/none'),
  },
  {
    what: 'older errors of a spec',
    settings: { errorForm: 'older' },
    ask: ({ flow }) => flow('POST', '/connections', { json: { connectionSpec: {} } }),
  },
  {
    what: 'a missing version',
    settings: { missingVersion: 'reject422' },
    ask: ({ flow }) =>
      flow('POST', '/connections', {
        json: { ...db2Body('A'), connectionSpec: { id: '09182899-b429-40c9-a15a-bf3ddbc8ced7' } },
      }),
  },
  {
    what: 'stale etags',
    ask: async ({ flow, create }) =>
      flow('PATCH', `/connections/${(await create('A')).id}`, {
        json: [{ op: 'add', path: '/description', value: '' }],
        headers: { 'if-match': '"x"' },
      }),
  },
  {
    what: 'too many requests',
    settings: { rateLimit: { perSecond: 0, burst: 1 } },
    ask: async ({ flow }) => [await flow('GET', '/connections'), await flow('GET', '/connections')],
  },
  { what: 'counts', ask: ({ flow }) => flow('GET', '/connections?count=true') },
  {
    what: 'drafts',
    ask: async ({ flow }) =>
      flow(
        'POST',
        `/connections/${(await flow('POST', '/connections?mode=draft', { json: db2Body('A') })).body.id}/action?op=publish`,
      ),
  },
  {
    what: 'initializing connections',
    settings: { initialState: 'initializing' },
    ask: async ({ flow, create }) => [await create('A'), await flow('GET', '/connections')],
  },
  { what: 'connection specs', ask: ({ flow }) => flow('GET', '/connectionSpecs') },
  {
    what: 'sandboxes',
    ask: ({ ask }) => ask('GET', '/data/foundation/sandbox-management/sandboxes?limit=2&offset=0'),
  },
  {
    what: 'bad pages of sandboxes',
    ask: ({ ask }) => ask('GET', '/data/foundation/sandbox-management/?limit=2'),
  },
  { what: 'refused logins', ask: ({ token }) => token({}) },
];

describe('the emulator', () => {
  it.each(refused)('answers $what as the shapes say', async ({ settings = {}, ask }) => {
    const platform = await emulate(settings);
    const proxy = await startRecordingProxy(platform.emulator.url);
    await ask(platform.at(proxy.url));
    expect(proxy.exchanges.length).toBeGreaterThan(0);
    expect(proxy.exchanges.flatMap(answerFaults)).toEqual([]);
  });
});
