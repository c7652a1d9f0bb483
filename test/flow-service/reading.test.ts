// Nothing read from a socket is believed: answers into our words, or refused.
import { describe, expect, it } from 'vitest';
import { readIdentity, readPage } from '../../src/flow-service/translate.ts';

const SPEC = { id: '09182899-b429-40c9-a15a-bf3ddbc8ced7', version: '1.0' };

/** The single connection of the published sample. */
const sample = {
  id: '575abae5-c99a-452c-9aba-e5c99ac52c4d',
  createdAt: 1_597_973_312_000,
  updatedAt: 1_598_038_319_627,
  createdBy: 'acme@techacct.adobe.com',
  updatedBy: 'someone@AdobeID',
  createdClient: 'client',
  sandboxName: 'dev',
  imsOrgId: 'ACME@AdobeOrg',
  name: 'DB2 connection',
  description: 'DB2 test connection',
  connectionSpec: SPEC,
  state: 'enabled',
  auth: {
    specName: 'Basic Authentication',
    params: {
      server: 'db2.example.com:50000',
      database: 'SAMPLE',
      authenticationType: 'Basic',
      username: 'svc_aep',
      password: 'https://keyvaultxxxx.vault.azure.net/secrets/9b1d',
    },
  },
  version: '"3600e378-0000-0200-0000-5f40212f0000"',
  etag: '"3600e378-0000-0200-0000-5f40212f0000"',
  lastOperation: { started: 0, updated: 0, operation: 'create' },
};

function pageOf(...items: unknown[]): unknown {
  return { items, _links: {} };
}

/** The first connection of a page with one changed sample. */
function read(changes: Record<string, unknown>): unknown {
  return readPage(pageOf({ ...sample, ...changes }))?.connections[0];
}

describe('a connection that is read', () => {
  it('is the published sample without its secret', () => {
    expect(read({})).toEqual({
      id: '575abae5-c99a-452c-9aba-e5c99ac52c4d',
      etag: '"3600e378-0000-0200-0000-5f40212f0000"',
      name: 'DB2 connection',
      description: 'DB2 test connection',
      specName: 'Basic Authentication',
      params: {
        server: 'db2.example.com:50000',
        database: 'SAMPLE',
        authenticationType: 'Basic',
        username: 'svc_aep',
      },
      state: 'enabled',
      createdAt: 1_597_973_312_000,
      updatedAt: 1_598_038_319_627,
      createdBy: 'acme@techacct.adobe.com',
      updatedBy: 'someone@AdobeID',
    });
  });

  it.each([
    {
      name: 'its version where the etag is missing',
      changes: { etag: undefined },
      has: { etag: sample.version },
    },
    {
      name: 'no etag while it is being made',
      changes: { etag: undefined, version: undefined, state: 'initializing' },
      has: { etag: '', state: 'initializing' },
    },
    { name: 'no parameters without auth', changes: { auth: undefined }, has: { params: {} } },
    { name: 'no parameters when they are a list', changes: { auth: { params: [1] } }, has: { params: {} } },
    { name: 'an empty name when it has none', changes: { name: 7 }, has: { name: '' } },
    {
      name: 'no connection string',
      changes: { auth: { params: { connectionString: 'x', a: 1 } } },
      has: { params: { a: 1 } },
    },
  ])('has $name', ({ changes, has }) => {
    expect(read(changes)).toMatchObject(has);
  });

  it('leaves out members of the wrong type', () => {
    const wrong = {
      description: 1,
      state: {},
      createdAt: 'then',
      updatedAt: null,
      createdBy: [],
      updatedBy: '',
    };
    expect(Object.keys(read({ ...wrong, auth: { specName: 9 } }) as object)).toEqual([
      'id',
      'etag',
      'name',
      'params',
    ]);
  });

  it('cannot change the prototype of anything', () => {
    const params = JSON.parse('{"__proto__":{"polluted":true},"a":1}') as object;
    expect(read({ auth: { params } })).toMatchObject({ params: { a: 1 } });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('a page', () => {
  it('leaves out connections of other kinds', () => {
    const other = { ...sample, id: 'x', connectionSpec: { id: 'other' } };
    expect(readPage(pageOf(other, sample))?.connections.map(({ id }) => id)).toEqual([sample.id]);
  });

  it.each([
    {
      name: 'of a link',
      links: { next: { href: '/connections?continuationToken=a' } },
      next: '/connections?continuationToken=a',
    },
    { name: 'of none on the last page', links: {}, next: undefined },
    { name: 'of none without links', links: undefined, next: undefined },
    { name: 'of none when the link is no text', links: { next: { href: 7 } }, next: undefined },
    { name: 'of none when the link is empty', links: { next: { href: '' } }, next: undefined },
    { name: 'of none when links are a list', links: ['x'], next: undefined },
  ])('knows $name', ({ links, next }) => {
    expect(readPage({ items: [], _links: links })).toEqual({ connections: [], next });
  });

  it.each([
    { name: 'nothing', answer: undefined },
    { name: 'a list', answer: [sample] },
    { name: 'a bare connection', answer: sample },
    { name: 'items that are no list', answer: { items: sample } },
    { name: 'a count', answer: { count: 3 } },
    { name: 'an item without an id', answer: pageOf({ ...sample, id: undefined }) },
    { name: 'an item with an empty id', answer: pageOf({ ...sample, id: '' }) },
    { name: 'an item that does not say its kind', answer: pageOf({ ...sample, connectionSpec: undefined }) },
    { name: 'an item that is nothing', answer: pageOf(null) },
  ])('cannot be read from $name, rather than taken for an empty one', ({ answer }) => {
    expect(readPage(answer)).toBeUndefined();
  });
});

describe('an identity', () => {
  const identity = { id: 'id-1', etag: '"etag-1"' };

  it('is id and etag, the etag with its quotes', () => {
    expect(readIdentity({ ...identity, more: 1 })).toEqual(identity);
  });

  it.each([
    { name: 'nothing', answer: undefined },
    { name: 'a text', answer: 'id-1' },
    { name: 'no id', answer: { etag: '"e"' } },
    { name: 'an empty id', answer: { ...identity, id: '' } },
    { name: 'a number for an id', answer: { ...identity, id: 7 } },
    { name: 'no etag', answer: { id: 'id-1' } },
    { name: 'an empty etag', answer: { ...identity, etag: '' } },
    { name: 'a list', answer: [identity] },
  ])('cannot be read from $name', ({ answer }) => {
    expect(readIdentity(answer)).toBeUndefined();
  });
});
