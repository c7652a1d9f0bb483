// A platform in a process of its own, and a client that creates connections as fast as it is let.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once, setMaxListeners } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPool } from '../../src/apply/pool.ts';
import { RunTraffic } from '../../src/apply/traffic.ts';
import { connectionKey } from '../../src/core/connection.ts';
import { sealSecret } from '../../src/core/secret.ts';
import type { EmulatorSettings } from '../../src/emulator/settings.ts';
import { createRemote } from '../../src/flow-service/remote.ts';
import { systemClock, systemRandom } from '../../src/wiring-system.ts';
import { anEntry, silentLog } from '../support/builders.ts';

const CLI = join(import.meta.dirname, '../../dist/cli.js');

/** A platform under load. */
export interface BenchPlatform {
  readonly url: string;
  readonly change: (settings: Partial<EmulatorSettings>) => Promise<void>;
  /** Processor time used so far, in milliseconds. */
  readonly cpuMs: () => Promise<number>;
  readonly close: () => void;
}

/** Starts a platform as a process of its own. */
export async function startBenchPlatform(): Promise<BenchPlatform> {
  const child = spawn(process.execPath, [CLI, 'emulator', '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const { url } = JSON.parse(said.toString('utf8')) as { url: string };
  return {
    url,
    async change(settings) {
      const body = JSON.stringify(settings);
      const answer = await fetch(`${url}/__emulator/settings`, { method: 'PATCH', body });
      if (!answer.ok) throw new Error(await answer.text());
    },
    cpuMs: () => cpuOf(child),
    close: () => child.kill(),
  };
}

/** User and system time in clock ticks of 10 ms (proc(5), fields 14 and 15); unknown elsewhere than on Linux. */
async function cpuOf({ pid }: ChildProcess): Promise<number> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')')).split(' ');
  return (Number(fields[12] ?? 0) + Number(fields[13] ?? 0)) * 10;
}

/** Time spent waiting for a processor: the second figure, in nanoseconds (Linux, Documentation/scheduler/sched-stats). */
async function queuedMs(): Promise<number> {
  const stat = await readFile('/proc/self/schedstat', 'utf8').catch(() => '');
  return Number(stat.split(' ')[1] ?? 0) / 1_000_000;
}

/** What a client did. */
export interface Load {
  /** When creates succeeded, milliseconds from the start. */
  readonly doneAt: readonly number[];
  readonly refused: number;
  readonly failed: number;
  readonly widest: number;
  /** Processor time of this process, in milliseconds. */
  readonly cpuMs: number;
  /** For how long it could have run, had a processor been free, in milliseconds; 0 where nobody tells. */
  readonly queuedMs: number;
}

/** How a client works: at a width of its own finding below a ceiling, or at a fixed one. */
export type Width = { readonly upTo: number } | { readonly fixed: number };

/** Creates connections for so many milliseconds. */
export async function work(url: string, width: Width, forMs: number): Promise<Load> {
  const stopping = new AbortController();
  const stop = stopping.signal;
  // Every request that waits to be repeated listens, which is no leak.
  setMaxListeners(0, stop);
  const traffic = new RunTraffic({
    ceiling: 'upTo' in width ? width.upTo : 1,
    clock: systemClock,
    stop,
    admit: () => true,
  });
  const adapts = 'upTo' in width;
  const pool = createPool(adapts ? traffic : width.fixed);
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
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    stop,
    ...(adapts && { traffic }),
  });
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const queuedBefore = await queuedMs();
  const doneAt: number[] = [];
  let failed = 0;
  let made = 0;
  const createNext = async (): Promise<void> => {
    made += 1;
    const name = `${String(startedAt)}-${made}`;
    const { result } = await remote.create(
      anEntry({ key: connectionKey('dev', name), name }),
      sealSecret('hunter2'),
    );
    if (result.ok) doneAt.push(performance.now() - startedAt);
    else if (!stop.aborted) failed += 1;
  };
  // More hands than any width, so that the pool alone decides how many are at work.
  const hands = Array.from({ length: 80 }, async () => {
    while (performance.now() - startedAt < forMs) await pool.run('dev', createNext);
  });
  setTimeout(() => {
    stopping.abort();
  }, forMs);
  await Promise.all(hands);
  const { user, system } = process.cpuUsage(cpuBefore);
  const { refused, widest } = adapts
    ? traffic.totals()
    : { refused: remote.requests().create - doneAt.length, widest: width.fixed };
  const waited = (await queuedMs()) - queuedBefore;
  return { doneAt, refused, failed, widest, cpuMs: (user + system) / 1_000, queuedMs: waited };
}

/** Successes per second between two times, in milliseconds from the start. */
export function perSecond(doneAt: readonly number[], from: number, to: number): number {
  return (doneAt.filter((at) => at >= from && at < to).length * 1_000) / (to - from);
}
