// Forms in which the same answer comes: errors, fields that come and go, and how fast; settings that change on the way.
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/emulator/faults.ts';
import { drawLatency } from '../../src/emulator/latency.ts';
import { createRandom } from '../../src/emulator/random.ts';
import type { Latency } from '../../src/emulator/settings.ts';
import { FLOW, db2Body, emulate, until } from './emulated-platform.ts';

describe('errors of the service', () => {
  it.each([
    {
      errorForm: 'text' as const,
      type: 'text/plain; charset=utf-8',
      text: 'The requested connections resource x',
    },
    { errorForm: 'html' as const, type: 'text/html; charset=utf-8', text: '<!DOCTYPE html>' },
    { errorForm: 'older' as const, type: 'application/json', text: '{"errorMessage":"connections not found' },
  ])('can be $errorForm', async ({ errorForm, type, text }) => {
    const platform = await emulate({ errorForm });
    const reply = await platform.flow('GET', '/connections/x');
    expect([reply.status, reply.headers.get('content-type')]).toEqual([404, type]);
    expect(reply.text.startsWith(text)).toBe(true);
  });
});

describe('a scripted error', () => {
  const rows: { effect: Fault['effect']; told: string }[] = [
    { effect: { kind: 'status', status: 500, code: '2102-500' }, told: 'errors/FLOW-2102-500' },
    { effect: { kind: 'status', status: 403, code: '403027' }, told: '{"error_code":"403027"' },
    {
      effect: { kind: 'status', status: 502, form: 'gateway', code: '502001' },
      told: '{"error_code":"502001"',
    },
    { effect: { kind: 'status', status: 503, form: 'older' }, told: '{"errorMessage":"Scripted fault' },
    {
      effect: { kind: 'status', status: 503, form: 'text' },
      told: 'Scripted fault: the emulator answers 503',
    },
    { effect: { kind: 'status', status: 429, form: 'text' }, told: 'Too many requests' },
  ];
  it.each(rows)('$effect reads $told', async ({ effect, told }) => {
    const platform = await emulate({ faults: [{ on: { route: 'list' }, effect }] });
    const reply = await platform.flow('GET', '/connections');
    expect(reply.text).toContain(told);
    expect(reply.status).toBe(effect.kind === 'status' ? effect.status : 0);
  });

  it('of the token endpoint can have any word for a code', async () => {
    const effect = { kind: 'status' as const, status: 429, code: 'too_many_requests' };
    const platform = await emulate({ faults: [{ on: { route: 'token' }, effect }] });
    expect((await platform.token()).body.error).toBe('too_many_requests');
  });
});

describe('a reading', () => {
  it('lacks and has fields as told', async () => {
    const platform = await emulate({
      omittedFields: ['imsOrgId', 'updatedAt'],
      addedFields: { region: 'VA7' },
    });
    const made = await platform.create('A');
    const read = await platform.get(made.id);
    expect(Object.keys(read)).not.toContain('imsOrgId');
    expect(read).toMatchObject({ region: 'VA7', name: 'A' });
    expect((await platform.flow('GET', '/connections')).body.items).toEqual([read]);
  });

  it('of an id that is none can be a list of nothing', async () => {
    const platform = await emulate({ missingConnection: 'empty-list' });
    const reply = await platform.flow('GET', '/connections/x');
    expect([reply.status, reply.body.items]).toEqual([200, []]);
  });

  it('links to the host that it was asked at', async () => {
    const platform = await emulate({ hrefForm: 'absolute' });
    await platform.create('A');
    await platform.create('B');
    const url = platform.emulator.url.replace('127.0.0.1', 'localhost');
    const headers = { authorization: 'Bearer good', 'x-api-key': 'c', 'x-gw-ims-org-id': 'A@AdobeOrg' };
    const answer = await fetch(`${url}${FLOW}/connections?limit=1`, {
      headers: { ...headers, 'x-sandbox-name': 'dev' },
    });
    const { _links } = (await answer.json()) as { _links: { next: { href: string } } };
    expect(_links.next.href.startsWith(`${url}/`)).toBe(true);
  });
});

describe('latency', () => {
  const tail = { ms: 10, jitterMs: 5, slowShare: 0.25, slowMs: 1_000 };
  const drawn = (latency: Latency, seed = 3) => {
    const random = createRandom(seed, 'jitter');
    return Array.from({ length: 400 }, () => drawLatency(latency, random));
  };

  it('is fixed, spread, or has a long tail, the same under the same seed', () => {
    expect(new Set(drawn({ ms: 10 }))).toEqual(new Set([10]));
    const spread = drawn({ ms: 10, jitterMs: 5 });
    expect([Math.min(...spread) >= 10, Math.max(...spread) < 15, new Set(spread).size > 300]).toEqual([
      ...[true, true, true],
    ]);
    const slow = drawn(tail).filter((ms) => ms >= 1_010);
    expect(Math.abs(slow.length - 100)).toBeLessThan(40);
    expect(drawn(tail).filter((ms) => ms >= 15 && ms < 1_010)).toEqual([]);
    expect(drawn(tail)).toEqual(drawn(tail));
    expect(drawn(tail)).not.toEqual(drawn(tail, 4));
  });
});

describe('settings that change while it runs', () => {
  it('bring and lift latency at once', async () => {
    const platform = await emulate({ latency: { ms: 600_000 } });
    await platform.control('PATCH', 'settings', { latency: { ms: 0 } });
    expect((await platform.flow('GET', '/connections')).status).toBe(200);
    await platform.control('PATCH', 'settings', { latency: { ms: 20, jitterMs: 1 } });
    const started = Date.now();
    await platform.flow('GET', '/connections');
    expect(Date.now() - started).toBeGreaterThanOrEqual(19);
  });

  it('bring and lift a quota at once, and keep one that is not named', async () => {
    const platform = await emulate();
    const status = async () => (await platform.flow('GET', '/connections')).status;
    await platform.control('PATCH', 'settings', { rateLimit: { perSecond: 0.001, burst: 1 } });
    expect([await status(), await status()]).toEqual([200, 429]);
    await platform.control('PATCH', 'settings', { deleteStatus: 202 });
    expect(await status()).toBe(429);
    await platform.control('PATCH', 'settings', { rateLimit: { perSecond: 0.001, burst: 2 } });
    expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
    await platform.control('PATCH', 'settings', { rateLimit: null });
    expect([await status(), await status()]).toEqual([200, 200]);
  });
});

describe('a limit', () => {
  it('without a burst holds the requests of a second', async () => {
    const platform = await emulate({ rateLimit: { perSecond: 3 } });
    const replies = await Promise.all([1, 2, 3, 4, 5].map(() => platform.flow('GET', '/connections')));
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(1);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
  });

  it('of requests at once answers 500 beyond it', async () => {
    const hang: Fault = { on: { route: 'create' }, times: 2, effect: { kind: 'hang' } };
    const platform = await emulate({ concurrencyLimit: 2, faults: [hang] });
    const hanging = [1, 2].map(() =>
      platform.flow('POST', '/connections', { json: db2Body('A') }).catch(() => undefined),
    );
    await until(() => platform.stats().faultsStruck === 2);
    const reply = await platform.flow('GET', '/connections');
    expect([reply.status, reply.body.type?.split('/').at(-1)]).toEqual([500, 'FLOW-1102-500']);
    expect(platform.stats().crowdedOut).toBe(1);
    await platform.emulator.close();
    await Promise.all(hanging);
  });
});
