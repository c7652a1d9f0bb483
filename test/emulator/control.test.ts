// The control API and the settings it takes; statistics; determinism under a seed.
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/emulator/settings-reading.ts';
import { defaultSettings } from '../../src/emulator/default-settings.ts';
import { startEmulator } from '../../src/emulator/server.ts';
import { db2Body, emulate } from './emulated-platform.ts';

describe('reading settings', () => {
  it('takes the settings at rest', () => {
    expect(readSettings({ ...defaultSettings })).toMatchObject({ ok: true });
  });

  it('takes every effect of a fault', () => {
    const effects = [
      { kind: 'status', status: 503, form: 'html', retryAfter: 5, when: 'after' },
      { kind: 'status', status: 429, retryAfter: 'Wed, 21 Oct 2065 07:28:00 GMT' },
      { kind: 'reset', when: 'before' },
      { kind: 'hang', ms: 5 },
      { kind: 'torn', bytes: 3 },
      { kind: 'empty' },
      { kind: 'html200' },
      { kind: 'redirect', location: '/' },
      { kind: 'echo-body', status: 400 },
      { kind: 'oversize', bytes: 9 },
      { kind: 'trickle', bytesPerSecond: 9 },
      { kind: 'foreign-href', href: 'x' },
      { kind: 'repeat-token' },
      { kind: 'hide', forMs: 9 },
    ];
    const faults = effects.map((effect) => ({ on: { route: 'any', nth: 1 }, times: 'always', effect }));
    expect(readSettings({ faults })).toMatchObject({ ok: true });
  });

  it.each([
    { json: [], problem: 'The settings must be a JSON object.' },
    { json: { speed: 1 }, problem: 'settings has no member `speed`; known are seed' },
    { json: { sandboxes: 'prod' }, problem: 'sandboxes must be a list.' },
    { json: { sandboxes: [''] }, problem: 'sandboxes[0] must be a text that is not empty.' },
    { json: { latency: { ms: -1 } }, problem: 'latency.ms must be a number of at least 0.' },
    { json: { latency: {} }, problem: 'latency.ms is missing.' },
    { json: { pageSizeMax: 1.5 }, problem: 'pageSizeMax must be a whole number of at least 1.' },
    { json: { deleteStatus: 200 }, problem: 'deleteStatus must be one of 204, 202.' },
    { json: { clients: { a: 1 } }, problem: 'clients.a must be a text that is not empty.' },
    { json: { rateLimit: { burst: 1 } }, problem: 'rateLimit.perSecond is missing.' },
    { json: { faults: [{ on: {} }] }, problem: 'faults[0].effect is missing.' },
    { json: { faults: [{ on: {}, effect: {} }] }, problem: "faults[0].effect.kind must be one of 'status'" },
    {
      json: { faults: [{ on: { route: 'x' }, effect: { kind: 'reset' } }] },
      problem: 'faults[0].on.route must be one',
    },
    {
      json: { faults: [{ on: {}, probability: 2, effect: { kind: 'reset' } }] },
      problem: 'faults[0].probability must be a number of at least 0 and at most 1.',
    },
    {
      json: { faults: [{ on: {}, effect: { kind: 'torn', byte: 1 } }] },
      problem: 'faults[0].effect has no member `byte`',
    },
  ])('refuses $json', ({ json, problem }) => {
    const reading = readSettings(json);
    expect(reading.ok ? '' : reading.problems.join('\n')).toContain(problem);
  });

  it('reports all problems at once, and repeats no value', () => {
    const reading = readSettings({ orgId: 5, clients: { id: { s: 'top secret' } }, hrefForm: 'top secret' });
    const problems = reading.ok ? [] : reading.problems;
    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toContain('top secret');
  });
});

