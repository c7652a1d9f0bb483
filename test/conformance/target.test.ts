// The contract suite itself: what it may touch, what it leaves behind, where it may go.
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { emulate } from '../emulator/emulated-platform.ts';
import { enterEmulator, enterOrganisation, permitHosts } from './entrances.ts';
import { Target } from './target.ts';

const CREDENTIALS = { AEP_ORG_ID: 'ACME@AdobeOrg', AEP_CLIENT_ID: 'id', AEP_CLIENT_SECRET: 'secret' };

describe('a run', () => {
  it('deletes what it made, also without an answer, and nothing else', async () => {
    const platform = await emulate();
    await platform.control('POST', 'connections', [
      { sandbox: 'dev', name: 'flowrecon-conformance-of another run', auth: { params: {} } },
      { sandbox: 'dev', name: 'Somebody’s', auth: { params: {} } },
    ]);
    const before = (await platform.control('GET', 'connections')).body;
    const target = new Target(enterEmulator(platform.emulator.url));
    await target.create('answered');
    await platform.control('PATCH', 'settings', {
      faults: [{ on: { route: 'create' }, effect: { kind: 'reset', when: 'after' } }],
    });
    await expect(target.create('lost')).rejects.toThrow('fetch failed');
    expect(platform.stats().connections['dev']).toBe(4);
    await target.clean();
    expect((await platform.control('GET', 'connections')).body).toEqual(before);
  });

  it('deletes more than a page holds, through passing trouble and slow deletions', async () => {
    const passing = { kind: 'status' as const, status: 503, retryAfter: 0 };
    const faults = [{ on: { route: 'delete' as const }, times: 2, effect: passing }];
    const platform = await emulate({ pageSizeMax: 2, deletionMs: 10, faults });
    const target = new Target(enterEmulator(platform.emulator.url));
    for (let made = 0; made < 5; made += 1) await target.create(`C${made}`);
    await target.clean();
    expect(platform.stats().connections['dev']).toBe(0);
  });

  it('names every connection by a prefix of its own', () => {
    const entrance = enterEmulator('http://127.0.0.1:1');
    expect(new Target(entrance).prefix).not.toBe(new Target(entrance).prefix);
  });

  it('notes answers that differ from their shapes', async () => {
    const platform = await emulate({ omittedFields: ['auth'] });
    const target = new Target(enterEmulator(platform.emulator.url));
    await target.get((await target.create('A')).id);
    expect(target.faults.join()).toContain(
      "retrieveConnection: connection-page/items/0 must have required property 'auth'",
    );
    await target.clean();
  });
});

describe('a real organisation', () => {
  it('is left alone unless a sandbox of it is named', () => {
    expect(enterOrganisation(CREDENTIALS)).toBeUndefined();
    expect(enterOrganisation({ ...CREDENTIALS, FLOWRECON_CONFORMANCE_SANDBOX: '' })).toBeUndefined();
  });

  it('is entered with the credentials of the environment', () => {
    const env = {
      ...CREDENTIALS,
      FLOWRECON_CONFORMANCE_SANDBOX: 'scratch',
      FLOWRECON_CONFORMANCE_PARAMS: '{"server":"s"}',
    };
    expect(enterOrganisation(env)).toMatchObject({
      ...{ url: 'https://platform.adobe.io', sandbox: 'scratch', params: { server: 's' } },
      login: {
        url: 'https://ims-na1.adobelogin.com/ims/token/v3',
        form: { client_id: 'id', client_secret: 'secret' },
      },
      headers: { 'x-api-key': 'id', 'x-gw-ims-org-id': 'ACME@AdobeOrg' },
    });
    const token = {
      AEP_ORG_ID: 'ACME@AdobeOrg',
      AEP_ACCESS_TOKEN: 't',
      AEP_API_KEY: 'k',
      FLOWRECON_CONFORMANCE_SANDBOX: 'x',
    };
    expect(enterOrganisation(token)).toMatchObject({ token: 't', headers: { 'x-api-key': 'k' } });
  });

  it('is not entered without credentials, and it is said which are missing', () => {
    expect(() => enterOrganisation({ FLOWRECON_CONFORMANCE_SANDBOX: 'scratch' })).toThrow(
      /AEP_ORG_ID[^]*AEP_CLIENT_ID/,
    );
  });

  it('opens the way to its own hosts only, and only as long as it is needed', () => {
    const open = (host: string) => {
      // Nothing leaves: the name is never looked up.
      connect({ host, port: 443, lookup: () => undefined }).destroy();
    };
    const login = { url: 'https://ims.nowhere.test/ims/token/v3', form: {} };
    const forbid = permitHosts({ ...enterEmulator('https://platform.nowhere.test'), login });
    expect(() => {
      open('platform.nowhere.test');
      open('ims.nowhere.test');
    }).not.toThrow();
    expect(() => {
      open('elsewhere.test');
    }).toThrow('may not reach beyond this machine');
    forbid();
    expect(() => {
      open('platform.nowhere.test');
    }).toThrow('may not reach beyond this machine');
  });
});
