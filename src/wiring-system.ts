// The machine as ports: clock, randomness, who owns a lease. Everything that a test may want to replace.
import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { LeaseOwner } from './core/lease.ts';
import type { Clock, Random, Surroundings } from './core/ports.ts';

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(milliseconds, signal) {
    if (milliseconds <= 0) return;
    // An aborted wait has ended early, which is all that its caller wants to know.
    await wait(milliseconds, undefined, signal && { signal }).catch(() => undefined);
  },
};

/** The machine's randomness. */
export const systemRandom: Random = { fraction: () => Math.random(), uuid: () => randomUUID() };

/** What this process stands in, for a run that is told nothing else; nothing ends it. */
export function ambientSurroundings(): Surroundings {
  return { env: process.env, cwd: process.cwd(), stop: new AbortController().signal };
}

/** This process as the owner of a lease. */
export function leaseOwner(): LeaseOwner {
  const { pid } = process;
  return {
    run: randomUUID(),
    user: userName(),
    host: hostname(),
    space: processSpace(),
    pid,
    startedAt: Date.now(),
  };
}

/** Whether a process of that id runs here. */
export function pidRuns(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Two containers may share a host name and a folder; a process id means something only within its namespace and boot. */
function processSpace(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // An account without an entry in the password file, as in many containers.
    return 'unknown';
  }
}
