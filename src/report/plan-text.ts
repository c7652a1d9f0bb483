// A plan as text for people: grouped by sandbox, one line an action, the fields that change under it. Pure.
import type { Candidate } from '../core/conflict.ts';
import { summarisePlan } from '../core/outcome.ts';
import type { Action, Plan } from '../core/plan.ts';
import type { FieldChange } from '../core/diff.ts';
import { compareText } from '../core/order.ts';
import type { Paint } from './paint.ts';
import { counted, shownPlace, shownValue } from './sentences.ts';
import { visible } from './visible.ts';

/** How a plan is shown. */
export interface PlanTextOptions {
  readonly paint: Paint;
  /** Lists the connections that nobody asked for. */
  readonly unmanaged: boolean;
}

type Kind = Action['kind'];
type Blocked = Extract<Action, { kind: 'blocked' }>;

const SIGNS: Readonly<Record<Kind, string>> = {
  create: '+',
  recreate: '+',
  adopt: '>',
  update: '~',
  forget: '-',
  orphan: '?',
  none: ' ',
  conflict: '!',
  blocked: '!',
};

/** Renders a plan. */
export function planText(plan: Plan, options: PlanTextOptions): string {
  const sandboxes = groupBySandbox(plan.actions.filter(isShown));
  const sections = [...sandboxes]
    .sort(([left], [right]) => compareText(left, right))
    .map(([sandbox, actions]) => sectionText(sandbox, actions, options.paint));
  const parts = [
    ...sections,
    ...(options.unmanaged ? [unmanagedText(plan, options.paint)] : []),
    summaryText(plan),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** The closing line of a plan. */
export function summaryText(plan: Plan): string {
  const counts = summarisePlan(plan);
  const changes = [
    [counts.create, 'to create'],
    [counts.adopt, 'to adopt'],
    [counts.update, 'to update'],
    [counts.recreate, 'to recreate'],
    [counts.forget, 'to forget'],
  ] as const;
  const rest = [
    [counts.none, 'unchanged'],
    [counts.conflict, counts.conflict === 1 ? 'conflict' : 'conflicts'],
    [counts.blocked, 'blocked'],
    [counts.orphan, 'no longer listed (kept)'],
    [counts.unmanaged, 'unmanaged'],
  ] as const;
  const phrase = (parts: readonly (readonly [number, string])[]): string =>
    parts.flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`])).join(', ');
  const doing = phrase(changes);
  const standing = phrase(rest);
  // With entries that nobody could look at, nobody knows that there is nothing to do.
  const idle = counts.blocked + counts.conflict === 0 ? 'nothing to do' : 'no changes';
  return `Plan: ${doing === '' ? idle : doing}${standing === '' ? '.' : `; ${standing}.`}`;
}

function groupBySandbox(actions: readonly Action[]): Map<string, Action[]> {
  const groups = new Map<string, Action[]>();
  for (const action of actions) {
    const group = groups.get(action.sandbox);
    if (group === undefined) groups.set(action.sandbox, [action]);
    else group.push(action);
  }
  return groups;
}

function isShown(action: Action): boolean {
  return action.kind !== 'none' || action.fields.length > 0;
}

function sectionText(sandbox: string, actions: readonly Action[], paint: Paint): string {
  const width = Math.min(40, Math.max(...actions.map(({ key }) => key.length)));
  const blocked = actions.filter((action) => action.kind === 'blocked');
  const others = actions.filter(({ kind }) => kind !== 'blocked');
  const lines = others.flatMap((action) => actionLines(action, width, paint));
  return [paint.bold(sandbox), ...lines, ...blockedLines(blocked, paint)].join('\n');
}

/** Keys named before the rest of a blocked sandbox is only counted: what blocks one entry blocks all of them. */
const NAMED_KEYS = 5;

function blockedLines(blocked: readonly Blocked[], paint: Paint): string[] {
  const groups = new Map<string, string[]>();
  for (const { key, failure } of blocked) {
    const keys = groups.get(failure.message);
    if (keys === undefined) groups.set(failure.message, [key]);
    else keys.push(key);
  }
  return [...groups].flatMap(([message, keys]) => {
    const rest = keys.length > NAMED_KEYS ? ` and ${keys.length - NAMED_KEYS} more` : '';
    const head = painted(`${SIGNS.blocked} blocked `, 'blocked', paint);
    return [
      `  ${head} ${visible(keys.slice(0, NAMED_KEYS).join(', '))}${rest}`,
      `        ${visible(message)}`,
    ];
  });
}

function actionLines(action: Action, width: number, paint: Paint): string[] {
  const word = action.kind === 'none' ? 'drift' : action.kind;
  const causes = action.causes.length === 0 ? '' : ` (${action.causes.join(', ')})`;
  const place = action.range === undefined ? '' : `  ${paint.dim(visible(shownPlace(action.range)))}`;
  const head = `  ${painted(`${SIGNS[action.kind]} ${word.padEnd(8)}`, action.kind, paint)} ${visible(action.key).padEnd(width)}`;
  const title = `${head}  "${visible(action.name)}"${causes}${place}`;
  return [title, ...detailLines(action).map((line) => `        ${visible(line)}`)];
}

function painted(text: string, kind: Kind, paint: Paint): string {
  switch (kind) {
    case 'create':
    case 'recreate':
    case 'adopt':
      return paint.green(text);
    case 'update':
    case 'orphan':
    case 'none':
      return paint.yellow(text);
    case 'forget':
    case 'conflict':
    case 'blocked':
      return paint.red(text);
  }
}

function detailLines(action: Action): string[] {
  switch (action.kind) {
    case 'create':
    case 'recreate':
      return [...(action.id === null ? [] : [`${action.id} is gone`]), creationLine(action.fields)];
    case 'adopt':
      return [`takes over ${action.observed.id}; nothing is sent`];
    case 'update':
      return action.fields.map(fieldLine);
    case 'none':
      return [...action.fields.map(fieldLine), 'left as it is: onDrift is report'];
    case 'forget':
      return [`${action.record.id} is gone and no longer listed: only the record is dropped`];
    case 'orphan':
      return [`${action.record.id} is no longer in the list and is kept`];
    case 'conflict':
      return [
        action.conflict.reason,
        ...action.conflict.candidates.map(candidateLine),
        `-> ${action.conflict.fix}`,
      ];
    case 'blocked':
      return [];
  }
}

function creationLine(fields: readonly FieldChange[]): string {
  return fields
    .filter(({ path }) => path.startsWith('/auth/params/'))
    .map(({ path, after, sensitive }) => {
      const value = typeof after === 'string' ? after : JSON.stringify(after);
      return `${path.slice('/auth/params/'.length)}=${sensitive ? '(secret)' : value}`;
    })
    .join(' ');
}

function fieldLine({ path, before, after, sensitive }: FieldChange): string {
  return sensitive ? `${path}: (changed)` : `${path}: ${shownValue(before)} -> ${shownValue(after)}`;
}

function candidateLine({ id, target, createdAt, createdBy }: Candidate): string {
  const when = createdAt === undefined ? '' : `, created ${new Date(createdAt).toISOString()}`;
  const who = createdBy === undefined ? '' : ` by ${createdBy}`;
  return `- ${id}: ${target}${when}${who}`;
}

function unmanagedText(plan: Plan, paint: Paint): string {
  if (plan.unmanaged.length === 0) return '';
  const lines = plan.unmanaged.map(
    ({ sandbox, connection }) => `    ${sandbox}  ${visible(`${connection.id}  "${connection.name}"`)}`,
  );
  return [paint.bold(counted(plan.unmanaged.length, 'unmanaged connection')), ...lines].join('\n');
}
