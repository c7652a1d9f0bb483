// The operations that change connections: `POST /connections`, `PATCH` and `DELETE /connections/{id}` and
// `POST /connections/{id}/action`. Each is committed, data file included, before its answer is made; names are not
// unique, because no public documentation says that they are.
import type { WireIdentity, WirePatchOperation } from '../flow-service/wire.ts';
import type { Answer, Refusal } from './answers.ts';
import { isRefusal, jsonAnswer, serviceRefusal } from './answers.ts';
import type { Call } from './calls.ts';
import { headerOf, readBody } from './calls.ts';
import { isObject, matchesPattern, without } from './json.ts';
import type { Patchable } from './patch.ts';
import { applyOperations, readOperations } from './patch.ts';
import type { Platform } from './platform.ts';
import { findConnection, notFound } from './reading.ts';
import { sendsBackRendering } from './secrets.ts';
import type { StoredConnection, Visibility } from './store.ts';
import { editAsUser } from './ui-edits.ts';
import type { AcceptedBody } from './validation.ts';
import { acceptBody, checkAuth } from './validation.ts';

const CHANGEABLE_STATES: ReadonlySet<string> = new Set(['enabled', 'disabled', 'initializing']);

/** Creates a connection. */
export async function createConnection(call: Call): Promise<Answer | Refusal> {
  const { platform } = call;
  const body = readBody(call);
  if (isRefusal(body)) return body;
  const accepted = acceptBody(body.json, platform.settings);
  if (isRefusal(accepted)) return accepted;
  if (sendsBackRendering(accepted.params)) platform.tally.count('secretsSentBack');
  const connection = newConnection(call, accepted);
  platform.tally.count('createsCommitted');
  await platform.save(connection, visibilityOf(call));
  const location = `${platform.url}/data/foundation/flowservice/connections/${connection.id}`;
  return jsonAnswer(201, identityOf(connection), { location });
}

/** Changes a connection by JSON Patch, guarded by If-Match. */
export async function updateConnection(call: Call): Promise<Answer | Refusal> {
  const { platform } = call;
  const found = findConnection(call);
  if (!found) return notFound(call.id);
  const guard = headerOf(call.headers, 'if-match');
  if (guard === '') {
    platform.tally.miss(call.route, 'if-match');
    return serviceRefusal('1403-400', "The header 'If-Match' is missing in the request.");
  }
  await forestall(platform, found);
  // Read after the last wait: from here to the commit no other request comes between.
  const current = findConnection(call) ?? found;
  const body = readBody(call);
  if (isRefusal(body)) return body;
  const operations = readOperations(body.json, platform.settings.patchOps === 'any-case');
  if (isRefusal(operations)) return operations;
  if (!guards(guard, current, platform)) return staleVersion(guard, current);
  if (!CHANGEABLE_STATES.has(current.state)) return wrongState();
  if (sendsBackSecrets(operations)) platform.tally.count('secretsSentBack');
  const patched = applyOperations(patchableOf(current), operations);
  if (isRefusal(patched)) return patched;
  const refusal = checkAuth(current.connectionSpec.id, patched);
  if (refusal) return refusal;
  return commitUpdate(call, current, patched);
}

/** Deletes a connection. Takes no If-Match. */
export async function deleteConnection(call: Call): Promise<Answer | Refusal> {
  const { platform } = call;
  const found = findConnection(call);
  if (!found) return notFound(call.id);
  const held = platform.settings.inUse.some(
    (pattern) => pattern === found.id || matchesPattern(pattern, found.name),
  );
  if (held) {
    const message = `The base connection with the ID ${found.id} cannot be deleted because it is used in flows.`;
    return serviceRefusal('1418-400', message, { id: found.id });
  }
  if (!CHANGEABLE_STATES.has(found.state)) return wrongState();
  platform.tally.count('deletesCommitted');
  await platform.drop(found);
  return { status: platform.settings.deleteStatus, headers: {}, body: '' };
}

