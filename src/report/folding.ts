// Which changes of one sandbox are told together, so that hundreds that are alike do not hide the one that is not. Only
// what says the same is folded; a deletion, a conflict and a move are somebody's decision each and never are. Pure.
import type { Action, ActionKind } from '../core/action.ts';
import { linesOf } from './action-lines.ts';

/** What the plan shows of one sandbox, in order. */
export type Item =
  | { readonly kind: 'single'; readonly action: Action }
  /** Changes that say the same; the first stands for them all. */
  | { readonly kind: 'alike'; readonly first: Action; readonly actions: readonly Action[] }
  /** The rest of changes of which some are shown one by one. */
  | { readonly kind: 'more'; readonly of: ActionKind; readonly count: number };

interface Fold {
  /** So many of a kind are still shown one by one. */
  readonly most: number;
  /** So many of a fold are shown one by one before the rest is counted; none when one line tells them all. */
  readonly shown: number;
}

/** Folded, a group takes about three lines, so a few changes read better one by one. */
const ALIKE: Fold = { most: 5, shown: 0 };
/** No two entries are made alike. Two lines each: twenty fit a screen, ten show what kind of entries they are. */
const MADE: Fold = { most: 20, shown: 10 };
/** What blocks one entry blocks all of its sandbox. */
const BLOCKED: Fold = { most: 1, shown: 0 };

const FOLDS: Partial<Record<ActionKind, Fold>> = {
  create: MADE,
  recreate: MADE,
  adopt: ALIKE,
  update: ALIKE,
  none: ALIKE,
  forget: ALIKE,
  orphan: ALIKE,
  blocked: BLOCKED,
};

/** What is said of changes that are told together. */
export function sharedLines(action: Action): string[] {
  return linesOf(action, { subject: 'each', fullDiff: false });
}

/** Folds the changes of one sandbox; what is left keeps the order, a group stands where its first change stood. */
export function foldActions(actions: readonly Action[]): Item[] {
  const groups = new Map<string, Action[]>();
  const placed = actions.map((action) => {
    const likeness = likenessOf(action);
    if (likeness === undefined) return { action, group: [action], place: 0 };
    const group = groups.get(likeness) ?? [];
    groups.set(likeness, group);
    return { action, group, place: group.push(action) - 1 };
  });
  return placed.flatMap(itemsAt);
}

interface Placed {
  readonly action: Action;
  readonly group: readonly Action[];
  /** Where in its group the action stands. */
  readonly place: number;
}

function itemsAt({ action, group, place }: Placed): Item[] {
  const { most, shown } = FOLDS[action.kind] ?? ALIKE;
  if (group.length <= most || place < shown) return [{ kind: 'single', action }];
  if (place > shown) return [];
  if (shown === 0) return [{ kind: 'alike', first: action, actions: group }];
  return [{ kind: 'more', of: action.kind, count: group.length - shown }];
}

/** Equal for changes that may be told together; undefined for one that has to be told by itself. */
function likenessOf(action: Action): string | undefined {
  const fold = FOLDS[action.kind];
  if (fold === undefined) return undefined;
  if (fold === MADE) return action.kind;
  if (action.counterpart !== undefined) return undefined;
  return JSON.stringify([action.kind, action.causes, sharedLines(action)]);
}
