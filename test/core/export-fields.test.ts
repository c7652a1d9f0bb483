// What an export writes of one connection.
import { describe, expect, it } from 'vitest';
import type { ObservedConnection } from '../../src/core/connection.ts';
import { fieldsOf } from '../../src/core/export-fields.ts';
import type { FieldsQuestion } from '../../src/core/export-fields.ts';
import { ORDERS_PARAMS, aRecord, anObserved, without } from '../support/builders.ts';

function written(overrides: Partial<ObservedConnection> = {}, further: Partial<FieldsQuestion> = {}) {
  return fieldsOf({
    connection: anObserved(overrides),
    sandbox: 'dev',
    localKey: 'orders',
    variable: 'DEV_ORDERS_PASSWORD',
    record: undefined,
    // What the list refuses is for list-fitness.ts; here every `x...` is refused.
    mayStand: (fields) => !JSON.stringify(fields).includes('"x'),
    ...further,
  });
}

const LOGIN = { server: 'db2.example.com:50000', database: 'ORDERS', username: 'reader' };
const PASSWORD = { env: 'DEV_ORDERS_PASSWORD' };
const STRING_SPEC = 'Connection String Based Authentication';

describe('the entry of a connection', () => {
  it('says name, key, sandbox and login, and refers to the password', () => {
    const { fields, leftOut } = written();
    expect(fields).toEqual({ name: 'Orders', key: 'orders', sandbox: 'dev', ...LOGIN, password: PASSWORD });
    expect(Object.keys(fields)).toEqual([
      'name',
      'key',
      'sandbox',
      'server',
      'database',
      'username',
      'password',
    ]);
    expect(leftOut).toEqual([]);
  });

  it('has no key where that is the name', () => {
    expect(written({}, { localKey: 'Orders' }).fields).not.toHaveProperty('key');
  });

  it.each([
    { name: 'a description', seen: { description: 'EU' }, fields: { description: 'EU' } },
    {
      name: 'an unusual way of checking the login',
      seen: { params: { ...ORDERS_PARAMS, authenticationType: 'Kerberos' } },
      fields: { authenticationType: 'Kerberos' },
    },
    { name: 'an unusual specification', seen: { specName: 'Other' }, fields: { specName: 'Other' } },
    {
      name: 'a number where a list takes text',
      seen: { params: { ...ORDERS_PARAMS, database: 1234 } },
      fields: { database: '1234' },
    },
    {
      name: 'capitals of a host as they are',
      seen: { params: { ...ORDERS_PARAMS, server: 'DB2.EXAMPLE.com' } },
      fields: { server: 'DB2.EXAMPLE.com' },
    },
    {
      name: 'further parameters, sorted, with their types',
      seen: { params: { ...ORDERS_PARAMS, timeout: 5, packageCollection: 'NULLID', retry: '3' } },
      fields: { params: { packageCollection: 'NULLID', retry: '3', timeout: 5 } },
    },
  ])('says $name', ({ seen, fields }) => {
    const { fields: found, leftOut } = written(seen);
    expect(found).toMatchObject(fields);
    expect(leftOut).toEqual([]);
  });

  it('keeps the protection that is recorded', () => {
    expect(written({}, { record: aRecord({ protect: true }) }).fields).toMatchObject({ protect: true });
    expect(written({}, { record: aRecord() }).fields).not.toHaveProperty('protect');
  });

  it.each([
    { name: 'the usual way of checking the login', params: ORDERS_PARAMS },
    { name: 'none', params: without(ORDERS_PARAMS, 'authenticationType') },
    { name: 'an empty one', params: { ...ORDERS_PARAMS, authenticationType: '' } },
  ])('says no way of checking the login where the platform shows $name', ({ params }) => {
    expect(written({ params }).fields).not.toHaveProperty('authenticationType');
  });

  it('lacks what the platform does not show of a login', () => {
    const params = { ...without(ORDERS_PARAMS, 'username'), database: null };
    expect(written({ params }).fields).not.toHaveProperty('username');
    expect(written({ params }).fields).not.toHaveProperty('database');
  });
});

describe('the entry of a connection with a connection string', () => {
  it.each([
    { name: 'its specification says so', seen: { specName: STRING_SPEC, params: {} }, specName: undefined },
    { name: 'it shows no server', seen: { specName: 'Other', params: {} }, specName: 'Other' },
    {
      name: 'it shows an empty server and no specification',
      seen: { ...without(anObserved(), 'specName'), params: { server: '' } },
      specName: undefined,
    },
  ])('has no login where $name', ({ seen, specName }) => {
    const connection: ObservedConnection = { ...without(anObserved(), 'specName'), ...seen };
    const { fields } = written({}, { connection });
    expect(fields).toEqual({
      name: 'Orders',
      key: 'orders',
      sandbox: 'dev',
      connectionString: PASSWORD,
      ...(specName !== undefined && { specName }),
    });
  });
});

describe('what an entry leaves out', () => {
  it('is named, sorted', () => {
    const params = { ...ORDERS_PARAMS, orgId: 'o', secretThing: 'x', authorizedDate: 1, zone: 'a' };
    const { fields, leftOut } = written({ params, description: 'x' });
    expect(leftOut).toEqual(['authorizedDate', 'description', 'orgId', 'secretThing']);
    expect(fields).toMatchObject({ params: { zone: 'a' } });
    expect(fields).not.toHaveProperty('description');
  });

  it('is not what the service adds once the list has declared it', () => {
    const params = { ...ORDERS_PARAMS, privateEndpointId: 'p', orgId: 'o' };
    const record = aRecord({ applied: { ...ORDERS_PARAMS, privateEndpointId: 'p' } });
    const { fields, leftOut } = written({ params }, { record });
    expect(fields).toMatchObject({ params: { privateEndpointId: 'p' } });
    expect(leftOut).toEqual(['orgId']);
  });
});
