// A plan as text for people: grouped by sandbox, one head line a change, the fields that change under it, changes that are
// alike told together. Pure.
import type { Action, ActionKind } from '../core/action.ts';
import { compareText } from '../core/order.ts';
import { summarisePlan } from '../core/outcome.ts';
import type { Plan } from '../core/plan.ts';
import { linesOf } from './action-lines.ts';
import { foldActions, sharedLines } from './folding.ts';
import type { Item } from './folding.ts';
import { columnsOf, padded, record, whole } from './page.ts';
import type { Page } from './page.ts';
import { counted, shownKeys, shownPlace } from './sentences.ts';
import { visible } from './visible.ts';
import { groupBy } from '../core/grouping.ts';

/** How a plan is shown. */
export interface PlanTextOptions {
  readonly page: Page;
  /** Lists the connections that nobody asked for. */
  readonly unmanaged: boolean;
  /** Names every change and every field of it. */
  readonly fullDiff: boolean;
}

/** How a kind of change is marked. */
interface Mark {
  readonly sign: string;
  readonly word: string;
  readonly colour: 'green' | 'yellow' | 'red';
}

const MARKS: Readonly<Record<ActionKind, Mark>> = {
  create: { sign: '+', word: 'create', colour: 'green' },
  recreate: { sign: '+', word: 'recreate', colour: 'green' },
  adopt: { sign: '>', word: 'adopt', colour: 'green' },
  move: { sign: '>', word: 'move', colour: 'green' },
  update: { sign: '~', word: 'update', colour: 'yellow' },
  orphan: { sign: '?', word: 'orphan', colour: 'yellow' },
  // Nothing is done about it; it is shown only when it has drifted.
  none: { sign: ' ', word: 'drift', colour: 'yellow' },
  delete: { sign: '-', word: 'delete', colour: 'red' },
  forget: { sign: '-', word: 'forget', colour: 'red' },
  conflict: { sign: '!', word: 'conflict', colour: 'red' },
  blocked: { sign: '!', word: 'blocked', colour: 'red' },
};

/** Renders a plan. */
export function planText(plan: Plan, options: PlanTextOptions): string {
  const sandboxes = groupBy(plan.actions.filter(isShown), ({ sandbox }) => sandbox);
  const sections = [...sandboxes]
    .sort(([left], [right]) => compareText(left, right))
    .map(([sandbox, actions]) => sectionText(sandbox, actions, options));
  const parts = [
    ...sections,
    ...(options.unmanaged ? [unmanagedText(plan, options.page)] : []),
    record(options.page, summaryText(plan)),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** The closing line of a plan. */
export function summaryText(plan: Plan): string {
  const counts = summarisePlan(plan);
  const standing = phrase([
    [counts.none, 'unchanged'],
    [counts.conflict, counts.conflict === 1 ? 'conflict' : 'conflicts'],
    [counts.blocked, 'blocked'],
    [counts.orphan, 'no longer listed (kept)'],
    [counts.unmanaged, 'unmanaged'],
  ]);
  const doing = changesText(plan);
  // With entries that nobody could look at, nobody knows that there is nothing to do.
  const idle = counts.blocked + counts.conflict === 0 ? 'nothing to do' : 'no changes';
  return `Plan: ${doing === '' ? idle : doing}${standing === '' ? '.' : `; ${standing}.`}`;
}

/** What a plan does, in numbers: `2 to create, 1 to delete`; nothing when it does nothing. */
export function changesText(plan: Plan): string {
  const counts = summarisePlan(plan);
  return phrase([
    [counts.create, 'to create'],
    [counts.adopt, 'to adopt'],
    [counts.update, 'to update'],
    [counts.recreate, 'to recreate'],
    [counts.move, 'to move'],
    [counts.delete, 'to delete'],
    [counts.forget, 'to forget'],
  ]);
}

function phrase(parts: readonly (readonly [count: number, words: string])[]): string {
  return parts.flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`])).join(', ');
}

function isShown(action: Action): boolean {
  return action.kind !== 'none' || action.left.length > 0;
}

/** Keys are aligned up to this length; a longer one moves what follows it in its own line only. */
const WIDEST_KEY = 40;

function sectionText(sandbox: string, actions: readonly Action[], options: PlanTextOptions): string {
  const { fullDiff, page } = options;
  const items = fullDiff ? actions.map((action): Item => ({ kind: 'single', action })) : foldActions(actions);
  const widest = items.reduce(
    (most, item) => (item.kind === 'single' ? Math.max(most, columnsOf(visible(item.action.key))) : most),
    0,
  );
  const width = Math.min(WIDEST_KEY, widest);
  const lines = items.flatMap((item) => itemLines(item, { ...options, width }));
  return [page.paint.bold(visible(sandbox)), ...lines].join('\n');
}

/** Keys named in place of all that are told together. */
const NAMED_KEYS = 3;

function itemLines(
  item: Item,
  { page, fullDiff, width }: PlanTextOptions & { readonly width: number },
): string[] {
  const under = (line: string): string => record(page, visible(line), { first: 8 });
  switch (item.kind) {
    case 'single': {
      const { action } = item;
      const what = `${padded(whole(visible(action.key)), width)}  "${whole(visible(action.name))}"`;
      const head = headLine(action.kind, `${what}${causesText(action)}${placeText(action, page)}`, page);
      return [head, ...linesOf(action, { subject: action.id ?? 'it', fullDiff }).map(under)];
    }
    case 'alike': {
      const { first, actions } = item;
      const named = visible(shownKeys(actions, NAMED_KEYS));
      const head = headLine(first.kind, `${actions.length} entries${causesText(first)}: ${named}`, page);
      const hint = actions.length > NAMED_KEYS ? ['--full-diff names every one'] : [];
      return [head, ...[...sharedLines(first), ...hint].map(under)];
    }
    case 'more':
      return [headLine(item.of, `and ${item.count} more; --full-diff shows all`, page)];
  }
}

/** What a head line says of its change stands in one column, also where it goes on. */
const HEAD = { first: 2, rest: 13 };
const WORD_COLUMNS = 8;

function headLine(kind: ActionKind, text: string, page: Page): string {
  const { sign, word, colour } = MARKS[kind];
  // Glued to what follows, because a blank first sign would be taken for a margin.
  const mark = page.paint[colour](whole(`${sign} ${word.padEnd(WORD_COLUMNS)}`));
  return record(page, `${mark}${whole(' ')}${text}`, HEAD);
}

function placeText({ range }: Action, { paint }: Page): string {
  return range === undefined ? '' : `  ${paint.dim(whole(visible(shownPlace(range))))}`;
}

function causesText({ causes }: Action): string {
  return causes.length === 0 ? '' : ` (${causes.join(', ')})`;
}

function unmanagedText(plan: Plan, page: Page): string {
  if (plan.unmanaged.length === 0) return '';
  const lines = plan.unmanaged.map(({ sandbox, connection }) =>
    record(page, `${visible(sandbox)}  ${visible(connection.id)}  "${whole(visible(connection.name))}"`, {
      first: 4,
    }),
  );
  return [page.paint.bold(counted(plan.unmanaged.length, 'unmanaged connection')), ...lines].join('\n');
}
