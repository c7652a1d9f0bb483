// flowrecon state mv and rm: change records under the lease and through the same atomic write as apply. Neither touches
// the platform.
import { connectionKey } from '../core/connection.ts';
import type { ConnectionKey } from '../core/connection.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { StateBackend } from '../core/ports.ts';
import type { StateAction } from '../core/request.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { ConnectionRecord, State } from '../core/state.ts';
import { inOneLine } from './state-answer.ts';
import type { StateAnswer } from './state-answer.ts';
import { recordAt, unknownKey } from './state-showing.ts';
import { quoted } from '../core/quoting.ts';

type Changing = Extract<StateAction, { verb: 'mv' | 'rm' }>;

interface Changed {
  readonly connections: ReadonlyMap<ConnectionKey, ConnectionRecord>;
  readonly answer: StateAnswer;
}

/** Moves a record to another key, or drops it. */
export async function changeState(
  backend: StateBackend,
  action: Changing,
): Promise<Result<StateAnswer, Diagnostic>> {
  const opened = await backend.open();
  if (!opened.ok) return opened;
  const session = opened.value;
  try {
    const doubtful = session.doubts.length > 0 ? inDoubt(backend.location) : undefined;
    if (doubtful !== undefined) return refusal(doubtful);
    const changed = change(session.state, action, backend.location);
    if (!changed.ok) return changed;
    const saved = await session.checkpoint({ ...session.state, connections: changed.value.connections });
    return saved.ok ? success(changed.value.answer) : saved;
  } finally {
    await session.release();
  }
}

function change(state: State, action: Changing, path: string): Result<Changed, Diagnostic> {
  const from = action.verb === 'mv' ? action.from : action.key;
  const record = recordAt(state, from);
  if (record === undefined) return refusal(unknownKey(from, state, path));
  const connections = new Map(state.connections);
  connections.delete(from as ConnectionKey);
  if (action.verb === 'rm') {
    const text = `${from} (${record.id}) is no longer recorded; the connection itself stands as it is.`;
    return success({
      connections,
      answer: { text: inOneLine(text), members: { removed: from, id: record.id } },
    });
  }
  const to = targetKey(action.to, record, state);
  if (!to.ok) return to;
  connections.set(to.value, record);
  const text = `${from} is now ${to.value} (${record.id}).`;
  return success({
    connections,
    answer: { text: inOneLine(text), members: { moved: from, to: to.value, id: record.id } },
  });
}

/** A record may move to a free key of its own sandbox: a connection cannot change its sandbox. */
function targetKey(to: string, record: ConnectionRecord, state: State): Result<ConnectionKey, Diagnostic> {
  const [sandbox = '', ...rest] = to.split('/');
  const local = rest.join('/');
  if (sandbox !== record.sandbox || local === '') {
    const fix = `Name a key that begins with ${record.sandbox}/, where the connection stands.`;
    return refusal({
      severity: 'error',
      code: 'usage',
      summary: `${to} is no key of the sandbox ${record.sandbox}`,
      fix,
    });
  }
  const key = connectionKey(sandbox, local);
  if (!state.connections.has(key)) return success(key);
  const fix = `Drop that record first with: flowrecon state rm ${quoted(to)}.`;
  return refusal({ severity: 'error', code: 'usage', summary: `${to} is recorded already`, fix });
}

/** Creates whose outcome is not known yet: nothing is recorded by hand before that is settled. */
export function inDoubt(path: string): Diagnostic {
  const fix = 'Run apply first: it finds out what became of them.';
  return {
    severity: 'error',
    code: 'state-locked',
    summary: `creates of the last run are in doubt beside ${path}`,
    fix,
  };
}
