// Scripted trouble: every effect over real sockets, and the rules by which a script picks its requests.
import { describe, expect, it } from 'vitest';
import type { Fault, FaultEffect } from '../../src/emulator/faults.ts';
import { createFaultScript, momentOf } from '../../src/emulator/faults.ts';
import { createRandom } from '../../src/emulator/random.ts';
import type { EmulatedPlatform, Reply } from './emulated-platform.ts';
import { db2Body, emulate, until } from './emulated-platform.ts';

function onCreate(effect: FaultEffect): { faults: Fault[] } {
  return { faults: [{ on: { route: 'create' }, effect }] };
}

function post(platform: EmulatedPlatform): Promise<Reply> {
  return platform.flow('POST', '/connections', { json: db2Body('A') });
}

async function committed(platform: EmulatedPlatform): Promise<number> {
  return (await platform.names()).length;
}

describe('an error status', () => {
  it.each([
    { form: 'json' as const, status: 503, type: 'application/json', text: 'FLOW-1103-503' },
    { form: 'json' as const, status: 429, type: 'application/json', text: '429050' },
    { form: 'json' as const, status: 401, type: 'application/json', text: '401013' },
    { form: 'gateway' as const, status: 502, type: 'application/json', text: '502000' },
    { form: 'html' as const, status: 502, type: 'text/html; charset=utf-8', text: '<html>' },
    { form: 'empty' as const, status: 500, type: null, text: '' },
  ])('comes in the form $form with status $status', async ({ form, status, type, text }) => {
    const platform = await emulate(onCreate({ kind: 'status', status, form }));
    const reply = await post(platform);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([status, type]);
    expect(reply.text).toContain(text);
    expect(reply.headers.get('x-request-id')).toBeTruthy();
    expect(await committed(platform)).toBe(0);
  });

  it('can come after the commit', async () => {
    const platform = await emulate(onCreate({ kind: 'status', status: 504, when: 'after' }));
    expect((await post(platform)).status).toBe(504);
    expect(await committed(platform)).toBe(1);
  });

  it.each([5, 'Wed, 21 Oct 2065 07:28:00 GMT'])('can carry Retry-After: %s', async (retryAfter) => {
    const platform = await emulate(onCreate({ kind: 'status', status: 429, retryAfter }));
    expect((await post(platform)).headers.get('retry-after')).toBe(String(retryAfter));
  });

  it('of the token endpoint has the form of IMS', async () => {
    const faults: Fault[] = [{ on: { route: 'token' }, effect: { kind: 'status', status: 500 } }];
    const platform = await emulate({ faults });
    expect((await platform.token()).body).toMatchObject({ error: 'internal_error' });
    expect((await platform.token()).status).toBe(200);
  });
});

describe('broken connections', () => {
  it.each([
    { when: 'before' as const, stands: 0 },
    { when: 'after' as const, stands: 1 },
  ])('are reset $when the commit', async ({ when, stands }) => {
    const platform = await emulate(onCreate({ kind: 'reset', when }));
    await expect(post(platform)).rejects.toThrow('fetch failed');
    expect(await committed(platform)).toBe(stands);
  });

  it.each([undefined, 0, 10])('tear the body after %s bytes, once it is committed', async (bytes) => {
    const platform = await emulate(onCreate({ kind: 'torn', ...(bytes === undefined ? {} : { bytes }) }));
    await expect(post(platform)).rejects.toThrow(/terminated|fetch failed/);
    expect(await committed(platform)).toBe(1);
  });

  it.each([
    { when: 'before' as const, stands: 0 },
    { when: 'after' as const, stands: 1 },
  ])('hang for ever $when the commit, until the emulator closes', async ({ when, stands }) => {
    const platform = await emulate(onCreate({ kind: 'hang', when }));
    const hanging = post(platform).catch((error: unknown) => error);
    await until(() => platform.stats().faultsStruck === 1);
    expect(await committed(platform)).toBe(stands);
    const started = Date.now();
    await platform.emulator.close();
    expect(await hanging).toBeInstanceOf(Error);
    expect(Date.now() - started).toBeLessThan(1_000);
  });

  it.each(['before', 'after'] as const)('answer late when a hang %s the commit ends', async (when) => {
    const platform = await emulate(onCreate({ kind: 'hang', when, ms: 25 }));
    const started = Date.now();
    expect((await post(platform)).status).toBe(201);
    expect(Date.now() - started).toBeGreaterThanOrEqual(24);
    expect(await committed(platform)).toBe(1);
  });

  it('drip the answer', async () => {
    const platform = await emulate(onCreate({ kind: 'trickle', bytesPerSecond: 3_000 }));
    const started = Date.now();
    const reply = await post(platform);
    expect(reply.body.id).toBeTruthy();
    expect(Date.now() - started).toBeGreaterThanOrEqual(25);
  });
});

