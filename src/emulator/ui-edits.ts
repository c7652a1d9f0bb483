// Changes that do not come over the Flow Service API: someone edits a connection in the UI, or connections stand there
// before the client ever ran. They leave the same traces as a real one: a new etag, updatedAt, updatedBy.
import type { JsonObject } from './json.ts';
import { isObject, ownMember, without } from './json.ts';
import type { Platform } from './platform.ts';
import { DB2_SPEC_ID } from './specs.ts';
import type { StoredConnection } from './store.ts';

const UI_USER = 'ui-user@AdobeID';
// The client id that connections carry which were made in the UI.
const UI_CLIENT = 'exc_app';

/** Edits a connection: dotted paths with new values, null to remove. Answers with a sentence when a path is unknown. */
export function editAsUser(
  platform: Platform,
  connection: StoredConnection,
  set: JsonObject,
): StoredConnection | string {
  let edited = connection;
  for (const [path, value] of Object.entries(set)) {
    const next = editField(edited, path, value);
    if (typeof next === 'string') return next;
    edited = next;
  }
  return {
    ...without(edited, 'wakes'),
    params: platform.conceal(edited.params),
    updatedAt: platform.now(),
    updatedBy: UI_USER,
    updatedClient: UI_CLIENT,
    operation: 'update',
    etag: platform.etag(),
  };
}

/** Makes a connection as the UI would, from a description; answers with a sentence when something is missing. */
export function plantConnection(platform: Platform, wanted: JsonObject): StoredConnection | string {
  const { sandbox, name, auth, description, createdAt, createdBy, id, state, org } = wanted;
  const params = ownMember(auth, 'params');
  if (typeof sandbox !== 'string' || !platform.settings.sandboxes.includes(sandbox)) {
    return 'sandbox must name a sandbox of the emulator.';
  }
  if (typeof name !== 'string') return 'name must be a text.';
  if (!isObject(params)) return 'auth.params must be an object.';
  const created = typeof createdAt === 'number' ? createdAt : platform.now();
  const creator = textOr(createdBy, UI_USER);
  return {
    id: textOr(id, platform.random('ids').uuid()),
    sandbox,
    name,
    ...(typeof description === 'string' ? { description } : {}),
    specName: textOr(ownMember(auth, 'specName'), 'Basic Authentication'),
    params: platform.conceal(params),
    connectionSpec: {
      id: textOr(ownMember(wanted['connectionSpec'], 'id'), DB2_SPEC_ID),
      version: textOr(ownMember(wanted['connectionSpec'], 'version'), '1.0'),
    },
    state: textOr(state, 'enabled'),
    createdAt: created,
    updatedAt: created,
    createdBy: creator,
    updatedBy: creator,
    createdClient: UI_CLIENT,
    updatedClient: UI_CLIENT,
    org: textOr(org, platform.settings.orgId ?? 'EMULATOR@AdobeOrg'),
    etag: platform.etag(),
    operation: 'create',
  };
}

function editField(connection: StoredConnection, path: string, value: unknown): StoredConnection | string {
  if (path === 'description' && value === null) return without(connection, 'description');
  if ((path === 'name' || path === 'description' || path === 'state') && typeof value === 'string') {
    return { ...connection, [path]: value };
  }
  if (path === 'auth.specName' && typeof value === 'string') return { ...connection, specName: value };
  if (path === 'auth.params' && isObject(value)) return { ...connection, params: value };
  const param = /^auth\.params\.(.+)$/.exec(path)?.[1];
  if (param === undefined) {
    return `${path} cannot be set: known are name, description, state, auth.specName, auth.params and its members.`;
  }
  const others = Object.entries(connection.params).filter(([name]) => name !== param);
  const params = Object.fromEntries(value === null ? others : [...others, [param, value]]);
  return { ...connection, params };
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
