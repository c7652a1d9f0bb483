// Decides what an export writes: which connections, under which keys, and which are left out because a list could not
// hold them. Whether an entry is as good as it looks is judged by the plan that it leads to, and by nothing else. Pure;
// the same platform gives the same entries, in whatever order it lists them.
import { connectionKey } from './connection.ts';
import type { ConnectionKey, DesiredConnection, ObservedConnection } from './connection.ts';
import { fieldsOf, secretParamOf } from './export-fields.ts';
import type { MayStand, WrittenFields } from './export-fields.ts';
import { namesBeside, numbered, slugOf, variableOf } from './export-names.ts';
import { indexSandbox } from './match.ts';
import type { Move } from './moves.ts';
import { compareText } from './order.ts';
import { planConnections } from './plan.ts';
import type { Observed, Plan, PlanInput } from './plan.ts';
import { claimedIds } from './state.ts';
import type { State } from './state.ts';
import { groupBy } from './grouping.ts';

/** Everything that an export depends on. */
export interface ExportQuestion {
  /** The whole list, as far as there is one. */
  readonly desired: readonly DesiredConnection[];
  readonly moves: readonly Move[];
  readonly state: State;
  readonly observed: Observed;
  /** Leave out what is listed or recorded. */
  readonly unmanaged: boolean;
  /** Whether this run is about a key. */
  readonly selectsKey: (key: ConnectionKey) => boolean;
  readonly mayStand: MayStand;
}

/** One connection under the key that it has in the export. */
export interface Standing {
  readonly key: ConnectionKey;
  readonly sandbox: string;
  readonly connection: ObservedConnection;
}

/** A connection that is written as an entry. */
export interface ExportEntry extends Standing, WrittenFields {}

/** A connection that no entry can stand for. */
export interface Omission extends Standing {
  readonly reason: string;
}

/** What is written and what is left out, each by sandbox, name and id. */
export interface Export {
  readonly entries: readonly ExportEntry[];
  readonly omitted: readonly Omission[];
}

/** A connection, and who looks after it. */
interface Found extends Standing {
  /** Whether it is recorded, or an entry of the list is about to adopt it. */
  readonly managed: boolean;
}

/** Chooses what is exported. */
export function planExport(question: ExportQuestion): Export {
  const { state, mayStand, unmanaged, selectsKey } = question;
  const found = findStanding(question);
  const reasons = new Map([...nameReasons(found), ...(unmanaged ? listedReasons(question, found) : [])]);
  const nameVariable = variableNaming(question, found);
  const entries: ExportEntry[] = [];
  const omitted: Omission[] = [];
  for (const { managed, ...standing } of found) {
    const { key, sandbox, connection } = standing;
    // Named whether it is written or not, so that no name depends on what else a run is about.
    const variable = nameVariable(standing);
    if ((unmanaged && managed) || !selectsKey(key)) continue;
    const reason = reasons.get(connection.id);
    if (reason !== undefined) {
      omitted.push({ ...standing, reason });
    } else {
      const localKey = key.slice(sandbox.length + 1);
      const record = state.connections.get(key);
      const fields = fieldsOf({ connection, sandbox, localKey, variable, record, mayStand });
      entries.push({ ...standing, ...fields });
    }
  }
  return { entries, omitted };
}

/** Takes entries out of an export, by key, for a reason each. */
export function withdraw({ entries, omitted }: Export, reasons: ReadonlyMap<ConnectionKey, string>): Export {
  const taken = entries.flatMap(({ key, sandbox, connection }) => {
    const reason = reasons.get(key);
    return reason === undefined ? [] : [{ key, sandbox, connection, reason }];
  });
  return {
    entries: entries.filter(({ key }) => !reasons.has(key)),
    omitted: [...omitted, ...taken].sort(byPlace),
  };
}

/** The plan that an export leads to when it takes the place of the list, or stands beside it. */
export function planAfterExport(question: ExportQuestion, exported: readonly DesiredConnection[]): Plan {
  const listed = [...exported, ...(question.unmanaged ? question.desired : [])];
  return planConnections({ ...neutral(question), desired: exported, listed, moves: [] });
}

/** What speaks against entries, by key: everything that the plan would do beside leaving or adopting what they are. */
export function objections({ actions }: Plan, { entries }: Export): Map<ConnectionKey, string> {
  const ids = new Map(entries.map(({ key, connection }) => [key, connection.id]));
  const found = new Map<ConnectionKey, string>();
  for (const action of actions) {
    const { kind, key, id } = action;
    if ((kind === 'none' || kind === 'adopt') && id === ids.get(key)) continue;
    const changed = action.fields.map(({ path }) => path).join(', ');
    const reason = kind === 'conflict' ? action.conflict.reason : `plan would ${kind} it (${changed})`;
    found.set(key, reason);
  }
  return found;
}

