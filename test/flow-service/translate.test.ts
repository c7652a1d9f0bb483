// Our words into request bodies: exactly the tutorial's create, and updates that carry what they must and no more.
import { describe, expect, it } from 'vitest';
import type { DesiredConnection, ObservedConnection } from '../../src/core/connection.ts';
import { diffEntry, secretChange } from '../../src/core/diff.ts';
import { sealSecret } from '../../src/core/secret.ts';
import { createBody, patchOperations } from '../../src/flow-service/translate.ts';
import type { WirePatchOperation } from '../../src/flow-service/wire.ts';
import { ORDERS_PARAMS, aRange, aRecord, anEntry, anObserved, without } from '../support/builders.ts';

const secret = sealSecret('hunter2');
const withSecret = { ...ORDERS_PARAMS, password: 'hunter2' };

describe('the body of a create', () => {
  it('is that of the tutorial', () => {
    const entry = anEntry({ name: 'DB2 connection', description: 'DB2 test connection' });
    expect(createBody(entry, secret)).toEqual({
      name: 'DB2 connection',
      description: 'DB2 test connection',
      auth: {
        specName: 'Basic Authentication',
        params: {
          server: 'db2.example.com:50000',
          database: 'ORDERS',
          authenticationType: 'Basic',
          username: 'reader',
          password: 'hunter2',
        },
      },
      connectionSpec: { id: '09182899-b429-40c9-a15a-bf3ddbc8ced7', version: '1.0' },
    });
  });

  it('has no description when the list gives none', () => {
    expect(Object.keys(createBody(anEntry(), secret))).toEqual(['name', 'auth', 'connectionSpec']);
  });

  it('can carry a connection string instead', () => {
    const declared = { param: 'connectionString', ref: { kind: 'env', name: 'X' }, range: aRange() } as const;
    const entry = anEntry({
      specName: 'Connection String Based Authentication',
      params: {},
      secret: declared,
    });
    const { auth } = createBody(entry, secret);
    expect(auth).toEqual({
      specName: 'Connection String Based Authentication',
      params: { connectionString: 'hunter2' },
    });
  });
});

/** The operations that bring what was observed to what is desired. */
function operations(
  entry: DesiredConnection,
  observed: ObservedConnection,
  options: {
    applied?: typeof ORDERS_PARAMS & Record<string, string>;
    rotate?: boolean;
    description?: string;
  } = {},
): WirePatchOperation[] {
  const { applied = ORDERS_PARAMS, rotate = false, description } = options;
  const record = aRecord({ applied, ...(description !== undefined && { description }) });
  const difference = diffEntry(entry, record, observed);
  const { left } = difference;
  const fields = [...difference.fields, ...(rotate ? [secretChange(entry)] : [])];
  const sends = fields.some(({ path }) => path.startsWith('/auth/params/'));
  return patchOperations({ entry, observed, fields, left, secret: sends ? secret : undefined });
}

/** The operation that replaces all of `/auth/params`. */
function params(value: Record<string, unknown>): WirePatchOperation {
  return { op: 'replace', path: '/auth/params', value };
}

describe('the operations of an update', () => {
  it('replace a name', () => {
    expect(operations(anEntry({ name: 'New' }), anObserved())).toEqual([
      { op: 'replace', path: '/name', value: 'New' },
    ]);
  });

  it.each([
    {
      name: 'add a description',
      listed: 'A',
      seen: undefined,
      recorded: undefined,
      op: { op: 'add', path: '/description', value: 'A' },
    },
    {
      name: 'change a description',
      listed: 'A',
      seen: 'B',
      recorded: 'B',
      op: { op: 'add', path: '/description', value: 'A' },
    },
    {
      name: 'empty a description',
      listed: '',
      seen: 'B',
      recorded: 'B',
      op: { op: 'add', path: '/description', value: '' },
    },
    {
      name: 'remove a description',
      listed: undefined,
      seen: 'B',
      recorded: 'B',
      op: { op: 'remove', path: '/description' },
    },
  ])('$name', ({ listed, seen, recorded, op }) => {
    const entry = anEntry(listed === undefined ? {} : { description: listed });
    const observed = anObserved(seen === undefined ? {} : { description: seen });
    expect(operations(entry, observed, recorded === undefined ? {} : { description: recorded })).toEqual([
      op,
    ]);
  });

  it('replace the parameters as a whole, with the secret', () => {
    const entry = anEntry({ params: { ...ORDERS_PARAMS, username: 'auditor' } });
    expect(operations(entry, anObserved())).toEqual([params({ ...withSecret, username: 'auditor' })]);
  });

  it('send the secret when only that changed', () => {
    expect(operations(anEntry(), anObserved(), { rotate: true })).toEqual([params(withSecret)]);
  });

  it('carry over what the service added', () => {
    const added = { privateEndpointId: 'p-1', authorizedDate: 1, nested: { a: [1] } };
    const observed = anObserved({ params: { ...ORDERS_PARAMS, ...added } });
    expect(operations(anEntry(), observed, { rotate: true })).toEqual([params({ ...added, ...withSecret })]);
  });

  it.each([
    { name: 'a vault address', value: 'https://keyvault1234.vault.azure.net/secrets/9b1d' },
    { name: 'a mask of x', value: 'xxxx' },
    { name: 'a mask of stars', value: '********' },
    { name: 'a mask of dots', value: '••••••' },
  ])('never send back what stands for a secret: $name', ({ value }) => {
    const observed = anObserved({ params: { ...ORDERS_PARAMS, securityToken: value } });
    expect(operations(anEntry(), observed, { rotate: true })).toEqual([params(withSecret)]);
  });

  it('leave out a parameter that the list has dropped', () => {
    const applied = { ...ORDERS_PARAMS, packageCollection: 'C' };
    const observed = anObserved({ params: applied });
    expect(operations(anEntry(), observed, { applied })).toEqual([params(withSecret)]);
  });

  it('correct only what was shown', () => {
    const observed = anObserved({
      description: 'somebody’s words',
      params: { ...ORDERS_PARAMS, database: 'X' },
    });
    expect(operations(anEntry(), observed)).toEqual([params(withSecret)]);
  });

  const reporting = anEntry({ onDrift: 'report' });

  it.each([
    { name: 'an edited value', seen: { ...ORDERS_PARAMS, database: 'BY_HAND' } },
    { name: 'a value that looks like a masked secret', seen: { ...ORDERS_PARAMS, database: 'xxxx' } },
    { name: 'one that was taken away', seen: without(ORDERS_PARAMS, 'database') },
    { name: 'one beside what the service added', seen: { ...ORDERS_PARAMS, database: 'X', added: 1 } },
  ])('leave drift as it was seen while the secret is sent: $name', ({ seen }) => {
    expect(operations(reporting, anObserved({ params: seen }), { rotate: true })).toEqual([
      params({ ...seen, password: 'hunter2' }),
    ]);
  });

  it('leave a drifted name and description alone', () => {
    const entry = { ...reporting, description: 'A' };
    const seen = anObserved({ name: 'By hand', description: 'B' });
    const sent = operations(entry, seen, { rotate: true, description: 'A' });
    expect(sent.map(({ path }) => path)).toEqual(['/auth/params']);
  });

  it('stand in a fixed order', () => {
    const entry = anEntry({ name: 'New', description: 'A' });
    const paths = operations(entry, anObserved(), { rotate: true }).map(({ path }) => path);
    expect(paths).toEqual(['/name', '/description', '/auth/params']);
  });
});