/** Publishes a draft; `finalize` is for providers only. Takes upper-case and lower-case operations. */
export async function actOnConnection(call: Call): Promise<Answer | Refusal> {
  const found = findConnection(call);
  if (!found) return notFound(call.id);
  const op = (call.query.get('op') ?? '').toLowerCase();
  if (op.startsWith('finalize')) {
    return serviceRefusal('1402-400', "The action 'finalize' is supported for provider requests only.");
  }
  if (op !== 'publish') return serviceRefusal('1434-400', `Unsupported operation '${op}' received.`);
  if (found.state !== 'draft') {
    return serviceRefusal('1457-400', `Operation publish cannot be applied in state ${found.state}.`);
  }
  const published = { ...found, ...trace(call), state: 'enabled' };
  await call.platform.save(published);
  return jsonAnswer(200, identityOf(published));
}

function newConnection(call: Call, accepted: AcceptedBody): StoredConnection {
  const { platform, caller, sandbox } = call;
  const { settings } = platform;
  const state = call.query.get('mode') === 'draft' ? 'draft' : settings.initialState;
  const params = { ...accepted.params, ...settings.addedParams };
  const written = trace(call);
  return {
    ...accepted,
    ...written,
    id: freeId(platform),
    sandbox,
    params: platform.vault.store(params, platform.random('secrets'), settings.secretRendering === 'plain'),
    state,
    createdAt: written.updatedAt,
    createdBy: written.updatedBy,
    createdClient: written.updatedClient,
    org: caller.org,
    operation: 'create',
    ...platform.wakesAt(state),
  };
}

async function commitUpdate(call: Call, current: StoredConnection, patched: Patchable): Promise<Answer> {
  const { platform } = call;
  const keepPlain = platform.settings.secretRendering === 'plain';
  const updated: StoredConnection = {
    ...without(current, 'description', 'wakesAt'),
    ...patched,
    ...trace(call),
    params: platform.vault.store(patched.params, platform.random('secrets'), keepPlain),
    operation: 'update',
    ...platform.wakesAt(current.state),
  };
  platform.tally.count('updatesCommitted');
  await platform.save(updated);
  return jsonAnswer(200, identityOf(updated));
}

// Who wrote, when, and the new etag.
function trace(call: Call): Pick<StoredConnection, 'updatedAt' | 'updatedBy' | 'updatedClient' | 'etag'> {
  const { platform, caller } = call;
  return {
    updatedAt: platform.now(),
    updatedBy: `${caller.clientId}@techacct.adobe.com`,
    updatedClient: caller.clientId,
    etag: platform.etag(),
  };
}

function freeId(platform: Platform): string {
  let id = platform.random('ids').uuid();
  while (platform.store.has(id)) id = platform.random('ids').uuid();
  return id;
}

function visibilityOf(call: Call): Visibility {
  if (call.effect?.kind !== 'hide') return call.platform.visibility();
  return { at: call.effect.forMs === undefined ? Infinity : Date.now() + call.effect.forMs, afterLists: 0 };
}

async function forestall(platform: Platform, found: StoredConnection): Promise<void> {
  const edit = platform.takeEdit(found.name);
  const edited = edit && editAsUser(platform, found, { [edit.field]: edit.value });
  if (typeof edited === 'object') await platform.save(edited);
}

// The quotes belong to the etag (destinations API, text of the 412).
function guards(guard: string, current: StoredConnection, platform: Platform): boolean {
  const lenient = platform.settings.ifMatchUnquoted === 'accept';
  return guard === current.etag || (lenient && `"${guard}"` === current.etag);
}

function staleVersion(guard: string, current: StoredConnection): Refusal {
  const message = `The supplied version '${guard}' does not match the current version on entity '${current.etag}'.`;
  const older = `Supplied version=[${guard}] does not match the current version on entity=[${current.etag}]`;
  return serviceRefusal('1404-412', message, {
    id: current.id,
    older: { errorMessage: older, errorDetails: older },
  });
}

function wrongState(): Refusal {
  const message =
    'Delete or Update can only be applied on connection with enabled, disabled or initializing state.';
  return serviceRefusal('1416-400', message);
}

function sendsBackSecrets(operations: readonly WirePatchOperation[]): boolean {
  return operations.some(({ path, value }) => {
    if (path === '/auth/params') return isObject(value) && sendsBackRendering(value);
    return sendsBackRendering({ [path.slice(path.lastIndexOf('/') + 1)]: value });
  });
}

function patchableOf(connection: StoredConnection): Patchable {
  const { name, description, specName, params } = connection;
  return { name, specName, params, ...(description === undefined ? {} : { description }) };
}

function identityOf(connection: StoredConnection): WireIdentity {
  return { id: connection.id, etag: connection.etag };
}
