// Values that the schema refuses, in our words; ajv's own sentences never appear. Decides what is said of each field.
// Values of ordinary fields may be repeated, those of fields that could hold a secret never.
import type { SchemaFault } from './schema.ts';
import { clip, withoutSecret } from './sensitive.ts';
import { closest } from './suggest.ts';
import type { Telling } from './tell.ts';

/** What is at hand about the value concerned. */
export interface Value {
  readonly value: unknown;
  /** How it is written, if without quotes. */
  readonly plain: string | undefined;
}

/** A value that the schema refuses. */
export function refusedValue({ path, keyword }: SchemaFault, given: Value): Telling {
  const last = path.at(-1) ?? 'file';
  const item = typeof last === 'number';
  const field = item ? String(path.at(-2)) : last;
  if (keyword === 'type' || given.value === null) return wrongType(item ? `${field}[]` : field, given);
  const code = 'invalid-value';
  if (keyword === 'minItems')
    return { code, summary: `\`${field}\` is an empty list`, fix: 'name at least one' };
  if (keyword === 'uniqueItems') {
    return {
      code,
      summary: `\`${textOf(given.value)}\` stands in \`${field}\` already`,
      fix: 'remove the second',
    };
  }
  const words = WORDS[field]?.(given) ?? textWords(item ? `an item of \`${field}\`` : `\`${field}\``, given);
  return { code, ...words };
}

type Words = Pick<Telling, 'summary' | 'detail' | 'fix'>;

function wrongType(field: string, { value, plain }: Value): Telling {
  const wanted = WANTED[field] ?? 'text';
  const subject = SUBJECTS[field] ?? `\`${field}\``;
  const code = 'schema-violation';
  const fix = FIXES[wanted] ?? `write ${wanted}`;
  if (value === null) return { code, summary: `${subject} has no value; it has to be ${wanted}`, fix };
  const summary = `${subject} has to be ${wanted}, not ${kindOf(value)}`;
  if (wanted !== 'text' || plain === undefined) return { code, summary, fix };
  const written = clip(plain, 40);
  const detail = `without quotes, \`${written}\` is ${kindOf(value)}`;
  return { code, summary, detail, fix: `put it in quotes: "${written}"` };
}

const SUBJECTS: Readonly<Record<string, string>> = {
  file: 'the file',
  'connections[]': 'an entry',
  'sandboxes[]': 'an item of `sandboxes`',
  'tags[]': 'an item of `tags`',
  'moved[]': 'an item of `moved`',
};
const MAPPING = 'a mapping';
const MOVES = 'a list of moves';
const MOVE = 'a mapping of `from` and `to`';
const FULL_KEY = 'a full key, `<sandbox>/<key or name>`';
const FULL_KEY_FIX = 'write it as plans show it, as in `prod/orders`';
const WANTED: Readonly<Record<string, string>> = {
  file: MAPPING,
  platform: MAPPING,
  defaults: MAPPING,
  params: MAPPING,
  'connections[]': MAPPING,
  connections: 'a list',
  moved: MOVES,
  'moved[]': MOVE,
  from: FULL_KEY,
  to: FULL_KEY,
  sandboxes: 'a list',
  tags: 'a list',
  port: 'a whole number',
  protect: 'true or false',
  onDrift: '`correct` or `report`',
  version: 'the number 1',
};
const FIXES: Readonly<Record<string, string>> = {
  text: 'write a text; one that contains braces, brackets or `: ` needs quotes',
  [MAPPING]: 'write `name: value` lines, indented below it',
  [MOVES]: 'write items such as `- { from: prod/orders, to: prod/orders-eu }`',
  [FULL_KEY]: FULL_KEY_FIX,
  [MOVE]: 'write `from:` with the key that was, and `to:` with the key that it is now',
  'a list': 'write items that begin with `- `, or [one, two]',
  'true or false': 'write true or false, without quotes',
  'a whole number': 'write digits only, without quotes, as in 50000',
};

/** What kind of value something is, as messages say it. */
export function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'true or false';
  return Number.isInteger(value) ? 'a number' : 'a number with a fraction';
}

function textOf(value: unknown): string {
  return clip(String(value), 60);
}

