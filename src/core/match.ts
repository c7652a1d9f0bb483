// Decides which observed connection an entry is. Identity first (the recorded id), then name and target; a connection
// that another key has recorded is never taken. What follows from a match is decided in plan.ts.
import { sameTarget, targetOf } from './connection.ts';
import type { ConnectionKey, DesiredConnection, ObservedConnection } from './connection.ts';
import { compareText } from './order.ts';
import type { ConnectionRecord } from './state.ts';
import { groupBy } from './grouping.ts';

/** Which observed connection an entry is. `gone` is the recorded id when that connection no longer stands. */
export type Match =
  | { readonly kind: 'tracked'; readonly observed: ObservedConnection }
  | { readonly kind: 'missing'; readonly gone?: string }
  | { readonly kind: 'adoptable'; readonly observed: ObservedConnection; readonly gone?: string }
  | { readonly kind: 'elsewhere'; readonly observed: ObservedConnection }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly ObservedConnection[] }
  | { readonly kind: 'held'; readonly observed: ObservedConnection; readonly by: ConnectionKey };

/** The observed connections of one sandbox, ready for look-ups. */
export interface SandboxIndex {
  readonly byId: ReadonlyMap<string, ObservedConnection>;
  readonly byName: ReadonlyMap<string, readonly ObservedConnection[]>;
}

/** Who has recorded what. */
export interface Claims {
  /** The key that recorded an id. */
  readonly byId: ReadonlyMap<string, ConnectionKey>;
  /** Whether the list still asks for a key. */
  isDesired(key: ConnectionKey): boolean;
}

/** Arranges a listing for look-ups by id and by name. */
export function indexSandbox(listing: readonly ObservedConnection[]): SandboxIndex {
  const byId = new Map<string, ObservedConnection>();
  for (const connection of listing) {
    // A listing can show one connection on two pages when others are created in between.
    if (!byId.has(connection.id)) byId.set(connection.id, connection);
  }
  return { byId, byName: groupBy(byId.values(), ({ name }) => name) };
}

/** What is known about one entry when it is matched. */
export interface MatchQuestion {
  readonly entry: DesiredConnection;
  readonly record: ConnectionRecord | undefined;
  readonly index: SandboxIndex;
  readonly claims: Claims;
}

/** Finds the observed connection that an entry is. */
export function matchEntry({ entry, record, index, claims }: MatchQuestion): Match {
  const tracked = record && index.byId.get(record.id);
  if (tracked !== undefined) return { kind: 'tracked', observed: tracked };
  const gone = record && { gone: record.id };
  const named = index.byName.get(entry.name) ?? [];
  const free = named.filter((connection) => !claims.byId.has(connection.id));
  if (free.length > 1) return { kind: 'ambiguous', candidates: free };
  const [only] = free;
  if (only !== undefined) {
    const same = sameTarget(targetOf(only.params), targetOf(entry.params));
    return same ? { kind: 'adoptable', observed: only, ...gone } : { kind: 'elsewhere', observed: only };
  }
  return heldByOrphan(named, claims) ?? { kind: 'missing', ...gone };
}

/** A key that was renamed in the list leaves its connection recorded under the old key: creating would make a twin. */
function heldByOrphan(named: readonly ObservedConnection[], claims: Claims): Match | undefined {
  const held = named.flatMap((observed) => {
    const by = claims.byId.get(observed.id);
    return by === undefined || claims.isDesired(by) ? [] : [{ kind: 'held' as const, observed, by }];
  });
  // Of several the one of the first key, whatever the order of the listing.
  return held.sort((left, right) => compareText(left.by, right.by))[0];
}
