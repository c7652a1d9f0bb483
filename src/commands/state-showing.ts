// flowrecon state list and show: reads without a lease, so that it works while a run is under way.
import type { ConnectionKey } from '../core/connection.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { compareText } from '../core/order.ts';
import type { StateBackend } from '../core/ports.ts';
import type { StateAction } from '../core/request.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { sortedRecord } from '../core/state.ts';
import { stateListText, stateRecordText } from '../report/state-text.ts';
import type { ConnectionRecord, State } from '../core/state.ts';
import type { StateAnswer } from './state-answer.ts';

/** Shows all records, or one. */
export async function showState(
  backend: StateBackend,
  action: Extract<StateAction, { verb: 'list' | 'show' }>,
): Promise<Result<StateAnswer, Diagnostic>> {
  const loaded = await backend.read();
  if (!loaded.ok) return loaded;
  const { state } = loaded.value;
  if (action.verb === 'list') return success(listAnswer(state, backend.location));
  const record = recordAt(state, action.key);
  if (record === undefined) return refusal(unknownKey(action.key, state, backend.location));
  return success({
    text: () => stateRecordText(action.key, sortedRecord(record)),
    members: { key: action.key, record: sortedRecord(record) },
  });
}

/** The record under a key as the user typed it. */
export function recordAt(state: State, key: string): ConnectionRecord | undefined {
  // Keys are compared only, so any text may ask for one.
  return state.connections.get(key as ConnectionKey);
}

/** A key that the state does not hold. */
export function unknownKey(key: string, state: State, path: string): Diagnostic {
  const wanted = key.slice(key.indexOf('/') + 1);
  const same = [...state.connections.keys()].find((known) => known.endsWith(`/${wanted}`));
  const fix = same === undefined ? 'See flowrecon state list for the keys.' : `Did you mean ${same}?`;
  return { severity: 'error', code: 'state-unknown-key', summary: `${path} holds no connection ${key}`, fix };
}

function listAnswer(state: State, path: string): StateAnswer {
  const rows = [...state.connections].sort(([left], [right]) => compareText(left, right));
  const { lineage, serial, platform, orgId } = state;
  const connections = Object.fromEntries(rows.map(([key, record]) => [key, sortedRecord(record)]));
  const text: StateAnswer['text'] = (page) => stateListText(rows, path, page);
  return { text, members: { lineage, serial, platform, orgId, connections } };
}
