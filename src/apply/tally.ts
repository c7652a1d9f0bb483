// Keeps the score of a run: what became of each action, how long it took, and how far the run has come.
import type { ConnectionKey } from '../core/connection.ts';
import type { Failure } from '../core/failure.ts';
import { errorOf } from '../core/outcome.ts';
import type { ActionOutcome } from '../core/outcome.ts';
import type { Action } from '../core/action.ts';
import type { Clock, Identity } from '../core/ports.ts';
import type { Pool } from './pool.ts';
import type { ProgressCounts } from '../core/progress.ts';

interface Entry {
  readonly action: Action;
  startedAt: number | undefined;
  outcome: ActionOutcome;
}

/** What keeping the score depends on. */
export interface TallyOptions {
  readonly clock: Clock;
  readonly pool: Pick<Pool, 'width' | 'waiting' | 'watch'>;
  readonly onProgress: (progress: ProgressCounts) => void;
  /** Told of every action that failed when it was carried out. */
  readonly onFailure?: () => void;
}

const WITHOUT_OUTCOME: readonly Action['kind'][] = ['none', 'orphan'];

/** The score of one run. */
export class Tally {
  readonly #options: TallyOptions;
  readonly #entries = new Map<Action, Entry>();
  /** The main action of a key: its create, which alone may be in doubt, or else the first. */
  readonly #byKey = new Map<ConnectionKey, Action>();
  #done = 0;
  #failed = 0;
  #inFlight = 0;

  constructor(actions: readonly Action[], options: TallyOptions) {
    this.#options = options;
    options.pool.watch(() => {
      if (options.pool.waiting() !== undefined) this.#tell();
    });
    for (const action of actions) {
      if (WITHOUT_OUTCOME.includes(action.kind)) continue;
      this.#entries.set(action, { action, startedAt: undefined, outcome: skipped(action) });
      if (mayBeInDoubt(action) || !this.#byKey.has(action.key)) this.#byKey.set(action.key, action);
    }
  }

  outcomes(): ActionOutcome[] {
    return [...this.#entries.values()].map(({ outcome }) => outcome);
  }

  actionOf(key: ConnectionKey): Action {
    const action = this.#byKey.get(key);
    if (action === undefined) throw new TypeError(`no action was planned for ${key}`);
    return action;
  }

  /** Counts a task as in flight while it runs. */
  async during<Value>(task: () => Promise<Value>): Promise<Value> {
    this.#inFlight += 1;
    this.#tell();
    try {
      return await task();
    } finally {
      this.#inFlight -= 1;
      this.#tell();
    }
  }

  begin(action: Action): void {
    this.#change(action, {}, (entry) => {
      entry.startedAt = this.#options.clock.now();
    });
  }

  finish(action: Action, identity: Identity | undefined, attempts: number): void {
    const known = identity && { id: identity.id, etag: identity.etag };
    this.#end(action, { outcome: 'done', ...known, attempts: this.#attempts(action) + attempts });
  }

  finishSettled(key: ConnectionKey, { id, etag }: Identity): void {
    this.#end(this.actionOf(key), { outcome: 'done', id, etag, settled: true });
  }

  fail(action: Action, failure: Failure, attempts = 0): void {
    this.#end(action, {
      outcome: 'failed',
      error: errorOf(failure),
      attempts: this.#attempts(action) + attempts,
    });
    // What the plan could not carry out was told with the plan, and nothing was tried.
    if (action.kind !== 'conflict' && action.kind !== 'blocked') this.#options.onFailure?.();
  }

  /** Leaves an action undone for a reason that lies elsewhere. */
  leave(action: Action, why: Failure): void {
    this.#change(action, { error: errorOf(why) });
  }

  /** Whether the main action of a key came about; of a key that is left out nothing did. */
  isDone(key: ConnectionKey): boolean {
    const action = this.#byKey.get(key);
    return action !== undefined && this.#entries.get(action)?.outcome.outcome === 'done';
  }

  failKey(key: ConnectionKey, failure: Failure): void {
    this.fail(this.actionOf(key), failure);
  }

  doubt(action: Action, attempts: number): void {
    this.#change(action, { doubted: true, attempts: this.#attempts(action) + attempts });
  }

  settle(key: ConnectionKey): void {
    this.#change(this.actionOf(key), { settled: true, sentAgain: true });
  }

  waiting(why: string): void {
    this.#tell(why);
  }

  #attempts(action: Action): number {
    return this.#entries.get(action)?.outcome.attempts ?? 0;
  }

  #end(action: Action, result: Partial<ActionOutcome>): void {
    const now = this.#options.clock.now();
    const startedAt = this.#entries.get(action)?.startedAt ?? now;
    this.#change(action, { ...result, durationMs: Math.max(0, Math.round(now - startedAt)) });
    if (result.outcome === 'done') this.#done += 1;
    else this.#failed += 1;
    this.#tell();
  }

  #change(action: Action, change: Partial<ActionOutcome>, further?: (entry: Entry) => void): void {
    const entry = this.#entries.get(action);
    if (entry === undefined) throw new TypeError(`${action.kind} of ${action.key} has no outcome`);
    entry.outcome = { ...entry.outcome, ...change };
    further?.(entry);
  }

  #tell(waiting = this.#options.pool.waiting()): void {
    const counts = {
      total: this.#entries.size,
      done: this.#done,
      failed: this.#failed,
      inFlight: this.#inFlight,
      width: this.#options.pool.width(),
    };
    this.#options.onProgress({ ...counts, ...(waiting !== undefined && { waiting }) });
  }
}

function mayBeInDoubt({ kind }: Action): boolean {
  return kind === 'create' || kind === 'recreate';
}

function skipped(action: Action): ActionOutcome {
  const { key, kind, id, causes } = action;
  const counts = { attempts: 0, settled: false, doubted: false, sentAgain: false, durationMs: 0 };
  return { key, action: kind, outcome: 'skipped', id, etag: null, ...counts, causes, error: null };
}
