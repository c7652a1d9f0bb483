// Breaches of the platform's connection spec, in our words. Decides what is said of each; ajv's own sentences never
// appear, and what the spec says is quoted only as far as a reader can take it in.
import { SECRET_PARAMS } from '../core/connection.ts';
import { LOGIN_FIELDS } from './draft.ts';
import type { Path } from './locate.ts';
import { fieldNames } from './schema.ts';
import type { ForeignFault } from './schema-foreign.ts';
import { clip, isSensitive } from './sensitive.ts';
import { closest } from './suggest.ts';
import type { Telling } from './tell.ts';
import { kindOf } from './value-words.ts';

/** A fault together with the field of the list that it is about. */
export interface FieldOfEntry {
  /** Where the list writes it. */
  readonly at: Path;
  readonly specName: string;
  /** What stands there, or in the place above a missing field. */
  readonly value: unknown;
}

/** A way to log in that the spec does not have. */
export function unknownLogin(specName: string, known: readonly string[]): Telling {
  const meant = closest(specName, known);
  const list = known.map((name) => `\`${clip(name, 60)}\``).join(', ');
  return {
    code: 'spec-violation',
    summary: `the platform knows no way to log in to DB2 that is called \`${clip(specName, 60)}\``,
    detail: known.length === 0 ? 'it knows none' : `it knows ${list}`,
    fix: meant === undefined ? 'correct `specName`' : `did you mean \`${clip(meant, 60)}\`?`,
  };
}

/** A field that the spec does not know, and forbids. */
export function unusedField(at: Path, specName: string): Telling {
  return {
    severity: 'warning',
    code: 'spec-violation',
    summary: `the platform does not know ${fieldOf(at)} for "${clip(specName, 60)}"`,
    detail: ORIGIN,
    fix: 'remove it, or correct its name; the platform may refuse the connection because of it',
  };
}

const ORIGIN = 'this is what the connection spec of the platform says';

/** A field that does not fit, or is missing. */
export function fieldFault(fault: ForeignFault, field: FieldOfEntry): Telling {
  const { keyword, name } = fault;
  const code = 'spec-violation';
  if (name !== undefined) return { code, ...missingWords(name, field) };
  return { code, detail: ORIGIN, ...(WORDS[keyword] ?? otherWords)(fault, field) };
}

/** Fields of an entry that go into `auth.params` under their own names. */
const SENT: readonly string[] = [...SECRET_PARAMS, ...LOGIN_FIELDS].filter((name) => name !== 'port');

type Words = Pick<Telling, 'summary' | 'detail' | 'fix'>;

function missingWords(name: string, { at, specName }: FieldOfEntry): Words {
  const shown = clip(name, 60);
  const summary = `"${clip(specName, 60)}" asks for \`${shown}\`, which the entry does not have`;
  if (SENT.includes(name)) {
    return {
      summary,
      detail: ORIGIN,
      fix: `write \`${shown}\`, or choose the way to log in with \`specName\``,
    };
  }
  if (isSensitive(name) || fieldNames().connection.includes(name)) {
    const detail = `${ORIGIN}; an entry has no field of this name that is sent, and \`params\` takes none`;
    return { summary, detail, fix: 'choose another way to log in with `specName`, or report it' };
  }
  const above = at.slice(0, -1).join('.');
  return { summary, detail: ORIGIN, fix: `write \`${shown}\` below \`${clip(above, 60)}\`` };
}

const WORDS: Readonly<Record<string, (fault: ForeignFault, field: FieldOfEntry) => Words>> = {
  type: ({ expected }, { at, value }) => {
    // ajv compiles no schema with a type that is not among these.
    const wanted = [expected].flat().map((type) => String(TYPES[String(type)]));
    const summary = `${fieldOf(at)} has to be ${wanted.join(' or ')}, not ${value === null ? 'empty' : kindOf(value)}`;
    const quotes = wanted[0] === 'text' && (typeof value === 'number' || typeof value === 'boolean');
    return { summary, fix: quotes ? `put it in quotes: "${String(value)}"` : `write ${wanted.join(' or ')}` };
  },
  enum: ({ expected }, field) => oneOf([expected].flat(), field),
  const: ({ expected }, field) => oneOf([expected], field),
  pattern: ({ expected }, { at }) => ({
    summary: `${fieldOf(at)} does not have the form that the platform asks for`,
    detail: `${ORIGIN}: it has to match ${clip(String(expected), 80)}`,
    fix: 'correct the value',
  }),
  minLength: ({ expected }, { at }) => lengthWords(at, `at least ${String(expected)}`),
  maxLength: ({ expected }, { at }) => lengthWords(at, `at most ${String(expected)}`),
  minimum: ({ expected }, { at }) => limitWords(at, `${String(expected)} or more`),
  maximum: ({ expected }, { at }) => limitWords(at, `${String(expected)} or less`),
  exclusiveMinimum: ({ expected }, { at }) => limitWords(at, `more than ${String(expected)}`),
  exclusiveMaximum: ({ expected }, { at }) => limitWords(at, `less than ${String(expected)}`),
  anyOf: alternativeWords,
  oneOf: alternativeWords,
};

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  null: 'empty',
};

function oneOf(values: readonly unknown[], { at, value }: FieldOfEntry): Words {
  const texts = values.map((each) => clip(typeof each === 'string' ? each : JSON.stringify(each), 40));
  const list = texts
    .slice(0, 10)
    .map((text) => `\`${text}\``)
    .join(', ');
  const meant = closest(String(value), texts);
  return {
    summary: `${fieldOf(at)} has to be ${texts.length === 1 ? list : `one of ${list}${texts.length > 10 ? ', …' : ''}`}`,
    fix:
      meant === undefined
        ? `write ${texts.length === 1 ? list : 'one of them'}`
        : `did you mean \`${meant}\`?`,
  };
}

function lengthWords(at: Path, wanted: string): Words {
  return { summary: `${fieldOf(at)} has to have ${wanted} characters`, fix: 'correct the value' };
}

function limitWords(at: Path, wanted: string): Words {
  return { summary: `${fieldOf(at)} has to be ${wanted}`, fix: 'correct the value' };
}

function alternativeWords(_fault: ForeignFault, { at }: FieldOfEntry): Words {
  return {
    summary: `${fieldOf(at)} fits none of the alternatives that the platform offers, or too many`,
    fix: 'compare with the connection spec, or with a connection of that kind that works',
  };
}

function otherWords({ keyword }: ForeignFault, { at }: FieldOfEntry): Words {
  return {
    summary: `${fieldOf(at)} breaks a rule of the platform: ${clip(keyword, 40)}`,
    fix: 'compare with the connection spec, or with a connection of that kind that works',
  };
}

/** A field by the path at which a list writes it; the login as a whole has none. */
function fieldOf(at: Path): string {
  return at.length === 0 ? 'the login of the entry' : `\`${clip(at.join('.'), 80)}\``;
}
