// Decides what happens to every entry: the planning table, as one pure function of desired, recorded and observed.
// Nothing here acts, and nothing elsewhere decides: `plan` shows what this returns, `apply` does exactly that or less.
import { about } from './action.ts';
import type { Action } from './action.ts';
import { conflictOf, moveConflict, specConflict } from './conflict.ts';
import type { ConnectionKey, DesiredConnection, ObservedConnection } from './connection.ts';
import { judgeCredential } from './credential.ts';
import { diffEntry, fieldsOfCreation, secretChange } from './diff.ts';
import type { Cause } from './diff.ts';
import type { Failure } from './failure.ts';
import { indexSandbox, matchEntry } from './match.ts';
import type { Claims, Match, SandboxIndex } from './match.ts';
import { followMoves } from './moves.ts';
import type { Move, Moved } from './moves.ts';
import { compareText } from './order.ts';
import { counterparts } from './relocation.ts';
import { claimedIds, completeRecord, pendingRecord, sameRecord } from './state.ts';
import type { ConnectionRecord, State } from './state.ts';
import { planUnlisted } from './unlisted.ts';
import { findUnmanaged } from './unmanaged.ts';
import type { Unmanaged } from './unmanaged.ts';

/** What was read of one sandbox. Connections that only a read by id showed stand in the listing too. */
export interface SandboxView {
  readonly listing: readonly ObservedConnection[];
  /** Recorded ids that the listing lacks and that could not be read one by one either. */
  readonly unread: ReadonlyMap<string, Failure>;
}

/** What a sandbox was found to hold, or why it could not be read. */
export type Observed = ReadonlyMap<string, SandboxView | Failure>;

/** Keyed digests of secrets as declared today, by entry. */
export type Fingerprints = ReadonlyMap<ConnectionKey, string>;

/** What of an entry counts for others, also where a run leaves it out. */
type ListedEntry = Pick<DesiredConnection, 'key' | 'sandbox' | 'name'>;

/** Everything that a plan depends on. */
export interface PlanInput {
  /** The entries asked for by this run. */
  readonly desired: readonly DesiredConnection[];
  /** The whole list, also the entries that this run leaves out. */
  readonly listed: readonly ListedEntry[];
  readonly moves: readonly Move[];
  readonly state: State;
  readonly observed: Observed;
  /** Fingerprints of the secrets as declared today; empty without a state key. */
  readonly fingerprints: Fingerprints;
  /** Whether this run looks after a recorded key that the list no longer asks for. */
  readonly selectsKey: (key: ConnectionKey, sandbox: string) => boolean;
  /** Whether records that the list no longer asks for lose their connection. */
  readonly prune: boolean;
  /** Whether the secret of an entry is to be sent anew, changed or not. */
  readonly rotates: (key: ConnectionKey) => boolean;
}

/** What a plan is about: the origin of the platform, or `emulator` for the embedded one, and the organisation. */
export interface Target {
  readonly platform: string;
  readonly orgId: string;
}

/** The list of actions that turns observed into desired, sorted by key. */
export interface Plan {
  readonly actions: readonly Action[];
  /** Observed, neither desired nor recorded. Never touched. */
  readonly unmanaged: readonly Unmanaged[];
  readonly lineage: string;
  readonly serial: number;
  /** Connections recorded in the state that it was made from. */
  readonly recorded: number;
}

/** Everything that follows from the input before any entry is looked at. */
interface Question {
  readonly input: PlanInput;
  readonly moved: Moved;
  readonly claims: Claims;
  readonly indexes: ReadonlyMap<string, SandboxIndex>;
}

/** Computes the plan. */
export function planConnections(input: PlanInput): Plan {
  const moved = followMoves(input.state, input.moves);
  const listedKeys = new Set(input.listed.map(({ key }) => key));
  const claims: Claims = {
    byId: claimedIds(moved.connections),
    isDesired: (key) => listedKeys.has(key),
  };
  const indexes = new Map<string, SandboxIndex>();
  for (const [sandbox, view] of input.observed) {
    if ('listing' in view) indexes.set(sandbox, indexSandbox(view.listing));
  }
  const question: Question = { input, moved, claims, indexes };
  const wanted = input.desired.map((entry) => planEntry(question, entry));
  const unlisted = planRecords(question);
  // Stable sort: the actions of one entry stay in their order.
  const actions = counterparts(wanted.flat(), unlisted).sort((left, right) =>
    compareText(left.key, right.key),
  );
  const adopted = new Set(actions.flatMap((action) => (action.kind === 'adopt' ? [action.observed.id] : [])));
  const { lineage, serial, connections } = input.state;
  const unmanaged = findUnmanaged(indexes, claims, adopted);
  return { actions, unmanaged, lineage, serial, recorded: connections.size };
}

function planEntry(question: Question, entry: DesiredConnection): Action[] {
  const { input, moved, claims, indexes } = question;
  const clash = moved.clashes.get(entry.key);
  const record = moved.connections.get(entry.key);
  if (clash !== undefined) {
    return [{ ...about(entry, 'conflict', record?.id), conflict: moveConflict(clash) }];
  }
  const index = indexes.get(entry.sandbox);
  const view = input.observed.get(entry.sandbox);
  const failure = view === undefined || !('listing' in view) ? view : unreadFor(question, entry, view.unread);
  // A pending move waits too: a create under the new key may still be in doubt.
  if (index === undefined || failure !== undefined)
    return [{ ...about(entry, 'blocked', record?.id), failure: failure ?? NEVER_READ }];
  const from = moved.pending.get(entry.key);
  const move: Action[] =
    from === undefined || record === undefined ? [] : [{ ...about(entry, 'move', record.id), from, record }];
  const match = matchEntry({ entry, record, index, claims });
  const fingerprint = input.fingerprints.get(entry.key);
  return [...move, ...planMatch({ entry, record, match, fingerprint, rotate: input.rotates(entry.key) })];
}

