// What stands before the service: headers, tokens, sandboxes, quota.
import { describe, expect, it } from 'vitest';
import type { EmulatorSettings } from '../../src/emulator/settings.ts';
import { CREDENTIALS, emulate, until } from './emulated-platform.ts';

interface HeaderRow {
  what: string;
  headers: Record<string, string | null>;
  status: number;
  code: string;
  settings?: Partial<EmulatorSettings>;
}

const headerRows: HeaderRow[] = [
  { what: 'no token', headers: { authorization: null }, status: 403, code: '403010' },
  { what: 'an unknown token', headers: { authorization: 'Bearer bad' }, status: 401, code: '401013' },
  { what: 'a token without its scheme', headers: { authorization: 'good' }, status: 401, code: '401013' },
  { what: 'no API key', headers: { 'x-api-key': null }, status: 403, code: '403000' },
  {
    what: 'an unknown API key',
    headers: { 'x-api-key': 'stranger' },
    settings: { clients: { client: 'secret' } },
    status: 403,
    code: '403003',
  },
  { what: 'no organisation', headers: { 'x-gw-ims-org-id': null }, status: 400, code: '400003' },
  { what: 'no id of an organisation', headers: { 'x-gw-ims-org-id': 'ACME' }, status: 403, code: '403025' },
  {
    what: 'another organisation',
    headers: { 'x-gw-ims-org-id': 'OTHER@AdobeOrg' },
    settings: { orgId: 'ACME@AdobeOrg' },
    status: 403,
    code: '403025',
  },
  { what: 'no sandbox', headers: { 'x-sandbox-name': null }, status: 400, code: 'FLOW-2105-400' },
  { what: 'an unknown sandbox', headers: { 'x-sandbox-name': 'moon' }, status: 404, code: 'FLOW-2100-404' },
  { what: 'an upper-case sandbox', headers: { 'x-sandbox-name': 'DEV' }, status: 404, code: 'FLOW-2100-404' },
  { what: 'all sandboxes at once', headers: { 'x-sandbox-name': '*' }, status: 403, code: 'FLOW-2111-403' },
  { what: 'a sandbox id', headers: { 'x-sandbox-id': 'some' }, status: 400, code: 'FLOW-2110-400' },
  {
    what: 'a forbidden sandbox',
    headers: {},
    settings: { forbiddenSandboxes: ['dev'] },
    status: 403,
    code: 'FLOW-2120-403',
  },
];

describe('the gateway', () => {
  it.each(headerRows)('refuses $what with $status and $code', async ({ headers, settings, status, code }) => {
    const platform = await emulate(settings);
    const reply = await platform.flow('GET', '/connections', { headers });
    expect(reply.status).toBe(status);
    const found = code.startsWith('FLOW') ? reply.body.type?.split('/').at(-1) : reply.body.error_code;
    expect(found).toBe(code);
  });

  it('tells first of the token, then of the API key, then of the organisation, then of the sandbox', async () => {
    const platform = await emulate();
    const given = { authorization: 'Bearer good', 'x-api-key': 'client', 'x-gw-ims-org-id': 'ACME@AdobeOrg' };
    const headers: Record<string, string | null> = {
      ...{ authorization: null, 'x-api-key': null, 'x-gw-ims-org-id': null, 'x-sandbox-name': null },
    };
    const statuses: number[] = [];
    for (const name of ['', ...Object.keys(given)] as const) {
      if (name in given) headers[name] = given[name as keyof typeof given];
      statuses.push((await platform.flow('GET', '/connections', { headers })).status);
    }
    expect(statuses).toEqual([403, 403, 400, 400]);
  });

  it('gives every answer a Date and a request id, also in the body of a Flow Service error', async () => {
    const platform = await emulate({ clockOffsetMs: 3_600_000 });
    const reply = await platform.flow('GET', '/connections/none');
    expect(reply.body.report?.['request-id']).toBe(reply.headers.get('x-request-id'));
    const ahead = Date.parse(reply.headers.get('date') ?? '') - Date.now();
    expect(Math.abs(ahead - 3_600_000)).toBeLessThan(2_000);
  });

  it('repeats the request id of the caller', async () => {
    const platform = await emulate();
    const reply = await platform.flow('GET', '/connections', { headers: { 'x-request-id': 'mine-1' } });
    expect(reply.headers.get('x-request-id')).toBe('mine-1');
  });

  it('writes error_code as a number when told to', async () => {
    const platform = await emulate({ errorCodeAs: 'number' });
    const reply = await platform.flow('GET', '/connections', { headers: { authorization: null } });
    expect(reply.body.error_code).toBe(403010);
  });

  it('falls back to the default sandbox when told to', async () => {
    const platform = await emulate({ missingSandboxHeader: 'prod' });
    await platform.control('POST', 'connections', { sandbox: 'prod', name: 'P', auth: { params: {} } });
    const reply = await platform.flow('GET', '/connections', { headers: { 'x-sandbox-name': null } });
    expect(reply.body.items.map((item) => item.sandboxName)).toEqual(['prod']);
  });

  it('counts which required headers were missing', async () => {
    const platform = await emulate();
    await platform.flow('GET', '/connections', { headers: { 'x-api-key': null } });
    await platform.flow('GET', '/connections', { headers: { 'x-sandbox-name': null } });
    expect(platform.stats().missingHeaders).toEqual([
      { route: 'list', header: 'x-api-key' },
      { route: 'list', header: 'x-sandbox-name' },
    ]);
  });

  it('answers an unknown address with a 404 of the gateway', async () => {
    const platform = await emulate();
    const reply = await platform.ask('PUT', '/data/foundation/flowservice/connections/x', { json: {} });
    expect([reply.status, reply.body.error_code]).toEqual([404, '404000']);
    expect(platform.stats().requests.unknown).toBe(1);
  });
});