describe('misleading answers', () => {
  it('are empty although the connection was created', async () => {
    const platform = await emulate(onCreate({ kind: 'empty' }));
    const reply = await post(platform);
    expect([reply.status, reply.text, await committed(platform)]).toEqual([201, '', 1]);
  });

  it.each([
    { when: undefined, stands: 0 },
    { when: 'after' as const, stands: 1 },
  ])('are a web page with 200 ($when)', async ({ when, stands }) => {
    const platform = await emulate(onCreate({ kind: 'html200', ...(when ? { when } : {}) }));
    const reply = await post(platform);
    expect([reply.status, reply.text.slice(0, 9), await committed(platform)]).toEqual([
      200,
      '<!DOCTYPE',
      stands,
    ]);
  });

  it('redirect to another host', async () => {
    const platform = await emulate(onCreate({ kind: 'redirect', location: 'https://elsewhere.example/' }));
    const reply = await post(platform);
    expect([reply.status, reply.headers.get('location')]).toEqual([302, 'https://elsewhere.example/']);
  });

  it('echo the body of the request, password and all', async () => {
    const platform = await emulate(onCreate({ kind: 'echo-body', status: 400 }));
    const reply = await post(platform);
    expect(reply.status).toBe(400);
    expect(reply.body.errorMessage).toContain('hunter2');
  });

  it('echo the credentials of a token request', async () => {
    const faults: Fault[] = [{ on: { route: 'token' }, effect: { kind: 'echo-body', status: 400 } }];
    const platform = await emulate({ faults });
    expect((await platform.token()).text).toContain('client_secret=secret');
  });

  it('are far too long', async () => {
    const platform = await emulate(onCreate({ kind: 'oversize', bytes: 1_000_000 }));
    const reply = await post(platform);
    expect([reply.text.length, reply.headers.get('content-length')]).toEqual([1_000_000, null]);
    expect(reply.body.items).toEqual([]);
  });
});

describe('misleading listings', () => {
  it('link to another host', async () => {
    const href = 'https://elsewhere.example/connections?continuationToken=x';
    const faults: Fault[] = [{ on: { route: 'list' }, effect: { kind: 'foreign-href', href } }];
    const platform = await emulate({ faults });
    expect((await platform.flow('GET', '/connections')).body._links.next?.href).toBe(href);
    expect((await platform.flow('GET', '/connections')).body._links).toEqual({});
  });

  it('repeat the same token for ever', async () => {
    const platform = await emulate({ faults: [{ on: { route: 'list' }, effect: { kind: 'repeat-token' } }] });
    await platform.create('A');
    let href = (await platform.flow('GET', '/connections?limit=1')).body._links.next?.href;
    const hrefs = new Set([href]);
    for (let pages = 0; pages < 3; pages += 1) {
      href = (await platform.flow('GET', href ?? '')).body._links.next?.href;
      hrefs.add(href);
    }
    expect([...hrefs]).toEqual([expect.stringContaining('continuationToken=')]);
  });

  it('hide a new connection for ever, or for some time', async () => {
    const faults: Fault[] = [
      { on: { name: 'never' }, effect: { kind: 'hide' } },
      { on: { name: 'later' }, effect: { kind: 'hide', forMs: 20 } },
    ];
    const platform = await emulate({ faults });
    const never = await platform.create('never');
    await platform.create('later');
    await until(async () => (await platform.names()).length > 0);
    expect(await platform.names()).toEqual(['later']);
    expect((await platform.get(never.id)).name).toBe('never');
  });
});

