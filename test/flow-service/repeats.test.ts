// Which requests are sent again, how often, and after what wait. A create that may have arrived never is.
import { describe, expect, it } from 'vitest';
import type { Remote, Sent } from '../../src/core/ports.ts';
import { sealSecret } from '../../src/core/secret.ts';
import { anEntry, anObserved } from '../support/builders.ts';
import type { Answerer } from './scripted-server.ts';
import {
  IDENTITY,
  deadAddress,
  hang,
  json,
  openRemote,
  reset,
  serve,
  serveBy,
  text,
  torn,
} from './scripted-server.ts';

const secret = sealSecret('hunter2');
const entry = anEntry();
const fields = [{ path: '/name', before: 'x', after: 'Orders', sensitive: false }];

const create = (remote: Remote): Promise<Sent> => remote.create(entry, secret);
const update = (remote: Remote): Promise<Sent> =>
  remote.update({ entry, observed: anObserved(), fields, left: [], secret: undefined });

const empty = json(200, { items: [], _links: {} });

/** Failures that leave open what became of a request. */
const ambiguous: { name: string; answerer: Answerer; timeoutMs?: number }[] = [
  { name: 'a reset', answerer: reset },
  { name: 'no answer', answerer: hang, timeoutMs: 60 },
  { name: 'half an answer', answerer: torn },
  { name: 'an internal error', answerer: json(500, {}) },
  { name: 'a bad gateway', answerer: text(502, '<html>') },
  { name: 'an outage', answerer: json(503, {}, { 'retry-after': '1' }) },
  { name: 'a gateway that stopped waiting', answerer: text(504, '') },
  { name: 'a server that stopped waiting', answerer: text(408, '') },
];

/** Successes that cannot be read. */
const unreadable: { name: string; answerer: Answerer; timeoutMs?: number }[] = [
  { name: 'an empty 201', answerer: text(201, '') },
  { name: 'a web page with status 200', answerer: text(200, '<html>Sign in</html>') },
  { name: 'a 201 without an etag', answerer: json(201, { id: 'id-1' }) },
];

describe('a create', () => {
  it.each([...ambiguous, ...unreadable])('is never repeated after $name', async ({ answerer, timeoutMs }) => {
    const server = await serve(answerer, json(201, IDENTITY));
    const { remote } = openRemote(server.url, timeoutMs === undefined ? {} : { timeoutMs });
    const { result, attempts } = await create(remote);
    expect(result).toMatchObject({ ok: false, problem: { kind: 'outcome-unknown' } });
    expect([server.received.length, attempts]).toEqual([1, 1]);
  });

  it.each([
    { name: 'without Retry-After', headers: {}, waits: [200] },
    { name: 'with Retry-After in seconds', headers: { 'retry-after': '3' }, waits: [3_100] },
    { name: 'with an endless Retry-After', headers: { 'retry-after': '9999' }, waits: [60_100] },
  ])('is repeated after a 429 $name', async ({ headers, waits }) => {
    const server = await serve(json(429, {}, headers), json(201, IDENTITY));
    const { remote, clock } = openRemote(server.url);
    expect(await create(remote)).toEqual({ result: { ok: true, value: IDENTITY }, attempts: 2 });
    expect([server.received.length, clock.slept]).toEqual([2, waits]);
  });

  it('is repeated when nothing listened', async () => {
    const { url, port } = await deadAddress();
    const onSleep = async (): Promise<void> => {
      await serveBy(() => json(201, IDENTITY), port);
    };
    const { result, attempts } = await create(openRemote(url, { onSleep }).remote);
    expect([result, attempts]).toEqual([{ ok: true, value: IDENTITY }, 2]);
  });

  it('is repeated once under a new token after a 401', async () => {
    const refused = json(401, { error_code: '401013', message: 'Oauth token is not valid' });
    const server = await serveBy(({ url, headers }) => {
      if (url.startsWith('/ims')) return json(200, { access_token: headers.host, expires_in: 3_600 });
      return refused;
    });
    const credentials = {
      kind: 'client',
      imsUrl: server.url,
      clientId: 'c',
      clientSecret: secret,
      scopes: 's',
    } as const;
    const { remote } = openRemote(server.url, { credentials });
    const { result } = await create(remote);
    expect(result).toMatchObject({ ok: false, problem: { kind: 'unauthorised' } });
    expect(remote.requests()).toMatchObject({ create: 2, token: 2 });
  });

  it.each([
    { status: 400, kind: 'rejected' },
    { status: 403, kind: 'forbidden' },
    { status: 404, kind: 'missing' },
    { status: 409, kind: 'rejected' },
    { status: 422, kind: 'rejected' },
    { status: 302, kind: 'untrusted' },
  ])('that is answered $status is not repeated', async ({ status, kind }) => {
    const server = await serve(json(status, {}), json(201, IDENTITY));
    const { result, attempts } = await create(openRemote(server.url).remote);
    expect([result.ok ? '' : result.problem.kind, attempts, server.received.length]).toEqual([kind, 1, 1]);
  });
});

describe('an update', () => {
  it.each(ambiguous)('is repeated after $name', async ({ answerer, timeoutMs }) => {
    const server = await serve(answerer, json(200, IDENTITY));
    const { remote } = openRemote(server.url, timeoutMs === undefined ? {} : { timeoutMs });
    expect(await update(remote)).toEqual({ result: { ok: true, value: IDENTITY }, attempts: 2 });
  });

  it('is not repeated when it is stale', async () => {
    const server = await serve(json(412, {}), json(200, IDENTITY));
    const { result } = await update(openRemote(server.url).remote);
    expect([result.ok ? '' : result.problem.kind, server.received.length]).toEqual(['stale', 1]);
  });

  it('is given up after five attempts', async () => {
    const server = await serve(json(500, {}));
    const { attempts } = await update(openRemote(server.url).remote);
    expect([attempts, server.received.length]).toEqual([5, 5]);
  });
});

describe('a listing', () => {
  it.each([...ambiguous, ...unreadable])('is repeated after $name', async ({ answerer, timeoutMs }) => {
    const server = await serve(answerer, empty);
    const { remote } = openRemote(server.url, timeoutMs === undefined ? {} : { timeoutMs });
    expect([await remote.list('dev'), server.received.length]).toEqual([{ ok: true, value: [] }, 2]);
  });

  it('waits with full jitter, twice as long each time', async () => {
    const server = await serve(json(500, {}));
    const { remote, clock } = openRemote(server.url);
    await remote.list('dev');
    expect(clock.slept).toEqual([200, 400, 800, 1_600]);
  });
});

describe('a run that is stopped', () => {
  it('sends no new request', async () => {
    const server = await serve(empty);
    const { remote } = openRemote(server.url, { stop: AbortSignal.abort() });
    const { result, attempts } = await create(remote);
    expect(result).toMatchObject({
      ok: false,
      problem: { kind: 'not-sent', code: 'stopped', exhausted: true },
    });
    expect([attempts, server.received.length]).toEqual([0, 0]);
  });

  it('does not repeat what it waited to repeat', async () => {
    const server = await serve(json(503, {}));
    const stopping = new AbortController();
    const onSleep = (): void => {
      stopping.abort();
    };
    const { remote } = openRemote(server.url, { onSleep, stop: stopping.signal });
    expect([(await update(remote)).attempts, server.received.length]).toEqual([1, 1]);
  });
});
