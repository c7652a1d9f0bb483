// Section 1.4 to 1.6 of the facts: the connection object, and what creating and updating send, answer and leave.
import { describe, expect, it } from 'vitest';
import { sealSecret } from '../../src/core/secret.ts';
import { createBody, patchOperations, readIdentity, readPage } from '../../src/flow-service/translate.ts';
import { emulate, until } from '../emulator/emulated-platform.ts';
import { anEntry, anObserved } from '../support/builders.ts';
import { BODY, ID, PARAMS, PASSWORD, VISIBLE } from './samples.ts';

const AZURE = '"1400dd53-0000-0200-0000-5f3f23450000"';
const AWS = '"3a5b1e4e-3d35-4a3d-8f5c-0d6c9f8b7a61"';
const SPEC = { id: '09182899-b429-40c9-a15a-bf3ddbc8ced7', version: '1.0' };

function item(more: object): object {
  return {
    id: ID,
    name: 'DB2 connection',
    connectionSpec: SPEC,
    state: 'enabled',
    etag: AZURE,
    version: AZURE,
    ...more,
  };
}

describe('the client reads', () => {
  it.each([
    { name: '1.4 etag of Azure', sample: { etag: AZURE }, reads: { etag: AZURE } },
    { name: '1.4 etag of AWS', sample: { etag: AWS, version: AWS }, reads: { etag: AWS } },
    {
      name: '1.4 times in milliseconds',
      sample: { createdAt: 1597973312000 },
      reads: { createdAt: 1597973312000 },
    },
    {
      name: '1.4 a technical account',
      sample: { createdBy: 'acme@techacct.adobe.com' },
      reads: { createdBy: 'acme@techacct.adobe.com' },
    },
    { name: '1.4 no description', sample: {}, reads: { name: 'DB2 connection' } },
    {
      name: '1.4 a spec with a name',
      sample: { connectionSpec: { ...SPEC, name: 'ibm-db2' } },
      reads: { id: ID },
    },
    {
      name: '1.4 params that the service adds',
      sample: {
        auth: {
          specName: 'Basic Authentication',
          params: { server: 's', orgId: 'o', authorizedDate: 1, privateEndpointId: 'p' },
        },
      },
      reads: { params: { server: 's', orgId: 'o', authorizedDate: 1, privateEndpointId: 'p' } },
    },
    {
      name: '1.5 asynchronous create: no etag yet',
      sample: { state: 'initializing', etag: undefined, version: undefined },
      reads: { etag: '', state: 'initializing' },
    },
    {
      name: '1.4 lastOperation',
      sample: { lastOperation: { started: 1, updated: 2, operation: 'create' } },
      reads: { id: ID },
    },
  ])('$name', ({ sample, reads }) => {
    const page = readPage(JSON.parse(JSON.stringify({ items: [item(sample)] })));
    expect(page?.connections).toHaveLength(1);
    expect(page?.connections[0]).toMatchObject(reads);
  });

  it('1.4 two of one name and different specs: only DB2 is ours', () => {
    const other = { id: '3c0d3bd3-7b4d-4a0c-9f6e-8e6a9d2b1c0e', version: '1.0' };
    const page = readPage({ items: [item({ id: 'one', connectionSpec: other }), item({ id: 'two' })] });
    expect(page?.connections.map(({ id }) => id)).toEqual(['two']);
  });

  it.each([
    {
      name: '1.5 create: reply with id and etag',
      sample: { id: ID, etag: '"e5012c89-0000-0200-0000-5eaa036b0000"' },
    },
    {
      name: '1.6 update: reply with id and etag',
      sample: { id: ID, etag: '"3600e378-0000-0200-0000-5f40212f0000"' },
    },
  ])('$name', ({ sample }) => {
    expect(readIdentity(sample)).toEqual(sample);
  });
});

