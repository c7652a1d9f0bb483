// `PATCH /connections/{id}`: the operations of the body on the fields that may change (public tutorial: update a
// connection; codes from the public error catalogue). Pure. `add` and `replace` of /auth/params are wholesale, as the
// tutorial's samples show: what the new object leaves out is gone.
import type { WirePatchOperation } from '../flow-service/wire.ts';
import type { Refusal } from './answers.ts';
import { isRefusal, serviceRefusal } from './answers.ts';
import type { JsonObject } from './json.ts';
import { isObject, listOrNothing } from './json.ts';
import type { EmulatorSettings } from './settings.ts';

/** The fields of a connection that a patch can reach. */
export interface Patchable {
  readonly name: string;
  readonly description?: string;
  readonly specName: string;
  readonly params: JsonObject;
}

type Operation = WirePatchOperation;

type Rules = Pick<EmulatorSettings, 'patchOps' | 'patchObject'>;

/** Reads the body of a patch. */
export function readOperations(body: unknown, rules: Rules): readonly Operation[] | Refusal {
  // The published OpenAPI shows one object; every sample shows an array.
  const items =
    listOrNothing(body) ?? (rules.patchObject === 'accept' && isObject(body) ? [body] : undefined);
  if (!items) {
    return serviceRefusal('1000-400', 'The body of a PATCH must be an array of operations.');
  }
  if (items.length === 0) return serviceRefusal('1405-400', 'The request body cannot be empty.');
  const operations: Operation[] = [];
  for (const item of items) {
    const operation = readOperation(item, rules);
    if ('refusedBy' in operation) return operation;
    operations.push(operation);
  }
  return operations;
}

/** Applies operations in order; the first that cannot be applied refuses the whole patch. */
export function applyOperations(target: Patchable, operations: readonly Operation[]): Patchable | Refusal {
  let patched = target;
  for (const operation of operations) {
    const next = applyOperation(patched, operation);
    if (isRefusal(next)) return next;
    patched = next;
  }
  return patched;
}

function readOperation(item: unknown, { patchOps }: Rules): Operation | Refusal {
  if (!isObject(item) || typeof item['op'] !== 'string' || typeof item['path'] !== 'string') {
    return serviceRefusal('1000-400', 'Each operation of a PATCH needs the members op and path.');
  }
  const op = patchOps === 'any-case' ? item['op'].toLowerCase() : item['op'];
  if (op !== 'add' && op !== 'replace' && op !== 'remove') {
    return serviceRefusal('1434-400', `Unsupported operation '${op}' received.`);
  }
  if (op !== 'remove' && item['value'] === undefined) return missingField('value');
  // The destinations API shows `remove` with a value; it is ignored.
  return { op, path: item['path'], value: item['value'] };
}

function applyOperation(target: Patchable, operation: Operation): Patchable | Refusal {
  const segments = operation.path.split('/').slice(1).map(unescapeSegment);
  const [first = '', second = '', third, ...deeper] = segments;
  if (first === 'connectionSpec') {
    return serviceRefusal('1414-400', 'The connection spec of a connection cannot be updated.');
  }
  if (first === 'name' && segments.length === 1) return patchName(target, operation);
  if (first === 'description' && segments.length === 1) return patchDescription(target, operation);
  if (first === 'auth' && second === 'specName' && segments.length === 2)
    return patchSpecName(target, operation);
  if (first === 'auth' && second === 'params' && deeper.length === 0) {
    return third === undefined ? patchParams(target, operation) : patchParam(target, operation, third);
  }
  return serviceRefusal('1365-400', `The path ${operation.path} provided in ops is invalid.`);
}

function patchName(target: Patchable, { op, value }: Operation): Patchable | Refusal {
  if (op === 'remove') return serviceRefusal('1304-400', 'The mandatory field name is not provided.');
  return typeof value === 'string' && value !== '' ? { ...target, name: value } : badValue('name');
}

function patchDescription(target: Patchable, { op, value }: Operation): Patchable | Refusal {
  if (op !== 'add' && target.description === undefined) return missingField('description');
  if (op !== 'remove') {
    return typeof value === 'string' ? { ...target, description: value } : badValue('description');
  }
  const { name, specName, params } = target;
  return { name, specName, params };
}

function patchSpecName(target: Patchable, { op, value }: Operation): Patchable | Refusal {
  return op !== 'remove' && typeof value === 'string'
    ? { ...target, specName: value }
    : badValue('auth.specName');
}

function patchParams(target: Patchable, { op, value }: Operation): Patchable | Refusal {
  if (op === 'remove') return { ...target, params: {} };
  return isObject(value) ? { ...target, params: { ...value } } : badValue('auth.params');
}

function patchParam(target: Patchable, { op, value }: Operation, name: string): Patchable | Refusal {
  if (op !== 'add' && !Object.hasOwn(target.params, name)) return missingField(name);
  const others = Object.entries(target.params).filter(([key]) => key !== name);
  // Built from entries, so that a member named __proto__ stays a member.
  return { ...target, params: Object.fromEntries(op === 'remove' ? others : [...others, [name, value]]) };
}

function unescapeSegment(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

function missingField(name: string): Refusal {
  const message = `An error has occurred while validating patch instructions: Missing field "${name}".`;
  return serviceRefusal('1455-400', message);
}

function badValue(name: string): Refusal {
  return serviceRefusal('1312-400', `The provided param value is not a valid input for property=${name}.`);
}