describe('a script', () => {
  const refuse: FaultEffect = { kind: 'status', status: 503 };

  async function statusesOf(faults: Fault[], requests: [string, string][]): Promise<number[]> {
    const platform = await emulate({ faults });
    const statuses = [];
    for (const [sandbox, name] of requests) {
      statuses.push((await platform.flow('POST', '/connections', { sandbox, json: db2Body(name) })).status);
    }
    return statuses;
  }

  it.each<{ what: string; fault: Fault; statuses: number[] }>([
    { what: 'strikes once by default', fault: { on: {}, effect: refuse }, statuses: [503, 201, 201, 201] },
    { what: 'strikes n times', fault: { on: {}, times: 2, effect: refuse }, statuses: [503, 503, 201, 201] },
    {
      what: 'strikes always',
      fault: { on: { route: 'any' }, times: 'always', effect: refuse },
      statuses: [503, 503, 503, 503],
    },
    { what: 'skips requests', fault: { on: {}, skip: 2, effect: refuse }, statuses: [201, 201, 503, 201] },
    { what: 'strikes the nth', fault: { on: { nth: 2 }, effect: refuse }, statuses: [201, 503, 201, 201] },
    { what: 'strikes a name', fault: { on: { name: 'C' }, effect: refuse }, statuses: [201, 201, 503, 201] },
    {
      what: 'strikes a sandbox',
      fault: { on: { sandbox: 'prod' }, times: 9, effect: refuse },
      statuses: [201, 503, 201, 503],
    },
    {
      what: 'strikes a method',
      fault: { on: { method: 'GET' }, times: 9, effect: refuse },
      statuses: [201, 201, 201, 201],
    },
    {
      what: 'strikes a route',
      fault: { on: { route: 'update' }, times: 9, effect: refuse },
      statuses: [201, 201, 201, 201],
    },
  ])('$what', async ({ fault, statuses }) => {
    const requests: [string, string][] = [
      ['dev', 'A'],
      ['prod', 'B'],
      ['dev', 'C'],
      ['prod', 'D'],
    ];
    expect(await statusesOf([fault], requests)).toEqual(statuses);
  });

  it('is read from top to bottom, one fault per request', async () => {
    const second: FaultEffect = { kind: 'status', status: 500 };
    const faults = [
      { on: {}, effect: refuse },
      { on: {}, effect: second },
    ];
    const names: [string, string][] = ['A', 'B', 'C'].map((name) => ['dev', name]);
    expect(await statusesOf(faults, names)).toEqual([503, 500, 201]);
  });

  it('finds requests on one connection by its name', async () => {
    const platform = await emulate({ faults: [{ on: { route: 'delete', name: 'B' }, effect: refuse }] });
    const [one, other] = [await platform.create('A'), await platform.create('B')];
    expect((await platform.flow('DELETE', `/connections/${one.id}`)).status).toBe(204);
    expect((await platform.flow('DELETE', `/connections/${other.id}`)).status).toBe(503);
  });

  it('strikes by chance, and the same way under the same seed', () => {
    const fault: Fault = { on: {}, times: 'always', probability: 0.5, effect: refuse };
    const strikes = (seed: number) => {
      const script = createFaultScript([fault], createRandom(seed, 'chance'));
      return Array.from({ length: 200 }, () => script.strike({ method: 'GET', route: 'list' }) !== undefined);
    };
    expect(strikes(1)).toEqual(strikes(1));
    expect(strikes(1)).not.toEqual(strikes(2));
    const struck = strikes(1).filter(Boolean).length;
    expect(struck).toBeGreaterThan(60);
    expect(struck).toBeLessThan(140);
  });

  it('knows for every effect whether it leaves the work undone', () => {
    const undone: FaultEffect[] = [
      { kind: 'redirect', location: 'x' },
      { kind: 'echo-body', status: 400 },
      { kind: 'oversize', bytes: 1 },
      { kind: 'reset' },
    ];
    expect(undone.map(momentOf)).toEqual(['before', 'before', 'before', 'before']);
  });
});
