// What is said under the head of a change: the fields, what happens to the connection, why it is kept, the way out. Pure.
import type { Action, ActionThat } from '../core/action.ts';
import { describeTarget, targetOf } from '../core/connection.ts';
import { creationLines, fieldLine, leftLine } from './field-lines.ts';
import { shownOrigin } from './sentences.ts';

/** Whom the lines are about, and how much they tell. */
export interface Telling {
  /** The id of the connection, or a word for each of several. */
  readonly subject: string;
  readonly fullDiff: boolean;
}

/** The lines under the head of a change. */
export function linesOf(action: Action, { subject, fullDiff }: Telling): string[] {
  switch (action.kind) {
    case 'create':
    case 'recreate':
      return [
        ...(action.id === null ? [] : [`${action.id} is gone`]),
        ...creationLines(action.fields, fullDiff),
        ...replacing(action),
      ];
    case 'adopt':
      return [`${subject} is taken over; nothing is sent`];
    case 'update':
      return [...action.fields.map(fieldLine), ...action.left.map(leftLine)];
    case 'none':
      return action.left.map(leftLine);
    case 'move':
      return [`was ${action.from}; only the record moves`];
    case 'delete':
      return deletionLines(action, fullDiff);
    case 'forget':
      // A record is forgotten too when a listed entry has recorded the same connection.
      return [`${subject} is gone or belongs to another entry; only the record is dropped`];
    case 'orphan':
      return [`${subject} is no longer in the list and is kept${wayOut(action)}`, ...relocating(action)];
    case 'conflict':
      return conflictLines(action);
    case 'blocked':
      return [action.failure.message];
  }
}

function replacing({ counterpart }: ActionThat<'create' | 'recreate'>): string[] {
  if (counterpart === undefined) return [];
  return [`takes the place of ${counterpart}, which the list no longer asks for`];
}

function deletionLines(action: ActionThat<'delete'>, fullDiff: boolean): string[] {
  const { observed, fields } = action;
  const target = describeTarget(targetOf(observed.params));
  return [
    `deletes ${observed.id}: ${target}${shownOrigin(observed)}`,
    ...relocating(action),
    ...(fullDiff ? fields.map(fieldLine) : []),
  ];
}

/** A connection that goes because its entry stands in another sandbox now looks like a loss unless that is said. */
function relocating({ kind, counterpart }: ActionThat<'delete' | 'orphan'>): string[] {
  if (counterpart === undefined) return [];
  const here = kind === 'delete' ? 'deleted' : 'kept';
  return [
    `the list asks for it in ${counterpart} now; a connection cannot change its sandbox, so it is created there and ${here} here`,
  ];
}

function wayOut({ because, record }: ActionThat<'orphan'>): string {
  // What is protected stays so when somebody asks to prune: --prune would be the wrong advice.
  const protects = because === 'not-asked' && record.protect === true;
  switch (protects ? 'protected' : because) {
    case 'not-asked':
      return '; --prune deletes it';
    case 'protected':
      return ': it was protected when it was applied last; put the entry back with protect: false and apply, then take it out again';
    case 'held':
      return ' until the conflict about it is settled';
    case 'unread':
      return ': it could not be read';
  }
}

function conflictLines({ conflict }: ActionThat<'conflict'>): string[] {
  const { reason, candidates, fix } = conflict;
  const standing = candidates.map(
    (candidate) => `- ${candidate.id}: ${candidate.target}${shownOrigin(candidate)}`,
  );
  return [reason, ...standing, `-> ${fix}`];
}
