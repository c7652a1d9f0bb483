// `PATCH /connections/{id}`: guarded by If-Match, applied as a whole or not at all, committed before its answer is made.
import type { WirePatchOperation } from '../flow-service/wire.ts';
import type { Answer, Refusal } from './answers.ts';
import { isRefusal, jsonAnswer, serviceRefusal } from './answers.ts';
import type { Call } from './calls.ts';
import { headerOf, readBody } from './calls.ts';
import { isObject, without } from './json.ts';
import type { Patchable } from './patch.ts';
import { applyOperations, readOperations } from './patch.ts';
import type { Platform } from './platform.ts';
import { findConnection, notFound } from './reading.ts';
import { sendsBackRendering } from './secrets.ts';
import { nextWaking } from './self-changes.ts';
import type { EmulatorSettings } from './settings.ts';
import type { SpecShelf } from './specs.ts';
import type { StoredConnection } from './store.ts';
import { editAsUser } from './ui-edits.ts';
import { checkAuth } from './validation.ts';
import { loginTrouble } from './verdicts.ts';
import { identityOf, refuseByState, traceOf } from './writing.ts';

/** Changes a connection by JSON Patch. */
export async function updateConnection(call: Call): Promise<Answer | Refusal> {
  const { platform } = call;
  const { settings } = platform;
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
  const operations = readOperations(body.json, settings);
  if (isRefusal(operations)) return operations;
  const refusal = refuseUpdates(settings) ?? refuseGuard(guard, current, settings);
  if (refusal) return refusal;
  const wrongState = refuseByState(current, settings);
  if (wrongState) return wrongState;
  if (sendsBackSecrets(operations, platform.specs)) platform.tally.count('secretsSentBack');
  const patched = applyOperations(patchableOf(current), operations);
  if (isRefusal(patched)) return patched;
  const invalid = checkAuth(platform.specs, current.connectionSpec.id, patched);
  return invalid ?? loginTrouble(patched.params, settings) ?? commit(call, current, patched);
}

async function commit(call: Call, current: StoredConnection, patched: Patchable): Promise<Answer> {
  const { platform } = call;
  const operation = 'update';
  const updated: StoredConnection = {
    ...without(current, 'description', 'wakes'),
    ...patched,
    ...traceOf(call),
    params: platform.conceal(patched.params),
    operation,
    ...nextWaking({ state: current.state, operation }, platform.settings, Date.now()),
  };
  platform.tally.count('updatesCommitted');
  await platform.save(updated);
  return jsonAnswer(200, identityOf(updated));
}

async function forestall(platform: Platform, found: StoredConnection): Promise<void> {
  const edit = platform.takeEdit(found.name);
  const edited = edit && editAsUser(platform, found, { [edit.field]: edit.value });
  if (typeof edited === 'object') await platform.save(edited);
}

function refuseUpdates({ updates }: EmulatorSettings): Refusal | undefined {
  switch (updates) {
    case 'accept':
      return undefined;
    case 'reject-type':
      return serviceRefusal('1300-400', 'Update of a connection is not supported for ibm-db2.');
    case 'reject-feature':
      return serviceRefusal('1445-400', 'The feature to update a connection is not enabled.');
  }
}

// The quotes belong to the etag (destinations API, text of the 412).
function refuseGuard(
  guard: string,
  current: StoredConnection,
  settings: EmulatorSettings,
): Refusal | undefined {
  const lenient = settings.ifMatchUnquoted === 'accept';
  if (guard === current.etag || (lenient && `"${guard}"` === current.etag)) return undefined;
  const message = `The supplied version '${guard}' does not match the current version on entity '${current.etag}'.`;
  const older = `Supplied version=[${guard}] does not match the current version on entity=[${current.etag}]`;
  return serviceRefusal('1404-412', message, {
    id: current.id,
    older: { errorMessage: older, errorDetails: older },
  });
}

function sendsBackSecrets(operations: readonly WirePatchOperation[], specs: SpecShelf): boolean {
  return operations.some(({ path, value }) => {
    if (path === '/auth/params') return isObject(value) && sendsBackRendering(value, specs);
    return sendsBackRendering({ [path.slice(path.lastIndexOf('/') + 1)]: value }, specs);
  });
}

function patchableOf(connection: StoredConnection): Patchable {
  const { name, description, specName, params } = connection;
  return { name, specName, params, ...(description === undefined ? {} : { description }) };
}
