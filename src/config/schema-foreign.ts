// Schemas of somebody else, compiled while the command runs, once foreign-schema.ts has made them fit; spec-words.ts has
// the words for what they find. Loaded only when the platform's own schema is asked for.
import { Ajv } from 'ajv';
import type { ErrorObject } from 'ajv';
import type { Json } from '../core/connection.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { faultOf } from './schema.ts';
import type { Fields, SchemaFault } from './schema.ts';
import { tameExpression } from './tame-pattern.ts';

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
