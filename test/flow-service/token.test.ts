// The access token of a run: asked for once, renewed in time, never twice for one reason.
import { describe, expect, it } from 'vitest';
import { revealSecret, sealSecret } from '../../src/core/secret.ts';
import type { Secret } from '../../src/core/secret.ts';
import { createHttp } from '../../src/flow-service/http.ts';
import { createTokenSource } from '../../src/flow-service/token.ts';
import type { Credentials, TokenSource } from '../../src/flow-service/token.ts';
import { silentLog } from '../support/builders.ts';
import { createFakeClock, createFakeRandom } from '../support/fake-clock.ts';
import type { FakeClock } from '../support/fake-clock.ts';
import type { Answerer } from './scripted-server.ts';
import { deadAddress, json, reset, serve, text } from './scripted-server.ts';

const HOUR = 3_600;

interface Opened {
  readonly source: TokenSource;
  readonly clock: FakeClock;
  readonly counted: () => number;
}

interface Circumstances {
  readonly stop?: AbortSignal;
  readonly onSleep?: () => void;
  readonly maxWaitMs?: number;
  readonly loginWaits?: (waitMs: number) => void;
}

function openSource(imsUrl: string, circumstances: Circumstances = {}): Opened {
  const { stop = new AbortController().signal, onSleep, maxWaitMs, loginWaits } = circumstances;
  const clock = createFakeClock(onSleep && { onSleep });
  const http = createHttp({ timeoutMs: 5_000, clock, log: silentLog });
  const clientSecret = sealSecret('s3cret');
  const credentials: Credentials = {
    kind: 'client',
    imsUrl,
    clientId: 'client',
    clientSecret,
    scopes: 'openid,session',
  };
  let counted = 0;
  const admit = (): boolean => {
    counted += 1;
    return true;
  };
  const source = createTokenSource({
    ...{ credentials, http, clock, random: createFakeRandom(), admit, stop },
    ...(maxWaitMs !== undefined && { maxWaitMs }),
    ...(loginWaits && { traffic: { loginWaits } }),
  });
  return { source, clock, counted: () => counted };
}

function token(name: string, expiresIn: unknown = HOUR): Answerer {
  return json(200, { access_token: name, token_type: 'bearer', expires_in: expiresIn });
}

async function shown(source: TokenSource, refused?: Secret): Promise<string> {
  const answer = await source.current(refused);
  return answer.ok ? revealSecret(answer.value) : answer.problem.message;
}

describe('a token', () => {
  it('is asked for as a form', async () => {
    const server = await serve(token('t1'));
    await openSource(server.url).source.current();
    const [{ method, url, headers, body } = { method: '', url: '', headers: {}, body: '' }] = server.received;
    expect(`${method} ${url}`).toBe('POST /ims/token/v3');
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    const scope = 'openid,session';
    const form = { client_id: 'client', client_secret: 's3cret', grant_type: 'client_credentials', scope };
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual(form);
  });

  it('is asked for once by fifty callers', async () => {
    const server = await serve(token('t1'), token('t2'));
    const { source, counted } = openSource(server.url);
    const answers = await Promise.all(Array.from({ length: 50 }, () => shown(source)));
    expect([new Set(answers), server.received.length, counted()]).toEqual([new Set(['t1']), 1, 1]);
  });

  it.each([
    { name: 'an hour, a tenth of it early', expiresIn: HOUR, lives: HOUR * 0.9 },
    { name: 'a day, 500 seconds early', expiresIn: 86_399, lives: 86_399 - 500 },
    { name: 'a day in milliseconds', expiresIn: 86_399_992, lives: 86_399.992 - 500 },
    { name: 'a time given as text', expiresIn: String(HOUR), lives: HOUR * 0.9 },
  ])('of $name is renewed before it expires', async ({ expiresIn, lives }) => {
    const server = await serve(token('t1', expiresIn), token('t2'));
    const { source, clock } = openSource(server.url);
    await source.current();
    clock.advance(lives * 1_000 - 1);
    expect(await shown(source)).toBe('t1');
    clock.advance(1);
    expect(await shown(source)).toBe('t2');
  });

  it.each([{ expiresIn: undefined }, { expiresIn: 'soon' }, { expiresIn: 0 }, { expiresIn: -1 }])(
    'is kept when its life is $expiresIn',
    async ({ expiresIn }) => {
      const server = await serve(json(200, { access_token: 't1', expires_in: expiresIn }), token('t2'));
      const { source, clock } = openSource(server.url);
      await source.current();
      clock.advance(10 * 86_400_000);
      expect(await shown(source)).toBe('t1');
    },
  );

  it('is renewed once for all who were refused with it', async () => {
    const server = await serve(token('t1'), token('t2'), token('t3'));
    const { source } = openSource(server.url);
    const first = await source.current();
    const refused = first.ok ? first.value : sealSecret('');
    const renewed = await Promise.all(Array.from({ length: 50 }, () => shown(source, refused)));
    const late = await shown(source, refused);
    expect([new Set(renewed), late, server.received.length]).toEqual([new Set(['t2']), 't2', 2]);
  });

  it('that was given is used as it is, and cannot be renewed', async () => {
    const { clock } = openSource('http://127.0.0.1:1');
    const http = createHttp({ timeoutMs: 5_000, clock, log: silentLog });
    const given = sealSecret('given');
    const credentials: Credentials = { kind: 'token', accessToken: given };
    const admit = (): boolean => true;
    const stop = new AbortController().signal;
    const source = createTokenSource({ credentials, http, clock, random: createFakeRandom(), admit, stop });
    expect(await shown(source)).toBe('given');
    expect(await shown(source, given)).toContain('the platform does not accept AEP_ACCESS_TOKEN');
  });
});

