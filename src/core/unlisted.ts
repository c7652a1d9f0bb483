// Decides what happens to records that the list no longer asks for: kept, deleted when that was asked for and nothing
// speaks against it, or forgotten when their connection is gone. The rule not to break: nothing is deleted that is not
// known to stand, that a listed entry holds, or that was protected when it was last applied.
import type { Action, KeptBecause } from './action.ts';
import type { ConnectionKey, Json, ObservedConnection } from './connection.ts';
import { paramPath } from './diff.ts';
import type { FieldChange } from './diff.ts';
import type { SandboxIndex } from './match.ts';
import type { ConnectionRecord } from './state.ts';

/** What is known about one record that the list no longer asks for. */
export interface UnlistedQuestion {
  readonly key: ConnectionKey;
  readonly record: ConnectionRecord;
  /** What stands in the sandbox; absent when that could not be read, or not for this record. */
  readonly index: SandboxIndex | undefined;
  /** Whether `--prune` was asked for. */
  readonly prune: boolean;
  /** Whether a listed entry has recorded the same id. */
  readonly shared: boolean;
  /** Whether a listed entry waits for a person to say if this connection is meant for it. */
  readonly held: boolean;
}

/** Plans one record that the list no longer asks for. */
export function planUnlisted(question: UnlistedQuestion): Action {
  const { key, record, index, shared } = question;
  const { sandbox, name, id } = record;
  const start = { key, sandbox, name, id, causes: [], fields: [], record };
  if (shared) return { ...start, kind: 'forget' };
  if (index === undefined) return { ...start, kind: 'orphan', because: 'unread' };
  const observed = index.byId.get(id);
  if (observed === undefined) return { ...start, kind: 'forget' };
  const because = reasonToKeep(question);
  if (because !== undefined) return { ...start, kind: 'orphan', because };
  return { ...start, kind: 'delete', fields: fieldsOfDeletion(observed), observed };
}

/** What outlasts `--prune` comes first, so that nobody is told that it would help. */
function reasonToKeep({ prune, record, held }: UnlistedQuestion): KeptBecause | undefined {
  if (record.protect === true) return 'protected';
  if (held) return 'held';
  return prune ? undefined : 'not-asked';
}

/** Every field that a deletion ends, as a change to nothing. */
function fieldsOfDeletion({ name, description, params }: ObservedConnection): FieldChange[] {
  const plain = (path: string, before: Json): FieldChange => ({
    path,
    before,
    after: null,
    sensitive: false,
  });
  return [
    plain('/name', name),
    ...(description === undefined ? [] : [plain('/description', description)]),
    ...Object.entries(params).map(([param, value]) => plain(paramPath(param), value)),
  ];
}
