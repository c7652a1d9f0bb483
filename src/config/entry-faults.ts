// Faults of one entry that the schema cannot state: fields that exclude each other, fields that are missing once the
// defaults are laid under it, and values that are easily misread. All of them, not the first.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Draft } from './draft.ts';
import { hasPort, labelOf, LOGIN_FIELDS } from './draft.ts';
import type { Located } from './locate.ts';
import { firstToken, keySpan, plainSource, stepInto, valueSpan } from './locate.ts';
import { meantField } from './name-words.ts';
import { fieldNames } from './schema.ts';
import { isSensitive, wordOf } from './sensitive.ts';
import type { Source } from './source.ts';
import type { Telling } from './tell.ts';
import { tellAt } from './tell.ts';
import type { Fields } from './values.ts';
import { isFields } from './values.ts';

/** A mapping of connection fields: an entry's own, or the defaults. */
export interface FieldsPlace {
  readonly source: Source;
  readonly located: Located;
  readonly own: Fields;
  readonly key?: string | undefined;
}

/** Faults of an entry with its defaults; an incomplete one lacks fields for a reason that has been told. */
export function entryFaults(draft: Draft, incomplete: boolean): readonly Diagnostic[] {
  const { source, located, own, fields } = draft;
  const place = { source, located, own, key: labelOf(draft) };
  const found = [...fieldFaults(place)];
  const missing = missingFields(fields);
  if (missing.length > 0 && !incomplete) {
    found.push(tellAt(source, firstToken(located), { ...missingWords(missing, fields), key: place.key }));
  }
  if (!('server' in own) && 'port' in own && hasPort(fields['server']))
    found.push(at(place, 'port', twoPorts));
  return found;
}

/** Faults of fields among themselves, wherever they stand. */
export function fieldFaults(place: FieldsPlace): readonly Diagnostic[] {
  const { own } = place;
  const found: Diagnostic[] = [];
  const excluded = LOGIN_FIELDS.filter((name) => Object.hasOwn(own, name));
  if ('connectionString' in own && excluded.length > 0) {
    found.push(at(place, 'connectionString', twoLogins(excluded)));
  }
  if ('sandbox' in own && 'sandboxes' in own) found.push(at(place, 'sandboxes', twoSandboxes));
  if ('port' in own && hasPort(own['server'])) found.push(at(place, 'port', twoPorts));
  for (const name of AMBIGUOUS_FIELDS) {
    const value = own[name];
    if (typeof value === 'string' && isAmbiguous(value)) found.push(...ambiguousText(place, name, value));
  }
  return isFields(own['params']) ? [...found, ...secretParams(place, own['params'])] : found;
}

function at({ source, located, key }: FieldsPlace, field: string, telling: Telling): Diagnostic {
  const member = stepInto(source, located, field);
  return tellAt(source, keySpan(member), { ...telling, key });
}

function missingFields(fields: Fields): readonly string[] {
  const needed =
    'connectionString' in fields ? ['name'] : ['name', 'server', 'database', 'username', 'password'];
  const inSandbox = 'sandbox' in fields || 'sandboxes' in fields;
  const missing = [...needed, ...(inSandbox ? [] : ['sandbox'])].filter(
    (name) => !Object.hasOwn(fields, name),
  );
  if (missing.length === 0) return missing;
  // A mistyped name has been told already; that its field is missing follows from it.
  const known = fieldNames().connection;
  const meant = Object.keys(fields).map((name) =>
    known.includes(name) ? undefined : meantField(wordOf(name), known),
  );
  if (meant.includes('connectionString')) return missing.filter((name) => name === 'name');
  return missing.filter((name) => !meant.includes(name));
}

function missingWords(missing: readonly string[], fields: Fields): Telling {
  const names = listed(missing);
  const noLogin = !LOGIN_FIELDS.some((name) => Object.hasOwn(fields, name));
  return {
    code: 'schema-violation',
    summary: `the entry has no ${names}`,
    fix:
      missing.join() === 'name'
        ? 'write `name: ...`, the name that Experience Platform shows'
        : `write ${missing.length === 1 ? 'it' : 'them'} in the entry or below \`defaults\`${noLogin ? '; or write `connectionString` in place of the login' : ''}`,
  };
}

function twoLogins(excluded: readonly string[]): Telling {
  const names = listed(excluded);
  return {
    code: 'schema-violation',
    summary: `\`connectionString\` excludes ${names}`,
    detail: 'a connection string already holds server, database and login',
    fix: `remove \`connectionString\`, or remove ${names}`,
  };
}

const twoSandboxes: Telling = {
  code: 'schema-violation',
  summary: '`sandboxes` excludes `sandbox`',
  fix: 'list every sandbox under `sandboxes` and remove `sandbox`',
};

const twoPorts: Telling = {
  code: 'schema-violation',
  summary: '`port` is given, and `server` has a port too',
  fix: 'keep one: either `server: host:port`, or `server: host` and `port`',
};

const AMBIGUOUS_FIELDS = ['name', 'key', 'sandbox', 'database', 'username'];

/** Whether a text reads as true or false in YAML 1.1 though not in 1.2, so that other tools would read it differently. */
export function isAmbiguous(text: string): boolean {
  return /^(y|n|yes|no|on|off)$/i.test(text);
}

function ambiguousText(place: FieldsPlace, name: string, value: string): readonly Diagnostic[] {
  const member = stepInto(place.source, place.located, name);
  if (plainSource(member) === undefined) return [];
  const telling: Telling = {
    code: 'invalid-value',
    summary: `\`${name}\` has to be text, and \`${value}\` without quotes is not always read as text`,
    detail: 'many YAML readers take it for true or false',
    fix: `put it in quotes: "${value}"`,
    key: place.key,
  };
  return [tellAt(place.source, valueSpan(member), telling)];
}

function secretParams(place: FieldsPlace, params: Fields): readonly Diagnostic[] {
  const { source, located, key } = place;
  const below = stepInto(source, located, 'params');
  const suspects = Object.keys(params).filter((name) => isSecretParam(name, params[name]));
  return suspects.map((name) =>
    tellAt(source, keySpan(stepInto(source, below, name)), {
      code: 'plain-secret',
      summary: 'a parameter whose name speaks of a secret stands below `params`',
      detail: 'what stands there is shown in plans and recorded in the state file',
      fix: 'use `password` or `connectionString`; a parameter that is no secret needs another name',
      key,
    }),
  );
}

/** The schema refuses the names of our own secret fields there already. */
function isSecretParam(name: string, value: unknown): boolean {
  return (
    name !== 'password' && name !== 'connectionString' && typeof value !== 'boolean' && isSensitive(name)
  );
}

function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``).join(', ');
  return quoted.replace(/, (?=[^,]*$)/, ' and ');
}
