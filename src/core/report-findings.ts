// What a report has to say beside its rows, as findings: everything that was told, and every entry that failed without a
// finding of its own, so that a code host can show it at its line.
import type { Diagnostic } from './diagnostic.ts';
import type { ReportRow } from './report-rows.ts';
import type { RunReport } from './run-report.ts';

/** The findings of a run, with one for every entry that failed; errors first. */
export function reportFindings({ diagnostics }: RunReport, rows: readonly ReportRow[]): Diagnostic[] {
  const blamed = new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ key }) => key));
  const failed = rows.filter(({ outcome, key }) => outcome === 'failed' && !blamed.has(key));
  return [...failed.map(findingOf), ...diagnostics].sort(
    (one, other) => GRAVITY.indexOf(one.severity) - GRAVITY.indexOf(other.severity),
  );
}

const GRAVITY: readonly Diagnostic['severity'][] = ['error', 'warning', 'note'];

function findingOf({ key, name, kinds, message, advice, error, range, test }: ReportRow): Diagnostic {
  const tested = error === null && test !== undefined;
  const what = tested
    ? `the test of "${name}" says ${test.verdict}`
    : `the ${kinds.join(' and ')} of "${name}" failed`;
  const requestId = error?.requestId ?? (tested ? test.requestId : null);
  const request = requestId === null ? '' : ` (request ${requestId})`;
  return {
    severity: 'error',
    code: tested ? 'connection-fails' : 'request-failed',
    summary: `${what}${message === null ? '' : `: ${message}`}${request}`,
    fix: advice ?? 'See what the platform says, correct the entry or what stands in its way, and run again.',
    key,
    ...(range !== undefined && { range }),
  };
}

/** The findings that no row tells: what concerns the run, and what an entry has beside the reason of its row. */
export function findingsBeside({ diagnostics }: RunReport, rows: readonly ReportRow[]): Diagnostic[] {
  const told = new Set(rows.map((row) => `${row.key}\n${row.message}`));
  return diagnostics.filter(({ key, summary }) => key === undefined || !told.has(`${key}\n${summary}`));
}
