// Breaches of the schema as diagnostics: each at the token that has to change, one for each cause. Decides which of
// ajv's findings are repetitions of others.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { SecretParam } from '../core/connection.ts';
import { SECRET_PARAMS } from '../core/connection.ts';
import type { Draft } from './draft.ts';
import { labelOf } from './draft.ts';
import { isHidden } from './excerpt.ts';
import type { Located } from './locate.ts';
import { firstToken, keySpan, locate, plainSource, stepInto, valueSpan } from './locate.ts';
import { meantField, missingField, namesAt, refusedParam, unknownField } from './name-words.ts';
import { referenceFaults } from './reference.ts';
import type { SchemaFault } from './schema.ts';
import { schemaFaults } from './schema.ts';
import type { Source } from './source.ts';
import { tellAt } from './tell.ts';
import type { Fields } from './values.ts';
import { refusedValue } from './value-words.ts';

interface Check {
  readonly source: Source;
  readonly value: unknown;
  readonly drafts: readonly (Draft | undefined)[];
  /** Values that have been told about. */
  readonly told: Set<string>;
}

/** Checks a document against the schema; the drafts lend entries their names. */
export function schemaDiagnostics(
  source: Source,
  value: unknown,
  drafts: readonly (Draft | undefined)[],
): readonly Diagnostic[] {
  const check: Check = { source, value, drafts, told: new Set() };
  return schemaFaults(value).flatMap((fault) => tellFault(fault, check));
}

function tellFault(fault: SchemaFault, check: Check): readonly Diagnostic[] {
  const { source } = check;
  const { path, keyword, name, repeated } = fault;
  const secret = secretIn(path);
  if (secret !== undefined) return tellSecret(secret, path.slice(0, path.indexOf(secret) + 1), check);
  // What `propertyNames` asks of each name; told with it.
  if (keyword === 'not') return [];
  if (repeated !== undefined) return tellFault({ path: [...path, repeated], keyword }, check);
  const located = locate(source, path);
  const key = keyOf(path, check);
  if (name !== undefined) {
    // What an entry lacks is told by entry-faults.ts, which knows the defaults.
    if (keyword === 'required') return path[0] === 'connections' ? [] : tellMissing(name, path, check);
    const member = stepInto(source, located, name);
    const said = isHidden(source, keySpan(member)) ? '' : name;
    const telling = keyword === 'propertyNames' ? refusedParam(name) : unknownField(path, said);
    return [tellAt(source, keySpan(member), { ...telling, key })];
  }
  const unknown = valueAt(path, check.value) === undefined;
  return !unknown && once(path, check) ? [tellValue(fault, located, check)] : [];
}

/** Not where a mistyped name or an alias without anchor has been told, which is why the field is missing. */
function tellMissing(
  name: string,
  path: SchemaFault['path'],
  { source, value }: Check,
): readonly Diagnostic[] {
  const given = Object.keys(Object.assign({}, valueAt(path, value)));
  const known = namesAt(path);
  const meant = given.map((field) =>
    field === name || !known.includes(field) ? meantField(field, known) : undefined,
  );
  if (meant.includes(name)) return [];
  return [tellAt(source, firstToken(locate(source, path)), missingField(path, name))];
}

function tellValue(fault: SchemaFault, located: Located, check: Check): Diagnostic {
  const given = { value: valueAt(fault.path, check.value), plain: plainSource(located) };
  const span = isCollection(given.value) ? firstToken(located) : valueSpan(located);
  return tellAt(check.source, span, { ...refusedValue(fault, given), key: keyOf(fault.path, check) });
}

function tellSecret(field: SecretParam, path: SchemaFault['path'], check: Check): readonly Diagnostic[] {
  if (!once(path, check)) return [];
  const located = locate(check.source, path);
  const value = valueAt(path, check.value);
  return referenceFaults(value, { source: check.source, field, located, key: keyOf(path, check) });
}

/** Alternatives of the schema find the same fault several times. */
function once(path: SchemaFault['path'], { told }: Check): boolean {
  const text = JSON.stringify(path);
  if (told.has(text)) return false;
  told.add(text);
  return true;
}

/** The secret field that a path leads into, in an entry or in the defaults. */
function secretIn(path: SchemaFault['path']): SecretParam | undefined {
  const field = path[0] === 'defaults' ? path[1] : path[2];
  return SECRET_PARAMS.find((param) => param === field);
}

function keyOf(path: SchemaFault['path'], { drafts }: Check): string | undefined {
  const draft = path[0] === 'connections' ? drafts[Number(path[1])] : undefined;
  return draft === undefined ? undefined : labelOf(draft);
}

/** The path was found by walking this very value, so every step of it leads into a mapping or a list. */
function valueAt(path: SchemaFault['path'], root: unknown): unknown {
  return path.reduce<unknown>((value, step) => (value as Fields)[step], root);
}

function isCollection(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
