// Sandboxes and the connection spec over real HTTP: what is asked, how pages are followed, and what is not believed.
import { describe, expect, it } from 'vitest';
import { DB2_SPEC_ID } from '../../src/core/connection.ts';
import { refusal, success } from '../../src/core/result.ts';
import { currentError } from './answers.ts';
import { json, openRemote, serve, serveBy, text } from './scripted-server.ts';
import type { Answerer } from './scripted-server.ts';

const SANDBOXES = '/data/foundation/sandbox-management';

function sandbox(name: unknown, state: unknown = 'active'): object {
  return { name, title: 'T', state, type: 'development', region: 'VA7', isDefault: false };
}

/** So many sandboxes, served in pages of a size. */
function organisation(count: number, { size = 50, link = {} }: { size?: number; link?: object } = {}) {
  const all = Array.from({ length: count }, (_, index) => sandbox(`s${index}`));
  return ({ url }: { url: string }): Answerer => {
    const query = new URL(url, 'http://x').searchParams;
    const offset = Number(query.get('offset'));
    const page = all.slice(offset, offset + Math.min(size, Number(query.get('limit'))));
    const _page = { limit: size, count: page.length };
    return json(200, { sandboxes: page, _page, _links: link });
  };
}

describe('sandboxes', () => {
  it('are those within reach, asked without naming one, with limit and offset together', async () => {
    const server = await serve(json(200, { sandboxes: [sandbox('prod'), sandbox('dev', 'resetting')] }));
    const { remote } = openRemote(server.url);
    const states = [
      { name: 'prod', state: 'active' },
      { name: 'dev', state: 'resetting' },
    ];
    expect(await remote.sandboxes('reachable')).toEqual(success(states));
    expect(server.received.map(({ url }) => url)).toEqual([`${SANDBOXES}/?limit=50&offset=0`]);
    expect(server.received[0]?.headers).toMatchObject({
      'x-api-key': 'api-key',
      'x-gw-ims-org-id': 'ACME@AdobeOrg',
    });
    expect(server.received[0]?.headers).not.toHaveProperty('x-sandbox-name');
    expect(remote.requests()).toMatchObject({ total: 1, list: 1 });
  });

  it('are all of them at another address', async () => {
    const server = await serve(json(200, { sandboxes: [] }));
    expect(await openRemote(server.url).remote.sandboxes('all')).toEqual(success([]));
    expect(server.received[0]?.url).toBe(`${SANDBOXES}/sandboxes?limit=50&offset=0`);
  });

  const next = { href: '/x?limit=50&offset=50' };

  it.each([
    { name: 'full pages', count: 120, pages: 3 },
    { name: 'a last page that is full', count: 100, pages: 3 },
    { name: 'pages that are smaller than asked for', count: 45, size: 20, pages: 3 },
    {
      name: 'a pattern in the place of a link',
      count: 10,
      link: { next: { ...next, templated: true } },
      pages: 1,
    },
    { name: 'a link on every page', count: 10, link: { next }, pages: 2 },
    { name: 'a link that is none', count: 10, link: { next: 7 }, pages: 1 },
  ])('are followed over $name', async ({ count, pages, ...options }) => {
    const server = await serveBy(organisation(count, options));
    const read = await openRemote(server.url).remote.sandboxes('reachable');
    expect(read.ok && read.value.map(({ name }) => name)).toEqual(
      Array.from({ length: count }, (_, at) => `s${at}`),
    );
    expect(server.received).toHaveLength(pages);
  });

  it('end with a page that brings nothing new', async () => {
    const page = Array.from({ length: 50 }, (_, index) => sandbox(`s${index}`));
    const server = await serve(json(200, { sandboxes: page }));
    const read = await openRemote(server.url).remote.sandboxes('reachable');
    expect(read.ok && read.value).toHaveLength(50);
    expect(server.received).toHaveLength(2);
  });

  it('have to end', async () => {
    const server = await serveBy(organisation(5_000));
    const read = await openRemote(server.url).remote.sandboxes('reachable');
    expect(read).toMatchObject({ ok: false, problem: { kind: 'untrusted' } });
    expect(server.received).toHaveLength(20);
  });

  it('leave out what is no name, because names are shown', async () => {
    const items = [
      sandbox('\u001b[31mred'),
      sandbox(''),
      sandbox(7),
      'dev',
      null,
      sandbox('dev', 9),
      sandbox('ok', '\n'),
    ];
    const server = await serve(json(200, { sandboxes: items }));
    const known = [
      { name: 'dev', state: 'unknown' },
      { name: 'ok', state: 'unknown' },
    ];
    expect(await openRemote(server.url).remote.sandboxes('reachable')).toEqual(success(known));
  });

  it.each([
    { name: 'a web page', answer: text(200, '<html>'), kind: 'outcome-unknown' },
    { name: 'another document', answer: json(200, { items: [] }), kind: 'outcome-unknown' },
    { name: 'a refusal', answer: json(403, { status: 403, type: 'x/SMS-1000-403' }), kind: 'forbidden' },
  ])('cannot be read from $name', async ({ answer, kind }) => {
    const server = await serve(answer);
    expect(await openRemote(server.url).remote.sandboxes('reachable')).toMatchObject({
      ok: false,
      problem: { kind },
    });
  });
});