function sandboxWords({ value }: Value): Words {
  const name = String(value);
  if (name !== name.toLowerCase() && /^[a-z0-9][a-z0-9-]*$/.test(name.toLowerCase())) {
    return {
      summary: `sandbox \`${clip(name, 60)}\` has upper-case letters`,
      detail: 'the platform knows a sandbox by its name, which is lower case; its title may look different',
      fix: `write \`${clip(name.toLowerCase(), 60)}\``,
    };
  }
  return {
    summary: name === '' ? 'a sandbox name is empty' : 'this cannot be the name of a sandbox',
    detail: 'sandbox names consist of lower-case letters, digits and `-`, and begin with a letter or digit',
    fix: 'write the name that the sandbox list of the platform shows, not the title',
  };
}

function fullKeyWords(field: string): (given: Value) => Words {
  return (given) => {
    const text = String(given.value);
    if (text.trim() !== text || text === '' || FULL_KEY_FORM.test(text))
      return textWords(`\`${field}\``, given);
    const lower = text.replace(/^[^/]*/, (sandbox) => sandbox.toLowerCase());
    return {
      summary: `\`${field}\` has to be ${FULL_KEY}`,
      detail: 'sandbox names consist of lower-case letters, digits and `-`, and begin with a letter or digit',
      fix: FULL_KEY_FORM.test(lower) ? `did you mean \`${clip(withoutSecret(lower), 100)}\`?` : FULL_KEY_FIX,
    };
  };
}

const FULL_KEY_FORM = /^[a-z0-9][a-z0-9-]{0,255}\/\S/;

/** The text is never repeated: addresses are where people paste credentials. */
function serverWords({ value }: Value): Words {
  const text = String(value);
  if (text.includes('://') || /^jdbc:/i.test(text))
    return {
      summary: '`server` has to be a host name, not an address with a scheme',
      fix: 'write the host and, behind a colon, the port, as in db2.example.com:50000',
    };
  if (text.includes('@'))
    return {
      summary: '`server` contains `@`',
      fix: 'write host and port only; the user goes into `username`',
    };
  if (/^[^\s:[\]]+:[^:]*$/.test(text))
    return {
      summary: 'the port in `server` is not a number from 1 to 65535',
      fix: 'correct the digits behind the colon, as in db2.example.com:50000',
    };
  if (/^[0-9A-Fa-f:.]+$/.test(text))
    return {
      summary: 'an IPv6 address in `server` needs brackets',
      fix: 'write [2001:db8::1] or [2001:db8::1]:50000',
    };
  return {
    summary: '`server` is not a host name with an optional port',
    fix: 'write it like db2.example.com or db2.example.com:50000',
  };
}

const WORDS: Readonly<Record<string, (given: Value) => Words>> = {
  version: ({ plain }) => ({
    summary:
      plain === undefined
        ? '`version` has to be the number 1'
        : `version ${clip(plain, 20)} of the file format is not known`,
    fix: 'write `version: 1`, without quotes',
  }),
  onDrift: ({ value }) => {
    const meant = closest(textOf(value), ['correct', 'report']);
    return {
      summary: '`onDrift` has to be `correct` or `report`',
      fix: meant === undefined ? 'write `correct` or `report`' : `did you mean \`${meant}\`?`,
    };
  },
  port: () => ({
    summary: '`port` has to be a whole number from 1 to 65535',
    fix: 'write the port of the DB2 server, usually 50000',
  }),
  sandbox: sandboxWords,
  sandboxes: sandboxWords,
  server: serverWords,
  from: fullKeyWords('from'),
  to: fullKeyWords('to'),
  orgId: () => ({
    summary: '`orgId` is not an organisation id',
    fix: 'write letters and digits followed by @AdobeOrg, as in 0123456789ABCDEF@AdobeOrg',
  }),
};

function textWords(subject: string, { value }: Value): Words {
  const text = String(value);
  if (text.trim() === '') return { summary: `${subject} is empty`, fix: 'write a value, or remove it' };
  if (/^[^\u0000-\u001f]*$/.test(text) && text !== text.trim()) {
    return { summary: `${subject} begins or ends with a blank`, fix: 'remove the blank' };
  }
  return {
    summary: `${subject} contains ${/[\r\n]/.test(text) ? 'a line break' : 'a control character'}`,
    detail: 'it could be read as something else in headers, logs and reviews',
    fix: 'write it in one line, without escapes such as \\n',
  };
}
