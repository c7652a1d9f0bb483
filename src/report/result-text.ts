// What a run has done, as text for people: what failed and why, then the totals, then where the state is. Pure.
import type { ActionOutcome } from '../core/outcome.ts';
import { summarise } from '../core/outcome.ts';
import { CLOSED_LANE } from '../core/lane.ts';
import type { Carried } from '../core/run-report.ts';
import { record, whole } from './page.ts';
import type { Page } from './page.ts';
import { counted, shownDuration, shownKeys } from './sentences.ts';
import { visible } from './visible.ts';

/** What there is to tell at the end of a run. */
export interface ResultTextOptions extends Carried {
  readonly page: Page;
}

/** What the plan could not carry out has been told with the plan, with its place and the way out. */
const TOLD_BEFORE: ReadonlySet<string> = new Set(['conflict', 'blocked']);

/** Renders the end of a run. */
export function resultText(options: ResultTextOptions): string {
  const { outcomes, page } = options;
  const failed = outcomes.filter(({ outcome, action }) => outcome === 'failed' && !TOLD_BEFORE.has(action));
  const told = [
    ...outcomes.flatMap((outcome) => settledLines(outcome, page)),
    ...failed.map((outcome) => failureLine(outcome, page)),
    ...outcomes.flatMap((outcome) => skippedLines(outcome, page)),
  ];
  const lines = [
    ...told,
    ...(told.length === 0 ? [] : ['']),
    ...closingLines(options).map((line) => record(page, line)),
  ];
  return `${lines.join('\n')}\n`;
}

/** What is said of an action stands behind its label, also where it goes on. */
const LABELLED = { first: 0, rest: 'skipped '.length };

function closingLines(options: ResultTextOptions): string[] {
  const { outcomes } = options;
  return [
    // A run that had nothing to do has nothing to add up.
    ...(outcomes.length === 0 ? [] : [totalsLine(options)]),
    ...rotationLines(outcomes),
    ...sentLines(options),
    ...stateLine(options),
  ];
}

/** How each doubt ended, so that a reader can see that none became two. */
function settledLines({ key, action, id, outcome, settled, sentAgain }: ActionOutcome, page: Page): string[] {
  if (!settled || outcome !== 'done') return [];
  const became = sentAgain
    ? `the listing did not show it, so it was sent again and is ${id ?? 'unknown'}`
    : `the listing showed it as ${id ?? 'unknown'}`;
  const told = `${action} ${whole(visible(key))}: its answer never came; ${became}.`;
  return [record(page, `${page.paint.yellow('settled')} ${told}`, LABELLED)];
}

function failureLine({ key, action, error }: ActionOutcome, page: Page): string {
  const head = `${page.paint.red('failed')}  ${action} ${whole(visible(key))}`;
  if (error === null) return record(page, head, LABELLED);
  const { status, code, message, requestId, retryable } = error;
  const facts = [status, code, requestId === null ? null : `request ${requestId}`].filter(
    (fact) => fact !== null,
  );
  const again = retryable ? ' Running again may help.' : '';
  return record(page, `${head}: ${sentence(message)}${again} [${visible(facts.join(', '))}]`, LABELLED);
}

/** Most of what was skipped was never reached, and of a sandbox that fails a warning tells once; the rest says why. */
function skippedLines({ key, action, outcome, error }: ActionOutcome, page: Page): string[] {
  if (outcome !== 'skipped' || error === null || error.code === CLOSED_LANE) return [];
  const told = `${action} ${whole(visible(key))}: ${sentence(error.message)}`;
  return [record(page, `${page.paint.yellow('skipped')} ${told}`, LABELLED)];
}

function sentence(message: string): string {
  return `${visible(message)}${/[.!?]$/.test(message) ? '' : '.'}`;
}

/** Keys named before the rest is only counted: the line has to stay one. */
const NAMED_KEYS = 10;

/** A secret cannot be read back, so this is all that tells whether a rotation has reached every entry. */
function rotationLines(outcomes: readonly ActionOutcome[]): string[] {
  const rotations = outcomes.filter(({ causes }) => causes.includes('credential'));
  const taken = rotations.filter(({ outcome }) => outcome === 'done');
  const missed = rotations.filter(({ outcome }) => outcome !== 'done');
  const line = (label: string, verb: string, of: readonly ActionOutcome[]): string[] => {
    if (of.length === 0) return [];
    const entries = counted(of.length, 'entry', 'entries');
    return [`${label}: ${entries} ${verb} the new secret: ${visible(shownKeys(of, NAMED_KEYS))}`];
  };
  return [...line('Rotated', 'took', taken), ...line('Not rotated', 'did not take', missed)];
}

function totalsLine({ outcomes, durationMs }: ResultTextOptions): string {
  const { done, failed, skipped, ambiguous, settled } = summarise(outcomes);
  const doubts =
    ambiguous === 0
      ? ''
      : ` ${counted(ambiguous, 'answer')} never came, ${settled} of them settled by a listing.`;
  return `Apply: ${done} done, ${failed} failed, ${skipped} skipped in ${shownDuration(durationMs)}.${doubts}`;
}

/** What a run has sent, and what the platform made of it, as text of its own. */
export function sentText(sent: Sent, page: Page): string {
  return `${sentLines(sent)
    .map((line) => record(page, line))
    .join('\n')}\n`;
}

type Sent = Pick<ResultTextOptions, 'requests' | 'traffic'>;

function sentLines(sent: Sent): string[] {
  return [requestsLine(sent), ...trafficLines(sent)];
}

function requestsLine({ requests }: Pick<ResultTextOptions, 'requests'>): string {
  const kinds = Object.entries(requests).filter(([kind, count]) => kind !== 'total' && count > 0);
  const each = kinds.map(([kind, count]) => `${kind} ${String(count)}`).join(', ');
  return `Requests: ${requests.total}${each === '' ? '' : ` (${each})`}.`;
}

/** What the platform made of the requests, as far as there is anything to say. */
function trafficLines({ traffic }: Pick<ResultTextOptions, 'traffic'>): string[] {
  const { refused, repeated, unrepeated, waitedMs, widest, readsAvoided } = traffic;
  const facts = [
    ...(refused > 0 ? [`${refused} refused for their rate (429)`] : []),
    ...(repeated > 0 ? [`${repeated} repeated`] : []),
    ...(unrepeated > 0 ? [`${unrepeated} not repeated, because the run had used up its repeats`] : []),
    ...(waitedMs.pause > 0 ? [`${shownDuration(waitedMs.pause)} of pauses (429)`] : []),
    ...(waitedMs.pace > 0 ? [`${shownDuration(waitedMs.pace)} held back to keep to the rate`] : []),
    ...(waitedMs.repeat > 0 ? [`${shownDuration(waitedMs.repeat)} of waits before repeats`] : []),
    ...(readsAvoided > 0 ? [`${counted(readsAvoided, 'read')} avoided by listing`] : []),
  ];
  if (widest === 0) return [];
  return [`Traffic: ${[`up to ${widest} at a time`, ...facts].join(', ')}.`];
}

function stateLine({ statePath, recorded }: ResultTextOptions): string[] {
  return recorded === undefined ? [] : [`State: ${counted(recorded, 'connection')} in ${statePath}`];
}
