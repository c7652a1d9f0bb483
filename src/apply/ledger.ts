// What is known while a run acts: the records so far, which ids are taken, and what this run itself has created when.
// Plain bookkeeping; nothing is decided here.
import type { ConnectionKey } from '../core/connection.ts';
import { claimedIds } from '../core/state.ts';
import type { ConnectionRecord, State } from '../core/state.ts';

/** A connection that this run created and whose id it knows. */
export interface OwnCreate {
  readonly id: string;
  /** When its request was about to leave, epoch milliseconds. */
  readonly at: number;
}

/** The records of a run in progress. */
export class Ledger {
  readonly #base: State;
  readonly #connections: Map<ConnectionKey, ConnectionRecord>;
  readonly #claimed: Map<string, ConnectionKey>;
  readonly #creates = new Map<string, OwnCreate[]>();

  constructor(state: State) {
    this.#base = state;
    this.#connections = new Map(state.connections);
    this.#claimed = claimedIds(state.connections);
  }

  /** The state as it stands now. */
  get state(): State {
    return { ...this.#base, connections: this.#connections };
  }

  /** Ids that belong to an entry. */
  get claimed(): ReadonlyMap<string, ConnectionKey> {
    return this.#claimed;
  }

  recordOf(key: ConnectionKey): ConnectionRecord | undefined {
    return this.#connections.get(key);
  }

  record(key: ConnectionKey, record: ConnectionRecord): void {
    this.#connections.set(key, record);
    this.#claimed.set(record.id, key);
  }

  forget(key: ConnectionKey): void {
    const record = this.#connections.get(key);
    // Another key may have taken the id over in the meantime.
    if (record !== undefined && this.#claimed.get(record.id) === key) this.#claimed.delete(record.id);
    this.#connections.delete(key);
  }

  move(from: ConnectionKey, to: ConnectionKey): void {
    const record = this.#connections.get(from);
    this.forget(from);
    if (record !== undefined) this.record(to, record);
  }

  noteCreate(sandbox: string, create: OwnCreate): void {
    const creates = this.#creates.get(sandbox);
    if (creates === undefined) this.#creates.set(sandbox, [create]);
    else creates.push(create);
  }

  /** Everything that this run created in a sandbox, with known ids. */
  createsIn(sandbox: string): readonly OwnCreate[] {
    return this.#creates.get(sandbox) ?? [];
  }
}