describe('a login', () => {
  const invalid = json(400, {
    error: 'invalid_client',
    error_description: 'invalid client_secret parameter',
  });
  const internal = json(500, { error: 'internal_error', error_description: 'Please try again later' });

  it('that is refused is asked for once only, and says why', async () => {
    const server = await serve(invalid);
    const { source } = openSource(server.url);
    const answers = [await source.current(), await source.current()];
    const message = "Adobe's login (IMS) refused the client credentials: invalid client_secret parameter";
    expect(answers[0]).toMatchObject({
      ok: false,
      problem: { kind: 'unauthorised', message, exhausted: true },
    });
    expect([answers[1], server.received.length]).toEqual([answers[0], 1]);
  });

  it.each([
    { name: 'an internal error', trouble: internal },
    { name: 'a reset', trouble: reset },
    { name: 'a web page', trouble: text(200, '<html>') },
    { name: 'a reply without a token', trouble: json(200, { token_type: 'bearer' }) },
    { name: 'a token that no header can carry', trouble: token('t\nx-evil: 1') },
    { name: 'throttling', trouble: text(429, '', { 'retry-after': '2' }) },
  ])('is repeated after $name', async ({ trouble }) => {
    const server = await serve(trouble, trouble, token('t1'));
    const { source, counted } = openSource(server.url);
    expect([await shown(source), counted()]).toEqual(['t1', 3]);
  });

  it('that stays out of order leaves what needed it unsent, and is not begun again', async () => {
    const server = await serve(internal);
    const { source } = openSource(server.url);
    const answer = await source.current();
    const message = "Adobe's login (IMS) gave no token: Please try again later";
    expect(answer).toMatchObject({ ok: false, problem: { kind: 'not-sent', message, exhausted: true } });
    expect([await source.current(), server.received.length]).toEqual([answer, 5]);
  });

  it('at which nothing listens leaves what needed it unsent', async () => {
    const { url } = await deadAddress();
    expect(await openSource(url).source.current()).toMatchObject({
      ok: false,
      problem: { kind: 'not-sent' },
    });
  });

  it('is not repeated once the run is stopped, and what needed it was never begun', async () => {
    const server = await serve(internal);
    const stopping = new AbortController();
    const onSleep = (): void => {
      stopping.abort();
    };
    const { source } = openSource(server.url, { stop: stopping.signal, onSleep });
    expect(await source.current()).toMatchObject({ ok: false, problem: { code: 'stopped' } });
    expect(server.received.length).toBe(1);
  });

  it('is not waited for longer than is allowed, and the wait is told', async () => {
    const server = await serve(text(429, '', { 'retry-after': '50' }), token('t1'));
    const waits: number[] = [];
    const loginWaits = (waitMs: number): unknown => waits.push(waitMs);
    const { source, clock } = openSource(server.url, { maxWaitMs: 2_000, loginWaits });
    expect(await shown(source)).toBe('t1');
    expect([clock.slept, waits]).toEqual([[2_100], [2_100]]);
  });

  it('that repeats the client secret is not quoted', async () => {
    const server = await serve(json(400, { error: 'x', error_description: 'bad secret s3cret' }));
    const message = await shown(openSource(server.url).source);
    expect(message).toContain('its message repeats a secret of the request and is not shown');
    expect(message).not.toContain('s3cret');
  });
});
