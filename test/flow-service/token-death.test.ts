// A token that dies in the middle of a run: no entry fails for it, and a new one is asked for once for every death.
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPool } from '../../src/apply/pool.ts';
import { RunTraffic } from '../../src/apply/traffic.ts';
import { connectionKey } from '../../src/core/connection.ts';
import { sealSecret } from '../../src/core/secret.ts';
import { startEmulator } from '../../src/emulator/server.ts';
import type { EmulatorSettings } from '../../src/emulator/settings.ts';
import type { EmulatorStats } from '../../src/emulator/stats.ts';
import { createRemote } from '../../src/flow-service/remote.ts';
import { systemClock, systemRandom } from '../../src/wiring-system.ts';
import { anEntry, silentLog } from '../support/builders.ts';
import type { Answerer } from './scripted-server.ts';
import { json, openRemote, serveBy } from './scripted-server.ts';

/** Creates so many connections, up to sixteen at a time; how many failed. */
async function createAll(
  count: number,
  settings: Partial<EmulatorSettings>,
): Promise<{ failed: number; stats: EmulatorStats }> {
  const emulator = await startEmulator({ settings });
  onTestFinished(() => emulator.close());
  const { url } = emulator;
  const stop = new AbortController().signal;
  const traffic = new RunTraffic({ ceiling: 16, clock: systemClock, stop, admit: () => true });
  const remote = createRemote({
    url,
    orgId: 'ACME@AdobeOrg',
    apiKey: 'client',
    credentials: {
      kind: 'client',
      imsUrl: url,
      clientId: 'client',
      clientSecret: sealSecret('s'),
      scopes: 's',
    },
    timeoutMs: 30_000,
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    stop,
    traffic,
  });
  const pool = createPool(traffic);
  const created = await Promise.all(
    Array.from({ length: count }, (_, n) => {
      const entry = anEntry({ key: connectionKey('dev', `n${n}`), name: `n${n}` });
      return pool.run('dev', () => remote.create(entry, sealSecret('hunter2')));
    }),
  );
  const failed = created.filter((ran) => !ran.ok || !ran.value.result.ok).length;
  return { failed, stats: emulator.stats() };
}

describe('creates in numbers', () => {
  it.each([
    { count: 600, uses: 150 },
    { count: 100, uses: 20 },
    { count: 100, uses: 100 },
  ])(
    'survive tokens that die after some uses, with one login for each death: $count, $uses',
    async ({ count, uses }) => {
      const { failed, stats } = await createAll(count, { tokenUses: uses });
      const deaths = Math.ceil(count / uses) - 1;
      expect({ failed, created: stats.createsCommitted, logins: stats.tokensIssued }).toEqual({
        failed: 0,
        created: count,
        logins: deaths + 1,
      });
    },
  );

  it('survive tokens that expire on the way', async () => {
    const { failed, stats } = await createAll(200, { tokenLifetimeSeconds: 0.6, latency: { ms: 60 } });
    expect([failed, stats.createsCommitted]).toEqual([0, 200]);
    expect(stats.requests.token).toBe(stats.tokensIssued);
  });
});

describe('a platform that refuses one call whatever its token', () => {
  it('is not asked for ever', async () => {
    let issued = 0;
    const decide = ({ url, method }: { url: string; method: string }): Answerer => {
      if (url.startsWith('/ims')) return json(200, { access_token: `t${(issued += 1)}`, expires_in: 3_600 });
      return method === 'POST' ? json(401, {}) : json(200, { items: [] });
    };
    const server = await serveBy(decide);
    const credentials = {
      kind: 'client',
      imsUrl: server.url,
      clientId: 'c',
      clientSecret: sealSecret('s'),
      scopes: 's',
    } as const;
    const { remote } = openRemote(server.url, { credentials });
    const listing = (async () => {
      for (let n = 0; n < 50; n += 1) await remote.list('dev');
    })();
    const { result } = await remote.create(anEntry(), sealSecret('hunter2'));
    await listing;
    expect(result).toMatchObject({ ok: false, problem: { kind: 'unauthorised' } });
    expect(remote.requests().create).toBeLessThanOrEqual(4);
  });
});
