// One exchange over a real socket: whatever goes wrong is a failure of the right kind, and nothing leaks or grows.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { LogFields } from '../../src/core/ports.ts';
import { sealSecret } from '../../src/core/secret.ts';
import { createHttp } from '../../src/flow-service/http.ts';
import type { Http, HttpRequest } from '../../src/flow-service/http.ts';
import { NOON, createFakeClock } from '../support/fake-clock.ts';
import type { Answerer } from './scripted-server.ts';
import { deadAddress, hang, json, reset, serve, text, torn } from './scripted-server.ts';

const MEGABYTE = 1024 * 1024;

function openHttp(timeoutMs = 5_000): { http: Http; logged: string[] } {
  const logged: string[] = [];
  const write = (fields: LogFields, line: string): void => {
    logged.push(JSON.stringify({ ...fields, line }));
  };
  const log = { trace: write, debug: write, info: write, warn: write, error: write };
  return { http: createHttp({ timeoutMs, clock: createFakeClock(), log }), logged };
}

function post(url: string): HttpRequest {
  const headers = { authorization: 'Bearer access-token', 'x-sandbox-name': 'dev' };
  const secrets = [sealSecret('access-token'), sealSecret('hunter2"&')];
  return { method: 'POST', url: `${url}/connections?x=1`, headers, body: '{"password":"hunter2"}', secrets };
}

/** Answers byte after byte, for longer than anyone waits. */
const trickle: Answerer = (response) => {
  response.writeHead(200, { 'content-length': '1000' });
  const timer = setInterval(() => response.write(' '), 5);
  response.once('close', () => {
    clearInterval(timer);
  });
};

/** A body of so many bytes whose length nobody announced. */
function endless(bytes: number): Answerer {
  return (response) => {
    response.writeHead(200);
    response.end(Buffer.alloc(bytes, 'x'));
  };
}

/** A body that is short on the wire, and says so. */
function packed(bytes: number): Answerer {
  const body = gzipSync(Buffer.alloc(bytes));
  return text(200, body, { 'content-encoding': 'gzip', 'content-length': String(body.length) });
}

describe('an exchange', () => {
  it('gives status, headers and body of a success', async () => {
    const { url } = await serve(json(201, { id: 'ü' }, { 'x-request-id': 'req-1' }));
    const answer = await openHttp().http.exchange(post(url));
    expect(answer).toMatchObject({ ok: true, value: { status: 201, body: '{"id":"ü"}' } });
    expect(answer.ok && answer.value.header('X-Request-Id')).toBe('req-1');
  });

  it.each([
    {
      name: 'a reset',
      answerer: reset,
      kind: 'outcome-unknown',
      message: 'the connection broke before an answer came',
    },
    {
      name: 'half an answer',
      answerer: torn,
      kind: 'outcome-unknown',
      message: 'the connection broke before an answer came',
    },
    {
      name: 'a body beyond all measure',
      answerer: endless(9 * MEGABYTE),
      kind: 'outcome-unknown',
      message: 'the platform answered 200 with an oversized body',
    },
    {
      name: 'a small body that unfolds beyond all measure',
      answerer: packed(9 * MEGABYTE),
      kind: 'outcome-unknown',
      message: 'the platform answered 200 with an oversized body',
    },
    {
      name: 'a redirect',
      answerer: text(302, '', { location: 'http://127.0.0.1:1/' }),
      kind: 'untrusted',
      message: 'the platform answered 302 without saying why',
    },
    {
      name: 'a web page as an error',
      answerer: text(502, '<html>Bad gateway</html>'),
      kind: 'outcome-unknown',
      message: 'the platform answered 502 without saying why',
    },
  ])('that meets $name is $kind', async ({ answerer, kind, message }) => {
    const { url, received } = await serve(answerer);
    const answer = await openHttp().http.exchange(post(url));
    expect(answer).toMatchObject({ ok: false, problem: { kind } });
    expect(answer.ok ? '' : answer.problem.message).toContain(message);
    expect(received).toHaveLength(1);
  });

  it.each([
    { name: 'no answer', answerer: hang },
    { name: 'an answer that never ends', answerer: trickle },
  ])('ends at its deadline with $name', async ({ answerer }) => {
    const { url } = await serve(answerer);
    const answer = await openHttp(60).http.exchange(post(url));
    expect(answer).toMatchObject({ ok: false, problem: { kind: 'outcome-unknown', code: 'TIMEOUT' } });
  });

  it('was not sent when nothing listens', async () => {
    const { url } = await deadAddress();
    const answer = await openHttp().http.exchange(post(url));
    expect(answer).toMatchObject({ ok: false, problem: { kind: 'not-sent', code: 'ECONNREFUSED' } });
  });

  it('was not sent when the host has no address', async () => {
    const answer = await openHttp().http.exchange(post('http://platform.invalid'));
    expect(answer).toMatchObject({ ok: false, problem: { kind: 'not-sent', code: 'ENOTFOUND' } });
  });

  it('reads a large body that is still a page', async () => {
    const { url } = await serve(endless(7 * MEGABYTE));
    const answer = await openHttp().http.exchange(post(url));
    expect(answer.ok && answer.value.body.length).toBe(7 * MEGABYTE);
  });
});

