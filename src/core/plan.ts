// Decides what happens to every entry: the planning table, as one pure function of desired, recorded and observed.
// Nothing here acts, and nothing elsewhere decides: `plan` shows what this returns, `apply` does exactly that or less.
import type { ConnectionKey, DesiredConnection, ObservedConnection } from './connection.ts';
import { compareText } from './order.ts';
import { diffEntry, fieldsOfCreation, secretChange } from './diff.ts';
import type { Cause, FieldChange } from './diff.ts';
import type { SourceRange } from './diagnostic.ts';
import type { Failure } from './failure.ts';
import { indexSandbox, matchEntry } from './match.ts';
import type { Claims, Match, SandboxIndex } from './match.ts';
import { conflictOf, specConflict } from './conflict.ts';
import type { Conflict } from './conflict.ts';
import { claimedIds, completeRecord, pendingRecord, sameRecord } from './state.ts';
import type { ConnectionRecord, State } from './state.ts';

/** What every action carries, whatever it does. */
interface ActionOf<Kind extends string> {
  readonly kind: Kind;
  readonly key: ConnectionKey;
  readonly sandbox: string;
  readonly name: string;
  /** The platform's id of the connection concerned, null where there is none yet. */
  readonly id: string | null;
  readonly causes: readonly Cause[];
  readonly fields: readonly FieldChange[];
  /** Where the entry stands in the list; absent for records that the list no longer asks for. */
  readonly range?: SourceRange;
}

interface Wanted {
  readonly entry: DesiredConnection;
}

/** What the plan does to one entry. An adopted entry whose fields differ has two: `adopt`, then `update`. */
export type Action =
  | (ActionOf<'create' | 'recreate'> & Wanted)
  | (ActionOf<'adopt'> & Wanted & { readonly observed: ObservedConnection })
  | (ActionOf<'update'> & Wanted & { readonly observed: ObservedConnection })
  | (ActionOf<'none'> & Wanted & { readonly record: ConnectionRecord; readonly refreshed: boolean })
  | (ActionOf<'conflict'> & Wanted & { readonly conflict: Conflict })
  | (ActionOf<'blocked'> & Wanted & { readonly failure: Failure })
  | (ActionOf<'orphan'> & { readonly record: ConnectionRecord })
  | (ActionOf<'forget'> & { readonly record: ConnectionRecord });

/** The verbs of the planning table. */
export type ActionKind = Action['kind'];

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

/** Everything that a plan depends on. */
export interface PlanInput {
  /** The entries asked for by this run. */
  readonly desired: readonly DesiredConnection[];
  /** Keys of the whole list, also of entries that this run leaves out. */
  readonly listed: ReadonlySet<ConnectionKey>;
  readonly state: State;
  readonly observed: Observed;
  /** Fingerprints of the secrets as declared today; empty without a state key. */
  readonly fingerprints: Fingerprints;
  /** Whether this run looks after a recorded key that the list no longer asks for. */
  readonly selectsKey: (key: ConnectionKey, sandbox: string) => boolean;
}

/** The list of actions that turns observed into desired, sorted by key. */
export interface Plan {
  readonly actions: readonly Action[];
  /** Observed, neither desired nor recorded. Never touched. */
  readonly unmanaged: readonly { readonly sandbox: string; readonly connection: ObservedConnection }[];
  readonly lineage: string;
  readonly serial: number;
}

/** Computes the plan. */
export function planConnections(input: PlanInput): Plan {
  const claims: Claims = { byId: claimedIds(input.state), isDesired: (key) => input.listed.has(key) };
  const indexes = new Map<string, SandboxIndex>();
  for (const [sandbox, view] of input.observed) {
    if ('listing' in view) indexes.set(sandbox, indexSandbox(view.listing));
  }
  const actions: Action[] = [];
  const adopted = new Set<string>();
  for (const entry of input.desired) {
    const planned = planEntry({ entry, input, claims, index: indexes.get(entry.sandbox) });
    for (const action of planned) if (action.kind === 'adopt') adopted.add(action.observed.id);
    actions.push(...planned);
  }
  for (const [key, record] of input.state.connections) {
    if (input.listed.has(key) || !input.selectsKey(key, record.sandbox)) continue;
    const view = input.observed.get(record.sandbox);
    const unread = view !== undefined && 'listing' in view && view.unread.has(record.id);
    actions.push(planUnlisted(key, record, unread ? undefined : indexes.get(record.sandbox)));
  }
  // Stable sort: `adopt` stays ahead of the `update` of the same entry.
  actions.sort((left, right) => compareText(left.key, right.key));
  const { lineage, serial } = input.state;
  return { actions, unmanaged: findUnmanaged(indexes, claims, adopted), lineage, serial };
}

interface EntryQuestion {
  readonly entry: DesiredConnection;
  readonly input: PlanInput;
  readonly claims: Claims;
  readonly index: SandboxIndex | undefined;
}

