// What lies behind a connection: verdicts on hosts, tables, and the spec that says how to log in.
import { describe, expect, it } from 'vitest';
import type { TestVerdict } from '../../src/emulator/settings.ts';
import type { EmulatedPlatform, Reply } from './emulated-platform.ts';
import { DB2_SPEC, db2Body, emulate } from './emulated-platform.ts';

function told({ status, body, text }: Reply): string {
  return status === 200 ? text : `${body.type?.split('/').at(-1) ?? status}: ${body.errorMessage ?? ''}`;
}

interface Spec {
  version: string;
  authSpec: { name: string; spec: { properties: Record<string, object>; required: string[] } }[];
}

async function specOf(platform: EmulatedPlatform): Promise<Spec> {
  const { body } = await platform.flow('GET', `/connectionSpecs/${DB2_SPEC}`);
  return (body.items as unknown as Spec[])[0]!;
}

function post(platform: EmulatedPlatform, json: unknown): Promise<Reply> {
  return platform.flow('POST', '/connections', { json });
}

describe('a verdict', () => {
  const rows: { verdict: TestVerdict['verdict']; message?: string; says: string }[] = [
    { verdict: 'ok', says: '{"result":true}' },
    { verdict: 'refused-login', says: '{"result":false}' },
    {
      verdict: 'unreachable',
      message: 'SQL30081N',
      says: 'FLOW-1308-400: The request could not be processed. Error message: SQL30081N',
    },
    {
      verdict: 'tls',
      says: 'FLOW-1308-400: The request could not be processed. Error message: TLS handshake failed.',
    },
    {
      verdict: 'error-400',
      message: 'SQL1060N',
      says: 'FLOW-1100-400: The request could not be processed. Error from flow provider: SQL1060N',
    },
    { verdict: 'error-500', says: 'FLOW-1102-500: An internal error has occurred. Please try again.' },
    { verdict: 'error-503', says: 'FLOW-1103-503: The service is temporarily unavailable.' },
    { verdict: 'error-504', says: 'FLOW-1104-504: The request timed out.' },
  ];
  it.each(rows)('$verdict ($message) reads $says', async ({ verdict, message, says }) => {
    const rule = { host: '*', verdict, ...(message === undefined ? {} : { message }) };
    const platform = await emulate({ testVerdicts: [rule] });
    const made = await platform.create('A');
    expect(told(await platform.flow('GET', `/connections/${made.id}/test`))).toBe(says);
  });

  it('counts for writes too where the platform logs in first', async () => {
    const platform = await emulate({
      writeLogin: 'try',
      testVerdicts: [{ host: 'bad', verdict: 'refused-login' }],
    });
    const refused = await post(platform, db2Body('A', { server: 'bad:50000' }));
    expect(told(refused)).toContain('FLOW-1308-400');
    const made = await platform.create('B');
    const json = [{ op: 'replace', path: '/auth/params/server', value: 'bad' }];
    const ask = { json, headers: { 'if-match': made.etag } };
    expect((await platform.flow('PATCH', `/connections/${made.id}`, ask)).status).toBe(400);
    expect(await platform.names()).toEqual(['B']);
  });
});

describe('tables', () => {
  it('are those of the settings, by host and database', async () => {
    const orders = { 'SALES.ORDERS': { ID: 'integer', NOTE: 'string' }, 'SALES.EMPTY': {} };
    const platform = await emulate({
      databases: [
        { host: '*.example.com', database: 'OTHER', tables: {} },
        { host: '*.example.com', tables: orders },
      ],
    });
    const made = await platform.create('A');
    const explore = async (query: string) =>
      JSON.parse((await platform.flow('GET', `/connections/${made.id}/explore?${query}`)).text) as unknown;
    expect(await explore('objectType=root')).toMatchObject([
      { name: 'SALES.ORDERS' },
      { name: 'SALES.EMPTY' },
    ]);
    expect(await explore('objectType=table&object=SALES.ORDERS')).toEqual({
      format: 'flat',
      schema: {
        columns: [
          { name: 'ID', type: 'integer', xdm: { type: 'integer' } },
          { name: 'NOTE', type: 'string', xdm: { type: 'string' } },
        ],
      },
    });
    expect(await explore('objectType=table&object=SALES.EMPTY')).toMatchObject({ schema: { columns: [] } });
  });

  it('are not shown to a login that the database refuses', async () => {
    const platform = await emulate({ testVerdicts: [{ host: '*', verdict: 'refused-login' }] });
    const made = await platform.create('A');
    expect(told(await platform.flow('GET', `/connections/${made.id}/explore`))).toContain('FLOW-1308-400');
  });
});

