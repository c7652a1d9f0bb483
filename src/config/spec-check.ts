// Holds entries against the connection spec of the platform: each against the JSON Schema of its way to log in. A fault of
// the schema itself is told once and is no fault of an entry. Nothing is asked for and no secret is needed: in its place
// stands a placeholder, and what a schema says about that is not told.
import type { ConnectionSpec, LoginSpec } from '../core/connection-spec.ts';
import type { DesiredConnection, Json } from '../core/connection.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { refusal } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { EntryPlace, Placed } from './entry-places.ts';
import { prepareSchema, sizeFault } from './foreign-schema.ts';
import { LOGIN_FIELDS } from './draft.ts';
import type { Path } from './locate.ts';
import { compileForeign } from './schema-foreign.ts';
import type { ForeignCheck, ForeignFault } from './schema-foreign.ts';
import { clip } from './sensitive.ts';
import { fieldFault, unknownLogin, unusedField } from './spec-words.ts';

/** What a spec says about entries. */
export interface SpecFindings {
  /** Faults of entries. */
  readonly placed: readonly Placed[];
  /** Faults of the spec. */
  readonly unusable: readonly Diagnostic[];
}

/** What keeps a spec from being used at all: a schema that is too large to look into. */
export function oversizedLogins({ id, logins }: ConnectionSpec): readonly Diagnostic[] {
  return logins.flatMap((login) => {
    const fault = sizeFault(login.schema);
    return fault === undefined ? [] : [unusable(id, login, fault)];
  });
}

/** Checks entries against a spec of modest size. */
export function checkEntries(spec: ConnectionSpec, entries: readonly DesiredConnection[]): SpecFindings {
  const known = spec.logins.map(({ name }) => name);
  const logins = new Map(spec.logins.map((login) => [login.name, login]));
  const checks = new Map<string, Result<ForeignCheck, string>>();
  const broken = new Map<string, Diagnostic>();
  const placed = entries.flatMap((entry): Placed[] => {
    const login = logins.get(entry.specName);
    if (login === undefined) {
      const place: EntryPlace = { part: 'value', path: ['specName'] };
      return [{ entry, place, telling: unknownLogin(entry.specName, known) }];
    }
    const check = checks.get(login.name) ?? compile(login);
    checks.set(login.name, check);
    const faults = check.ok ? check.value(valueOf(entry)) : check;
    if (faults.ok) return faults.value.flatMap((fault) => placeFault(entry, fault));
    broken.set(login.name, unusable(spec.id, login, `cannot be used: ${clip(faults.problem, 200)}`));
    return [];
  });
  return { placed, unusable: [...broken.values()] };
}

function compile({ schema }: LoginSpec): Result<ForeignCheck, string> {
  const prepared = prepareSchema(schema);
  return prepared.ok ? compileForeign(prepared.value) : refusal(`it ${prepared.problem}`);
}

function unusable(id: string, { name }: LoginSpec, what: string): Diagnostic {
  const summary = `the schema of "${clip(name, 60)}" in the connection spec ${id} ${what}`;
  const fix =
    'Nothing in the list is at fault, and plan and apply do not need the schema; report it with the id of the spec.';
  return { severity: 'error', code: 'spec-unusable', summary, fix };
}

/** Long enough for a rule about length, and like nothing that anybody would use. */
const PLACEHOLDER = 'placeholder-of-a-secret';

function valueOf({ params, secret }: DesiredConnection): Json {
  return { ...params, [secret.param]: PLACEHOLDER };
}

function placeFault(entry: DesiredConnection, fault: ForeignFault): Placed[] {
  const { path, keyword, name } = fault;
  const { secret, specName } = entry;
  if (path[0] === secret.param) return [];
  if (name !== undefined && FORBIDDING.includes(keyword)) {
    const at = writtenAt(entry, [...path, name]);
    return [{ entry, place: { part: 'name', path: at }, telling: unusedField(at, specName) }];
  }
  const at = writtenAt(entry, name === undefined ? path : [...path, name]);
  const value = path.reduce<unknown>((inner, step) => (inner as Record<string, unknown>)[step], entry.params);
  return [{ entry, place: { part: 'value', path: at }, telling: fieldFault(fault, { at, specName, value }) }];
}

/** Keywords by which a schema forbids fields that it does not know. */
const FORBIDDING = ['additionalProperties', 'propertyNames'];

/** Where a list writes a member of `auth.params`. */
function writtenAt({ secret }: DesiredConnection, path: Path): Path {
  const [first] = path;
  const own = first === secret.param || (secret.param === 'password' && LOGIN_FIELDS.includes(String(first)));
  return path.length === 0 || own ? path : ['params', ...path];
}
