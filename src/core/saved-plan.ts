// A plan on file, and what may still be done of it later. Decides what a saved plan is bound to, when all of it is stale,
// and which of its changes still are what was shown; `apply FILE` does these and nothing else.
import { etagOf, isChange } from './action.ts';
import type { Action, ActionKind } from './action.ts';
import type { ConnectionKey } from './connection.ts';
import type { Diagnostic, SourceRange } from './diagnostic.ts';
import type { Cause, FieldChange } from './diff.ts';
import type { DeletionLimit } from './guard.ts';
import type { Plan } from './plan.ts';
import { groupBy } from './grouping.ts';

/** What a plan was made from: on anything else it means nothing. */
export interface PlanBinding {
  readonly lineage: string;
  readonly serial: number;
  readonly platform: string;
  readonly orgId: string;
  /** `sha256:<hex>` of everything that the whole list asks for. */
  readonly configuration: string;
}

/** What was asked for when the plan was made; carrying it out asks for the same. */
export interface AskedPlan {
  readonly files: readonly string[];
  readonly state?: string;
  readonly sandboxes: readonly string[];
  readonly only: readonly string[];
  readonly tags: readonly string[];
  readonly prune: boolean;
  readonly rotate?: readonly string[];
  readonly maxDelete?: DeletionLimit;
}

/** One action as it was shown. */
export interface SavedChange {
  readonly key: ConnectionKey;
  readonly sandbox: string;
  readonly name: string;
  readonly action: ActionKind;
  readonly cause: readonly Cause[];
  readonly id: string | null;
  /** The version of the connection that the change was planned for; null where there is none. */
  readonly etag: string | null;
  readonly fields: readonly FieldChange[];
  /** The key that a `move` takes the record from. */
  readonly from?: ConnectionKey;
  readonly source?: Pick<SourceRange, 'file' | 'line' | 'column'>;
}

/** A plan on file. Holds no secret. */
export interface SavedPlan {
  readonly binding: PlanBinding;
  readonly asked: AskedPlan;
  readonly changes: readonly SavedChange[];
}

/** A change that can no longer be carried out as it was shown. */
export interface StaleChange {
  readonly change: SavedChange;
  readonly why: string;
}

/** What of a saved plan can still be done. */
export interface Restricted {
  readonly plan: Plan;
  readonly stale: readonly StaleChange[];
  /** Keys with changes that the saved plan does not show, and that are left for another one. */
  readonly unplanned: readonly ConnectionKey[];
}

/** Makes the form in which a plan is saved. */
export function savePlan(plan: Plan, rest: Pick<SavedPlan, 'binding' | 'asked'>): SavedPlan {
  return { ...rest, changes: plan.actions.filter(({ kind }) => kind !== 'none').map(savedChange) };
}

function savedChange(action: Action): SavedChange {
  const { key, sandbox, name, kind, causes, id, fields, range } = action;
  return {
    key,
    sandbox,
    name,
    action: kind,
    cause: causes,
    id,
    etag: etagOf(action),
    fields,
    ...(action.kind === 'move' && { from: action.from }),
    ...(range !== undefined && { source: { file: range.file, line: range.line, column: range.column } }),
  };
}

/** Why a saved plan cannot be carried out at all; undefined when it can. */
export function judgeBinding(saved: PlanBinding, now: PlanBinding): Diagnostic | undefined {
  if (saved.platform !== now.platform || saved.orgId !== now.orgId)
    return stalePlan(
      `it was made for ${saved.orgId} on ${saved.platform}, and this run is about ${now.orgId} on ${now.platform}`,
    );
  if (saved.configuration !== now.configuration) return stalePlan('the list has changed since it was made');
  // A state that was never written has a new lineage each time it is read.
  if (saved.lineage !== now.lineage && saved.serial > 0) return stalePlan('it was made from another state');
  if (saved.serial > now.serial)
    return stalePlan(
      `it was made from serial ${saved.serial} of the state, and the state is only at ${now.serial}`,
    );
  if (saved.serial < now.serial)
    return stalePlan(`the state has gone on from serial ${saved.serial} to ${now.serial} since it was made`);
  return undefined;
}

function stalePlan(why: string): Diagnostic {
  const fix = 'Make a new plan with plan --out, look at it, and apply that.';
  return { severity: 'error', code: 'plan-stale', summary: `the saved plan is stale: ${why}`, fix };
}

/** Keeps of a fresh plan what the saved one shows, and names what of the saved one no longer holds. */
export function restrictPlan(saved: SavedPlan, fresh: Plan): Restricted {
  const wanted = groupBy(
    saved.changes.filter(({ action }) => isChange({ kind: action })),
    keyOf,
  );
  const shown = groupBy(saved.changes, keyOf);
  const found = groupBy(
    fresh.actions.filter(({ kind }) => kind !== 'none'),
    keyOf,
  );
  const kept: Action[] = [];
  const unplanned: ConnectionKey[] = [];
  const stale: StaleChange[] = [];
  for (const [key, actions] of found) {
    const same = holdsFor(shown.get(key) ?? [], actions);
    if (same.length > 0) kept.push(...same);
    else if (!wanted.has(key) && actions.some(isChange)) unplanned.push(key);
  }
  const carried = new Set(kept.map(({ key }) => key));
  for (const [key, changes] of wanted) {
    if (carried.has(key)) continue;
    const why = whyStale(changes, found.get(key) ?? []);
    stale.push(...changes.map((change) => ({ change, why })));
  }
  return { plan: { ...fresh, actions: kept }, stale, unplanned };
}

/** The actions of one entry if they are those that were shown; none when they are others. */
function holdsFor(changes: readonly SavedChange[], actions: readonly Action[]): Action[] {
  const reduced = withoutUnshownSecret(changes, actions);
  return fingerprintOf(changes) === fingerprintOf(reduced.map(savedChange)) ? reduced : [];
}

/** A plan made without the secrets could not see that one has changed: that is for another plan. */
function withoutUnshownSecret(changes: readonly SavedChange[], actions: readonly Action[]): Action[] {
  const showsSecret = changes.some(({ fields }) => fields.some(({ sensitive }) => sensitive));
  return actions.flatMap((action) => {
    if (action.kind !== 'update' || showsSecret) return [action];
    const fields = action.fields.filter(({ sensitive }) => !sensitive);
    const causes = action.causes.filter((cause) => cause !== 'credential');
    return fields.length === 0 ? [] : [{ ...action, fields, causes }];
  });
}

function fingerprintOf(changes: readonly SavedChange[]): string {
  const parts = changes.map(({ sandbox, name, action, cause, id, etag, fields, from }) => {
    const values = fields.map(({ path, before, after, sensitive }) => [path, before, after, sensitive]);
    return [sandbox, name, action, cause, id, etag, values, from];
  });
  return JSON.stringify(parts);
}

function whyStale(changes: readonly SavedChange[], actions: readonly Action[]): string {
  const [first] = actions;
  if (first === undefined) return 'nothing is left to do';
  if (first.kind === 'blocked') return first.failure.message;
  if (first.kind === 'conflict') return first.conflict.reason;
  const kinds = (names: readonly string[]): string => names.join(' and ');
  const planned = kinds(changes.map(({ action }) => action));
  const now = kinds(actions.map(({ kind }) => kind));
  if (planned !== now) return `it would now take: ${now}`;
  const who = 'observed' in first ? first.observed.updatedBy : undefined;
  return `the connection was changed on the platform${who === undefined ? '' : ` by ${who}`} since the plan was made`;
}

function keyOf({ key }: { readonly key: ConnectionKey }): ConnectionKey {
  return key;
}
