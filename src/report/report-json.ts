// A run as JSON: the document of --json, and a header that says which run it was. Pure.
import type { RunReport } from '../core/run-report.ts';
import { document } from './json.ts';

/** Renders a run; `members` are those of the command's document. */
export function jsonReport(run: RunReport, members: object): string {
  const { command, version, startedAt, durationMs, exitCode, target, statePath, limit } = run;
  const header = {
    version,
    startedAt: new Date(startedAt).toISOString(),
    durationMs,
    exitCode,
    platform: target?.platform ?? null,
    orgId: target?.orgId ?? null,
    state: statePath ?? null,
    limit: limit ?? null,
  };
  // The kind is the mark of REPORT_MARKS, by which an older report is told from a file of somebody else.
  return document(command, { kind: 'flowrecon-report', run: header, ...members });
}
