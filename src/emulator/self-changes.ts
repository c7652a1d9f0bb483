// What connections become without anyone writing to them: an asynchronous create ends, the service touches a new
// connection once more, an etag moves alone, an accepted deletion takes effect. Pure: time and etag are arguments. All of
// it was seen or named in public samples; how long it takes is a setting.
import { without } from './json.ts';
import type { EmulatorSettings } from './settings.ts';
import type { StoredConnection, Waking } from './store.ts';

/** What a change by itself leaves. */
export type Awakened =
  { readonly kind: 'changed' | 'moved'; readonly connection: StoredConnection } | { readonly kind: 'gone' };

/** The moment of a change. */
export interface Moment {
  /** Time of the platform. */
  readonly now: number;
  /** Time of the machine. */
  readonly machineNow: number;
  readonly etag: string;
}

type Written = Pick<StoredConnection, 'state' | 'operation'>;

/** What a connection that is written now becomes by itself. */
export function nextWaking(
  { state, operation }: Written,
  settings: EmulatorSettings,
  machineNow: number,
): { readonly wakes?: Waking } {
  if (state === 'initializing') return waking('enabled', settings.initializingMs, machineNow);
  if (operation === 'create' && settings.touchedAfterMs !== undefined) {
    return waking('touched', settings.touchedAfterMs, machineNow);
  }
  return nextMove(settings, machineNow);
}

/** A connection whose deletion was accepted and takes effect later; the state is one that the catalogue names. */
export function fading(
  connection: StoredConnection,
  settings: EmulatorSettings,
  machineNow: number,
): StoredConnection {
  return {
    ...connection,
    state: 'delete-finalizing',
    ...waking('gone', settings.deletionMs, machineNow),
  };
}

/** Lets the change of a connection happen that is due. */
export function awaken(
  connection: StoredConnection,
  settings: EmulatorSettings,
  { now, machineNow, etag }: Moment,
): Awakened {
  const rest = without(connection, 'wakes');
  switch (connection.wakes?.to) {
    case 'enabled': {
      const enabled: StoredConnection = { ...rest, state: 'enabled', updatedAt: now, etag };
      return { kind: 'changed', connection: { ...enabled, ...nextWaking(enabled, settings, machineNow) } };
    }
    case 'touched':
      return {
        kind: 'changed',
        connection: { ...rest, updatedAt: now, etag, ...nextMove(settings, machineNow) },
      };
    case 'gone':
      return { kind: 'gone' };
    case 'moved':
    case undefined:
      return { kind: 'moved', connection: { ...rest, etag } };
  }
}

function nextMove(settings: EmulatorSettings, machineNow: number): { readonly wakes?: Waking } {
  return settings.etagMovesAfterMs === undefined
    ? {}
    : waking('moved', settings.etagMovesAfterMs, machineNow);
}

function waking(to: Waking['to'], afterMs: number, machineNow: number): { readonly wakes: Waking } {
  return { wakes: { to, at: machineNow + afterMs } };
}
