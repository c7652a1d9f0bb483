// How a command's end becomes reports: what was asked for is checked before anything is sent, and written however the run
// ends. In GitHub Actions, findings and failed entries are told at their lines, too.
import { checkoutOf } from '../core/code-host.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { EXIT, exitCodeOfRefusal } from '../core/outcome.ts';
import type { Host } from '../core/ports.ts';
import { reportFindings } from '../core/report-findings.ts';
import { reportRows } from '../core/report-rows.ts';
import type { ReportFile, SharedOptions } from '../core/request.ts';
import type { RunEnd, RunReport } from '../core/run-report.ts';
import { githubText } from '../report/github.ts';
import { findStatePath, systemClock } from '../wiring.ts';
import { openReports } from '../wiring-reports.ts';

/** A command whose end is worth a report. */
interface Reported {
  readonly request: SharedOptions & {
    readonly command: RunReport['command'];
    readonly reports: readonly ReportFile[];
    /** Files that the command uses for something else. */
    readonly out?: string;
    readonly planFile?: string;
    readonly quarantine?: string;
    readonly format?: string;
  };
  readonly host: Host;
  /** How the command speaks: what has been told so far, and how more is. */
  readonly voice: Speaking;
}

/** The part of a voice that reports need. */
interface Speaking {
  readonly diagnostics: readonly Diagnostic[];
  readonly tell: (diagnostics: readonly Diagnostic[]) => void;
  readonly say: (text: string) => void;
}

/** What runs, and how its end reads as the members of the command's JSON document. */
interface Work {
  readonly run: () => Promise<RunEnd>;
  readonly members: (end: RunEnd) => object;
}

/** Does the work of a command and writes the reports that were asked for, however it ends. */
export async function withReports(reported: Reported, { run, members }: Work): Promise<RunEnd> {
  const { request, host, voice } = reported;
  const startedAt = systemClock.now();
  const files = openReports(host, request.reports, await filesInUse(reported));
  const problems = await files.check();
  if (problems.length > 0) {
    voice.tell(problems);
    return { exitCode: exitCodeOfRefusal(problems) };
  }
  const end = await run();
  const { about, ...came } = end;
  const checkout = checkoutOf(host.env, host.cwd);
  const report: RunReport = {
    ...about,
    ...came,
    command: request.command,
    version: host.version,
    startedAt,
    durationMs: systemClock.now() - startedAt,
    diagnostics: [...voice.diagnostics],
    ...(checkout !== undefined && { sources: checkout.sources }),
  };
  if (annotates(reported)) host.err(annotations(report, checkout?.folder ?? ''));
  const unwritten = await files.write(report, () => members(end));
  voice.tell(unwritten);
  const failed = unwritten.some(({ severity }) => severity === 'error');
  if (failed) return { ...end, exitCode: end.exitCode === EXIT.done ? EXIT.internal : end.exitCode };
  if (request.reports.length > 0)
    voice.say(`Report: ${request.reports.map(({ path }) => path).join(', ')}\n`);
  return end;
}

/** A file that the run writes, or goes by, cannot be a report of it. */
async function filesInUse({ request, host }: Reported): Promise<string[]> {
  if (request.reports.length === 0) return [];
  const { out, planFile, quarantine } = request;
  const named = [out, planFile, quarantine].filter((path) => path !== undefined);
  return [...named, await findStatePath(request, host)];
}

/** With `--format github` the findings are annotations already. */
function annotates({ request, host }: Reported): boolean {
  return host.env['GITHUB_ACTIONS'] === 'true' && request.format !== 'github';
}

/** Paths of annotations count from the root of the repository. */
function annotations(report: RunReport, folder: string): string {
  const findings = reportFindings(report, reportRows(report)).map((finding): Diagnostic => {
    const { range } = finding;
    return range === undefined
      ? finding
      : { ...finding, range: { ...range, file: `${folder}${range.file}` } };
  });
  return findings.length === 0 ? '' : `${githubText(findings)}\n`;
}