describe('the spec', () => {
  const encrypted = {
    'Basic Authentication': {
      properties: { encryption: { type: 'string', enum: ['none', 'tls'] }, authenticationType: null },
      required: ['encryption'],
    },
    'Connection String Based Authentication': null,
    'Certificate Authentication': {
      properties: { certificate: { type: 'string', format: 'password', pattern: '^-----BEGIN' } },
      required: ['certificate'],
    },
  };

  it('can ask for a new field, drop a login and have another', async () => {
    const platform = await emulate({ authSpecChanges: encrypted, specFields: { version: '2.0' } });
    const { version, authSpec } = await specOf(platform);
    expect([version, ...authSpec.map(({ name }) => name)]).toEqual([
      ...['2.0', 'Basic Authentication', 'Certificate Authentication'],
    ]);
    expect(Object.keys(authSpec[0]?.spec.properties ?? {})).toEqual([
      ...['server', 'database', 'username', 'password', 'encryption'],
    ]);
    expect(authSpec[0]?.spec.required).toEqual(['server', 'database', 'username', 'password', 'encryption']);
  });

  it.each([
    { what: 'without the new field', params: {}, code: 'FLOW-1304-400' },
    { what: 'with a value that is not allowed', params: { encryption: 'rot13' }, code: 'FLOW-1312-400' },
    { what: 'with the new field', params: { encryption: 'tls' }, code: 'undefined' },
  ])('is what a create $what is checked by', async ({ params, code }) => {
    const platform = await emulate({ authSpecChanges: encrypted });
    const reply = await post(platform, db2Body('A', params));
    expect(String(reply.body.type?.split('/').at(-1))).toBe(code);
  });

  it('says what is secret, and what it has to look like', async () => {
    const platform = await emulate({ authSpecChanges: encrypted });
    const auth = (certificate: unknown) => ({
      specName: 'Certificate Authentication',
      params: { certificate },
    });
    const bad = await post(platform, { ...db2Body('A'), auth: auth('plain') });
    expect(told(bad)).toContain('FLOW-1312-400');
    const good = await post(platform, { ...db2Body('A'), auth: auth('-----BEGIN') });
    expect((await platform.get(good.body.id)).auth?.params['certificate']).toContain('https://keyvault');
  });

  it('of another version refuses the old one', async () => {
    const platform = await emulate({ specFields: { version: '2.0' } });
    expect(told(await post(platform, db2Body('A')))).toContain('FLOW-1413-400');
  });

  it.each([
    { type: 'integer', good: 5, bad: 5.5 },
    { type: 'number', good: 5.5, bad: '5' },
    { type: 'boolean', good: true, bad: 'true' },
    { type: 'array', good: [], bad: {} },
    { type: 'object', good: {}, bad: [] },
    { type: 'whatever', good: 'x', bad: undefined },
  ])('may ask for type $type', async ({ type, good, bad }) => {
    const platform = await emulate({
      authSpecChanges: { 'Basic Authentication': { properties: { x: { type } } } },
    });
    expect((await post(platform, db2Body('A', { x: good }))).status).toBe(201);
    if (bad !== undefined) expect((await post(platform, db2Body('A', { x: bad }))).status).toBe(400);
  });

  it('is named where it is not found', async () => {
    const platform = await emulate();
    const reply = await platform.flow('GET', '/connectionSpecs/none');
    expect(reply.body.report).toMatchObject({ type: 'connectionSpecs', id: 'none' });
  });
});
