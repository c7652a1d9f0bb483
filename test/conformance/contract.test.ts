// What we take for the contract of the Flow Service, in terms of HTTP. Always tried on the emulator, so that it stays what
// the client was built against; and on a real organisation when FLOWRECON_CONFORMANCE_SANDBOX names a sandbox of it (see
// entrances.ts), so that we learn where the emulator is wrong. What is not settled by any documentation is written down
// here as the answers that we would accept. What it makes in a sandbox begins with its own prefix and is deleted.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/server.ts';
import type { Emulator } from '../../src/emulator/server.ts';
import { enterEmulator, enterOrganisation, permitHosts } from './entrances.ts';
import { Target } from './target.ts';

const DB2_SPEC = '09182899-b429-40c9-a15a-bf3ddbc8ced7';
const NO_ID = '00000000-0000-4000-8000-000000000000';
const RENAME = [{ op: 'add', path: '/description', value: 'changed' }];

const organisation = enterOrganisation(process.env);
const platforms = [
  { name: 'the emulator', entrance: undefined },
  ...(organisation ? [{ name: organisation.name, entrance: organisation }] : []),
];

describe.each(platforms)('on $name', ({ entrance }) => {
  let target: Target;
  let emulator: Emulator | undefined;
  let forbidHosts: (() => void) | undefined;
  /** Faults, quotas and the like can be shown by the emulator only. */
  const onlyEmulated = it.skipIf(entrance !== undefined);

  beforeAll(async () => {
    if (entrance) forbidHosts = permitHosts(entrance);
    else emulator = await startEmulator();
    target = new Target(entrance ?? enterEmulator(emulator?.url ?? ''));
  });

  afterEach(() => {
    const faults = target.faults.splice(0);
    expect(faults, 'answers differ from their shapes').toEqual([]);
  });

  afterAll(async () => {
    try {
      await target.clean();
    } finally {
      forbidHosts?.();
      await emulator?.close();
    }
  });

  async function change(
    id: string,
    headers: Record<string, string | null>,
    json: unknown = RENAME,
  ): Promise<number> {
    return (await target.flow(`PATCH /connections/${id}`, { json, headers })).status;
  }

  describe('a create', () => {
    it('answers 201 with id, quoted etag and Location', async () => {
      const reply = await target.flow('POST /connections', { json: target.bodyOf('create') });
      expect(reply.status).toBe(201);
      expect(reply.body.etag).toMatch(/^".+"$/);
      expect(reply.headers.get('location')).toContain(reply.body.id);
    });

    it('shows in a read at once and in a listing sooner or later', async () => {
      const made = await target.create('show');
      expect((await target.get(made.id)).name).toBe(`${target.prefix} show`);
      expect(await target.until(async () => (await target.listed('show')).length === 1)).toBe(true);
    });

    it('keeps nothing of the password in clear', async () => {
      const made = await target.create('secret');
      const { auth } = target.bodyOf('') as { auth: { params: { password: string } } };
      expect(JSON.stringify(await target.get(made.id))).not.toContain(auth.params.password);
    });

    it.each([
      { what: 'of an unknown spec', differs: { connectionSpec: { id: NO_ID, version: '1.0' } } },
      { what: 'with an unknown way to log in', differs: { auth: { specName: 'None', params: {} } } },
      { what: 'without params', differs: { auth: { specName: 'Basic Authentication' } } },
    ])('$what is refused', async ({ what, differs }) => {
      const ask = { json: { ...target.bodyOf(what), ...differs } };
      expect((await target.flow('POST /connections', ask)).status).toBe(400);
    });
  });

  describe('a listing', () => {
    it('comes in pages that neither lack nor repeat anything, and takes two of one name', async () => {
      const ids = [(await target.create('pages')).id, (await target.create('pages')).id];
      const listed = async () => (await target.listed('pages', '&limit=1')).map(({ id }) => id).sort();
      expect(await target.until(async () => (await listed()).length === 2)).toBe(true);
      expect(await listed()).toEqual(ids.sort());
    });

    it('shows items in full', async () => {
      const made = await target.create('full');
      await target.until(async () => (await target.listed('full')).length === 1);
      const [listed] = await target.listed('full');
      const { id, name: shown, auth, connectionSpec, createdAt, state } = await target.get(made.id);
      expect(listed).toMatchObject({ id, name: shown, auth, connectionSpec, createdAt, state });
    });

    it('with an operator that does not exist is refused', async () => {
      expect((await target.flow('GET /connections?property=name~x')).status).toBe(400);
    });
  });

  describe('a read', () => {
    it('of an id that does not exist is 404', async () => {
      expect((await target.flow(`GET /connections/${NO_ID}`)).status).toBe(404);
    });
  });

  describe('an update', () => {
    it('with the etag answers a new one, and changes what it names alone', async () => {
      const made = await target.create('update');
      const before = await target.get(made.id);
      const reply = await target.flow(`PATCH /connections/${made.id}`, {
        json: RENAME,
        headers: { 'if-match': before.etag ?? made.etag },
      });
      const after = await target.get(made.id);
      expect([reply.status, reply.body.id, reply.body.etag !== before.etag]).toEqual([200, made.id, true]);
      expect(after).toMatchObject({ name: before.name, description: 'changed', createdAt: before.createdAt });
    });

    it('with a stale etag is 412, and changes nothing', async () => {
      const made = await target.create('stale');
      expect(await change(made.id, { 'if-match': '"00000000-0000-0200-0000-000000000000"' })).toBe(412);
      expect((await target.get(made.id)).description).not.toBe('changed');
    });

    it('with an etag that has lost its quotes is 412', async () => {
      const made = await target.create('unquoted');
      const { etag = made.etag } = await target.get(made.id);
      expect(await change(made.id, { 'if-match': etag.replaceAll('"', '') })).toBe(412);
    });

    it('without an etag is refused', async () => {
      expect(await change((await target.create('unguarded')).id, {})).toBe(400);
    });

    it('of an id that does not exist is refused', async () => {
      expect([400, 404]).toContain(await change(NO_ID, { 'if-match': '"x"' }));
    });

    it('that replaces /auth/params replaces all of it', async () => {
      const made = await target.create('params', { packageCollection: 'NULLID' });
      const { etag = made.etag } = await target.get(made.id);
      const { auth } = target.bodyOf('') as { auth: { params: object } };
      const json = [{ op: 'replace', path: '/auth/params', value: auth.params }];
      expect(await change(made.id, { 'if-match': etag }, json)).toBe(200);
      expect(Object.keys((await target.get(made.id)).auth?.params ?? {})).not.toContain('packageCollection');
    });

    it.each([
      { what: 'of the spec', operation: { op: 'replace', path: '/connectionSpec/id', value: NO_ID } },
      { what: 'by an operation that does not exist', operation: { op: 'rename', path: '/name', value: 'x' } },
    ])('$what is refused', async ({ what, operation }) => {
      const made = await target.create(what);
      const { etag = made.etag } = await target.get(made.id);
      expect(await change(made.id, { 'if-match': etag }, [operation])).toBe(400);
    });
  });

  describe('a deletion', () => {
    it('is accepted, and leaves nothing to read', async () => {
      const made = await target.create('delete');
      expect([202, 204]).toContain((await target.flow(`DELETE /connections/${made.id}`)).status);
      const read = () => target.flow(`GET /connections/${made.id}`);
      expect(await target.until(async () => (await read()).status === 404)).toBe(true);
    });

    it('of an id that does not exist is 404', async () => {
      expect((await target.flow(`DELETE /connections/${NO_ID}`)).status).toBe(404);
    });
  });

  describe('a request', () => {
    it.each([
      { what: 'without a token', headers: { authorization: null }, statuses: [401, 403] },
      { what: 'with a token that is none', headers: { authorization: 'Bearer none' }, statuses: [400, 401] },
      { what: 'without an API key', headers: { 'x-api-key': null }, statuses: [403] },
      { what: 'without an organisation', headers: { 'x-gw-ims-org-id': null }, statuses: [400, 401, 403] },
      { what: 'without a sandbox', headers: { 'x-sandbox-name': null }, statuses: [200, 400] },
      {
        what: 'to a sandbox that does not exist',
        headers: { 'x-sandbox-name': 'flowrecon-no-such' },
        statuses: [403, 404],
      },
      { what: 'to all sandboxes at once', headers: { 'x-sandbox-name': '*' }, statuses: [400, 403] },
    ])('$what is answered with one of $statuses', async ({ headers, statuses }) => {
      expect(statuses).toContain((await target.flow('GET /connections?limit=1', { headers })).status);
    });
  });

  describe('what lies behind a connection', () => {
    it('is tested with a result, or with an error in the words of the provider', async () => {
      const made = await target.create('test');
      const reply = await target.flow(`GET /connections/${made.id}/test`);
      expect([200, 400, 500, 503, 504]).toContain(reply.status);
      if (reply.status === 200) expect(typeof reply.body.result).toBe('boolean');
    });

    it('is explored, or not reached', async () => {
      const made = await target.create('explore');
      const reply = await target.flow(`GET /connections/${made.id}/explore?objectType=root`);
      expect([200, 400, 500, 503, 504]).toContain(reply.status);
    });
  });

  describe('the platform', () => {
    it('describes how to log in to DB2', async () => {
      const { status, body } = await target.flow(`GET /connectionSpecs/${DB2_SPEC}`);
      const [spec] = body.items as unknown as { id: string; authSpec: { name: string }[] }[];
      expect([status, spec?.id]).toEqual([200, DB2_SPEC]);
      expect(spec?.authSpec.map(({ name }) => name)).toContain('Basic Authentication');
    });

    it('lists its sandboxes, the one in use among them', async () => {
      const { status, body } = await target.ask('GET /data/foundation/sandbox-management/');
      expect(status).toBe(200);
      expect(body.sandboxes.map(({ name }) => name)).toContain(target.sandbox);
    });
  });

  describe('trouble', () => {
    const play = (...faults: object[]) =>
      fetch(`${emulator?.url ?? ''}/__emulator/settings`, {
        method: 'PATCH',
        body: JSON.stringify({ faults }),
      });

    onlyEmulated('after the commit of a create leaves one connection, which is cleaned up', async () => {
      await play({ on: { route: 'create' }, effect: { kind: 'status', status: 503, when: 'after' } });
      const reply = await target.flow('POST /connections', { json: target.bodyOf('lost') });
      expect(reply.status).toBe(503);
      expect(await target.listed('lost')).toHaveLength(1);
    });

    onlyEmulated('that passes is waited for', async () => {
      await play({ on: { route: 'list' }, effect: { kind: 'status', status: 429, retryAfter: 0 } });
      expect((await target.flow('GET /connections?limit=1')).status).toBe(200);
    });

    onlyEmulated('may be a web page', async () => {
      await play({ on: { route: 'list' }, effect: { kind: 'status', status: 500, form: 'html' } });
      expect((await target.flow('GET /connections?limit=1')).text).toContain('<html>');
    });
  });
});