describe('the control API', () => {
  it('changes settings, and takes null for the value at rest', async () => {
    const platform = await emulate({ orgId: 'ACME@AdobeOrg' });
    await platform.control('PATCH', 'settings', { deleteStatus: 202, orgId: null });
    expect(platform.emulator.settings()).toMatchObject({ deleteStatus: 202 });
    expect(platform.emulator.settings().orgId).toBeUndefined();
    const reply = await platform.control('GET', 'settings');
    expect(reply.body).toEqual(JSON.parse(JSON.stringify(platform.emulator.settings())));
  });

  it('refuses bad settings and changes nothing', async () => {
    const platform = await emulate();
    const reply = await platform.control('PATCH', 'settings', { deleteStatus: 202, speed: 1 });
    expect([reply.status, reply.body.problems.length]).toEqual([400, 1]);
    expect(platform.emulator.settings().deleteStatus).toBe(204);
  });

  it.each([
    { what: 'an unknown control', method: 'GET', path: 'everything', json: undefined, status: 404 },
    { what: 'broken JSON', method: 'PATCH', path: 'settings', json: '{', status: 400 },
    {
      what: 'a plant without a sandbox',
      method: 'POST',
      path: 'connections',
      json: { name: 'A' },
      status: 400,
    },
    { what: 'a plant that is none', method: 'POST', path: 'connections', json: [1], status: 400 },
    {
      what: 'an edit of nothing',
      method: 'POST',
      path: 'edit',
      json: { sandbox: 'dev', name: 'A' },
      status: 400,
    },
    { what: 'a removal of nothing', method: 'POST', path: 'remove', json: {}, status: 400 },
  ])('refuses $what', async ({ method, path, json, status }) => {
    const platform = await emulate();
    const reply = await platform.control(method, path, json);
    expect(reply.status).toBe(status);
    expect(reply.body.problems).toHaveLength(1);
  });

  it('plants connections of other people, with dates and specs of their own', async () => {
    const platform = await emulate();
    const foreign = {
      ...{ sandbox: 'prod', name: 'F', createdAt: 5, createdBy: 'someone@AdobeID', description: 'd' },
      auth: { specName: 'Other', params: { password: 'hunter2' } },
      connectionSpec: { id: 'other', version: '2.0' },
    };
    const [planted] = (await platform.control('POST', 'connections', foreign)).body.connections;
    const read = await platform.get(planted?.id ?? '', 'prod');
    expect(read).toMatchObject({ name: 'F', createdAt: 5, createdBy: 'someone@AdobeID', description: 'd' });
    expect(read.connectionSpec).toEqual({ id: 'other', version: '2.0' });
    expect(read.etag).toBe(planted?.etag);
  });

  it('edits a connection as a user of the UI would', async () => {
    const platform = await emulate();
    const made = await platform.create('A');
    const set = {
      ...{ name: 'B', description: 'd', state: 'disabled', 'auth.specName': 'Other' },
      ...{ 'auth.params.server': 'moved', 'auth.params.database': null },
    };
    await platform.control('POST', 'edit', { sandbox: 'dev', name: 'A', set });
    const read = await platform.get(made.id);
    expect(read).toMatchObject({
      name: 'B',
      description: 'd',
      state: 'disabled',
      updatedBy: 'ui-user@AdobeID',
    });
    expect(read.auth?.params).toMatchObject({ server: 'moved' });
    expect(Object.keys(read.auth?.params ?? {})).not.toContain('database');
    expect(read.etag).not.toBe(made.etag);
    const undo = { sandbox: 'dev', id: made.id, set: { description: null, 'auth.params': {} } };
    await platform.control('POST', 'edit', undo);
    expect((await platform.get(made.id)).description).toBeUndefined();
    const wrong = await platform.control('POST', 'edit', {
      sandbox: 'dev',
      id: made.id,
      set: { colour: 'red' },
    });
    expect(wrong.status).toBe(400);
  });

  it('asks for the id where a name is not enough', async () => {
    const platform = await emulate();
    await platform.create('A');
    await platform.create('A');
    const reply = await platform.control('POST', 'remove', { sandbox: 'dev', name: 'A' });
    expect(reply.body.problems[0]).toContain('give the id');
  });

  it('resets everything to the start', async () => {
    const platform = await emulate({ deleteStatus: 202 });
    const token = (await platform.token()).body.access_token;
    await platform.create('A');
    await platform.control('PATCH', 'settings', { deleteStatus: 204 });
    await platform.control('POST', 'reset');
    expect(platform.stats().requests.total).toBe(0);
    expect(await platform.names()).toEqual([]);
    expect(platform.emulator.settings().deleteStatus).toBe(202);
    const headers = { authorization: `Bearer ${token}` };
    expect((await platform.flow('GET', '/connections', { headers })).status).toBe(401);
  });
});

describe('statistics', () => {
  it('count requests by operation and method, answers, commits and connections, but no control calls', async () => {
    const platform = await emulate();
    await platform.token();
    const made = await platform.create('A');
    await platform.get(made.id);
    await platform.flow('DELETE', '/connections/none');
    await platform.control('GET', 'settings');
    const stats = (await platform.control('GET', 'stats')).body;
    expect(stats).toEqual(platform.stats());
    expect(stats).toMatchObject({
      requests: { token: 1, create: 1, get: 1, delete: 1, list: 0, total: 4 },
      methods: { POST: 2, GET: 1, DELETE: 1 },
      answers: { '200': 2, '201': 1, '404': 1 },
      ...{ createsCommitted: 1, deletesCommitted: 0, tokensIssued: 1 },
      connections: { dev: 1 },
    });
  });
});

describe('a seed', () => {
  async function trace(seed: number): Promise<string[]> {
    const platform = await emulate({ seed, latency: { ms: 0, jitterMs: 1 } });
    const made = await platform.flow('POST', '/connections', { json: db2Body('A') });
    const token = (await platform.token()).body.access_token;
    const params = (await platform.get(made.body.id)).auth?.params;
    const [password] = [params?.['password']];
    return [made.body.id, made.body.etag.slice(0, 24), token, String(password)];
  }

  it('gives the same ids, etags, tokens and vault addresses again', async () => {
    expect(await trace(11)).toEqual(await trace(11));
    expect(await trace(12)).not.toEqual(await trace(11));
  });
});

describe('the server', () => {
  it('listens on loopback, and closes twice without complaint', async () => {
    const emulator = await startEmulator();
    expect(emulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await emulator.close();
    await emulator.close();
    await expect(fetch(emulator.url)).rejects.toThrow();
  });

  it('says so when its port is taken', async () => {
    const emulator = await startEmulator();
    const port = Number(new URL(emulator.url).port);
    await expect(startEmulator({ port })).rejects.toThrow('EADDRINUSE');
    await emulator.close();
  });
});