describe('an error that repeats a secret', () => {
  const withheld = 'the platform answered 400; its message repeats a secret of the request and is not shown';

  it.each([
    { name: 'the password, as it is', body: 'bad: hunter2"&' },
    { name: 'the password, in JSON', body: JSON.stringify({ message: 'bad: hunter2"&' }) },
    {
      name: 'the password, in JSON with its signs as numbers',
      body: '{"message":"bad: hunter2\\u0022\\u0026"}',
    },
    { name: 'the password, as the error code', body: '{"error":"hunter2\\u0022\\u0026"}' },
    {
      name: 'the whole request, in JSON in JSON',
      body: JSON.stringify({ message: JSON.stringify({ p: 'hunter2"&' }) }),
    },
    { name: 'the token', body: JSON.stringify({ error_code: '401013', message: 'token access-token' }) },
    {
      name: 'the token, as the request id',
      body: JSON.stringify({ report: { 'request-id': 'access-token' } }),
    },
  ])('is withheld: $name', async ({ body }) => {
    const { url } = await serve(text(400, body));
    const { http, logged } = openHttp();
    const answer = await http.exchange(post(url));
    const nothing = { code: null, requestId: null };
    expect(answer).toMatchObject({
      ok: false,
      problem: { kind: 'rejected', status: 400, message: withheld, ...nothing },
    });
    expect(logged.join('\n')).not.toMatch(/hunter2|access-token/);
  });

  it('still says how long to wait', async () => {
    const { url } = await serve(text(429, 'slow down, access-token', { 'retry-after': '7' }));
    const answer = await openHttp().http.exchange(post(url));
    expect(answer).toMatchObject({
      ok: false,
      problem: { kind: 'throttled', retryable: true, retryAfterMs: 7_000 },
    });
  });
});

describe('the log of an exchange', () => {
  it.each([
    { name: 'a success', answerer: json(200, {}), line: 'answered' },
    { name: 'a failure', answerer: json(400, { message: 'No.' }), line: 'failed' },
  ])('tells of $name by path, without query, header or body', async ({ answerer, line }) => {
    const { url } = await serve(answerer);
    const { http, logged } = openHttp();
    await http.exchange(post(url));
    expect(logged).toHaveLength(1);
    expect(JSON.parse(logged[0] ?? '')).toMatchObject({
      method: 'POST',
      path: '/connections',
      sandbox: 'dev',
      line,
    });
    expect(logged[0]).not.toMatch(/hunter2|access-token|x=1/);
  });
});

describe('the difference between the clocks', () => {
  it.each([
    { name: 'is nothing before the first answer', date: undefined, skew: 0 },
    { name: 'is measured to the middle of a second', date: new Date(NOON).toUTCString(), skew: 500 },
    { name: 'shows a platform that is ahead', date: new Date(NOON + 60_000).toUTCString(), skew: 60_500 },
    { name: 'shows a platform that is behind', date: new Date(NOON - 60_000).toUTCString(), skew: -59_500 },
    { name: 'is left as it was by a date that is none', date: 'today', skew: 0 },
  ])('$name', async ({ date, skew }) => {
    const { url } = await serve(json(200, {}, date === undefined ? {} : { date }));
    const { http } = openHttp();
    if (date !== undefined) await http.exchange(post(url));
    expect(http.clockSkew()).toBe(skew);
  });

  it('is not taken from an answer that failed', async () => {
    const { url } = await serve(json(500, {}, { date: new Date(NOON + 60_000).toUTCString() }));
    const { http } = openHttp();
    await http.exchange(post(url));
    expect(http.clockSkew()).toBe(0);
  });
});
