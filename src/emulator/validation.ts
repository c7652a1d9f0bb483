// What the service refuses to store: bodies without the mandatory fields, unknown specs, params that the DB2 spec does
// not allow (public error catalogues of the Flow Service and of sources). Params that the spec does not name pass.
import type { Refusal } from './answers.ts';
import { serviceRefusal } from './answers.ts';
import type { JsonObject } from './json.ts';
import { isObject, ownMember } from './json.ts';
import type { Patchable } from './patch.ts';
import type { EmulatorSettings } from './settings.ts';
import type { AuthSpec, ConnectionSpec, SpecShelf } from './specs.ts';

/** A body of `POST /connections` that has passed. */
export interface AcceptedBody extends Patchable {
  readonly connectionSpec: { readonly id: string; readonly version: string };
}

/** What bodies are checked by. */
export interface Rules {
  readonly settings: EmulatorSettings;
  readonly specs: SpecShelf;
}

/** Checks the body of a create. */
export function acceptBody(body: unknown, { settings, specs }: Rules): AcceptedBody | Refusal {
  if (!isObject(body) || Object.keys(body).length === 0) {
    return serviceRefusal('1405-400', 'The request body cannot be null or empty.');
  }
  const connectionSpec = acceptSpec(body['connectionSpec'], { settings, specs });
  if ('refusedBy' in connectionSpec) return connectionSpec;
  const { name, description, auth } = body;
  if (typeof name !== 'string' || name === '') return mandatory('name');
  if (description !== undefined && typeof description !== 'string') return invalid('description');
  const specName = ownMember(auth, 'specName');
  const params = ownMember(auth, 'params');
  if (typeof specName !== 'string') return mandatory('auth.specName');
  if (!isObject(params)) return mandatory('auth.params');
  const accepted = {
    name,
    specName,
    params,
    connectionSpec,
    ...(description === undefined ? {} : { description }),
  };
  return checkAuth(specs, connectionSpec.id, accepted) ?? accepted;
}

/** Checks way of login and params against the spec; connections of specs unknown here pass. */
export function checkAuth(
  specs: SpecShelf,
  specId: string,
  target: Pick<Patchable, 'specName' | 'params'>,
): Refusal | undefined {
  const spec = findSpec(specs, specId);
  if (!spec) return undefined;
  const auth = spec.authSpec.find((each) => each.name === target.specName);
  if (!auth) {
    const message = `The auth spec '${target.specName}' could not be found for the connection spec ID ${specId}.`;
    return serviceRefusal('1415-400', message);
  }
  return checkParams(auth, target.params);
}

function acceptSpec(given: unknown, { settings, specs }: Rules): AcceptedBody['connectionSpec'] | Refusal {
  const id = ownMember(given, 'id');
  const version = ownMember(given, 'version');
  const spec = typeof id === 'string' ? findSpec(specs, id) : undefined;
  if (!spec || (version !== undefined && version !== spec.version)) {
    return serviceRefusal('1413-400', 'The spec ID provided is invalid. Please provide a valid spec ID.', {
      older: { message: 'Please provide a valid spec id' },
    });
  }
  if (version === undefined && settings.missingVersion === 'reject422') {
    return serviceRefusal('1304-422', 'The mandatory field connectionSpec.version is not provided.');
  }
  return { id: spec.id, version: spec.version };
}

function findSpec({ specs }: SpecShelf, id: string): ConnectionSpec | undefined {
  return specs.find((spec) => spec.id === id);
}

function checkParams(auth: AuthSpec, params: JsonObject): Refusal | undefined {
  const { properties, required } = auth.spec;
  const missing = required.find((name) => (ownMember(params, name) ?? '') === '');
  if (missing !== undefined) return mandatory(missing);
  for (const [name, property] of Object.entries(properties)) {
    const value = ownMember(params, name);
    if (value === undefined) continue;
    if (!hasType(value, property['type']) || !fitsPattern(value, property['pattern'])) return invalid(name);
    const allowed = property['enum'];
    if (!Array.isArray(allowed) || allowed.includes(value)) continue;
    return name === 'authenticationType' ? unsupportedLogin() : invalid(name);
  }
  return undefined;
}

// Of JSON Schema as much as specs of this kind use: type, enum, pattern and required.
function hasType(value: unknown, type: unknown): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type;
    default:
      return true;
  }
}

function fitsPattern(value: unknown, pattern: unknown): boolean {
  return typeof pattern !== 'string' || typeof value !== 'string' || new RegExp(pattern, 'u').test(value);
}

function mandatory(field: string): Refusal {
  return serviceRefusal('1304-400', `The mandatory field ${field} is not provided.`);
}

function invalid(field: string): Refusal {
  return serviceRefusal('1312-400', `The provided param value is not a valid input for property=${field}.`);
}

function unsupportedLogin(): Refusal {
  return serviceRefusal(
    '1302-400',
    'The provided authentication type is not supported for connector=ibm-db2.',
  );
}
