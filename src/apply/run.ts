// What every acting part of a run shares: the ports, the ledger, and the one switch that ends new work.
import type { ConnectionKey, ObservedConnection } from '../core/connection.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { JournalEntry } from '../core/journal.ts';
import type { Fingerprints } from '../core/plan.ts';
import type { Clock, Log, Remote, StateSession } from '../core/ports.ts';
import type { ProgressCounts } from '../core/progress.ts';
import type { Result } from '../core/result.ts';
import type { Secret } from '../core/secret.ts';
import type { State } from '../core/state.ts';
import { Ledger } from './ledger.ts';
import type { Pool } from './pool.ts';

/** What a run acts with. */
export interface RunOptions {
  readonly remote: Remote;
  readonly session: StateSession;
  /** The state once every doubt of an earlier run has been settled. */
  readonly state: State;
  readonly pool: Pool;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborted by an interrupt: no new requests. */
  readonly stop: AbortSignal;
  /** How long a listing may lag behind, in milliseconds. */
  readonly settleDelayMs: number;
  /** The secrets of the entries whose actions send one. */
  readonly secrets: ReadonlyMap<ConnectionKey, Secret>;
  readonly fingerprints: Fingerprints;
  /** Ids that stood before the run acted, by sandbox. */
  readonly before: ReadonlyMap<string, readonly ObservedConnection[]>;
  /** Told whenever something ends or a wait begins. */
  readonly onProgress: (progress: ProgressCounts) => void;
  /** Told of every action that failed when it was carried out. */
  readonly onFailure?: () => void;
}

/** The shared part of one run. */
export class Run {
  readonly options: RunOptions;
  readonly ledger: Ledger;
  #fatal: Diagnostic | undefined;
  #nextNumber: number;
  readonly #writes: Promise<unknown>[] = [];

  constructor(options: RunOptions) {
    this.options = options;
    this.ledger = new Ledger(options.state);
    // Intents carried over from an earlier journal keep their numbers.
    this.#nextNumber = 1 + Math.max(0, ...options.session.doubts.map(({ n }) => n));
  }

  /** A number for the next intent. */
  takeNumber(): number {
    const number = this.#nextNumber;
    this.#nextNumber += 1;
    return number;
  }

  /** What made it pointless or unsafe to go on. */
  get fatal(): Diagnostic | undefined {
    return this.#fatal;
  }

  /** Whether no new request may leave. */
  get halted(): boolean {
    return this.#fatal !== undefined || this.options.stop.aborted || this.options.session.lost.aborted;
  }

  /** Ends new work; what is under way goes on. The first reason stands. */
  halt(reason: Diagnostic): void {
    this.#fatal ??= reason;
  }

  /** Writes an entry and waits until it is on disk; a refusal halts the run. */
  async write(entry: JournalEntry): Promise<Result<undefined, Diagnostic>> {
    const written = await this.options.session.append(entry);
    if (!written.ok) this.halt(written.problem);
    return written;
  }

  /** Writes an entry without waiting: losing it costs a look-up later, not an id. `drained` waits for all of them. */
  writeLater(entry: JournalEntry): void {
    this.#writes.push(this.write(entry));
  }

  /** Resolves once everything written so far is on disk, or refused. */
  async drained(): Promise<void> {
    await Promise.all(this.#writes);
  }
}
