// Decides what the `moved:` list does to the recorded keys: an entry that got another key keeps its connection. The plan
// is made as if every move had taken place; each one that has not yet is carried out as an action of its own.
import type { ConnectionKey } from './connection.ts';
import type { SourceRange } from './diagnostic.ts';
import { compareText } from './order.ts';
import type { ConnectionRecord, State } from './state.ts';

/** One item of `moved:`: the connection recorded under `from` belongs to the entry `to`. */
export interface Move {
  readonly from: ConnectionKey;
  readonly to: ConnectionKey;
  /** Where it stands in the list. */
  readonly range: SourceRange;
}

/** A recorded key and the connection that it has recorded. */
export interface Holder {
  readonly key: ConnectionKey;
  readonly id: string;
}

/** The recorded connections once every move has taken place. */
export interface Moved {
  readonly connections: ReadonlyMap<ConnectionKey, ConnectionRecord>;
  /** Moves that the state does not know yet: the old key by the new one. */
  readonly pending: ReadonlyMap<ConnectionKey, ConnectionKey>;
  /** Keys of different connections that the list makes one key, by that key. None of their records is touched. */
  readonly clashes: ReadonlyMap<ConnectionKey, readonly Holder[]>;
}

/** Follows the moves. A chain of them leads to its end, in whatever order it is written. */
export function followMoves(state: State, moves: readonly Move[]): Moved {
  const next = new Map(moves.map(({ from, to }) => [from, to]));
  const connections = new Map(state.connections);
  const pending = new Map<ConnectionKey, ConnectionKey>();
  const clashes = new Map<ConnectionKey, readonly Holder[]>();
  const starts = [...state.connections].filter(([key]) => next.has(key));
  for (const [from, record] of starts.sort(([one], [two]) => compareText(one, two))) {
    const to = endOf(from, next);
    const held = connections.get(to);
    if (held === undefined) {
      connections.delete(from);
      connections.set(to, record);
      pending.set(to, from);
    } else if (held.id !== record.id) {
      const others = clashes.get(to) ?? [{ key: pending.get(to) ?? to, id: held.id }];
      clashes.set(to, [...others, { key: from, id: record.id }]);
    }
    // One connection under both keys: the old record stays, and is forgotten like any that a listed entry shares.
  }
  return { connections, pending, clashes };
}

/** The configuration check refuses circles; the bound keeps one that slipped through from never ending. */
function endOf(from: ConnectionKey, next: ReadonlyMap<ConnectionKey, ConnectionKey>): ConnectionKey {
  let key = from;
  for (let steps = 0; steps < next.size; steps += 1) {
    const further = next.get(key);
    if (further === undefined) return key;
    key = further;
  }
  return key;
}