describe('a probe', () => {
  it('reads one connection of a sandbox', async () => {
    const server = await serve(json(200, { items: [], _links: { next: { href: '?continuationToken=x' } } }));
    expect(await openRemote(server.url).remote.probe('dev')).toEqual(success(undefined));
    const [asked] = server.received;
    expect(asked?.url).toBe(
      `/data/foundation/flowservice/connections?property=connectionSpec.id==${DB2_SPEC_ID}&limit=1`,
    );
    expect(asked?.headers['x-sandbox-name']).toBe('dev');
    expect(server.received).toHaveLength(1);
  });

  it('tells why it failed', async () => {
    const server = await serve(json(404, currentError('FLOW-2100-404', 404, 'None.')));
    const read = await openRemote(server.url).remote.probe('dev');
    expect(read).toMatchObject({ ok: false, problem: { kind: 'missing', code: 'FLOW-2100-404' } });
  });
});

const schema = { type: 'object', properties: { server: { type: 'string' } } };
const auth = { name: 'Basic Authentication', type: 'basicAuthentication', spec: schema };
const spec = { id: DB2_SPEC_ID, name: 'ibm-db2', version: '1.0', authSpec: [auth], attributes: {} };
const login = { name: 'Basic Authentication', schema };

describe('the connection spec', () => {
  it.each([
    { name: 'as published', items: [spec], logins: [login], version: '1.0' },
    { name: 'among others', items: [{ id: 'x' }, spec], logins: [login], version: '1.0' },
    {
      name: 'with one way to log in, not in a list',
      items: [{ ...spec, authSpec: auth }],
      logins: [login],
      version: '1.0',
    },
    { name: 'without a version', items: [{ ...spec, version: 1 }], logins: [login], version: '' },
    { name: 'without a way to log in', items: [{ ...spec, authSpec: [] }], logins: [], version: '1.0' },
  ])('is read $name', async ({ items, logins, version }) => {
    const server = await serve(json(200, { items }));
    const read = await openRemote(server.url).remote.connectionSpec('dev');
    expect(read).toEqual(success({ id: DB2_SPEC_ID, version, logins }));
    expect(server.received[0]?.url).toBe(`/data/foundation/flowservice/connectionSpecs/${DB2_SPEC_ID}`);
    expect(server.received[0]?.headers['x-sandbox-name']).toBe('dev');
  });

  it.each([
    { name: 'a list of nothing', answer: json(200, { items: [] }) },
    { name: '404', answer: json(404, currentError('FLOW-1439-404', 404, 'None.')) },
  ])('is not there by $name', async ({ answer }) => {
    const server = await serve(answer);
    expect(await openRemote(server.url).remote.connectionSpec('dev')).toEqual(success(undefined));
  });

  it.each([
    { name: 'of another id', body: { items: [{ ...spec, id: 'x' }] } },
    { name: 'in no list', body: spec },
    { name: 'without authSpec', body: { items: [{ ...spec, authSpec: undefined }] } },
    { name: 'with a login that has no name', body: { items: [{ ...spec, authSpec: [{ spec: schema }] }] } },
    {
      name: 'with a login that has no schema',
      body: { items: [{ ...spec, authSpec: [auth, { name: 'B' }] }] },
    },
    {
      name: 'with a schema that is no object',
      body: { items: [{ ...spec, authSpec: [{ name: 'B', spec: [] }] }] },
    },
  ])('is refused $name, rather than taken for one that asks for nothing', async ({ body }) => {
    const server = await serve(json(200, body));
    const read = await openRemote(server.url).remote.connectionSpec('dev');
    const message = 'the platform answered 200 with something that is no connection spec';
    expect(read).toEqual(refusal(expect.objectContaining({ message })));
  });

  it('is not missing when its sandbox is', async () => {
    const server = await serve(json(404, currentError('FLOW-2100-404', 404, 'No sandbox.')));
    const read = await openRemote(server.url).remote.connectionSpec('dev');
    expect(read).toMatchObject({ ok: false, problem: { code: 'FLOW-2100-404' } });
  });
});
