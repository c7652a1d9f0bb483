// Wires what bounds a run: the traffic to the platform, the limits of the run, and the one signal that ends it.
import { setMaxListeners } from 'node:events';
import type { Brake } from './apply/brake.ts';
import type { Pool } from './apply/pool.ts';
import type { RunTraffic } from './apply/traffic.ts';
import type { Surroundings } from './core/ports.ts';
import type { RunRequest } from './core/request.ts';
import { systemClock } from './wiring-system.ts';

/** What bounds a run. */
export interface RunBounds {
  readonly traffic: RunTraffic;
  readonly brake: Brake;
  /** Nothing new begins once this is aborted: by an interrupt, by `halt`, or by a limit of the run. */
  readonly stop: AbortSignal;
  /** No further request leaves, whatever waits. */
  readonly halt: () => void;
}

/** Begins to bound a run; durations count from now. */
export async function boundRun(request: RunRequest, host: Surroundings): Promise<RunBounds> {
  const [{ Brake }, { RunTraffic }] = await Promise.all([
    import('./apply/brake.ts'),
    import('./apply/traffic.ts'),
  ]);
  const brake = new Brake(request.limits, systemClock);
  const halt = new AbortController();
  const stop = AbortSignal.any([host.stop, halt.signal, brake.signal]);
  // Every request that waits to be repeated listens, which is no leak.
  setMaxListeners(0, stop);
  const traffic = new RunTraffic({
    ceiling: request.concurrency,
    clock: systemClock,
    stop,
    admit: () => brake.admit(),
  });
  return {
    traffic,
    brake,
    stop,
    halt: () => {
      halt.abort();
    },
  };
}

/** Makes a pool that goes by the traffic of a run. */
export async function openPool({ traffic }: RunBounds): Promise<Pool> {
  const { createPool } = await import('./apply/pool.ts');
  return createPool(traffic);
}
