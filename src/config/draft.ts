// One item of `connections:` with the defaults laid under it. Decides which default gives way to what an entry says,
// and what connection, in which sandboxes, comes out. Faults are told in entry-faults.ts.
import { connectionKey, USUAL_SPEC_NAMES } from '../core/connection.ts';
import type {
  ConnectionKey,
  DeclaredSecret,
  DesiredConnection,
  Json,
  SecretParam,
} from '../core/connection.ts';
import type { Located } from './locate.ts';
import { locate, stepInto, valueSpan } from './locate.ts';
import { readReference } from './reference.ts';
import { withoutSecret } from './sensitive.ts';
import type { Source } from './source.ts';
import { rangeOf, trimmedSpan } from './source.ts';
import type { Fields } from './values.ts';
import { isFields } from './values.ts';

/** An entry in one sandbox, as far as it can be named. */
export interface Identity {
  readonly sandbox: string;
  readonly name: string;
  readonly key: ConnectionKey;
}

/** An item on its way to an entry. */
export interface Draft {
  readonly source: Source;
  /** Its place below `connections:`. */
  readonly located: Located;
  /** What the item says itself. */
  readonly own: Fields;
  /** The same with the defaults laid under it. */
  readonly fields: Fields;
  readonly identities: readonly Identity[];
}

/** The fields that a connection string stands for. */
export const LOGIN_FIELDS = ['server', 'port', 'database', 'username', 'password', 'authenticationType'];

/** Makes the draft of an item. */
export function draftEntry(
  source: Source,
  located: Located,
  given: { own: Fields; defaults: Fields },
): Draft {
  const fields = lay(given.own, given.defaults);
  return { source, located, own: given.own, fields, identities: identitiesOf(fields) };
}

function lay(own: Fields, defaults: Fields): Fields {
  const fields: Fields = { ...defaults };
  const usesString =
    'connectionString' in own || ('connectionString' in defaults && !hasAny(own, LOGIN_FIELDS));
  // Alternatives push each other out: a default is for entries that say nothing about the matter.
  drop(fields, usesString ? LOGIN_FIELDS : ['connectionString']);
  if ('sandbox' in own || 'sandboxes' in own) drop(fields, ['sandbox', 'sandboxes']);
  if (hasPort(own['server'])) drop(fields, ['port']);
  Object.assign(fields, own);
  if (isFields(defaults['params']) && isFields(own['params'])) {
    fields['params'] = { ...defaults['params'], ...own['params'] };
  }
  return fields;
}

function drop(fields: Fields, names: readonly string[]): void {
  // The fields are a fresh copy; Reflect keeps absent ones absent.
  for (const name of names) Reflect.deleteProperty(fields, name);
}

function hasAny(fields: Fields, names: readonly string[]): boolean {
  return names.some((name) => Object.hasOwn(fields, name));
}

/** Whether a server text carries a port. */
export function hasPort(server: unknown): boolean {
  return typeof server === 'string' && /[^:]:[^:\]]*$/.test(server) && !/^[^[]*:[^[]*:/.test(server);
}

function identitiesOf({ sandbox, sandboxes, key, name }: Fields): readonly Identity[] {
  const local = key ?? name;
  if (typeof local !== 'string' || typeof name !== 'string') return [];
  const named = Array.isArray(sandboxes) ? sandboxes : [sandbox];
  const usable = named.filter((one) => typeof one === 'string');
  return usable.map((one) => ({ sandbox: one, name, key: connectionKey(one, local) }));
}

/** How messages name an item: by its key, or by as much of it as there is. */
export function labelOf({ identities, fields }: Pick<Draft, 'identities' | 'fields'>): string | undefined {
  const local = fields['key'] ?? fields['name'];
  if (typeof local !== 'string' || local === '') return undefined;
  const named = identities.find(({ sandbox }) => sandbox !== '');
  return withoutSecret(named?.key ?? local);
}

/** Turns a draft without faults into its entries, one for each sandbox. */
export function desiredFrom(draft: Draft): readonly DesiredConnection[] {
  const { source, located, fields } = draft;
  const { description, tags, specName, onDrift } = fields;
  const param: SecretParam = 'connectionString' in fields ? 'connectionString' : 'password';
  const shared = {
    specName: typeof specName === 'string' ? specName : USUAL_SPEC_NAMES[param],
    params: paramsOf(fields, param),
    secret: secretOf(draft, param),
    tags: Array.isArray(tags) ? tags.map(String) : [],
    protect: fields['protect'] === true,
    onDrift: onDrift === 'report' ? onDrift : 'correct',
    range: rangeOf(source, trimmedSpan(source, located.written)),
    ...(typeof description === 'string' && { description }),
  } as const;
  return draft.identities.map(({ key, sandbox, name }) => ({ key, sandbox, name, ...shared }));
}

function paramsOf(fields: Fields, param: SecretParam): Readonly<Record<string, Json>> {
  const { server, port, database, username, authenticationType = 'Basic', params } = fields;
  const address = typeof port === 'number' ? `${String(server)}:${port}` : server;
  const login = param === 'password' ? { server: address, database, username, authenticationType } : {};
  // The schema has checked the login fields, and values from YAML are JSON values (values.ts refuses other numbers).
  return (isFields(params) ? { ...login, ...params } : login) as Record<string, Json>;
}

function secretOf({ source, located, own, fields }: Draft, param: SecretParam): DeclaredSecret {
  const declared = param in own ? stepInto(source, located, param) : locate(source, ['defaults', param]);
  return {
    param,
    ref: readReference(fields[param], source.path),
    range: rangeOf(source, valueSpan(declared)),
  };
}
