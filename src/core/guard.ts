// Decides whether a plan may be carried out at all: too many deletions at once look like an empty or half-written list,
// and stop the run before it writes anything.
import type { Diagnostic } from './diagnostic.ts';
import type { Plan } from './plan.ts';

/** Most deletions of one run: so many, or so many per hundred recorded connections. */
export type DeletionLimit =
  { readonly kind: 'count'; readonly most: number } | { readonly kind: 'share'; readonly percent: number };

/** Without a word from the user: a tenth of what is recorded, but five may always go. */
const USUAL_PERCENT = 10;
const ALWAYS_ALLOWED = 5;

/** How many connections a run may delete, out of so many recorded ones. */
export function mostDeletions(limit: DeletionLimit | undefined, recorded: number): number {
  if (limit === undefined) return Math.max(ALWAYS_ALLOWED, shareOf(USUAL_PERCENT, recorded));
  return limit.kind === 'count' ? limit.most : shareOf(limit.percent, recorded);
}

/** What stands against the deletions of a plan; undefined when they stay within the limit. */
export function judgeDeletions(plan: Plan, limit: DeletionLimit | undefined): Diagnostic | undefined {
  const deletions = plan.actions.filter(({ kind }) => kind === 'delete');
  const most = mostDeletions(limit, plan.recorded);
  if (deletions.length <= most) return undefined;
  const summary = `the plan deletes ${deletions.length} of ${plan.recorded} recorded connections, and at most ${most} may go in one run`;
  const detail = `It would delete: ${deletions.map(({ key }) => key).join(', ')}.`;
  const fix = `If the list is complete and all of them are meant, run again with --max-delete ${deletions.length}.`;
  return { severity: 'error', code: 'too-many-deletions', summary, detail, fix };
}

function shareOf(percent: number, recorded: number): number {
  return Math.floor((percent * recorded) / 100);
}
