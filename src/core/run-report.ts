// One run as a report tells it: everything that any form of report shows, as data. What became of each entry is decided
// in report-rows.ts; how a form looks is decided in report/.
import type { DesiredConnection } from './connection.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { LimitName } from './limits.ts';
import type { ActionOutcome, ExitCode } from './outcome.ts';
import type { Plan } from './plan.ts';
import type { RequestTotals } from './ports.ts';
import type { TestRow } from './quarantine.ts';
import type { ReportFile, ReportKind } from './request.ts';
import type { TrafficFigures } from './traffic.ts';

/** What of an entry a report needs, also when the run came no further than reading the list. */
export type ReportedEntry = Pick<DesiredConnection, 'key' | 'sandbox' | 'name' | 'range'>;

/** What a run was about. */
export interface RunSetting {
  /** The entries that it looked after. */
  readonly entries: readonly ReportedEntry[];
  readonly statePath: string;
  /** Absent where it did not come as far as the platform. */
  readonly target?: { readonly platform: string; readonly orgId: string };
  /** The limit that was reached, if one was. */
  readonly limit?: LimitName;
}

/** How a run ended, as far as it came; what is absent was not reached. */
export interface RunEnd {
  readonly exitCode: ExitCode;
  readonly plan?: Plan;
  readonly outcomes?: readonly ActionOutcome[];
  readonly requests?: RequestTotals;
  readonly traffic?: TrafficFigures;
  /** What was tested; absent when that was not asked for. */
  readonly tests?: readonly TestRow[];
  readonly about?: RunSetting;
}

/** What became of a plan. */
export interface Carried {
  readonly outcomes: readonly ActionOutcome[];
  readonly requests: RequestTotals;
  readonly traffic: TrafficFigures;
  /** Milliseconds from the first write to the last answer. */
  readonly durationMs: number;
  readonly statePath: string;
  /** Connections in the state; absent when it could not be saved. */
  readonly recorded?: number;
}

/** One run, for every form of report. */
export interface RunReport extends Omit<RunEnd, 'about'>, Partial<RunSetting> {
  readonly command: 'validate' | 'plan' | 'apply' | 'test';
  /** Of flowrecon. */
  readonly version: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly diagnostics: readonly Diagnostic[];
  /** Address that the file of a place is put behind to link to it, where a code host is known. */
  readonly sources?: string;
}

const ENDINGS: Readonly<Record<string, ReportKind>> = {
  md: 'markdown',
  xml: 'junit',
  sarif: 'sarif',
  json: 'json',
  html: 'html',
};

/** The endings that a report can have, for messages. */
export const REPORT_ENDINGS: readonly string[] = Object.keys(ENDINGS).map((ending) => `.${ending}`);

/** A file as a report, of the kind that its ending names; undefined for any other ending. */
export function reportFile(path: string): ReportFile | undefined {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  const kind = Object.hasOwn(ENDINGS, ending) ? ENDINGS[ending] : undefined;
  return kind && { path, kind };
}

/** What stands near the start of every report that flowrecon writes, so that it knows its own again. */
export const REPORT_MARKS: Readonly<Record<ReportKind, string>> = {
  markdown: '<!-- flowrecon report -->',
  junit: '<!-- flowrecon report -->',
  html: '<!-- flowrecon report -->',
  json: '"kind": "flowrecon-report"',
  sarif: '"name": "flowrecon"',
};

/** The mark stands after no more than a prologue. */
const HEAD = 1_000;

/** Whether a file may be replaced by a report: an older one of that kind, or nothing. */
export function isReplaceable(kind: ReportKind, text: string): boolean {
  const head = text.slice(0, HEAD);
  return head.trim() === '' || head.includes(REPORT_MARKS[kind]);
}
