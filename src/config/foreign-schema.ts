// Makes a JSON Schema of somebody else fit to be compiled. Decides how large one may be, which keywords count (those of
// draft-07; draft-04 is read as that), and which patterns are tried. Pure. What is left out can only make a schema accept
// more: a fault that is told is one that the schema states.
import type { Json } from '../core/connection.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { isTame } from './tame-pattern.ts';

type Members = Readonly<Record<string, Json>>;

/** A login has a dozen fields of two or three levels; a schema beyond these bounds is not about a login. */
const MAX_DEPTH = 32;
const MAX_VALUES = 5_000;
const MAX_CHARACTERS = 200_000;
const TOO_LARGE = 'is too large';

/** What keeps a value from being looked at as a schema: its size. Does not recurse, because it looks at any depth. */
export function sizeFault(value: Json): string | undefined {
  const waiting = [{ value, depth: 1 }];
  let values = 0;
  let characters = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { depth } = next;
    values += 1;
    if (depth > MAX_DEPTH) return `is nested more than ${MAX_DEPTH} levels deep`;
    if (typeof next.value === 'string') characters += next.value.length;
    // A list of millions is not taken apart to be counted.
    if (Array.isArray(next.value) && next.value.length > MAX_VALUES) return TOO_LARGE;
    const members = typeof next.value === 'object' && next.value !== null ? Object.entries(next.value) : [];
    if (values + waiting.length + members.length > MAX_VALUES) return TOO_LARGE;
    for (const [name, member] of members) {
      characters += name.length;
      waiting.push({ value: member, depth: depth + 1 });
    }
    if (characters > MAX_CHARACTERS) return TOO_LARGE;
  }
  return undefined;
}

/** What is taken over as it is. */
const PLAIN = [
  ...['type', 'enum', 'const', 'multipleOf', 'maximum', 'minimum', 'maxLength', 'minLength'],
  ...['maxItems', 'minItems', 'uniqueItems', 'maxProperties', 'minProperties'],
];
const ONE_SCHEMA = [
  ...['additionalProperties', 'additionalItems', 'contains', 'not', 'if', 'then', 'else', 'propertyNames'],
];
const SCHEMAS_BY_NAME = ['properties', 'patternProperties', 'definitions', '$defs'];
const SCHEMA_LISTS = ['allOf', 'anyOf', 'oneOf'];

/** Prepares a schema of modest size; the problem is a phrase that completes "the schema ...". */
export function prepareSchema(schema: Json): Result<Json, string> {
  const refs = refsIn(schema);
  const remote = refs.find((ref) => !ref.startsWith('#'));
  return remote === undefined ? success(prepared(schema)) : refusal('refers to another document');
}

function prepared(schema: Json): Json {
  if (!isMembers(schema)) return schema;
  return Object.fromEntries(Object.entries(schema).flatMap(([name, value]) => keep(name, value, schema)));
}

/** The members of the prepared schema that come of one member; `beside` is the schema that it stands in. */
function keep(name: string, value: Json, beside: Members): (readonly [string, Json])[] {
  if (PLAIN.includes(name)) return isReplaced(name, beside) ? [] : [[name, value]];
  if (ONE_SCHEMA.includes(name)) return [[name, prepared(value)]];
  if (SCHEMAS_BY_NAME.includes(name)) return [[name, preparedMembers(name, value)]];
  if (SCHEMA_LISTS.includes(name)) return [[name, preparedItems(value)]];
  switch (name) {
    case 'items':
      return [[name, Array.isArray(value) ? preparedItems(value) : prepared(value)]];
    case 'dependencies':
      return [[name, preparedMembers(name, value)]];
    case '$ref':
      return [[name, value]];
    case 'required':
      // A flag of draft-03, which says nothing in any later one.
      return typeof value === 'boolean' ? [] : [[name, value]];
    case 'pattern':
      return typeof value === 'string' && !isTame(value) ? [] : [[name, value]];
    case 'exclusiveMinimum':
      return exclusive(name, value, beside['minimum']);
    case 'exclusiveMaximum':
      return exclusive(name, value, beside['maximum']);
    default:
      return [];
  }
}

/** In draft-04 a flag beside the limit, from draft-06 on the limit itself. */
function exclusive(name: string, value: Json, limit: Json | undefined): (readonly [string, Json])[] {
  if (typeof value !== 'boolean') return [[name, value]];
  return value && limit !== undefined ? [[name, limit]] : [];
}

function isReplaced(name: string, beside: Members): boolean {
  return (
    (name === 'minimum' && beside['exclusiveMinimum'] === true) ||
    (name === 'maximum' && beside['exclusiveMaximum'] === true)
  );
}

function preparedItems(value: Json): Json {
  return Array.isArray(value) ? value.map(prepared) : value;
}

function preparedMembers(name: string, value: Json): Json {
  if (!isMembers(value)) return value;
  const members = Object.entries(value).filter(([key]) => name !== 'patternProperties' || isTame(key));
  return Object.fromEntries(members.map(([key, member]) => [key, prepared(member)]));
}

/** Every text under the name `$ref`, wherever it stands. */
function refsIn(value: Json): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]: [string, Json]) =>
    name === '$ref' && typeof member === 'string' ? [member] : refsIn(member),
  );
}

function isMembers(value: Json): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
