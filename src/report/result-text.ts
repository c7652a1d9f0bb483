// What a run has done, as text for people: what failed and why, then the totals, then where the state is. Pure.
import type { ActionOutcome } from '../core/outcome.ts';
import { summarise } from '../core/outcome.ts';
import type { RequestTotals } from '../core/ports.ts';
import type { Paint } from './paint.ts';
import { counted, shownDuration } from './sentences.ts';
import { visible } from './visible.ts';

/** What there is to tell at the end of a run. */
export interface ResultTextOptions {
  readonly outcomes: readonly ActionOutcome[];
  readonly requests: RequestTotals;
  readonly durationMs: number;
  readonly statePath: string;
  readonly recorded: number;
  readonly paint: Paint;
}

/** What the plan could not carry out has been told with the plan, with its place and the way out. */
const TOLD_BEFORE: ReadonlySet<string> = new Set(['conflict', 'blocked']);

/** Renders the end of a run. */
export function resultText(options: ResultTextOptions): string {
  const { outcomes, paint } = options;
  const failed = outcomes.filter(({ outcome, action }) => outcome === 'failed' && !TOLD_BEFORE.has(action));
  const lines = [
    ...outcomes.flatMap((outcome) => settledLines(outcome, paint)),
    ...failed.flatMap((outcome) => failureLines(outcome, paint)),
  ];
  if (lines.length > 0) lines.push('');
  // A run that had nothing to do has nothing to add up.
  if (outcomes.length > 0) lines.push(totalsLine(options));
  return `${[...lines, requestsLine(options), stateLine(options)].join('\n')}\n`;
}

/** How each doubt ended, so that a reader can see that none became two. */
function settledLines(
  { key, action, id, outcome, settled, sentAgain }: ActionOutcome,
  paint: Paint,
): string[] {
  if (!settled || outcome !== 'done') return [];
  const became = sentAgain
    ? `the listing did not show it, so it was sent again and is ${id ?? 'unknown'}`
    : `the listing showed it as ${id ?? 'unknown'}`;
  return [`${paint.yellow('settled')} ${action} ${key}: its answer never came; ${became}.`];
}

function failureLines({ key, action, error }: ActionOutcome, paint: Paint): string[] {
  if (error === null) return [`${paint.red('failed')}  ${action} ${key}`];
  const { status, code, message, requestId, retryable } = error;
  const facts = [status, code, requestId === null ? null : `request ${requestId}`].filter(
    (fact) => fact !== null,
  );
  const again = retryable ? ' Running again may help.' : '';
  const stop = /[.!?]$/.test(message) ? '' : '.';
  return [
    `${paint.red('failed')}  ${action} ${key}: ${visible(message)}${stop}${again} [${visible(facts.join(', '))}]`,
  ];
}

function totalsLine({ outcomes, durationMs }: ResultTextOptions): string {
  const { done, failed, skipped, ambiguous, settled } = summarise(outcomes);
  const doubts =
    ambiguous === 0
      ? ''
      : ` ${counted(ambiguous, 'answer')} never came, ${settled} of them settled by a listing.`;
  return `Apply: ${done} done, ${failed} failed, ${skipped} skipped in ${shownDuration(durationMs)}.${doubts}`;
}

function requestsLine({ requests }: ResultTextOptions): string {
  const kinds = Object.entries(requests).filter(([kind, count]) => kind !== 'total' && count > 0);
  const each = kinds.map(([kind, count]) => `${kind} ${String(count)}`).join(', ');
  return `Requests: ${requests.total}${each === '' ? '' : ` (${each})`}.`;
}

function stateLine({ statePath, recorded }: ResultTextOptions): string {
  return `State: ${counted(recorded, 'connection')} in ${statePath}`;
}
