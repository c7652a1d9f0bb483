// The connection spec as the platform serves it: the ways to log in to DB2, each with a JSON Schema of its own. What is
// remembered of one, and what a later one says otherwise, is decided here; entries are checked in config/.
import type { Json } from './connection.ts';
import { compareText } from './order.ts';

/** One way to log in. */
export interface LoginSpec {
  /** What an entry calls `specName`. */
  readonly name: string;
  /** The JSON Schema of `auth.params`, as it came: nothing in it may be trusted. */
  readonly schema: Json;
}

/** A connection spec, as far as connections depend on it. */
export interface ConnectionSpec {
  readonly id: string;
  readonly version: string;
  readonly logins: readonly LoginSpec[];
}

/** The fields that one way to log in names. */
export interface LoginOutline {
  readonly fields: readonly string[];
  readonly required: readonly string[];
}

/** What is remembered of a spec: enough to notice a change, and to say where it is. */
export interface SpecOutline {
  /** Whose spec it is: the platform's origin, or `emulator`. */
  readonly platform: string;
  readonly id: string;
  readonly version: string;
  /** SHA-256 of version and ways to log in, whatever the order of their members. */
  readonly sha256: string;
  readonly logins: ReadonlyMap<string, LoginOutline>;
}

/** The fields that a schema names at its top, in order; a schema without any names none. */
export function outlineLogin(schema: Json): LoginOutline {
  const { properties, required } = membersOf(schema);
  const named = Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
  return { fields: Object.keys(membersOf(properties)).sort(compareText), required: named.sort(compareText) };
}

function membersOf(value: Json | undefined): Readonly<Record<string, Json | undefined>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)
    : {};
}

/** What has changed from one spec to a later one, in phrases; empty when it is the same. */
export function compareOutlines(before: SpecOutline, after: SpecOutline): readonly string[] {
  if (before.sha256 === after.sha256) return [];
  const found: string[] = [];
  if (before.version !== after.version) found.push(`its version is ${after.version}, not ${before.version}`);
  for (const [name, login] of after.logins) {
    const former = before.logins.get(name);
    if (former === undefined) found.push(`"${name}" is a new way to log in`);
    else found.push(...compareLogins(name, former, login));
  }
  for (const name of before.logins.keys()) if (!after.logins.has(name)) found.push(`"${name}" is gone`);
  return found.length > 0 ? found : ['the rules or the descriptions of its fields are others'];
}

function compareLogins(name: string, before: LoginOutline, after: LoginOutline): string[] {
  const of = `of "${name}"`;
  const added = after.fields.filter((field) => !before.fields.includes(field));
  const removed = before.fields.filter((field) => !after.fields.includes(field));
  const demanded = after.required.filter((field) => !before.required.includes(field));
  const released = before.required.filter(
    (field) => !after.required.includes(field) && !removed.includes(field),
  );
  return [
    ...added.map(
      (field) => `the field ${field} ${of} is new${demanded.includes(field) ? ' and required' : ''}`,
    ),
    ...demanded
      .filter((field) => !added.includes(field))
      .map((field) => `the field ${field} ${of} is now required`),
    ...released.map((field) => `the field ${field} ${of} is no longer required`),
    ...removed.map((field) => `the field ${field} ${of} is gone`),
  ];
}