/** The parts of a plan's input that an export has no use for. */
function neutral({ state, observed }: ExportQuestion): Omit<PlanInput, 'desired' | 'listed' | 'moves'> {
  return {
    state,
    observed,
    fingerprints: new Map(),
    selectsKey: () => false,
    prune: false,
    rotates: () => false,
  };
}

/** Every connection with its key: the recorded one, that of the entry that would adopt it, or one made of its name. */
function findStanding(question: ExportQuestion): Found[] {
  const { desired, moves, state, observed } = question;
  const owners = new Map<string, ConnectionKey>();
  const plan = planConnections({ ...neutral(question), desired, listed: desired, moves });
  for (const action of plan.actions) if (action.kind === 'adopt') owners.set(action.observed.id, action.key);
  for (const [id, key] of claimedIds(state.connections)) owners.set(id, key);
  const nameKey = namesBeside([...desired.map(({ key }) => key), ...state.connections.keys()]);
  const standing = [...observed].flatMap(([sandbox, view]) =>
    'listing' in view
      ? [...indexSandbox(view.listing).byId.values()].map((connection) => ({ sandbox, connection }))
      : [],
  );
  return standing.sort(byPlace).map(({ sandbox, connection }) => {
    const owner = owners.get(connection.id);
    if (owner?.startsWith(`${sandbox}/`) === true) return { key: owner, sandbox, connection, managed: true };
    const slug = slugOf(connection.name);
    const key = nameKey((number) => connectionKey(sandbox, `${slug}${numbered(number, '-')}`));
    return { key, sandbox, connection, managed: owner !== undefined };
  });
}

type Placed = Pick<Standing, 'sandbox' | 'connection'>;

function byPlace(left: Placed, right: Placed): number {
  return (
    compareText(left.sandbox, right.sandbox) ||
    compareText(left.connection.name, right.connection.name) ||
    compareText(left.connection.id, right.connection.id)
  );
}

/** Of several connections of one name a list can hold one: the recorded one, if there is one. Reasons by id. */
function nameReasons(found: readonly Found[]): [string, string][] {
  return [...byName(found)].flatMap(([, namesakes]) => {
    if (namesakes.length === 1) return [];
    const kept = namesakes.find(({ managed }) => managed);
    const held =
      kept === undefined ? 'and nothing tells which is meant' : `and ${kept.key} is ${kept.connection.id}`;
    const reason = `${namesakes.length} connections of its sandbox have this name, of which a list can hold one, ${held}`;
    return namesakes.flatMap((each): [string, string][] =>
      each === kept ? [] : [[each.connection.id, reason]],
    );
  });
}

/** Names that the list has given away already, where the export is to stand beside it. Reasons by id. */
function listedReasons({ desired }: ExportQuestion, found: readonly Found[]): [string, string][] {
  const named = byName(found.filter(({ managed }) => !managed));
  return desired.flatMap(({ sandbox, name, key }) =>
    (named.get(placeOf(sandbox, name)) ?? []).map(({ connection }): [string, string] => [
      connection.id,
      `the list has another entry of this name in its sandbox, ${key}`,
    ]),
  );
}

function byName(found: readonly Found[]): Map<string, Found[]> {
  return groupBy(found, ({ sandbox, connection }) => placeOf(sandbox, connection.name));
}

function placeOf(sandbox: string, name: string): string {
  return JSON.stringify([sandbox, name]);
}

/** Names a variable for every secret, unlike those of entries that stay in the list beside. */
function variableNaming(
  { desired }: ExportQuestion,
  found: readonly Found[],
): (standing: Standing) => string {
  const keys = new Set(found.map(({ key }) => key));
  const others = desired.filter(({ key }) => !keys.has(key)).map(({ secret: { ref } }) => ref);
  const nameVariable = namesBeside(others.flatMap((ref) => (ref.kind === 'env' ? [ref.name] : [])));
  return ({ key, connection }) => {
    const stem = variableOf(key);
    const end = ENDINGS[secretParamOf(connection)];
    return nameVariable((number) => `${stem}${numbered(number, '_')}_${end}`);
  };
}

const ENDINGS = { password: 'PASSWORD', connectionString: 'CONNECTION_STRING' } as const;
