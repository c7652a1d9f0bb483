// Listings page by page over a real socket, and reads by id; no link leads the token astray.
import { describe, expect, it } from 'vitest';
import { sealSecret } from '../../src/core/secret.ts';
import type { Received } from './scripted-server.ts';
import { json, openRemote, serve, serveBy, text } from './scripted-server.ts';

const CONNECTION_SPEC = { id: '09182899-b429-40c9-a15a-bf3ddbc8ced7', version: '1.0' };

function item(id: string): object {
  return { id, name: id, etag: '"e"', connectionSpec: CONNECTION_SPEC, auth: { params: {} } };
}

function page(ids: readonly string[], href?: string): object {
  return { items: ids.map(item), _links: href === undefined ? {} : { next: { href } } };
}

function tokenOf({ url }: Received): string | null {
  return new URL(url, 'http://x').searchParams.get('continuationToken');
}

describe('a listing of several pages', () => {
  it.each([
    { name: 'rooted', hrefOf: (token: string) => `/connections?continuationToken=${token}` },
    { name: 'a query', hrefOf: (token: string) => `?continuationToken=${token}` },
    { name: 'a bare token', hrefOf: (token: string) => token },
    {
      name: 'absolute',
      hrefOf: (token: string, url: string) => `${url}/anything?continuationToken=${token}`,
    },
  ])('is followed to its end when links are $name', async ({ hrefOf }) => {
    const pages = new Map<string | null, (url: string) => object>([
      [null, (url) => page(['a', 'b'], hrefOf('t1', url))],
      ['t1', (url) => page(['c'], hrefOf('t2', url))],
      ['t2', () => page(['d'])],
    ]);
    const server = await serveBy((request) =>
      json(200, pages.get(tokenOf(request))?.(`http://${request.headers.host ?? ''}`)),
    );
    const listed = await openRemote(server.url).remote.list('dev');
    expect(listed.ok && listed.value.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('repeats filter and limit on every page', async () => {
    const server = await serve(json(200, page([], '?continuationToken=a%2Bb')), json(200, page([])));
    await openRemote(server.url).remote.list('dev');
    const [first, second] = server.received.map(({ url }) => url);
    expect(second).toBe(`${first ?? ''}&continuationToken=a%2Bb`);
  });

  it('that shifts between two pages shows every connection once', async () => {
    const server = await serve(
      json(200, page(['a', 'b'], '?continuationToken=t1')),
      json(200, page(['b', 'c'])),
    );
    const listed = await openRemote(server.url).remote.list('dev');
    expect(listed.ok && listed.value.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('fails when it repeats a token, instead of never ending', async () => {
    const server = await serve(json(200, page(['a'], '?continuationToken=same')));
    const listed = await openRemote(server.url).remote.list('dev');
    const message = 'the listing repeats a continuation token and would not end';
    expect(listed).toMatchObject({ ok: false, problem: { kind: 'untrusted', message } });
    expect(server.received).toHaveLength(2);
  });

  it('fails as a whole when a later page cannot be read', async () => {
    const server = await serve(json(200, page(['a'], '?continuationToken=t1')), json(403, {}));
    expect(await openRemote(server.url).remote.list('dev')).toMatchObject({ ok: false });
  });

  it.each([
    { name: 'another host', hrefOf: (other: string) => `${other}/connections?continuationToken=t` },
    {
      name: 'another host, relative to the protocol',
      hrefOf: (other: string) => `${other.slice('http:'.length)}/c?continuationToken=t`,
    },
  ])('never takes the token to $name', async ({ hrefOf }) => {
    const other = await serve(json(200, page(['stolen'])));
    const server = await serve(json(200, page(['a'], hrefOf(other.url))));
    const listed = await openRemote(server.url).remote.list('dev');
    expect(listed).toMatchObject({ ok: false, problem: { kind: 'untrusted' } });
    expect(other.received).toHaveLength(0);
  });

  it('does not follow a redirect', async () => {
    const other = await serve(json(200, page(['stolen'])));
    const server = await serve(text(307, '', { location: `${other.url}/connections` }));
    expect(await openRemote(server.url).remote.list('dev')).toMatchObject({
      ok: false,
      problem: { kind: 'untrusted' },
    });
    expect([server.received.length, other.received.length]).toEqual([1, 0]);
  });
});

describe('a read by id', () => {
  const missing = { type: 'https://ns.adobe.com/aep/errors/FLOW-1439-404', title: 'Resource not found' };
  const sandbox = { type: 'https://ns.adobe.com/aep/errors/FLOW-2101-404', title: 'Sandbox not found' };

  it('gives the connection', async () => {
    const server = await serve(json(200, page(['a'])));
    const read = await openRemote(server.url).remote.get('dev', 'a');
    expect(read.ok && read.value?.id).toBe('a');
  });

  it.each([
    { name: 'a 404 says so', answer: json(404, missing) },
    { name: 'a 404 in the older form says so', answer: json(404, { errorMessage: 'connections not found' }) },
    { name: 'there are no items', answer: json(200, { items: [] }) },
  ])('gives none when $name', async ({ answer }) => {
    const server = await serve(answer);
    expect(await openRemote(server.url).remote.get('dev', 'a')).toEqual({ ok: true, value: undefined });
  });

  it.each([
    { name: 'the sandbox is unknown', answer: json(404, sandbox) },
    { name: 'access is refused', answer: json(403, {}) },
    { name: 'the answer is an item that does not say its kind', answer: json(200, { items: [{ id: 'a' }] }) },
    { name: 'the answer is another connection', answer: json(200, page(['b'])) },
  ])('does not take the connection for gone when $name', async ({ answer }) => {
    const server = await serve(answer);
    expect(await openRemote(server.url).remote.get('dev', 'a')).toMatchObject({ ok: false });
  });
});

describe('fifty listings at once', () => {
  it('log in once, and renew once when all are refused', async () => {
    let issued = 0;
    const server = await serveBy(({ url, headers }) => {
      if (url.startsWith('/ims')) return json(200, { access_token: `t${(issued += 1)}`, expires_in: 3_600 });
      return headers.authorization === 'Bearer t1'
        ? json(401, { error_code: '401013' })
        : json(200, page([]));
    });
    const credentials = {
      kind: 'client',
      imsUrl: server.url,
      clientId: 'c',
      clientSecret: sealSecret('s'),
      scopes: 's',
    } as const;
    const { remote } = openRemote(server.url, { credentials });
    const listed = await Promise.all(Array.from({ length: 50 }, () => remote.list('dev')));
    expect(listed.every(({ ok }) => ok)).toBe(true);
    expect(remote.requests()).toMatchObject({ token: 2, list: 100 });
  });
});
