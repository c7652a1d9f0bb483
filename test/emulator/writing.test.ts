// POST, PATCH and DELETE of connections: what is taken, what is refused, what is left behind.
import { describe, expect, it } from 'vitest';
import type { EmulatorSettings } from '../../src/emulator/settings.ts';
import type { EmulatedPlatform, Reply } from './emulated-platform.ts';
import { DB2_SPEC, db2Body, emulate, until } from './emulated-platform.ts';

function codeOf(reply: Reply): string {
  return reply.body.type?.replace('https://ns.adobe.com/aep/errors/FLOW-', '') ?? String(reply.status);
}

interface PatchOptions {
  etag?: string | null;
  json?: unknown;
}

async function patchFresh(
  platform: EmulatedPlatform,
  options: PatchOptions,
): Promise<Reply & { path: string }> {
  const made = await platform.create('A');
  const path = `/connections/${made.id}`;
  const guard = options.etag === undefined ? made.etag : options.etag;
  const reply = await platform.flow('PATCH', path, { json: options.json, headers: { 'if-match': guard } });
  return { ...reply, path };
}

const params = { server: 's', database: 'd', username: 'u', password: 'p2' };

describe('creating', () => {
  it('answers 201 with Location and {id, etag}', async () => {
    const platform = await emulate();
    const reply = await platform.flow('POST', '/connections', { json: db2Body('A') });
    expect(reply.status).toBe(201);
    expect(Object.keys(reply.body)).toEqual(['id', 'etag']);
    expect(reply.headers.get('location')).toContain(`/flowservice/connections/${reply.body.id}`);
    expect(reply.body.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it('allows the same name twice', async () => {
    const platform = await emulate();
    await platform.create('A');
    await platform.create('A');
    expect(await platform.names('?property=name==A')).toEqual(['A', 'A']);
  });

  it('takes a connection string, parameters it does not know, and stray query parameters', async () => {
    const platform = await emulate();
    const auth = {
      specName: 'Connection String Based Authentication',
      params: { connectionString: 'pwd=x', certificateCommonName: 'cn' },
    };
    const json = { ...db2Body('A'), auth };
    const reply = await platform.flow('POST', '/connections?Cache-Control=no-cache', { json });
    expect((await platform.get(reply.body.id)).auth?.params['certificateCommonName']).toBe('cn');
  });

  const wrongSpec = { ...db2Body('A'), connectionSpec: { id: 'none', version: '1.0' } };
  const noVersion = { ...db2Body('A'), connectionSpec: { id: DB2_SPEC } };
  it.each([
    { what: 'an empty body', json: '', code: '1405-400' },
    { what: 'an empty object', json: {}, code: '1405-400' },
    { what: 'null', json: 'null', code: '1405-400' },
    { what: 'broken JSON', json: '{', code: '1000-400' },
    { what: 'no name', json: { ...db2Body('A'), name: undefined }, code: '1304-400' },
    { what: 'a name that is no text', json: { ...db2Body('A'), name: 5 }, code: '1304-400' },
    { what: 'a description that is no text', json: { ...db2Body('A'), description: 5 }, code: '1312-400' },
    { what: 'an unknown spec', json: wrongSpec, code: '1413-400' },
    { what: 'no spec', json: { ...db2Body('A'), connectionSpec: undefined }, code: '1413-400' },
    {
      what: 'another spec version',
      json: { ...db2Body('A'), connectionSpec: { id: DB2_SPEC, version: '9.0' } },
      code: '1413-400',
    },
    { what: 'no auth', json: { ...db2Body('A'), auth: undefined }, code: '1304-400' },
    {
      what: 'an unknown login',
      json: { ...db2Body('A'), auth: { specName: 'OAuth', params: {} } },
      code: '1415-400',
    },
    {
      what: 'no params',
      json: { ...db2Body('A'), auth: { specName: 'Basic Authentication' } },
      code: '1304-400',
    },
    { what: 'no password', json: db2Body('A', { password: undefined }), code: '1304-400' },
    { what: 'an empty server', json: db2Body('A', { server: '' }), code: '1304-400' },
    { what: 'a password that is no text', json: db2Body('A', { password: 5 }), code: '1312-400' },
    {
      what: 'an unknown way to log in',
      json: db2Body('A', { authenticationType: 'NTLM' }),
      code: '1302-400',
    },
  ])('refuses $what with $code', async ({ json, code }) => {
    const platform = await emulate();
    expect(codeOf(await platform.flow('POST', '/connections', { json }))).toBe(code);
    expect(platform.stats().createsCommitted).toBe(0);
  });

  it.each([
    { type: null, code: '1000-400' },
    { type: 'text/plain', code: '1004-415' },
  ])('refuses the content type $type with $code', async ({ type, code }) => {
    const platform = await emulate();
    const ask = { json: db2Body('A'), headers: { 'content-type': type } };
    expect(codeOf(await platform.flow('POST', '/connections', ask))).toBe(code);
  });

  it('fills in a missing spec version, or answers 422 when told to', async () => {
    const platform = await emulate();
    const made = await platform.flow('POST', '/connections', { json: noVersion });
    expect((await platform.get(made.body.id)).connectionSpec.version).toBe('1.0');
    await platform.control('PATCH', 'settings', { missingVersion: 'reject422' });
    expect((await platform.flow('POST', '/connections', { json: noVersion })).status).toBe(422);
  });

  it('has an older form of its errors', async () => {
    const platform = await emulate({ errorForm: 'older' });
    const spec = await platform.flow('POST', '/connections', { json: wrongSpec });
    expect(spec.body).toEqual({ message: 'Please provide a valid spec id' });
    const get = await platform.flow('GET', '/connections/x');
    expect(get.body.errorMessage).toBe('connections not found with id = [x]');
    const stale = await patchFresh(platform, { etag: '"a"', json: [{ op: 'remove', path: '/description' }] });
    expect(stale.body.errorMessage).toContain('Supplied version=["a"] does not match');
  });

  it('adds params of its own when told to', async () => {
    const platform = await emulate({ addedParams: { privateEndpointId: 'pe' } });
    const made = await platform.create('A');
    expect((await platform.get(made.id)).auth?.params).toMatchObject({
      privateEndpointId: 'pe',
      database: 'ORDERS',
    });
  });

  it('can begin in state initializing, without etag, and become enabled by itself', async () => {
    const platform = await emulate({ initialState: 'initializing', initializingMs: 60_000 });
    const young = await platform.get((await platform.create('A')).id);
    expect([young.state, young.etag, young.version]).toEqual(['initializing', undefined, undefined]);
    await platform.control('PATCH', 'settings', { initializingMs: 1 });
    const made = await platform.create('B');
    await until(async () => (await platform.get(made.id)).state === 'enabled');
    const grown = await platform.get(made.id);
    expect([grown.state, grown.etag !== made.etag]).toEqual(['enabled', true]);
    expect(await platform.names('?property=state==enabled')).toEqual(['B']);
  });

  it('stamps createdAt by the clock of the platform', async () => {
    const platform = await emulate({ clockOffsetMs: -60_000 });
    const made = await platform.create('A');
    const age = Date.now() - ((await platform.get(made.id)).createdAt ?? 0);
    expect(Math.abs(age - 60_000)).toBeLessThan(1_000);
  });
});

describe('secrets', () => {
  const renderings: [EmulatorSettings['secretRendering'], unknown][] = [
    [
      'vault',
      expect.stringMatching(/^https:\/\/keyvault-emulator\.vault\.azure\.net\/secrets\/[0-9a-f-]{36}$/),
    ],
    ['mask', 'xxxx'],
    ['omit', undefined],
    ['plain', 'hunter2'],
  ];
  it.each(renderings)('read as %s', async (secretRendering, expected) => {
    const platform = await emulate({ secretRendering });
    const made = await platform.create('A');
    const [listed] = (await platform.flow('GET', '/connections')).body.items;
    expect((await platform.get(made.id)).auth?.params['password']).toEqual(expected);
    expect(listed?.auth?.params['password']).toEqual(expected);
    expect((await platform.control('GET', 'connections')).text).not.toContain('hunter2');
  });

  it('have a new address after every write of them', async () => {
    const platform = await emulate();
    const json = [{ op: 'replace', path: '/auth/params/password', value: 'new' }];
    const made = await platform.create('A');
    const before = (await platform.get(made.id)).auth?.params['password'];
    await platform.flow('PATCH', `/connections/${made.id}`, { json, headers: { 'if-match': made.etag } });
    expect((await platform.get(made.id)).auth?.params['password']).not.toBe(before);
  });

  it('are counted when a client sends back what it has read', async () => {
    const platform = await emulate();
    const made = await platform.create('A');
    const read = (await platform.get(made.id)).auth?.params;
    const json = [{ op: 'replace', path: '/auth/params', value: read }];
    await platform.flow('PATCH', `/connections/${made.id}`, { json, headers: { 'if-match': made.etag } });
    expect(platform.stats().secretsSentBack).toBe(1);
  });
});

describe('patching', () => {
  const rows = [
    { what: 'replace /name', json: [{ op: 'replace', path: '/name', value: 'B' }], after: { name: 'B' } },
    {
      what: 'add /description',
      json: [{ op: 'add', path: '/description', value: 'd' }],
      after: { description: 'd' },
    },
    {
      what: 'remove /description, with a value',
      json: [
        { op: 'add', path: '/description', value: 'd' },
        { op: 'remove', path: '/description', value: 'd' },
      ],
      after: { description: undefined },
    },
    {
      what: 'replace a leaf of /auth/params',
      json: [{ op: 'replace', path: '/auth/params/database', value: 'NEW' }],
      after: { 'auth.params.database': 'NEW', 'auth.params.username': 'reader' },
    },
    {
      what: 'add a leaf of /auth/params',
      json: [{ op: 'add', path: '/auth/params/a~1b', value: 1 }],
      after: { 'auth.params.a/b': 1 },
    },
    {
      what: 'remove a leaf of /auth/params',
      json: [{ op: 'remove', path: '/auth/params/authenticationType' }],
      after: { 'auth.params.authenticationType': undefined },
    },
    {
      what: 'replace /auth/params, wholesale',
      json: [{ op: 'replace', path: '/auth/params', value: params }],
      after: { 'auth.params.server': 's', 'auth.params.authenticationType': undefined },
    },
    {
      what: 'add /auth/params, wholesale',
      json: [{ op: 'add', path: '/auth/params', value: params }],
      after: { 'auth.params.server': 's', 'auth.params.authenticationType': undefined },
    },
  ];
  it.each(rows)('takes $what', async ({ json, after }) => {
    const platform = await emulate();
    const made = await platform.create('A');
    const before = await platform.get(made.id);
    const ask = { json, headers: { 'if-match': made.etag } };
    const reply = await platform.flow('PATCH', `/connections/${made.id}`, ask);
    const read = await platform.get(made.id);
    expect([reply.status, reply.body]).toEqual([200, { id: made.id, etag: read.etag }]);
    expect([read.etag !== made.etag, read.createdAt]).toEqual([true, before.createdAt]);
    for (const [path, value] of Object.entries(after)) {
      const name = path.replace('auth.params.', '');
      const holder: object = path.startsWith('auth') ? (read.auth?.params ?? {}) : read;
      expect(Object.fromEntries(Object.entries(holder))[name]).toBe(value);
    }
  });

  it.each([
    { what: 'no If-Match', etag: null, code: '1403-400' },
    { what: 'a stale etag', etag: '"00000000-0000-0200-0000-000000000000"', code: '1404-412' },
    { what: 'any etag', etag: '*', code: '1404-412' },
    { what: 'an empty body', json: '', code: '1405-400' },
    { what: 'an empty array', json: [], code: '1405-400' },
    { what: 'one object', json: { op: 'replace', path: '/name', value: 'B' }, code: '1000-400' },
    { what: 'an operation that is none', json: ['x'], code: '1000-400' },
    { what: 'an upper-case op', json: [{ op: 'REPLACE', path: '/name', value: 'B' }], code: '1434-400' },
    { what: 'move', json: [{ op: 'move', path: '/name', from: '/x' }], code: '1434-400' },
    { what: 'replace without value', json: [{ op: 'replace', path: '/name' }], code: '1455-400' },
    {
      what: 'a leaf that is not there',
      json: [{ op: 'replace', path: '/auth/params/x', value: 1 }],
      code: '1455-400',
    },
    { what: 'remove of nothing', json: [{ op: 'remove', path: '/description' }], code: '1455-400' },
    {
      what: 'another spec',
      json: [{ op: 'replace', path: '/connectionSpec/id', value: 'x' }],
      code: '1414-400',
    },
    { what: 'an unknown path', json: [{ op: 'replace', path: '/id', value: 'x' }], code: '1365-400' },
    { what: 'an empty name', json: [{ op: 'replace', path: '/name', value: '' }], code: '1312-400' },
    {
      what: 'params without password',
      json: [{ op: 'remove', path: '/auth/params/password' }],
      code: '1304-400',
    },
    { what: 'no params', json: [{ op: 'remove', path: '/auth/params' }], code: '1304-400' },
    {
      what: 'an unknown login',
      json: [{ op: 'replace', path: '/auth/specName', value: 'X' }],
      code: '1415-400',
    },
  ])('refuses $what with $code and changes nothing', async ({ etag, json, code }) => {
    const platform = await emulate();
    const given = json ?? [{ op: 'replace', path: '/name', value: 'B' }];
    const reply = await patchFresh(platform, etag === undefined ? { json: given } : { etag, json: given });
    expect(codeOf(reply)).toBe(code);
    expect(await platform.names()).toEqual(['A']);
  });

  it('refuses an unquoted etag, or takes it when told to', async () => {
    const platform = await emulate();
    const made = await platform.create('A');
    const ask = {
      json: [{ op: 'replace', path: '/name', value: 'B' }],
      headers: { 'if-match': made.etag.replaceAll('"', '') },
    };
    expect((await platform.flow('PATCH', `/connections/${made.id}`, ask)).status).toBe(412);
    await platform.control('PATCH', 'settings', { ifMatchUnquoted: 'accept' });
    expect((await platform.flow('PATCH', `/connections/${made.id}`, ask)).status).toBe(200);
  });

  it('takes upper-case operations when told to', async () => {
    const platform = await emulate({ patchOps: 'any-case' });
    const reply = await patchFresh(platform, { json: [{ op: 'REPLACE', path: '/name', value: 'B' }] });
    expect(reply.status).toBe(200);
  });

  it('lets only one of two patches with the same etag through', async () => {
    const platform = await emulate({ latency: { ms: 10 } });
    const made = await platform.create('A');
    const ask = { json: [{ op: 'replace', path: '/name', value: 'B' }], headers: { 'if-match': made.etag } };
    const path = `/connections/${made.id}`;
    const replies = await Promise.all([1, 2, 3].map(() => platform.flow('PATCH', path, ask)));
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 412, 412]);
  });

  it('is forestalled by an edit in the UI as often as told', async () => {
    const editBetween = { field: 'description', value: 'by hand', times: 1, name: 'A' };
    const platform = await emulate({ editBetween });
    const first = await patchFresh(platform, { json: [{ op: 'replace', path: '/name', value: 'B' }] });
    const [edited] = (await platform.flow('GET', '/connections')).body.items;
    expect([first.status, edited?.description, edited?.updatedBy]).toEqual([
      412,
      'by hand',
      'ui-user@AdobeID',
    ]);
    const ask = {
      json: [{ op: 'replace', path: '/name', value: 'B' }],
      headers: { 'if-match': edited?.etag ?? '' },
    };
    expect((await platform.flow('PATCH', first.path, ask)).status).toBe(200);
  });

  it('refuses a draft, which can be published', async () => {
    const platform = await emulate();
    const made = (await platform.flow('POST', '/connections?mode=draft', { json: db2Body('A') })).body;
    const ask = { json: [{ op: 'replace', path: '/name', value: 'B' }], headers: { 'if-match': made.etag } };
    expect(codeOf(await platform.flow('PATCH', `/connections/${made.id}`, ask))).toBe('1416-400');
    const act = (op: string) => platform.flow('POST', `/connections/${made.id}/action?op=${op}`);
    expect(codeOf(await act('FINALIZE'))).toBe('1402-400');
    expect(codeOf(await act('dance'))).toBe('1434-400');
    expect((await act('PUBLISH')).status).toBe(200);
    expect(codeOf(await act('publish'))).toBe('1457-400');
    expect((await platform.get(made.id)).state).toBe('enabled');
  });
});

describe('deleting', () => {
  it('answers 204, or 202 when told to, and the connection is gone', async () => {
    const platform = await emulate();
    const [one, other] = [await platform.create('A'), await platform.create('B')];
    expect((await platform.flow('DELETE', `/connections/${one.id}`)).status).toBe(204);
    await platform.control('PATCH', 'settings', { deleteStatus: 202 });
    expect((await platform.flow('DELETE', `/connections/${other.id}`)).status).toBe(202);
    expect((await platform.flow('GET', `/connections/${one.id}`)).status).toBe(404);
    expect((await platform.flow('DELETE', `/connections/${one.id}`)).status).toBe(404);
    expect(await platform.names()).toEqual([]);
  });

  it('is refused while dataflows hold the connection, by id or by name pattern', async () => {
    const platform = await emulate({ inUse: ['Held *'] });
    const [held, free] = [await platform.create('Held one'), await platform.create('Free')];
    expect(codeOf(await platform.flow('DELETE', `/connections/${held.id}`))).toBe('1418-400');
    await platform.control('PATCH', 'settings', { inUse: [free.id] });
    expect(codeOf(await platform.flow('DELETE', `/connections/${free.id}`))).toBe('1418-400');
    expect((await platform.flow('DELETE', `/connections/${held.id}`)).status).toBe(204);
  });

  it('reaches into no other sandbox', async () => {
    const platform = await emulate();
    const made = await platform.create('A');
    const reply = await platform.flow('DELETE', `/connections/${made.id}`, { sandbox: 'prod' });
    expect(codeOf(reply)).toBe('1439-404');
  });

  it('and PATCH may have a slash at the end of the path', async () => {
    const platform = await emulate();
    const made = await platform.create('A');
    const ask = { json: [{ op: 'replace', path: '/name', value: 'B' }], headers: { 'if-match': made.etag } };
    expect((await platform.flow('PATCH', `/connections/${made.id}/`, ask)).status).toBe(200);
    expect((await platform.flow('DELETE', `/connections/${made.id}/`)).status).toBe(204);
  });
});
