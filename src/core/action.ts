// What a plan can do to one entry, as data: the verbs of the planning table. Which verb an entry gets is decided in
// plan.ts and unlisted.ts; how each is carried out is decided in apply/.
import type { Conflict } from './conflict.ts';
import type { ConnectionKey, DesiredConnection, ObservedConnection } from './connection.ts';
import type { CredentialVerdict } from './credential.ts';
import type { SourceRange } from './diagnostic.ts';
import type { Cause, FieldChange } from './diff.ts';
import type { Failure } from './failure.ts';
import type { ConnectionRecord } from './state.ts';

/** What every action carries, whatever it does. */
export interface ActionOf<Kind extends string> {
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
  /**
   * The key of the same entry in another sandbox: where a `create` moves from, where an orphan or a `delete` moves to.
   * A connection cannot change its sandbox, so such a move is one of each.
   */
  readonly counterpart?: ConnectionKey;
}

interface Wanted {
  readonly entry: DesiredConnection;
}

interface Recorded {
  readonly record: ConnectionRecord;
}

interface Seen {
  readonly observed: ObservedConnection;
}

/** What is known of the secret of an entry whose connection is recorded. */
interface Compared {
  readonly credential: CredentialVerdict;
}

/** Drift that the entry asks to have reported and left. */
interface Leaving {
  readonly left: readonly FieldChange[];
}

/** What is known of a connection that is left as it is. */
interface Unchanged {
  readonly refreshed: boolean;
  /** The connection as it was seen; only where it has drifted, so that a report can say who changed it and when. */
  readonly drifted?: ObservedConnection;
}

/**
 * Why an orphan is kept: nobody asked to prune, the entry was protected, a renamed entry stands in the way, or its
 * connection could not be read.
 */
export type KeptBecause = 'not-asked' | 'protected' | 'held' | 'unread';

/**
 * What the plan does to one entry. An entry can have several in a row: `move` before anything else, `adopt` before the
 * `update` of what still differs.
 */
export type Action =
  | (ActionOf<'create' | 'recreate'> & Wanted)
  | (ActionOf<'adopt'> & Wanted & Seen)
  | (ActionOf<'update'> & Wanted & Seen & Compared & Leaving)
  | (ActionOf<'none'> & Wanted & Recorded & Compared & Leaving & Unchanged)
  | (ActionOf<'conflict'> & Wanted & { readonly conflict: Conflict })
  | (ActionOf<'blocked'> & Wanted & { readonly failure: Failure })
  | (ActionOf<'move'> & Wanted & Recorded & { readonly from: ConnectionKey })
  | (ActionOf<'orphan'> & Recorded & { readonly because: KeptBecause })
  | (ActionOf<'delete'> & Recorded & Seen)
  | (ActionOf<'forget'> & Recorded);

/** The verbs of the planning table. */
export type ActionKind = Action['kind'];

/** An action of one kind. */
export type ActionThat<Kind extends ActionKind> = Extract<Action, { kind: Kind }>;

/** Kinds that `apply` carries out; the others only tell. */
const ACTING: ReadonlySet<ActionKind> = new Set<ActionKind>([
  'create',
  'recreate',
  'adopt',
  'update',
  'move',
  'delete',
  'forget',
]);

/** Whether `apply` carries an action out. */
export function isChange({ kind }: { readonly kind: ActionKind }): boolean {
  return ACTING.has(kind);
}

/** The start of an action about an entry. */
export function about<Kind extends ActionKind>(
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

/** The etag that an action relies on, null where it relies on none. */
export function etagOf(action: Action): string | null {
  return 'observed' in action ? action.observed.etag : null;
}
