// Section 11 of the facts: the reference samples as they stand there, read by the client and shown by the emulator.
import { expect, it } from 'vitest';
import { sealSecret } from '../../src/core/secret.ts';
import { failureOfAnswer } from '../../src/flow-service/classify.ts';
import { readPage } from '../../src/flow-service/translate.ts';
import { emulate } from '../emulator/emulated-platform.ts';
import { anAnswer } from '../flow-service/answers.ts';
import { json, openRemote, serve } from '../flow-service/scripted-server.ts';
import { anEntry, anObserved } from '../support/builders.ts';
import { NOON } from '../support/fake-clock.ts';
import { BODY, ID, PARAMS, VISIBLE } from './samples.ts';

const SINGLE = {
  items: [
    {
      id: ID,
      createdAt: 1597973312000,
      updatedAt: 1598038319627,
      createdBy: 'acme@techacct.adobe.com',
      updatedBy: 'acme@techacct.adobe.com',
      createdClient: 'client',
      updatedClient: 'client',
      sandboxId: '8e3dca60-6daf-11ea-aee0-4db17ee10871',
      sandboxName: 'dev',
      imsOrgId: 'ACME@AdobeOrg',
      name: 'DB2 connection',
      description: 'DB2 test connection',
      connectionSpec: { id: '09182899-b429-40c9-a15a-bf3ddbc8ced7', version: '1.0' },
      state: 'enabled',
      auth: {
        specName: 'Basic Authentication',
        params: {
          ...PARAMS,
          password: 'https://keyvaultxxxx.vault.azure.net/secrets/8e3dca60-6daf-11ea-aee0-4db17ee10871',
        },
      },
      version: '"3600e378-0000-0200-0000-5f40212f0000"',
      etag: '"3600e378-0000-0200-0000-5f40212f0000"',
      lastOperation: { started: 0, updated: 0, operation: 'create' },
    },
  ],
};

it('11 list: further pages, then the last one', async () => {
  const db2 = (id: string) => ({ id, connectionSpec: SINGLE.items[0]?.connectionSpec });
  const next = { href: '/connections?continuationToken=abcdefghijkLMNOPqrstupWXKYZ' };
  const server = await serve(
    json(200, { items: [db2('one')], _links: { next } }),
    json(200, { items: [db2('two')], _links: {} }),
  );
  const listed = await openRemote(server.url).remote.list('dev');
  expect(listed.ok && listed.value.map(({ id }) => id)).toEqual(['one', 'two']);
  expect(server.received[1]?.url).toContain('continuationToken=abcdefghijkLMNOPqrstupWXKYZ');
});

it('11 single GET: everything that the client uses is read', () => {
  expect(readPage(SINGLE)?.connections).toEqual([
    {
      ...{ id: ID, name: 'DB2 connection', description: 'DB2 test connection', state: 'enabled' },
      etag: '"3600e378-0000-0200-0000-5f40212f0000"',
      specName: 'Basic Authentication',
      params: VISIBLE,
      ...{ createdAt: 1597973312000, updatedAt: 1598038319627 },
      ...{ createdBy: 'acme@techacct.adobe.com', updatedBy: 'acme@techacct.adobe.com' },
    },
  ]);
});

it('11 single GET: the emulator shows the same fields, each of the same type', async () => {
  const platform = await emulate();
  const made = (await platform.flow('POST', '/connections', { json: BODY })).body;
  const shown: object = await platform.get(made.id);
  const typesOf = (item: object | undefined) =>
    Object.fromEntries(Object.entries(item ?? {}).map(([name, value]) => [name, typeof value]));
  expect(typesOf(shown)).toEqual(typesOf(SINGLE.items[0]));
  expect(shown).toMatchObject({
    name: BODY.name,
    description: BODY.description,
    connectionSpec: BODY.connectionSpec,
  });
});

it('11 PATCH: the request of the client and its reply', async () => {
  const reply = {
    id: '139f6a5f-a78b-4744-9f6a-5fa78bd74431',
    etag: '"3600e378-0000-0200-0000-5f40212f0000"',
  };
  const server = await serve(json(200, reply));
  const etag = '"1400dd53-0000-0200-0000-5f3f23450000"';
  const changed = (path: string, after: string) => ({ path, before: null, after, sensitive: false });
  const sent = await openRemote(server.url).remote.update({
    entry: anEntry({ params: VISIBLE, description: 'rotated' }),
    observed: anObserved({ id: ID, etag, params: VISIBLE }),
    fields: [changed('/auth/params/server', VISIBLE.server), changed('/description', 'rotated')],
    left: [],
    secret: sealSecret('new'),
  });
  const [received] = server.received;
  expect(received).toMatchObject({
    method: 'PATCH',
    url: `/data/foundation/flowservice/connections/${ID}`,
    headers: { 'if-match': etag, 'content-type': 'application/json' },
  });
  expect(JSON.parse(received?.body ?? '')).toEqual(
    expect.arrayContaining([
      { op: 'replace', path: '/auth/params', value: { ...PARAMS, password: 'new' } },
      { op: 'add', path: '/description', value: 'rotated' },
    ]),
  );
  expect(sent.result).toEqual({ ok: true, value: reply });
});

it.each([
  {
    name: '11 412: current form',
    sample: {
      type: 'https://ns.adobe.com/aep/errors/FLOW-1404-412',
      title: 'Version not matching',
      status: 412,
      report: { 'detailed-message': 'Stale.', 'request-id': 'req-1' },
      errorMessage: 'Stale.',
      errorDetails: 'Stale.',
    },
    expected: { kind: 'stale', code: 'FLOW-1404-412', message: 'Stale.' },
  },
  {
    name: '11 412: older form',
    sample: {
      errorMessage: 'Supplied version=["a"] does not match the current version on entity=["b"]',
      errorDetails: '...',
    },
    expected: { kind: 'stale', code: null },
  },
])('$name', ({ sample, expected }) => {
  expect(failureOfAnswer(anAnswer(412, sample), NOON)).toMatchObject(expected);
});
