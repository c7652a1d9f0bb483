// Ends a run when it has used up what it may: a signal like that of an interrupt, so that nothing new begins, what is
// under way is waited for, and everything is saved. What the limits are is said in core/limits.ts.
import { callLimit, failureLimit } from '../core/limits.ts';
import type { LimitName, RunLimits } from '../core/limits.ts';
import type { Clock } from '../core/ports.ts';

/** The limits of one run. */
export class Brake {
  readonly #limits: RunLimits;
  readonly #pulled = new AbortController();
  readonly #released = new AbortController();
  #limit: LimitName | undefined;
  #failures = 0;
  #calls = 0;

  /** The duration counts from now. */
  constructor(limits: RunLimits, clock: Clock) {
    this.#limits = limits;
    if (limits.maxDurationMs !== undefined) void this.#endAfter(limits.maxDurationMs, clock);
  }

  /** Aborted when a limit is reached. */
  get signal(): AbortSignal {
    return this.#pulled.signal;
  }

  /** The limit that was reached first. */
  get limit(): LimitName | undefined {
    return this.#limit;
  }

  /** Counts a request that is about to leave; false when there is none left. */
  admit(): boolean {
    this.#pull(callLimit(this.#limits, this.#calls));
    if (this.signal.aborted) return false;
    this.#calls += 1;
    return true;
  }

  /** Counts an entry that failed, or a sandbox that could not be read. */
  noteFailure(): void {
    this.#failures += 1;
    this.#pull(failureLimit(this.#limits, this.#failures));
  }

  /** Ends the watch over the duration, which would keep the process from ending. */
  release(): void {
    this.#released.abort();
  }

  async #endAfter(milliseconds: number, clock: Clock): Promise<void> {
    await clock.sleep(milliseconds, this.#released.signal);
    if (!this.#released.signal.aborted) this.#pull('--max-duration');
  }

  #pull(limit: LimitName | undefined): void {
    if (limit === undefined || this.signal.aborted) return;
    this.#limit = limit;
    this.#pulled.abort();
  }
}
