// Section 4 and 6 of the facts: the login, and how long to wait after too many requests.
import { describe, expect, it } from 'vitest';
import { sealSecret } from '../../src/core/secret.ts';
import { failureOfAnswer } from '../../src/flow-service/classify.ts';
import { CREDENTIALS, emulate } from '../emulator/emulated-platform.ts';
import { anAnswer } from '../flow-service/answers.ts';
import { json, openRemote, serveBy } from '../flow-service/scripted-server.ts';
import type { Answerer } from '../flow-service/scripted-server.ts';
import { NOON } from '../support/fake-clock.ts';

describe('4 login', () => {
  const credentials = (imsUrl: string) => ({
    ...{
      kind: 'client' as const,
      imsUrl,
      clientId: 'c',
      clientSecret: sealSecret('s3cret'),
      scopes: 'openid',
    },
  });

  async function loginWith(
    reply: Answerer,
  ): Promise<{ outcome: unknown; authorization: string | undefined; logins: number }> {
    const server = await serveBy(({ url }) => (url.startsWith('/ims') ? reply : json(200, { items: [] })));
    const { remote } = openRemote(server.url, { credentials: credentials(server.url) });
    const outcome = await remote.list('dev');
    await remote.list('dev');
    const logins = server.received.filter(({ url }) => url === '/ims/token/v3').length;
    return { outcome, authorization: server.received.at(-1)?.headers.authorization, logins };
  }

  it.each([
    { name: '4 login: a reply in seconds', expires_in: 86399 },
    { name: '4 login: a legacy reply in milliseconds', expires_in: 86399992 },
  ])('$name: the token is used, and kept', async ({ expires_in }) => {
    const reply = { access_token: 'eyJ4NXUi', token_type: 'bearer', expires_in };
    const { outcome, authorization, logins } = await loginWith(json(200, reply));
    expect([outcome, authorization, logins]).toEqual([{ ok: true, value: [] }, 'Bearer eyJ4NXUi', 1]);
  });

  it.each([
    { name: '4 login: invalid secret, 400', status: 400, error: 'invalid_client', kind: 'unauthorised' },
    { name: '4 login: invalid secret, 401', status: 401, error: 'invalid_client', kind: 'unauthorised' },
    { name: '4 login: invalid scope', status: 400, error: 'invalid_scope', kind: 'unauthorised' },
    { name: '4 login: internal error', status: 500, error: 'internal_error', kind: 'not-sent' },
  ])('$name', async ({ status, error, kind }) => {
    const { outcome } = await loginWith(
      json(status, { error, error_description: 'invalid client_secret parameter' }),
    );
    expect(outcome).toMatchObject({ ok: false, problem: { status, code: error, kind } });
  });

  it.each([
    { name: '4 login: the reply of the emulator', settings: {}, expires_in: 86399 },
    {
      name: '4 login: its reply in milliseconds',
      settings: { tokenExpiryUnit: 'milliseconds' as const },
      expires_in: 86399000,
    },
  ])('$name', async ({ settings, expires_in }) => {
    const { body } = await (await emulate(settings)).token();
    expect(body).toMatchObject({
      token_type: 'bearer',
      expires_in,
      access_token: expect.any(String) as string,
    });
  });

  it('4 login: two secrets at a time', async () => {
    const platform = await emulate({ clients: { client: ['old', 'new'] } });
    const status = async (secret: string) =>
      (await platform.token({ ...CREDENTIALS, client_secret: secret })).status;
    expect([await status('old'), await status('new'), await status('none')]).toEqual([200, 200, 400]);
  });
});

describe('6 Retry-After', () => {
  it.each([
    { name: '6 Retry-After: seconds, as of UMAPI', value: '38', ms: 38_000 },
    { name: '6 Retry-After: above 2000 s', value: '2400', ms: 2_400_000 },
    { name: '6 Retry-After: a date', value: new Date(NOON + 38_000).toUTCString(), ms: 38_000 },
    { name: '6 Retry-After: none', value: undefined, ms: undefined },
  ])('$name', ({ value, ms }) => {
    const headers = value === undefined ? {} : { 'retry-after': value };
    const sample = { error_code: '429050', message: 'Too many requests' };
    expect(failureOfAnswer(anAnswer(429, sample, headers), NOON).retryAfterMs).toBe(ms);
  });

  it.each([
    { retryAfter: 'seconds' as const, reads: /^38$/ },
    { retryAfter: 'date' as const, reads: /GMT$/ },
    { retryAfter: 'none' as const, reads: /^$/ },
  ])('6 Retry-After of the emulator: $retryAfter', async ({ retryAfter, reads }) => {
    const platform = await emulate({ rateLimit: { perSecond: 0, burst: 1, retryAfter, seconds: 38 } });
    await platform.flow('GET', '/connections');
    const reply = await platform.flow('GET', '/connections');
    expect([reply.status, reply.headers.get('retry-after') ?? '']).toEqual([
      429,
      expect.stringMatching(reads),
    ]);
  });
});
