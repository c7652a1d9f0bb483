// flowrecon's own client, as the measurements use it: a remote, and what paces it.
import { setMaxListeners } from 'node:events';
import { createPool } from '../../src/apply/pool.ts';
import type { Pool } from '../../src/apply/pool.ts';
import { RunTraffic } from '../../src/apply/traffic.ts';
import type { Remote } from '../../src/core/ports.ts';
import { sealSecret } from '../../src/core/secret.ts';
import { createRemote } from '../../src/flow-service/remote.ts';
import { systemClock, systemRandom } from '../../src/wiring-system.ts';
import { silentLog } from '../support/builders.ts';

/** How a client works: at a width of its own finding below a ceiling, or at a fixed one. */
export type Width = { readonly upTo: number } | { readonly fixed: number };

/** A client, ready to work. */
export interface Client {
  readonly remote: Remote;
  readonly pool: Pool;
  /** Absent at a fixed width. */
  readonly traffic: RunTraffic | undefined;
}

/** Makes a client; it sends nothing more once stopped. */
export function openClient(url: string, width: Width, stop: AbortSignal): Client {
  // Every request that waits to be repeated listens, which is no leak.
  setMaxListeners(0, stop);
  const clock = systemClock;
  const traffic =
    'upTo' in width ? new RunTraffic({ ceiling: width.upTo, clock, stop, admit: () => true }) : undefined;
  const remote = createRemote({
    url,
    orgId: 'ACME@AdobeOrg',
    apiKey: 'client',
    credentials: {
      kind: 'client',
      imsUrl: url,
      clientId: 'client',
      clientSecret: sealSecret('secret'),
      scopes: 's',
    },
    timeoutMs: 30_000,
    clock,
    random: systemRandom,
    log: silentLog,
    stop,
    ...(traffic !== undefined && { traffic }),
  });
  return { remote, traffic, pool: createPool('fixed' in width ? width.fixed : traffic!) };
}
