// A stored connection as the API shows it, in the listing as in the single GET (field set: public samples of the update
// and private-link tutorials). `version` equals the etag and is no counter.
import type { WireConnection } from '../flow-service/wire.ts';
import type { Platform } from './platform.ts';
import { uuidFromText } from './random.ts';
import type { EmulatorSettings } from './settings.ts';
import type { StoredConnection } from './store.ts';

/** Renders a connection for readers of the API. */
export function toWire(connection: StoredConnection, platform: Platform): WireConnection {
  const { id, createdAt, updatedAt, createdBy, updatedBy, createdClient, updatedClient } = connection;
  const { name, description, connectionSpec, state, specName, operation } = connection;
  const params = platform.showParams(connection.params);
  // The public sample of a connection in state `initializing` has neither version nor etag.
  const versions = state === 'initializing' ? {} : { version: connection.etag, etag: connection.etag };
  const full: WireConnection = {
    id,
    createdAt,
    updatedAt,
    createdBy,
    updatedBy,
    createdClient,
    updatedClient,
    sandboxId: sandboxId(connection.sandbox),
    sandboxName: connection.sandbox,
    imsOrgId: connection.org,
    name,
    ...(description === undefined ? {} : { description }),
    connectionSpec,
    state,
    auth: { specName, params },
    ...versions,
    lastOperation: { started: updatedAt, updated: updatedAt, operation },
  };
  return alter(full, platform.settings);
}

// Fields come and go without notice (an issue of adobe/aepp tells of one), which settings can play.
function alter(full: WireConnection, { omittedFields, addedFields }: EmulatorSettings): WireConnection {
  if (omittedFields.length === 0 && Object.keys(addedFields).length === 0) return full;
  const kept = Object.entries(full).filter(([name]) => !omittedFields.includes(name));
  // What was asked for need not be what is documented.
  return { ...Object.fromEntries(kept), ...addedFields } as unknown as WireConnection;
}

const knownSandboxIds = new Map<string, string>();

// The same name has the same id in every emulator, so that captured answers can be compared.
function sandboxId(name: string): string {
  const found = knownSandboxIds.get(name);
  if (found !== undefined) return found;
  const id = uuidFromText(`sandbox/${name}`);
  knownSandboxIds.set(name, id);
  return id;
}
