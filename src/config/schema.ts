// The JSON Schema check. The schema file is the contract and is used as it is shipped; what ajv finds is handed on as
// plain facts, and name-words.ts and value-words.ts put them in words. Schemas of somebody else are checked here too, once
// foreign-schema.ts has made them fit; spec-words.ts has the words for those.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { ConnectionKey, Json } from '../core/connection.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { tameExpression } from './tame-pattern.ts';

/** One breach of the schema. */
export interface SchemaFault {
  /** Where, from the root of the document. */
  readonly path: readonly (string | number)[];
  /** The keyword of the schema that does not hold. */
  readonly keyword: string;
  /** The name of the field concerned, for keywords about names. */
  readonly name?: string;
  /** The item of a list that repeats an earlier one. */
  readonly repeated?: number;
}

/** The names that the fields of a mapping may have. */
export interface FieldNames {
  readonly root: readonly string[];
  readonly platform: readonly string[];
  readonly defaults: readonly string[];
  readonly connection: readonly string[];
  /** Of an item of `moved`. */
  readonly moved: readonly string[];
}

/** Beside the sources as well as beside the build. */
const SCHEMA = new URL('../../schemas/connections.schema.json', import.meta.url);

interface SchemaDocument {
  readonly $id: string;
  readonly properties: Fields;
  readonly definitions: Readonly<
    Record<'platform' | 'defaults' | 'connection' | 'move', { readonly properties: Fields }>
  >;
}

type Fields = Readonly<Record<string, unknown>>;

interface Compiled {
  readonly validate: ValidateFunction;
  readonly isFullKey: ValidateFunction<ConnectionKey>;
  readonly names: FieldNames;
}

let compiled: Compiled | undefined;

/** Checks a document; every breach is reported. */
export function schemaFaults(value: unknown): readonly SchemaFault[] {
  const { validate } = (compiled ??= compile());
  validate(value);
  return (validate.errors ?? []).map(faultOf);
}

/** The names of fields that the schema knows. */
export function fieldNames(): FieldNames {
  return (compiled ??= compile()).names;
}

/** Whether a value has the form of a full key, `<sandbox>/<key or name>`. */
export function isFullKey(value: unknown): value is ConnectionKey {
  return (compiled ??= compile()).isFullKey(value);
}

function compile(): Compiled {
  // Our own file, tested against the meta-schema and for this shape.
  const schema = JSON.parse(readFileSync(SCHEMA, 'utf8')) as SchemaDocument;
  const { platform, defaults, connection, move } = schema.definitions;
  const ajv = new Ajv({ allErrors: true, strict: true, meta: false, validateSchema: false });
  return {
    validate: ajv.compile(schema),
    isFullKey: ajv.compile<ConnectionKey>({ $ref: `${schema.$id}#/definitions/fullKey` }),
    names: {
      root: Object.keys(schema.properties),
      platform: Object.keys(platform.properties),
      defaults: Object.keys(defaults.properties),
      connection: Object.keys(connection.properties),
      moved: Object.keys(move.properties),
    },
  };
}

/** One breach of a schema of somebody else. */
export interface ForeignFault extends SchemaFault {
  /** What the keyword asks for: the values of an enum, a type, a pattern, a limit. */
  readonly expected?: unknown;
}

/** Finds every breach of a schema; the problem is why the schema itself cannot be used. */
export type ForeignCheck = (value: Json) => Result<readonly ForeignFault[], string>;

/** Compiles a prepared schema of somebody else; ajv's own sentence says why one does not compile. */
export function compileForeign(schema: Json): Result<ForeignCheck, string> {
  // An instance of its own, so that no two schemas can meet.
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    meta: false,
    validateSchema: false,
    validateFormats: false,
    unicodeRegExp: false,
    ownProperties: true,
    logger: false,
    code: { regExp: Object.assign(tameExpression, { code: 'tameExpression' }) },
  });
  const compiledOnce = guarded(() => ajv.compile(schema as object));
  if (!compiledOnce.ok) return compiledOnce;
  const { value: validate } = compiledOnce;
  return success((value) =>
    guarded(() => {
      validate(value);
      return (validate.errors ?? []).filter(isOwn).map(foreignFaultOf);
    }),
  );
}

/** A schema that refers to itself without an end overflows the stack, at the latest when a value is checked. */
function guarded<Value>(work: () => Value): Result<Value, string> {
  try {
    return success(work());
  } catch (error) {
    return refusal(String(error).replace(/^\w*Error: /, ''));
  }
}

/** Not the faults of single alternatives, of which one may be enough, nor those that only repeat others. */
function isOwn({ schemaPath, keyword }: ErrorObject): boolean {
  return keyword !== 'if' && !/\/(?:anyOf|oneOf)\/\d+\/|\/propertyNames\//.test(schemaPath);
}

/** Members of ajv's `params` that hold what a keyword asks for. */
const EXPECTING = ['allowedValues', 'allowedValue', 'type', 'pattern', 'limit', 'multipleOf'];

function foreignFaultOf(error: ErrorObject): ForeignFault {
  const given: Fields = error.params;
  const member = EXPECTING.find((name) => Object.hasOwn(given, name));
  return { ...faultOf(error), ...(member !== undefined && { expected: given[member] }) };
}

/** Members of ajv's `params` that name a field, whatever the keyword. */
const NAMING = ['additionalProperty', 'missingProperty', 'propertyName'];

function faultOf({ instancePath, keyword, params }: ErrorObject): SchemaFault {
  const given: Fields = params;
  const name = NAMING.map((member) => given[member]).find((member) => typeof member === 'string');
  const repeated = keyword === 'uniqueItems' ? Math.max(Number(given['i']), Number(given['j'])) : undefined;
  return {
    path: pathOf(instancePath),
    keyword,
    ...(name !== undefined && { name }),
    ...(repeated !== undefined && { repeated }),
  };
}

function pathOf(pointer: string): readonly (string | number)[] {
  const steps = pointer.split('/').slice(1);
  return steps.map((step) =>
    /^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~'),
  );
}
