// Names of fields that the schema refuses or misses, in our words. Decides what a mistyped or misplaced name was most
// likely meant to be.
import type { SchemaFault } from './schema.ts';
import { fieldNames } from './schema.ts';
import { fieldText } from './sensitive.ts';
import { closest } from './suggest.ts';
import type { Telling } from './tell.ts';

/** Words that people use for our fields. */
const SYNONYMS: Readonly<Record<string, string>> = {
  host: 'server',
  hostname: 'server',
  user: 'username',
  userid: 'username',
  uid: 'username',
  login: 'username',
  db: 'database',
  dbname: 'database',
  pass: 'password',
  pwd: 'password',
  secret: 'password',
  id: 'key',
  labels: 'tags',
  title: 'name',
  env: 'sandbox',
  environment: 'sandbox',
  auth: 'authenticationType',
  org: 'orgId',
  organisation: 'orgId',
  organization: 'orgId',
  renamed: 'moved',
  old: 'from',
  new: 'to',
};

/** Parameters of DB2 connectors that are known to exist and go below `params`. */
const FURTHER_PARAMS = ['certificateCommonName', 'packageCollection', 'usePrivateLink'];

/** The part of the file that a path leads into. */
function partOf(path: SchemaFault['path']): keyof ReturnType<typeof fieldNames> {
  const [top] = path;
  if (top === 'connections' && path.length > 1) return 'connection';
  return top === 'platform' || top === 'defaults' || top === 'moved' ? top : 'root';
}

/** The names of the fields that may stand where a path leads. */
export function namesAt(path: SchemaFault['path']): readonly string[] {
  return fieldNames()[partOf(path)];
}

/** A field that the schema does not know. */
export function unknownField(path: SchemaFault['path'], name: string): Telling {
  const part = partOf(path);
  const glued = /^([\w-]+)\s*[:=\s]./.exec(name)?.[1];
  return {
    code: 'unknown-field',
    summary: `unknown ${fieldText(name)}${part === 'root' || part === 'connection' ? '' : ` in \`${part}\``}`,
    fix: glued === undefined ? fixForUnknown(part, name) : `write a colon and a blank behind \`${glued}\``,
  };
}

/** The field that an unknown name most likely stands for, among those that may stand there. */
export function meantField(name: string, known: readonly string[]): string | undefined {
  const synonym = SYNONYMS[name.toLowerCase().replaceAll(/[-_]/g, '')];
  return closest(name, known) ?? known.find((field) => field === synonym);
}

function fixForUnknown(part: ReturnType<typeof partOf>, name: string): string {
  const names = fieldNames();
  const known = names[part];
  const meant = meantField(name, known);
  if (name === '')
    return 'check the colon behind the field name; a text with a comma or a colon needs quotes';
  if (meant !== undefined) return `did you mean \`${meant}\`?`;
  if (part === 'defaults' && names.connection.includes(name))
    return `\`${name}\` is for one entry; write it there`;
  if (part === 'root' && names.connection.includes(name))
    return 'write it in an entry of `connections`, or below `defaults`';
  if (part === 'root' && names.platform.includes(name)) return 'write it below `platform`';
  const further = part === 'connection' || part === 'defaults' ? closest(name, FURTHER_PARAMS) : undefined;
  if (further !== undefined) return `write \`${further}\` below \`params\``;
  return `remove it; the fields are ${known.join(', ')}`;
}

/** A name that may not stand below `params`. */
export function refusedParam(name: string): Telling {
  const own = fieldNames().connection.includes(name);
  return {
    code: own ? 'schema-violation' : 'unknown-field',
    summary: own ? `\`${name}\` does not belong below \`params\`` : `unknown field \`${name}\` in \`params\``,
    fix: own ? `write \`${name}\` in the entry itself` : 'remove it; no parameter may have this name',
  };
}

const MISSING: Readonly<Record<string, string>> = {
  version: 'write `version: 1` at its top',
  connections: 'write `connections:` and the list below it, or `connections: []`',
  from: 'write `from: <sandbox>/<key or name>`, with the key that the entry had',
  to: 'write `to: <sandbox>/<key or name>`, with the key that the entry has now',
};

/** A field that the file as a whole lacks, or an item of `moved`. */
export function missingField(path: SchemaFault['path'], name: string): Telling {
  return {
    code: 'schema-violation',
    summary: `the ${path.length === 0 ? 'file' : 'item'} has no \`${name}\``,
    fix: MISSING[name] ?? `write \`${name}\``,
  };
}
