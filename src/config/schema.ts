// The JSON Schema check. The schema file is the contract; what ajv made of it when the command was built (schema-build.ts)
// checks a list, because loading ajv and compiling takes longer than checking a thousand entries. What it finds is handed
// on as plain facts, and name-words.ts and value-words.ts put them in words.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { ConnectionKey } from '../core/connection.ts';

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
  readonly properties: Fields;
  readonly definitions: Readonly<
    Record<'platform' | 'defaults' | 'connection' | 'move', { readonly properties: Fields }>
  >;
}

/** Members of an object that is not further known. */
export type Fields = Readonly<Record<string, unknown>>;

/** What schema-build.ts makes; the same from the sources as from the build. */
const COMPILED = '../../dist/config/connections-check.cjs';

interface Compiled {
  readonly validate: ValidateFunction;
  readonly isFullKey: ValidateFunction<ConnectionKey>;
}

let compiled: Compiled | undefined;
let names: FieldNames | undefined;

/** Checks a document; every breach is reported. */
export function schemaFaults(value: unknown): readonly SchemaFault[] {
  const { validate } = (compiled ??= load());
  validate(value);
  return (validate.errors ?? []).map(faultOf);
}

/** Whether a value has the form of a full key, `<sandbox>/<key or name>`. */
export function isFullKey(value: unknown): value is ConnectionKey {
  return (compiled ??= load()).isFullKey(value);
}

/** Our own code, written by the build. */
function load(): Compiled {
  return createRequire(import.meta.url)(COMPILED) as Compiled;
}

/** The names of fields that the schema knows. */
export function fieldNames(): FieldNames {
  return (names ??= readNames());
}

function readNames(): FieldNames {
  // Our own file, tested against the meta-schema and for this shape.
  const schema = JSON.parse(readFileSync(SCHEMA, 'utf8')) as SchemaDocument;
  const { platform, defaults, connection, move } = schema.definitions;
  return {
    root: Object.keys(schema.properties),
    platform: Object.keys(platform.properties),
    defaults: Object.keys(defaults.properties),
    connection: Object.keys(connection.properties),
    moved: Object.keys(move.properties),
  };
}

/** Members of ajv's `params` that name a field, whatever the keyword. */
const NAMING = ['additionalProperty', 'missingProperty', 'propertyName'];

/** A finding of ajv as a plain fact. */
export function faultOf({ instancePath, keyword, params }: ErrorObject): SchemaFault {
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
