// Words that the forms of report share: the headline, the facts of a run, and what is said of one entry. Pure.
import type { ActionKind } from '../core/action.ts';
import { EXIT } from '../core/outcome.ts';
import type { ExitCode } from '../core/outcome.ts';
import { isQuarantined, isRecovered } from '../core/quarantine.ts';
import type { TestRow } from '../core/quarantine.ts';
import { countRows } from '../core/report-rows.ts';
import type { Drift, ReportRow } from '../core/report-rows.ts';
import type { RowOutcome } from '../core/row-outcome.ts';
import type { RunReport } from '../core/run-report.ts';
import { linesOf } from './action-lines.ts';
import { counted, shownDuration } from './sentences.ts';

/** Each outcome in the words of a reader. */
export const OUTCOME_WORDS: Readonly<Record<RowOutcome, string>> = {
  failed: 'failed',
  conflict: 'in conflict',
  blocked: 'blocked',
  drift: 'drifted',
  warned: 'warned',
  skipped: 'skipped',
  known: 'known bad',
  kept: 'no longer listed',
  planned: 'to change',
  changed: 'changed',
  ok: 'ok',
};

/** What a run has come to, in one line: `2 failed, 3 changed, 40 ok`. */
export function countsText(rows: readonly ReportRow[]): string {
  const counts = [...countRows(rows)].map(([outcome, count]) => `${count} ${OUTCOME_WORDS[outcome]}`);
  return counts.length === 0 ? 'no entries' : counts.join(', ');
}

const EXIT_WORDS: Readonly<Record<ExitCode, string>> = {
  [EXIT.done]: 'done',
  [EXIT.internal]: 'internal error, or the state could not be saved',
  [EXIT.pending]: 'changes are pending',
  [EXIT.configuration]: 'configuration or usage',
  [EXIT.partial]: 'some entries need work, the rest is done',
  [EXIT.refused]: 'refused: authentication or permission',
  [EXIT.state]: 'the state is locked, damaged or not ours, or a saved plan is stale',
  [EXIT.limit]: 'stopped by a limit',
  [EXIT.interrupted]: 'interrupted',
};

/** A moment as everybody reads it: `2026-01-15 02:00:03 UTC`; undefined for a number that is no date. */
function shownMoment(milliseconds: number): string | undefined {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime())
    ? undefined
    : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** The facts of a run, each with its label. */
export function factsText(run: RunReport): (readonly [label: string, value: string])[] {
  const { target, startedAt, durationMs, requests, exitCode, limit, statePath, version, plan } = run;
  const unmanaged = plan?.unmanaged.length ?? 0;
  return [
    ['Exit code', `${exitCode}: ${EXIT_WORDS[exitCode]}`],
    ...(limit === undefined ? [] : [['Stopped by', limit] as const]),
    ['Started', shownMoment(startedAt) ?? 'unknown'],
    ['Took', shownDuration(durationMs)],
    ...(requests === undefined ? [] : [['Sent', counted(requests.total, 'request')] as const]),
    ...(unmanaged === 0 ? [] : [['Unmanaged', counted(unmanaged, 'connection')] as const]),
    ...(target === undefined
      ? []
      : [['Platform', target.platform] as const, ['Organisation', target.orgId] as const]),
    ...(statePath === undefined ? [] : [['State', statePath] as const]),
    ['flowrecon', version],
  ];
}

/** What happens to an entry: `move and update (config, drift)`, or its verdict. */
export function changeText({ kinds, causes, test, outcome }: ReportRow): string {
  const acting = kinds.filter((kind) => kind !== 'none' && kind !== 'conflict' && kind !== 'blocked');
  const why = causes.length === 0 ? '' : ` (${causes.join(', ')})`;
  const change = `${acting.join(' and ')}${acting.length === 0 ? '' : why}`;
  const drifted = outcome === 'drift' ? 'left as it is' : '';
  return [change, drifted, test?.verdict ?? ''].filter((part) => part !== '').join(', ');
}

/** Changes whose fields do not say everything. */
const TELLING: ReadonlySet<ActionKind> = new Set<ActionKind>(['adopt', 'move', 'orphan', 'delete', 'forget']);

/** What there is to say of an entry beside its fields, in sentences. */
export function sentencesOf(row: ReportRow): string[] {
  const { actions, id, drift, test, advice } = row;
  const prose = actions
    .filter(({ kind }) => TELLING.has(kind))
    .flatMap((action) => linesOf(action, { subject: id ?? 'it', fullDiff: false }));
  return [
    ...reasonOf(row),
    ...prose,
    ...(drift === undefined ? [] : driftText(drift)),
    ...(test === undefined ? [] : standingText(test)),
    ...(advice === null ? [] : [advice]),
  ];
}

function reasonOf({ message, error, test }: ReportRow): string[] {
  if (message === null) return [];
  const requestId = error === null ? (test?.requestId ?? null) : error.requestId;
  const facts = [error?.status, error?.code, requestId === null ? null : `request ${requestId}`].filter(
    (fact) => fact !== null && fact !== undefined,
  );
  return [facts.length === 0 ? message : `${message} [${facts.join(', ')}]`];
}

function driftText({ by, at }: Drift): string[] {
  const moment = at === undefined ? undefined : shownMoment(at);
  if (by === undefined && moment === undefined) return [];
  const when = moment === undefined ? '' : ` ${moment}`;
  return [`last changed on the platform${when}${by === undefined ? '' : ` by ${by}`}`];
}

function standingText(test: TestRow): string[] {
  const { known } = test;
  if (known === null) return [];
  if (isQuarantined(test)) return [`known since ${known.firstSeen}`];
  const was = `${known.verdict} since ${known.firstSeen}`;
  return [isRecovered(test) ? `recovered: was ${was}` : `was ${was}`];
}
