// Who may do what: roles, kinds of caller, dialects of refusals, logins, states of sandboxes and the Sandbox API.
import { describe, expect, it } from 'vitest';
import type { EmulatorSettings } from '../../src/emulator/settings.ts';
import type { EmulatedPlatform, Reply } from './emulated-platform.ts';
import { CREDENTIALS, db2Body, emulate } from './emulated-platform.ts';

const SANDBOXES = '/data/foundation/sandbox-management';

function codeOf(reply: Reply): string {
  return reply.body.type?.split('/').at(-1) ?? String(reply.body.error_code);
}

async function statusesOf(platform: EmulatedPlatform): Promise<number[]> {
  const made = await platform.create('A');
  const path = `/connections/${made.id}`;
  const json = [{ op: 'replace', path: '/name', value: 'B' }];
  const replies = [
    await platform.flow('GET', '/connections'),
    await platform.flow('POST', '/connections', { json: db2Body('B') }),
    await platform.flow('PATCH', path, { json, headers: { 'if-match': made.etag } }),
    await platform.flow('DELETE', path),
  ];
  return replies.map(({ status }) => status);
}

describe('a role', () => {
  it.each([
    { permission: 'manage' as const, statuses: [200, 201, 200, 204] },
    { permission: 'view' as const, statuses: [200, 403, 403, 403] },
    { permission: 'none' as const, statuses: [403, 403, 403, 403] },
  ])('that may $permission is answered with $statuses', async ({ permission, statuses }) => {
    const platform = await emulate({ permission });
    expect(await statusesOf(platform)).toEqual(statuses);
  });

  it('is refused in the words of the service', async () => {
    const platform = await emulate({ permission: 'none' });
    expect(codeOf(await platform.flow('GET', '/connections'))).toBe('FLOW-2120-403');
  });
});

describe('a caller', () => {
  it.each([
    { caller: 'technical' as const, createdBy: 'client@techacct.adobe.com' },
    { caller: 'service' as const, createdBy: 'client' },
    { caller: 'user' as const, createdBy: 'client@AdobeID' },
  ])('that is $caller leaves its trace', async ({ caller, createdBy }) => {
    const platform = await emulate({ caller });
    const made = await platform.create('A');
    const read = await platform.get(made.id);
    expect([read.createdBy, read.updatedBy, read.createdClient]).toEqual([createdBy, createdBy, 'client']);
  });

  it('that is a user may not change what is initializing, a technical account may', async () => {
    const platform = await emulate({ caller: 'user', initialState: 'initializing', initializingMs: 60_000 });
    const made = await platform.create('A');
    expect(codeOf(await platform.flow('DELETE', `/connections/${made.id}`))).toBe('FLOW-1417-400');
    await platform.control('PATCH', 'settings', { caller: 'technical' });
    expect((await platform.flow('DELETE', `/connections/${made.id}`)).status).toBe(204);
  });
});

describe('a refusal', () => {
  const rows: { settings: Partial<EmulatorSettings>; header: string; value: string | null; told: string }[] =
    [
      { settings: {}, header: 'authorization', value: null, told: '403 403010' },
      { settings: { missingTokenStatus: 401 }, header: 'authorization', value: null, told: '401 403010' },
      {
        settings: { credentialErrors: 'flow-service' },
        ...{ header: 'authorization', value: null, told: '400 FLOW-2114-400' },
      },
      {
        settings: { credentialErrors: 'flow-service' },
        ...{ header: 'authorization', value: 'Bearer bad', told: '400 FLOW-2115-400' },
      },
      {
        settings: { credentialErrors: 'flow-service' },
        ...{ header: 'x-gw-ims-org-id', value: null, told: '401 FLOW-2001-401' },
      },
      {
        settings: { sandboxStates: { dev: 'resetting' } },
        header: 'x-none',
        value: '',
        told: '404 FLOW-2100-404',
      },
    ];
  it.each(rows)('of $header: $value under $settings is $told', async ({ settings, header, value, told }) => {
    const platform = await emulate(settings);
    const reply = await platform.flow('GET', '/connections', { headers: { [header]: value } });
    expect(`${reply.status} ${codeOf(reply)}`).toBe(told);
  });
});

describe('a login', () => {
  it('can be refused with 401', async () => {
    const platform = await emulate({ clients: { client: 'secret' }, loginErrorStatus: 401 });
    const reply = await platform.token({ ...CREDENTIALS, client_secret: 'wrong' });
    expect([reply.status, reply.body.error]).toEqual([401, 'invalid_client']);
  });

  it('works with either secret while they are rotated', async () => {
    const platform = await emulate({ clients: { client: ['old', 'new'] } });
    const statuses = [];
    for (const secret of ['old', 'new', 'none']) {
      statuses.push((await platform.token({ ...CREDENTIALS, client_secret: secret })).status);
    }
    expect(statuses).toEqual([200, 200, 400]);
  });

  it('can tell its expiry in milliseconds', async () => {
    const platform = await emulate({ tokenExpiryUnit: 'milliseconds' });
    expect((await platform.token()).body.expires_in).toBe(86_399_000);
  });

  it.each(['v2', 'v3', 'v4'])('has the version %s', async (version) => {
    const platform = await emulate();
    const query = new URLSearchParams(CREDENTIALS).toString();
    expect((await platform.ask('POST', `/ims/token/${version}?${query}`)).status).toBe(200);
  });
});

describe('the Sandbox API', () => {
  it.each([
    { sandboxAccess: 'admin' as const, statuses: [200, 200] },
    { sandboxAccess: 'user' as const, statuses: [200, 403] },
    { sandboxAccess: 'none' as const, statuses: [403, 403] },
  ])('answers $sandboxAccess with $statuses', async ({ sandboxAccess, statuses }) => {
    const platform = await emulate({ sandboxAccess });
    const replies = [];
    for (const path of ['/', '/sandboxes']) replies.push(await platform.ask('GET', SANDBOXES + path));
    expect(replies.map(({ status }) => status)).toEqual(statuses);
    const refused = replies.find(({ status }) => status === 403);
    if (refused) expect(refused.body.type).toBe('http://ns.adobe.com/aep/errors/SMS-1000-403');
  });

  it('shows callers what is active and within reach, administrators everything', async () => {
    const platform = await emulate({ forbiddenSandboxes: ['stage'], sandboxStates: { dev: 'resetting' } });
    const shown = async (path: string) =>
      (await platform.ask('GET', SANDBOXES + path)).body.sandboxes.map(
        ({ name, state }) => `${name} ${state}`,
      );
    expect(await shown('/')).toEqual(['prod active']);
    expect(await shown('/sandboxes')).toEqual(['prod active', 'stage active', 'dev resetting']);
  });
});
