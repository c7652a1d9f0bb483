// What every write to a connection has in common, and the writes that need no body: `DELETE /connections/{id}` and
// `POST /connections/{id}/action`.
import type { WireIdentity } from '../flow-service/wire.ts';
import type { Answer, Refusal } from './answers.ts';
import { jsonAnswer, serviceRefusal } from './answers.ts';
import type { Call } from './calls.ts';
import { matchesPattern } from './json.ts';
import { findConnection, notFound } from './reading.ts';
import { fading } from './self-changes.ts';
import type { EmulatorSettings } from './settings.ts';
import type { StoredConnection } from './store.ts';

const CHANGEABLE_STATES: ReadonlySet<string> = new Set(['enabled', 'disabled', 'initializing']);

/** Deletes a connection. Takes no If-Match. */
export async function deleteConnection(call: Call): Promise<Answer | Refusal> {
  const { platform } = call;
  const { settings } = platform;
  const found = findConnection(call);
  if (!found) return notFound(call.id);
  const accepted: Answer = { status: settings.deleteStatus, headers: {}, body: '' };
  if (found.wakes?.to === 'gone') return accepted;
  const refusal = refuseHeld(found, settings) ?? refuseByState(found, settings);
  if (refusal) return refusal;
  platform.tally.count('deletesCommitted');
  if (settings.deletionMs > 0) await platform.save(fading(found, settings, Date.now()));
  else await platform.drop(found);
  return accepted;
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
  const published = { ...found, ...traceOf(call), state: 'enabled' };
  await call.platform.save(published);
  return jsonAnswer(200, identityOf(published));
}

/** Who wrote, when, and the new etag. */
export function traceOf(
  call: Call,
): Pick<StoredConnection, 'updatedAt' | 'updatedBy' | 'updatedClient' | 'etag'> {
  const { platform, caller } = call;
  return {
    updatedAt: platform.now(),
    updatedBy: writerOf(caller.clientId, platform.settings),
    updatedClient: caller.clientId,
    etag: platform.etag(),
  };
}

// People have an Adobe id, technical accounts an id of their own; for a service token it is the client (public OpenAPI).
function writerOf(clientId: string, { caller }: EmulatorSettings): string {
  switch (caller) {
    case 'technical':
      return `${clientId}@techacct.adobe.com`;
    case 'service':
      return clientId;
    case 'user':
      return `${clientId}@AdobeID`;
  }
}

/** The refusal of a change that the state of a connection forbids. */
export function refuseByState(
  { state }: StoredConnection,
  { caller }: EmulatorSettings,
): Refusal | undefined {
  if (state === 'initializing' && caller === 'user') {
    const message = 'Delete or Update of a connection in initializing state is not allowed with user token.';
    return serviceRefusal('1417-400', message);
  }
  if (CHANGEABLE_STATES.has(state)) return undefined;
  const message =
    'Delete or Update can only be applied on connection with enabled, disabled or initializing state.';
  return serviceRefusal('1416-400', message);
}

/** What a write is answered with. */
export function identityOf(connection: StoredConnection): WireIdentity {
  return { id: connection.id, etag: connection.etag };
}

function refuseHeld({ id, name }: StoredConnection, settings: EmulatorSettings): Refusal | undefined {
  if (!settings.inUse.some((pattern) => pattern === id || matchesPattern(pattern, name))) return undefined;
  const by = settings.inUseCode === '1418' ? 'flows' : 'active flows';
  const message = `The base connection with the ID ${id} cannot be deleted because it is used in ${by}.`;
  return serviceRefusal(`${settings.inUseCode}-400`, message, { id });
}
