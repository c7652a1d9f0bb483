// What a request of each kind looks like on the wire, and how requests are counted.
import { describe, expect, it } from 'vitest';
import type { Remote } from '../../src/core/ports.ts';
import { sealSecret } from '../../src/core/secret.ts';
import { anEntry, anObserved } from '../support/builders.ts';
import { IDENTITY, json, openRemote, serve, serveBy, text } from './scripted-server.ts';

const secret = sealSecret('hunter2');
const entry = anEntry({ name: 'New' });
const rename = { path: '/name', before: 'Orders', after: 'New', sensitive: false };
const update = {
  entry,
  observed: anObserved({ id: 'a/b?c' }),
  fields: [rename],
  left: [],
  secret: undefined,
};

const requests: { name: string; ask: (remote: Remote) => Promise<unknown>; line: string; body: unknown }[] = [
  {
    name: 'a listing',
    ask: (remote) => remote.list('dev'),
    line: 'GET /data/foundation/flowservice/connections?property=connectionSpec.id==09182899-b429-40c9-a15a-bf3ddbc8ced7&limit=100',
    body: undefined,
  },
  {
    name: 'a read',
    ask: (remote) => remote.get('dev', 'a/b?c'),
    line: 'GET /data/foundation/flowservice/connections/a%2Fb%3Fc',
    body: undefined,
  },
  {
    name: 'a create',
    ask: (remote) => remote.create(anEntry({ params: { server: 's' } }), secret),
    line: 'POST /data/foundation/flowservice/connections',
    body: {
      name: 'Orders',
      auth: { specName: 'Basic Authentication', params: { server: 's', password: 'hunter2' } },
      connectionSpec: { id: '09182899-b429-40c9-a15a-bf3ddbc8ced7', version: '1.0' },
    },
  },
  {
    name: 'an update',
    ask: (remote) => remote.update(update),
    line: 'PATCH /data/foundation/flowservice/connections/a%2Fb%3Fc',
    body: [{ op: 'replace', path: '/name', value: 'New' }],
  },
];

describe('the request of', () => {
  it.each(requests)('$name has its address and its body', async ({ ask, line, body }) => {
    const server = await serve(json(200, { items: [], ...IDENTITY }));
    await ask(openRemote(server.url).remote);
    const [received] = server.received;
    expect(`${received?.method ?? ''} ${received?.url ?? ''}`).toBe(line);
    expect(received?.body === '' ? undefined : JSON.parse(received?.body ?? '')).toEqual(body);
  });

  it.each(requests)('$name has every required header', async ({ ask, body }) => {
    const server = await serve(json(200, { items: [], ...IDENTITY }));
    await ask(openRemote(server.url).remote);
    const required = {
      authorization: 'Bearer access-token',
      'x-api-key': 'api-key',
      'x-gw-ims-org-id': 'ACME@AdobeOrg',
      'x-sandbox-name': 'dev',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    expect(server.received[0]?.headers).toMatchObject(required);
    expect('content-type' in (server.received[0]?.headers ?? {})).toBe(body !== undefined);
  });

  it('an update carries the etag verbatim, and no other does', async () => {
    const server = await serve(json(200, { items: [], ...IDENTITY }));
    const { remote } = openRemote(server.url);
    for (const { ask } of requests) await ask(remote);
    expect(server.received.map(({ headers }) => headers['if-match'])).toEqual([
      undefined,
      undefined,
      undefined,
      '"etag-1"',
    ]);
  });

  it('nothing names a secret in its address', async () => {
    const server = await serve(json(200, { items: [], ...IDENTITY }));
    const { remote } = openRemote(server.url);
    for (const { ask } of requests) await ask(remote);
    expect(server.received.map(({ url }) => url).join('\n')).not.toMatch(/hunter2|access-token/);
  });
});

describe('requests are counted', () => {
  it('by kind, repeats and tokens included', async () => {
    const server = await serveBy(({ url }) =>
      url.startsWith('/ims')
        ? json(200, { access_token: 't', expires_in: 3_600 })
        : json(200, { items: [], ...IDENTITY }),
    );
    const credentials = {
      kind: 'client',
      imsUrl: server.url,
      clientId: 'c',
      clientSecret: secret,
      scopes: 's',
    } as const;
    const { remote } = openRemote(server.url, { credentials });
    for (const { ask } of requests) await ask(remote);
    expect(remote.requests()).toEqual({
      total: 5,
      token: 1,
      list: 2,
      create: 1,
      update: 1,
      delete: 0,
      test: 0,
    });
  });

  it('when they fail, too', async () => {
    const server = await serve(text(503, ''));
    const { remote } = openRemote(server.url);
    await remote.list('dev');
    expect(remote.requests()).toMatchObject({ total: 5, list: 5 });
  });
});