function planEntry({ entry, input, claims, index }: EntryQuestion): Action[] {
  const record = input.state.connections.get(entry.key);
  const view = input.observed.get(entry.sandbox);
  const failure = view === undefined || !('listing' in view) ? view : view.unread.get(record?.id ?? '');
  if (index === undefined || failure !== undefined) {
    return [{ ...about(entry, 'blocked', record?.id), failure: failure ?? NEVER_READ }];
  }
  const match = matchEntry({ entry, record, index, claims });
  return planMatch({ entry, record, match, fingerprint: input.fingerprints.get(entry.key) });
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
      return planTracked(matched, match.observed);
    case 'adoptable':
      return planAdoption(entry, match.observed);
    case 'elsewhere':
    case 'ambiguous':
    case 'held':
      return [{ ...about(entry, 'conflict', null), conflict: conflictOf(entry, match) }];
  }
}

function planTracked({ entry, record, fingerprint }: MatchedEntry, observed: ObservedConnection): Action[] {
  const unfit = specConflict(entry, observed);
  if (unfit) return [{ ...about(entry, 'conflict', observed.id), conflict: unfit }];
  const difference = diffEntry(entry, record, observed);
  const rotated = secretChanged(record?.credential, fingerprint);
  if (difference.fields.length === 0 && !rotated && record !== undefined) {
    return [unchanged(entry, record, { observed, fingerprint })];
  }
  const causes: Cause[] = [...difference.causes, ...(rotated ? (['credential'] as const) : [])];
  const onlyDrift = causes.every((cause) => cause === 'drift');
  if (onlyDrift && entry.onDrift === 'report' && record !== undefined) {
    // Shown as drift and left: the record keeps what was applied, so that it is drift again tomorrow.
    return [{ ...about(entry, 'none', record.id), ...difference, record, refreshed: false }];
  }
  const fields = [...difference.fields, ...(rotated ? [secretChange(entry)] : [])];
  return [{ ...about(entry, 'update', observed.id), causes: causes.sort(), fields, observed }];
}

function planAdoption(entry: DesiredConnection, observed: ObservedConnection): Action[] {
  const unfit = specConflict(entry, observed);
  if (unfit) return [{ ...about(entry, 'conflict', observed.id), conflict: unfit }];
  const adopt: Action = { ...about(entry, 'adopt', observed.id), observed };
  const difference = diffEntry(entry, undefined, observed);
  if (difference.fields.length === 0) return [adopt];
  return [adopt, { ...about(entry, 'update', observed.id), ...difference, observed }];
}

function unchanged(
  entry: DesiredConnection,
  record: ConnectionRecord,
  seen: { observed: ObservedConnection; fingerprint: string | undefined },
): Action {
  // A fingerprint of another key says nothing about today's secret, so the old one stays until a rotation.
  const credential = record.credential ?? seen.fingerprint;
  const fresh = completeRecord(pendingRecord(entry, credential), seen.observed);
  return { ...about(entry, 'none', record.id), record: fresh, refreshed: !sameRecord(fresh, record) };
}

/** Whether a secret differs from the one applied last. Fingerprints under different state keys cannot tell. */
function secretChanged(recorded: string | undefined, today: string | undefined): boolean {
  if (recorded === undefined || today === undefined) return false;
  const stateKeyOf = (fingerprint: string): string => fingerprint.slice(0, fingerprint.lastIndexOf(':'));
  return stateKeyOf(recorded) === stateKeyOf(today) && recorded !== today;
}

/** A record that the list no longer asks for: kept while its connection stands, or while nobody can tell. */
function planUnlisted(key: ConnectionKey, record: ConnectionRecord, index: SandboxIndex | undefined): Action {
  const kind = index === undefined || index.byId.has(record.id) ? 'orphan' : 'forget';
  const { sandbox, name, id } = record;
  return { kind, key, sandbox, name, id, causes: [], fields: [], record };
}

function findUnmanaged(
  indexes: ReadonlyMap<string, SandboxIndex>,
  claims: Claims,
  adopted: ReadonlySet<string>,
): Plan['unmanaged'] {
  const found = [...indexes].flatMap(([sandbox, index]) =>
    [...index.byId.values()]
      .filter(({ id }) => !claims.byId.has(id) && !adopted.has(id))
      .map((connection) => ({ sandbox, connection })),
  );
  const rank = ({ sandbox, connection }: Plan['unmanaged'][number]): string =>
    [sandbox, connection.name, connection.id].join('\n');
  return found.sort((left, right) => compareText(rank(left), rank(right)));
}

function about<Kind extends ActionKind>(
  entry: DesiredConnection,
  kind: Kind,
  id: string | null | undefined,
): ActionOf<Kind> & Wanted {
  const { key, sandbox, name, range } = entry;
  return { kind, key, sandbox, name, id: id ?? null, causes: [], fields: [], range, entry };
}

/** Whether an action sends the entry's secret: everything that writes `/auth/params` has to. */
export function sendsSecret(action: Action): boolean {
  if (action.kind === 'create' || action.kind === 'recreate') return true;
  return action.kind === 'update' && action.fields.some(({ path }) => path.startsWith('/auth/params/'));
}