describe('the client sends', () => {
  const entry = anEntry({ name: BODY.name, description: BODY.description, params: VISIBLE });
  const secret = sealSecret(PASSWORD);

  it('1.5 create: the body of the tutorial', () => {
    expect(createBody(entry, secret)).toEqual(BODY);
  });

  it('1.6 update: a list of lower-case operations, with /auth/params whole', () => {
    const field = (path: string, after: string) => ({ path, before: null, after, sensitive: false });
    const fields = [field('/auth/params/database', 'SAMPLE'), field('/description', 'DB2 test connection')];
    expect(
      patchOperations({ entry, observed: anObserved({ params: VISIBLE }), fields, left: [], secret }),
    ).toEqual([
      { op: 'add', path: '/description', value: 'DB2 test connection' },
      { op: 'replace', path: '/auth/params', value: PARAMS },
    ]);
  });
});

describe('the emulator shows', () => {
  it('1.4 etag of Azure: the seconds of its time in its last group', async () => {
    const platform = await emulate();
    const made = await platform.create('A');
    const seconds = parseInt(/-([0-9a-f]{8})0000"$/.exec(made.etag)?.[1] ?? '', 16);
    expect(Math.abs(seconds - Date.now() / 1_000)).toBeLessThan(60);
    // As in the published pair: 5f3f2345 beside createdAt 1597973312000.
    expect(Math.abs(0x5f3f2345 - 1597973312)).toBe(5);
  });

  it('1.4 etag that moves without updatedAt', async () => {
    const platform = await emulate({ etagMoves: 'after-list' });
    const made = await platform.create('A');
    await platform.names();
    const read = await platform.get(made.id);
    expect([read.etag === made.etag, read.updatedAt === read.createdAt]).toEqual([false, true]);
  });

  it('1.4 updatedAt some time after createdAt on what nobody touched', async () => {
    const platform = await emulate({ touchedAfterMs: 2 });
    const made = await platform.create('A');
    await until(async () => (await platform.get(made.id)).etag !== made.etag);
    const { createdAt = 0, updatedAt = 0, lastOperation } = await platform.get(made.id);
    expect([updatedAt > createdAt, lastOperation?.operation]).toEqual([true, 'create']);
  });

  it('1.4 items of a listing in the same full shape as a single read, params included', async () => {
    const platform = await emulate();
    const made = await platform.create('A');
    const [listed] = (await platform.flow('GET', '/connections')).body.items;
    expect(listed).toEqual(await platform.get(made.id));
    expect(listed?.auth?.params).toHaveProperty('server');
  });

  it('1.4 two of one name', async () => {
    const platform = await emulate();
    await platform.create('A');
    await platform.create('A');
    expect(await platform.names()).toEqual(['A', 'A']);
  });

  it('1.5 create: Location', async () => {
    const platform = await emulate();
    const reply = await platform.flow('POST', '/connections', { json: BODY });
    expect(reply.headers.get('location')).toContain(`/connections/${reply.body.id}`);
  });

  it('1.5 asynchronous create: an etag in the reply, none while it is initializing', async () => {
    const platform = await emulate({ initialState: 'initializing', initializingMs: 60_000 });
    const made = await platform.create('A');
    expect(made.etag).toBeTruthy();
    const read = await platform.get(made.id);
    expect([read.state, read.etag, read.version]).toEqual(['initializing', undefined, undefined]);
  });

  it('1.6 update: createdAt stays, version and etag become the new value', async () => {
    const platform = await emulate();
    const made = await platform.create('A');
    const before = await platform.get(made.id);
    const ask = {
      json: [{ op: 'add', path: '/description', value: 'rotated' }],
      headers: { 'if-match': made.etag },
    };
    const { body } = await platform.flow('PATCH', `/connections/${made.id}`, ask);
    const after = await platform.get(made.id);
    expect([after.createdAt, after.version, after.etag]).toEqual([before.createdAt, body.etag, body.etag]);
  });

  it.each(['replace', 'add'])('1.6 update: %s of /auth/params is wholesale', async (op) => {
    const platform = await emulate();
    const made = await platform.create('A', { packageCollection: 'NULLID' });
    const ask = { json: [{ op, path: '/auth/params', value: PARAMS }], headers: { 'if-match': made.etag } };
    await platform.flow('PATCH', `/connections/${made.id}`, ask);
    expect(Object.keys((await platform.get(made.id)).auth?.params ?? {})).toEqual(Object.keys(PARAMS));
  });
});
