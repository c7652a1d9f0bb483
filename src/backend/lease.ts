// The lease file: made exclusively, kept alive by a heartbeat, given back at the end. Whether an owner is dead is
// decided in core/lease.ts. A takeover renames the dead lease away, so that of two runs that try only one succeeds.
import { readFileSync } from 'node:fs';
import { link, open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Diagnostic } from '../core/diagnostic.ts';
import { HEARTBEAT_MS, isDeadOwner } from '../core/lease.ts';
import type { Lease, LeaseOwner } from '../core/lease.ts';
import type { Clock } from '../core/ports.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { PRIVATE_MODE, hasCode, moveFile, removeIfPresent } from './durable-file.ts';
import { isCount, isObject, isText, parseJson } from './format.ts';
import { leaseLost } from './problems.ts';

/** What taking a lease depends on. */
export interface LeaseOptions {
  readonly path: string;
  readonly owner: LeaseOwner;
  readonly clock: Clock;
  /** How long to wait for another owner to finish, in milliseconds. */
  readonly waitMs: number;
  /** Whether a process of that id runs on this machine. */
  readonly pidRuns: (pid: number) => boolean;
  /** Told once, before the first wait. */
  readonly onWait: (owner: LeaseOwner) => void;
  /** Ends the waiting. */
  readonly stop: AbortSignal;
}

/** A lease that is held. */
export interface HeldLease {
  /** The dead owner that it was taken over from. */
  readonly takenFrom: LeaseOwner | undefined;
  /** Aborted, with a Diagnostic as its reason, when somebody else has taken the lease. */
  readonly lost: AbortSignal;
  /** Rejects, with a LeaseLost, when the lease on disk is no longer ours. */
  confirm(): Promise<void>;
  release(): Promise<void>;
}

/** Says that the lease on disk is no longer ours. */
export class LeaseLost extends Error {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.summary);
    this.diagnostic = diagnostic;
  }
}

/** How often a waiting run looks again. */
const POLL_MS = 250;

/** Takes the lease; the problem is the owner that holds it. */
export async function takeLease(options: LeaseOptions): Promise<Result<HeldLease, Lease>> {
  const deadline = options.clock.now() + options.waitMs;
  const watch = new Watch(options);
  let takenFrom: LeaseOwner | undefined;
  let told = false;
  for (;;) {
    const handle = await createLease(options);
    if (handle !== undefined) return success(new LeaseFile(options, handle, takenFrom));
    // Given back in this very moment, it reads as unknown, and the next look takes it.
    const current = (await readLease(options.path)) ?? UNKNOWN_OWNER;
    const seen = watch.look(current);
    if (seen === 'dead') {
      if (await removeDead(options, current)) takenFrom = current;
      continue;
    }
    // A silent owner is watched for as long as it takes to tell; an owner that answers is waited for as asked.
    if (options.stop.aborted || (options.clock.now() >= deadline && seen === 'alive'))
      return refusal(current);
    if (!told) options.onWait(current);
    told = true;
    await options.clock.sleep(POLL_MS, options.stop);
  }
}

/** Reads a lease; undefined when there is none. One that is no lease reads as that of an unknown owner. */
export function readLease(path: string): Promise<Lease | undefined> {
  return leaseIn(() => readFile(path, 'utf8'));
}

/**
 * The same, at once: the right to write is asked for at every sync of the journal, and four trips through the threads of
 * a busy process take longer than the sync.
 */
function readLeaseNow(path: string): Promise<Lease | undefined> {
  return leaseIn(() => readFileSync(path, 'utf8'));
}