/**
 * Why it cannot be told what an entry is: its connection could not be read, or one of its name that an unlisted key has
 * recorded, of which a create could make a twin.
 */
function unreadFor(
  { moved, claims }: Question,
  { key, name }: DesiredConnection,
  unread: SandboxView['unread'],
): Failure | undefined {
  const record = moved.connections.get(key);
  if (record !== undefined) return unread.get(record.id);
  const namesakes = [...unread].filter(([id]) => {
    const by = claims.byId.get(id);
    return by !== undefined && !claims.isDesired(by) && moved.connections.get(by)?.name === name;
  });
  return namesakes.sort(([one], [two]) => compareText(one, two))[0]?.[1];
}

/** A sandbox that nobody asked to read is a gap in the run itself, but must not be taken for an empty sandbox. */
const NEVER_READ: Failure = {
  kind: 'not-sent',
  status: null,
  code: null,
  message: 'the sandbox was not read',
  requestId: null,
  retryable: true,
};

/** An entry together with what it was found to be. */
export interface MatchedEntry {
  readonly entry: DesiredConnection;
  readonly record: ConnectionRecord | undefined;
  readonly match: Match;
  readonly fingerprint: string | undefined;
  /** Whether the secret is to be sent anew. */
  readonly rotate: boolean;
}

/** The planning table, a case for each thing that an entry can be. */
export function planMatch(matched: MatchedEntry): Action[] {
  const { entry, match } = matched;
  switch (match.kind) {
    case 'missing':
      if (match.gone === undefined)
        return [{ ...about(entry, 'create', null), fields: fieldsOfCreation(entry) }];
      return [
        { ...about(entry, 'recreate', match.gone), causes: ['drift'], fields: fieldsOfCreation(entry) },
      ];
    case 'tracked':
      return planStanding(matched, match.observed);
    case 'adoptable':
      return planAdoption(matched, match.observed);
    case 'elsewhere':
    case 'ambiguous':
    case 'held':
      return [{ ...about(entry, 'conflict', null), conflict: conflictOf(entry, match) }];
  }
}

function planAdoption(matched: MatchedEntry, observed: ObservedConnection): Action[] {
  const adopt: Action = { ...about(matched.entry, 'adopt', observed.id), observed };
  // What was recorded of another connection says nothing about this one.
  const [next] = planStanding({ ...matched, record: undefined }, observed);
  if (next?.kind === 'conflict') return [next];
  return next?.kind === 'update' ? [adopt, next] : [adopt];
}

/** What an entry whose connection is known needs: nothing, an update, or a person. */
function planStanding(matched: MatchedEntry, observed: ObservedConnection): Action[] {
  const { entry, record, fingerprint, rotate } = matched;
  const unfit = specConflict(entry, observed);
  if (unfit) return [{ ...about(entry, 'conflict', observed.id), conflict: unfit }];
  const { fields, causes, left } = diffEntry(entry, record, observed);
  const credential = judgeCredential(record?.credential, fingerprint);
  const sendsAnew = rotate || credential === 'changed';
  if (fields.length > 0 || sendsAnew) {
    const why: Cause[] = sendsAnew ? [...causes, 'credential'] : [...causes];
    const changes = sendsAnew ? [...fields, secretChange(entry)] : fields;
    const update = { ...about(entry, 'update', observed.id), causes: why.sort(), fields: changes };
    return [{ ...update, credential, left, observed }];
  }
  if (record === undefined) return [];
  // A fingerprint of another key says nothing about today's secret, so the old one stays until a rotation.
  const fresh = completeRecord(pendingRecord(entry, record.credential ?? fingerprint), observed);
  const standing = { record: fresh, refreshed: !sameRecord(fresh, record) };
  const drifted = left.length > 0 && { drifted: observed };
  return [{ credential, left, ...standing, ...about(entry, 'none', record.id), ...drifted }];
}

/** The records that the list no longer asks for. */
function planRecords({ input, moved, claims, indexes }: Question): Action[] {
  const listedIds = new Set<string>();
  for (const [key, { id }] of moved.connections) if (claims.isDesired(key)) listedIds.add(id);
  const clashing = new Set([...moved.clashes.values()].flat().map(({ key }) => key));
  const awaited = awaitedNames({ input, moved, claims, indexes });
  return [...moved.connections].flatMap(([key, record]) => {
    const { sandbox, id } = record;
    if (claims.isDesired(key) || !input.selectsKey(key, sandbox)) return [];
    const view = input.observed.get(sandbox);
    const unread = view !== undefined && 'listing' in view && view.unread.has(id);
    const index = unread ? undefined : indexes.get(sandbox);
    const name = index?.byId.get(id)?.name ?? record.name;
    const held = clashing.has(key) || awaited.has(`${sandbox}/${name}`);
    return [planUnlisted({ key, record, index, prune: input.prune, shared: listedIds.has(id), held })];
  });
}

/**
 * `sandbox/name` of every listed entry without a connection, whether or not the run is about it: an unlisted record of
 * that name may be the same entry under its old key.
 */
function awaitedNames({ input, moved, indexes }: Question): Set<string> {
  const waiting = input.listed.filter(({ key, sandbox }) => {
    const record = moved.connections.get(key);
    return record === undefined || indexes.get(sandbox)?.byId.has(record.id) === false;
  });
  return new Set(waiting.map(({ sandbox, name }) => `${sandbox}/${name}`));
}
