// Section 1.8 to 2.3 of the facts: how secrets read, states, connection specs and DB2's own.
import { describe, expect, it } from 'vitest';
import { DB2_SPEC_ID, rendersSecret } from '../../src/core/connection.ts';
import { sealSecret } from '../../src/core/secret.ts';
import { createBody, readPage } from '../../src/flow-service/translate.ts';
import { anEntry } from '../support/builders.ts';
import type { AnswerRow } from './samples.ts';
import { BODY, ID, PARAMS, PASSWORD, VISIBLE, answerTo, expectAnswer } from './samples.ts';

const VAULT = 'https://keyvault1234.vault.azure.net/secrets/0b5d3e4c-4d5e-4f60-9a2b-5c6d7e8f9a0b';

function pageWith(params: object, more: object = {}): ReturnType<typeof readPage> {
  return readPage({
    items: [{ id: ID, etag: '"e"', ...BODY, auth: { specName: 'Basic Authentication', params }, ...more }],
  });
}

describe('1.8 secrets', () => {
  it.each([
    { name: '1.8 a mask', password: 'xxxx' },
    { name: '1.8 a vault address', password: VAULT },
    { name: '1.8 a literal password', password: 'testPassword' },
    { name: '1.8 no password at all', password: undefined },
  ])('$name: the client keeps nothing of it', ({ password }) => {
    const params = { ...PARAMS, password };
    expect(pageWith(params)?.connections[0]?.params).toEqual(VISIBLE);
  });

  it.each([
    { name: '1.8 a mask of another secret', value: 'xxxx', secret: true },
    { name: '1.8 the vault address of another secret', value: VAULT, secret: true },
    { name: '1.8 a user name', value: 'svc_aep', secret: false },
  ])('$name is known for what it is', ({ value, secret }) => {
    expect(rendersSecret(value)).toBe(secret);
  });

  it.each([
    {
      secretRendering: 'vault' as const,
      reads: expect.stringMatching(
        /^https:\/\/keyvault.*\.vault\.azure\.net\/secrets\/[0-9a-f-]{36}$/,
      ) as string,
    },
    { secretRendering: 'mask' as const, reads: 'xxxx' },
    { secretRendering: 'omit' as const, reads: undefined },
    { secretRendering: 'plain' as const, reads: 'hunter2' },
  ])('1.8 the emulator renders a password: $secretRendering', async ({ secretRendering, reads }) => {
    const reply = await answerTo({ settings: { secretRendering }, ask: `GET /connections/${ID}` });
    expect(reply.body.items[0]?.auth?.params['password']).toEqual(reads);
    expect(reply.body.items[0]?.auth?.params['username']).toBe('svc_aep');
  });
});

describe('1.9 states', () => {
  it.each([
    ...['enabled', 'disabled', 'initializing', 'draft', 'delete-finalizing', 'enabled-finalizing'],
    ...['disabling', 'updating', 'something-new'],
  ])('1.9 the client accepts %s', (state) => {
    expect(pageWith(PARAMS, { state })?.connections[0]?.state).toBe(state);
  });
});

interface Spec {
  id: string;
  providerId: string;
  version: string;
  authSpec: { name: string; type: string; spec: Record<string, unknown> }[];
}

describe('2 specs', () => {
  it.each([
    { name: '2.1 specs: a list of one by id', ask: `GET /connectionSpecs/${DB2_SPEC_ID}` },
    { name: '2.1 specs: a list with a filter', ask: `GET /connectionSpecs?property=id==${DB2_SPEC_ID}` },
    {
      name: '2.1 specs: a filter by provider',
      ask: 'GET /connectionSpecs?property=providerId==0ed90a81-07f4-4586-8190-b40eccef1c5a',
    },
    {
      name: '2.1 specs: a filter by attribute',
      ask: 'GET /connectionSpecs?property=attributes.isSource==true',
    },
  ])('$name', async ({ ask }) => {
    const items = (await answerTo({ ask })).body.items as unknown as Spec[];
    expect(items.map(({ id }) => id)).toEqual([DB2_SPEC_ID]);
  });

  it('2.1 specs: fields, login types and the mark of a secret', async () => {
    const [spec] = (await answerTo({ ask: 'GET /connectionSpecs' })).body.items as unknown as Spec[];
    expect(spec).toMatchObject({
      version: '1.0',
      attributes: { category: 'database', isSource: true, isDraftModeSupported: true },
      permissionsInfo: {
        manage: [{ '@type': 'lowLevel', name: 'EnterpriseSource', permissions: ['write'] }],
        view: [{ permissions: ['read'] }],
      },
      sourceSpec: { type: expect.any(String) as string },
      exploreSpec: { type: 'Tabular' },
      encryptionSpecs: [],
    });
    expect(spec?.authSpec.map(({ name, type }) => [name, type])).toEqual([
      ['Basic Authentication', 'basicAuthentication'],
      ['Connection String Based Authentication', 'connectionStringAuth'],
    ]);
    expect(spec?.authSpec[0]?.spec).toMatchObject({
      ...{ $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' },
      properties: { password: { format: 'password' } },
      required: ['server', 'database', 'username', 'password'],
    });
  });

  it('2.2 DB2: the client sends the id, the version, the login and the five params of the tutorial', () => {
    const { connectionSpec, auth } = createBody(anEntry({ params: VISIBLE }), sealSecret(PASSWORD));
    expect(connectionSpec).toEqual({ id: '09182899-b429-40c9-a15a-bf3ddbc8ced7', version: '1.0' });
    expect([auth.specName, ...Object.keys(auth.params)]).toEqual([
      ...['Basic Authentication', 'server', 'database', 'authenticationType', 'username', 'password'],
    ]);
  });

  const extras: AnswerRow[] = [
    {
      name: '2.3 DB2: the extras of Data Factory are let pass',
      ask: 'POST /connections',
      json: {
        ...BODY,
        auth: {
          specName: 'Basic Authentication',
          params: { ...PARAMS, packageCollection: 'NULLID', certificateCommonName: 'cn' },
        },
      },
      ...{ status: 201, body: {} },
    },
  ];
  it.each(extras)('$name', expectAnswer);
});
