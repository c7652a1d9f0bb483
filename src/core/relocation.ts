// Notices the same entry in another sandbox: the list gave it up in one and asks for it in another. A connection cannot
// change its sandbox, so it is a create and a deletion; naming each other, they are shown as what they are.
import type { Action } from './action.ts';
import type { ConnectionKey } from './connection.ts';

/** All actions, with those that belong together as one relocation naming each other. */
export function counterparts(wanted: readonly Action[], unlisted: readonly Action[]): Action[] {
  const given = keysByLocal(unlisted.filter(({ kind }) => kind === 'orphan' || kind === 'delete'));
  const taken = keysByLocal(wanted.filter(isNotYetThere));
  const named = (action: Action, others: ReadonlyMap<string, ConnectionKey>): Action => {
    const counterpart = others.get(localPart(action.key));
    return counterpart === undefined ? action : { ...action, counterpart };
  };
  return [
    ...wanted.map((action) => (action.kind === 'create' ? named(action, given) : action)),
    ...unlisted.map((action) => (action.kind === 'forget' ? action : named(action, taken))),
  ];
}

/** Whether an entry has no connection in its sandbox yet, also when something keeps it from being created. */
function isNotYetThere({ kind, id }: Action): boolean {
  return kind === 'create' || ((kind === 'conflict' || kind === 'blocked') && id === null);
}

function keysByLocal(actions: readonly Action[]): Map<string, ConnectionKey> {
  const sorted = actions.map(({ key }) => key).sort();
  // The first of several stands for them all, whatever the order of the list.
  return new Map(sorted.reverse().map((key) => [localPart(key), key]));
}

function localPart(key: ConnectionKey): string {
  return key.slice(key.indexOf('/') + 1);
}