async function leaseIn(read: () => string | Promise<string>): Promise<Lease | undefined> {
  let text: string;
  try {
    text = await read();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  return parseLease(text) ?? UNKNOWN_OWNER;
}

/** Somebody who left no name: for example a run that was killed between making and filling the file. */
const UNKNOWN_OWNER: Lease = {
  run: '',
  user: 'an unknown user',
  host: 'an unknown host',
  space: '',
  pid: 0,
  startedAt: 0,
  heartbeat: 0,
};

function parseLease(text: string): Lease | undefined {
  const value = parseJson(text);
  if (!isObject(value)) return undefined;
  const { run, user, host, space, pid, startedAt, heartbeat } = value;
  if (!isText(run) || !isText(user) || !isText(host) || typeof space !== 'string') return undefined;
  if (!isCount(pid) || !isCount(startedAt) || !isCount(heartbeat)) return undefined;
  return { run, user, host, space, pid, startedAt, heartbeat };
}

/** Watches the heartbeats of an owner, look by look. */
class Watch {
  readonly #options: LeaseOptions;
  #last: Lease | undefined;
  #silentMs = 0;
  #beats = false;

  constructor(options: LeaseOptions) {
    this.#options = options;
  }

  /** What one more look says; `silent` for as long as only further looks can tell. */
  look(lease: Lease): 'dead' | 'alive' | 'silent' {
    const { owner: self, pidRuns, clock } = this.#options;
    const known = this.#last?.run === lease.run;
    const still = known && this.#last?.heartbeat === lease.heartbeat;
    // Counted in looks, not read off a clock: a machine that was suspended slept together with the owner.
    this.#silentMs = still ? this.#silentMs + POLL_MS : 0;
    this.#beats = known && (this.#beats || !still);
    this.#last = lease;
    if (isDeadOwner(lease, { self, pidRuns: pidRuns(lease.pid), silentMs: this.#silentMs })) return 'dead';
    // By the owner's own clock it has missed several signs of life; one that was seen to come outweighs that.
    const late = clock.now() - lease.heartbeat > 3 * HEARTBEAT_MS;
    return late && (!this.#beats || this.#silentMs > 3 * HEARTBEAT_MS) ? 'silent' : 'alive';
  }
}

async function createLease({ path, owner, clock }: LeaseOptions): Promise<FileHandle | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'wx', PRIVATE_MODE);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return undefined;
    throw error;
  }
  try {
    await handle.write(encodeLease(owner, clock.now()), 0);
    await handle.sync();
    return handle;
  } catch (error) {
    await handle.close();
    await removeIfPresent(path);
    throw error;
  }
}

function encodeLease(owner: LeaseOwner, heartbeat: number): string {
  return `${JSON.stringify({ ...owner, heartbeat })}\n`;
}

/** Moves a dead lease away. Whoever moves a living one by mistake puts it back: the name is free for that moment only. */
async function removeDead({ path, owner }: LeaseOptions, dead: Lease): Promise<boolean> {
  const aside = `${path}.${owner.run}`;
  try {
    await moveFile(path, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
  const moved = (await readLease(aside)) ?? UNKNOWN_OWNER;
  const right = moved.run === dead.run && moved.heartbeat === dead.heartbeat;
  if (!right) await link(aside, path).catch(() => undefined);
  await removeIfPresent(aside);
  return right;
}

/** A lease file that is ours. */
class LeaseFile implements HeldLease {
  readonly takenFrom: LeaseOwner | undefined;
  readonly #options: LeaseOptions;
  readonly #handle: FileHandle;
  readonly #lost = new AbortController();
  readonly #done = new AbortController();
  readonly #beating: Promise<void>;

  constructor(options: LeaseOptions, handle: FileHandle, takenFrom: LeaseOwner | undefined) {
    this.#options = options;
    this.#handle = handle;
    this.takenFrom = takenFrom;
    this.#beating = this.#beat();
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async confirm(): Promise<void> {
    const current = await readLeaseNow(this.#options.path);
    if (current?.run === this.#options.owner.run) return;
    const lost = new LeaseLost(leaseLost(this.#options.path, current));
    this.#lost.abort(lost.diagnostic);
    throw lost;
  }

  async release(): Promise<void> {
    this.#done.abort();
    await this.#beating;
    try {
      await this.#handle.close();
      await this.confirm();
      await removeIfPresent(this.#options.path);
    } catch {
      // Either it is somebody else's by now, or it stays behind as that of a process which has ended.
    }
  }

  async #beat(): Promise<void> {
    const { clock, owner } = this.#options;
    for (;;) {
      await clock.sleep(HEARTBEAT_MS, this.#done.signal);
      if (this.#done.signal.aborted || this.#lost.signal.aborted) return;
      try {
        await this.confirm();
        // Written through the handle, so that a lease that was taken over in this very moment is not touched.
        await this.#handle.write(encodeLease(owner, clock.now()), 0);
        // On a shared folder another host sees it only now.
        await this.#handle.datasync();
      } catch {
        // Losing the lease has been signalled; a full disk shows at the next intent, which is what must stop the run.
      }
    }
  }
}