describe('the token endpoint', () => {
  it('issues a token that opens the platform', async () => {
    const platform = await emulate();
    const token = await platform.token();
    expect(token.body).toMatchObject({ token_type: 'bearer', expires_in: 86_399 });
    const headers = { authorization: `Bearer ${token.body.access_token}` };
    expect((await platform.flow('GET', '/connections', { headers })).status).toBe(200);
    expect(platform.stats().tokensIssued).toBe(1);
  });

  it.each([
    { what: 'another grant type', form: { grant_type: 'password' }, error: 'unsupported_grant_type' },
    { what: 'an unknown client', form: { client_id: 'stranger' }, error: 'invalid_client' },
    { what: 'a wrong secret', form: { client_secret: 'wrong' }, error: 'invalid_client' },
    { what: 'no secret', form: { client_secret: '' }, error: 'invalid_client' },
    { what: 'no scope', form: { scope: '' }, error: 'invalid_scope' },
  ])('refuses $what', async ({ form, error }) => {
    const platform = await emulate({ clients: { client: 'secret' } });
    const reply = await platform.token({ ...CREDENTIALS, ...form });
    expect([reply.status, reply.body.error]).toEqual([400, error]);
    expect(reply.text).not.toContain('wrong');
  });

  it('lets a token die after its lifetime', async () => {
    const platform = await emulate({ tokenLifetimeSeconds: 0.02 });
    const headers = { authorization: `Bearer ${(await platform.token()).body.access_token}` };
    const read = async () => (await platform.flow('GET', '/connections', { headers })).status;
    await until(async () => (await read()) === 401);
    expect(await read()).toBe(401);
  });

  it('lets a token die after its uses', async () => {
    const platform = await emulate({ tokenUses: 2 });
    const headers = { authorization: `Bearer ${(await platform.token()).body.access_token}` };
    const statuses: number[] = [];
    for (let uses = 0; uses < 3; uses += 1) {
      statuses.push((await platform.flow('GET', '/connections', { headers })).status);
    }
    expect(statuses).toEqual([200, 200, 401]);
  });
});

describe('latency and quota', () => {
  it('delays answers of the platform and of the token endpoint apart', async () => {
    const platform = await emulate({ latency: { ms: 20, jitterMs: 5 }, tokenLatency: { ms: 40 } });
    const started = Date.now();
    await platform.token();
    const between = Date.now();
    await platform.flow('GET', '/connections');
    expect(between - started).toBeGreaterThanOrEqual(39);
    expect(Date.now() - between).toBeGreaterThanOrEqual(19);
  });

  it('counts the most requests that were under way at once', async () => {
    const platform = await emulate({ latency: { ms: 50 } });
    await Promise.all([1, 2, 3].map(() => platform.flow('GET', '/connections')));
    expect(platform.stats().maxConcurrent).toBe(3);
  });

  it.each([
    { retryAfter: 'seconds' as const, seconds: 7, expected: /^7$/ },
    { retryAfter: 'seconds' as const, seconds: undefined, expected: /^1$/ },
    { retryAfter: 'date' as const, seconds: 60, expected: /^\w{3}, \d{2} \w{3} \d{4} [\d:]{8} GMT$/ },
    { retryAfter: 'none' as const, seconds: 7, expected: /^$/ },
  ])('refuses above the burst with Retry-After as $retryAfter', async ({ retryAfter, seconds, expected }) => {
    const limit = { perSecond: 1, burst: 2, retryAfter, ...(seconds === undefined ? {} : { seconds }) };
    const platform = await emulate({ rateLimit: limit });
    const sandboxes = ['dev', 'prod', 'stage'];
    const replies = [];
    for (const sandbox of sandboxes) replies.push(await platform.flow('GET', '/connections', { sandbox }));
    expect(replies.map((reply) => reply.status)).toEqual([200, 200, 429]);
    expect(replies[2]?.headers.get('retry-after') ?? '').toMatch(expected);
    expect(replies[2]?.body.error_code).toBe('429050');
    expect(platform.stats().throttled).toBe(1);
  });

  it('admits again when the bucket has filled', async () => {
    const platform = await emulate({ rateLimit: { perSecond: 50, burst: 1, retryAfter: 'none' } });
    await platform.flow('GET', '/connections');
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect((await platform.flow('GET', '/connections')).status).toBe(200);
  });
});
