// Decides which declared fields differ, and whether the list or the platform moved (three-way). Only declared,
// non-secret fields count: the service adds fields of its own, and what it shows for a secret is not comparable.
import type { DesiredConnection, Json, ObservedConnection } from './connection.ts';
import { compareText } from './order.ts';
import type { ConnectionRecord } from './state.ts';

/** Why an update is wanted: the list changed, the platform changed, or the secret changed. */
export type Cause = 'config' | 'drift' | 'credential';

/** One field that differs. `null` stands for absent. */
export interface FieldChange {
  /** JSON Pointer into the connection, for example `/auth/params/server`. */
  readonly path: string;
  readonly before: Json;
  readonly after: Json;
  /** Whether the values are withheld because the field is a secret. */
  readonly sensitive: boolean;
}

/** Fields that differ, with the reasons. */
export interface Difference {
  /** What an update is to bring in step. */
  readonly fields: readonly FieldChange[];
  /** Why: the reasons of `fields` only. */
  readonly causes: readonly Cause[];
  /** Drift that the entry asks to have reported and left. */
  readonly left: readonly FieldChange[];
}

interface FieldValues {
  readonly path: string;
  /** When two values of this field mean the same. */
  readonly same: (left: Json | undefined, right: Json | undefined) => boolean;
  readonly desired: Json | undefined;
  readonly applied: Json | undefined;
  readonly observed: Json | undefined;
}

/** Compares an entry with what stands on the platform, and with what was applied last. */
export function diffEntry(
  entry: DesiredConnection,
  record: ConnectionRecord | undefined,
  observed: ObservedConnection,
): Difference {
  const fields: FieldChange[] = [];
  const left: FieldChange[] = [];
  const causes = new Set<Cause>();
  for (const values of comparedFields(entry, record, observed)) {
    const { path, same, desired = null, observed: seen = null } = values;
    if (same(values.desired, values.observed)) continue;
    const change: FieldChange = { path, before: seen, after: desired, sensitive: false };
    const why = causesOf(values, record !== undefined);
    if (entry.onDrift === 'report' && why.every((cause) => cause === 'drift')) {
      left.push(change);
      continue;
    }
    fields.push(change);
    for (const cause of why) causes.add(cause);
  }
  return { fields, causes: [...causes].sort(), left };
}

/** Parameters that were applied once, are no longer declared and still stand: an update takes them away. */
function droppedParams(
  entry: DesiredConnection,
  record: ConnectionRecord | undefined,
  observed: ObservedConnection,
): string[] {
  const applied = Object.keys(record?.applied ?? {});
  return applied.filter(
    (param) => !Object.hasOwn(entry.params, param) && Object.hasOwn(observed.params, param),
  );
}

/** The path of a secret member, as the plan shows it. */
export function secretChange(entry: DesiredConnection): FieldChange {
  return { path: paramPath(entry.secret.param), before: null, after: null, sensitive: true };
}

/** Every declared field of an entry as a change from nothing, for the actions that make a connection. */
export function fieldsOfCreation(entry: DesiredConnection): FieldChange[] {
  const plain = (path: string, after: Json): FieldChange => ({ path, before: null, after, sensitive: false });
  return [
    plain('/name', entry.name),
    ...(entry.description === undefined ? [] : [plain('/description', entry.description)]),
    plain('/auth/specName', entry.specName),
    ...Object.entries(entry.params).map(([param, value]) => plain(paramPath(param), value)),
    secretChange(entry),
  ];
}

function comparedFields(
  entry: DesiredConnection,
  record: ConnectionRecord | undefined,
  observed: ObservedConnection,
): FieldValues[] {
  const values: FieldValues[] = [
    { path: '/name', same: sameValue, desired: entry.name, applied: record?.name, observed: observed.name },
  ];
  if (entry.description !== undefined || record?.description !== undefined) {
    const described = {
      desired: entry.description,
      applied: record?.description,
      observed: observed.description,
    };
    values.push({ path: '/description', same: sameValue, ...described });
  }
  for (const param of [...Object.keys(entry.params), ...droppedParams(entry, record, observed)]) {
    const path = paramPath(param);
    const applied = record && own(record.applied, param);
    const same: FieldValues['same'] = (left, right) => sameParam(param, left, right);
    const desired = own(entry.params, param);
    values.push({ path, same, desired, applied, observed: own(observed.params, param) });
  }
  return values;
}

function causesOf({ desired, applied, observed, same }: FieldValues, recorded: boolean): Cause[] {
  if (!recorded) return ['config'];
  const causes: Cause[] = [];
  if (!same(desired, applied)) causes.push('config');
  if (!same(observed, applied)) causes.push('drift');
  return causes;
}

/** The only way of checking a login that is known for DB2, and so what a connection that names none has. */
const USUAL_AUTHENTICATION = 'Basic';

/** Whether two values of a member of `auth.params` mean the same. Host names know no case (RFC 4343). */
export function sameParam(param: string, left: Json | undefined, right: Json | undefined): boolean {
  switch (param) {
    case 'server':
      return canonical(left).toLowerCase() === canonical(right).toLowerCase();
    case 'authenticationType':
      return (canonical(left) || USUAL_AUTHENTICATION) === (canonical(right) || USUAL_AUTHENTICATION);
    default:
      return sameValue(left, right);
  }
}

/** Scalars are compared by their text: the service may return the number 5 as "5". An empty text counts as absent. */
export function sameValue(left: Json | undefined, right: Json | undefined): boolean {
  return canonical(left) === canonical(right);
}

function canonical(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return String(value);
  return JSON.stringify(sortedJson(value));
}

function sortedJson(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item: Json) => sortedJson(item));
  const entries = Object.entries(value).sort(([left], [right]) => compareText(left, right));
  return Object.fromEntries(entries.map(([name, member]) => [name, sortedJson(member)]));
}

function own(params: Readonly<Record<string, Json>>, param: string): Json | undefined {
  return Object.hasOwn(params, param) ? params[param] : undefined;
}

/** JSON Pointer (RFC 6901) of a member of `auth.params`. */
export function paramPath(param: string): string {
  return `/auth/params/${param.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
