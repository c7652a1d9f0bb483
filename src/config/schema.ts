// The JSON Schema check. The schema file is the contract and is used as it is shipped; what ajv finds is handed on as
// plain facts, and name-words.ts and value-words.ts puts them in words.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
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
