// What the state file holds: per entry the id, the etag and the non-secret fields applied last. Pure transitions only;
// how it is written to disk is decided in backend/. The rule not to break: no secret ever enters a record.
import { USUAL_SPEC_NAMES } from './connection.ts';
import type { ConnectionKey, DesiredConnection, VisibleParams } from './connection.ts';
import { compareText } from './order.ts';

/** One recorded connection. */
export interface ConnectionRecord {
  readonly sandbox: string;
  readonly name: string;
  readonly description?: string;
  /** Absent for the usual `Basic Authentication`. */
  readonly specName?: string;
  readonly id: string;
  readonly etag: string;
  /** The non-secret members of `auth.params` that were applied last. */
  readonly applied: VisibleParams;
  /** Keyed digest of the secret that was applied last, `v1:<keyId>:<hmac>`. */
  readonly credential?: string;
  /** The entry asked never to be deleted: remembered here, because a deletion follows when it is no longer listed. */
  readonly protect?: true;
}

/** A record that lacks only what the platform will answer: what an intent says is about to exist. */
export type PendingRecord = Omit<ConnectionRecord, 'id' | 'etag'>;

/** Everything recorded about one organisation's connections. */
export interface State {
  /** The family id of a state: it stays the same for as long as the file is carried on. */
  readonly lineage: string;
  /** Goes up by one with every change on disk. */
  readonly serial: number;
  /** Origin of the platform, or `emulator` for the embedded one. */
  readonly platform: string;
  readonly orgId: string;
  readonly connections: ReadonlyMap<ConnectionKey, ConnectionRecord>;
}

/** What is going to be recorded for an entry once it has been created, adopted or updated. */
export function pendingRecord(entry: DesiredConnection, credential: string | undefined): PendingRecord {
  return {
    sandbox: entry.sandbox,
    name: entry.name,
    ...(entry.description !== undefined && { description: entry.description }),
    // Nearly every entry logs in with a password, so records leave that out.
    ...(entry.specName !== USUAL_SPEC_NAMES.password && { specName: entry.specName }),
    applied: entry.params,
    ...(credential !== undefined && { credential }),
    ...(entry.protect && { protect: true }),
  };
}

/** Completes a pending record with what the platform answered. */
export function completeRecord(
  pending: PendingRecord,
  identity: { id: string; etag: string },
): ConnectionRecord {
  return { id: identity.id, etag: identity.etag, ...pending };
}

/** Which key has recorded which id: an id belongs to one entry only. Of several the first key, whatever their order. */
export function claimedIds(connections: State['connections']): Map<string, ConnectionKey> {
  const claims = new Map<string, ConnectionKey>();
  for (const [key, { id }] of connections) {
    const holder = claims.get(id);
    if (holder === undefined || compareText(key, holder) < 0) claims.set(id, key);
  }
  return claims;
}

/** Whether two states say the same, in whatever order. */
export function sameState(left: State, right: State): boolean {
  const { connections: records, ...plain } = left;
  const { connections: others, ...otherPlain } = right;
  if (records.size !== others.size || !sameMembers(plain, otherPlain)) return false;
  return [...records].every(([key, record]) => {
    const other = others.get(key);
    return other !== undefined && sameRecord(record, other);
  });
}

/** Whether two records say the same, in whatever order. */
export function sameRecord(left: ConnectionRecord, right: ConnectionRecord): boolean {
  const { applied: one, ...plain } = left;
  const { applied: other, ...otherPlain } = right;
  return sameMembers(plain, otherPlain) && sameMembers(one, other);
}

function sameMembers(left: object, right: object): boolean {
  const members = Object.entries(left) as [string, unknown][];
  return (
    members.length === Object.keys(right).length &&
    members.every(([name, value]) => sameValue(value, Reflect.get(right, name)))
  );
}

/** Nearly every member is a text; only what is no scalar is worth writing out. */
function sameValue(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}

/** A record with its members in the order of the state file, so that equal records are equal bytes. */
export function sortedRecord(record: ConnectionRecord): ConnectionRecord {
  const { sandbox, name, description, specName, id, etag, applied, credential, protect } = record;
  return {
    sandbox,
    name,
    ...(description !== undefined && { description }),
    ...(specName !== undefined && { specName }),
    id,
    etag,
    applied: Object.fromEntries(Object.entries(applied).sort(([one], [two]) => compareText(one, two))),
    ...(credential !== undefined && { credential }),
    ...(protect === true && { protect }),
  };
}
