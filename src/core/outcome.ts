// What became of each action, the totals, and the exit code of a run. The exit code is decided here and nowhere else.
import { isChange } from './action.ts';
import type { ActionKind } from './action.ts';
import type { ConnectionKey } from './connection.ts';
import type { Diagnostic, DiagnosticCode } from './diagnostic.ts';
import type { Cause } from './diff.ts';
import type { Failure } from './failure.ts';
import { isRefusedAccess } from './failure.ts';
import type { Plan } from './plan.ts';
import type { Verdict } from './verdict.ts';

/** Why an action did not come about, in the form that JSON output shows. */
export interface OutcomeError {
  readonly status: number | null;
  readonly code: string | null;
  readonly message: string;
  readonly requestId: string | null;
  readonly retryable: boolean;
}

/** What became of one action. */
export interface ActionOutcome {
  readonly key: ConnectionKey;
  readonly action: ActionKind;
  readonly outcome: 'done' | 'failed' | 'skipped';
  readonly id: string | null;
  readonly etag: string | null;
  /** Requests that carried the action, repeats included. */
  readonly attempts: number;
  /** Whether the answer never came and a listing told what had happened. */
  readonly settled: boolean;
  /** Whether the outcome was in doubt at any time. */
  readonly doubted: boolean;
  /** Whether a listing showed that it had not taken place, so that it was sent once more. */
  readonly sentAgain: boolean;
  readonly durationMs: number;
  /** Why the action was planned. */
  readonly causes: readonly Cause[];
  readonly error: OutcomeError | null;
}

/** Whether an action was left for the next run: not begun, or begun and not known to have taken place. */
export function unfinished({ outcome, error }: ActionOutcome): boolean {
  return (outcome === 'skipped' && error === null) || error?.code === 'in-doubt';
}

/** Totals of a run. */
export interface OutcomeSummary {
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  /** Creates whose answer never came. */
  readonly ambiguous: number;
  /** Of these, how many a listing settled. */
  readonly settled: number;
}

/** Exit codes of every command. */
export const EXIT = {
  done: 0,
  internal: 1,
  pending: 2,
  configuration: 3,
  partial: 4,
  refused: 5,
  state: 6,
  limit: 7,
  interrupted: 130,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Exit code of a command that was refused, from what stands against it. The gravest reason wins. */
export function exitCodeOfRefusal(problems: readonly Diagnostic[]): ExitCode {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const codes = new Set(errors.map(({ code }) => EXIT_OF[code] ?? EXIT.configuration));
  return GRAVITY.find((code) => codes.has(code)) ?? EXIT.done;
}

const GRAVITY: readonly ExitCode[] = [
  EXIT.interrupted,
  EXIT.internal,
  EXIT.state,
  EXIT.limit,
  EXIT.refused,
  EXIT.configuration,
  EXIT.partial,
  EXIT.pending,
];

/** Everything that is not named here is a fault of configuration or usage. */
const EXIT_OF: Partial<Record<DiagnosticCode, ExitCode>> = {
  'state-damaged': EXIT.state,
  'state-foreign': EXIT.state,
  'state-locked': EXIT.state,
  'state-unwritable': EXIT.state,
  'plan-stale': EXIT.state,
  'entry-stale': EXIT.partial,
  'too-many-deletions': EXIT.limit,
  'limit-reached': EXIT.limit,
  unauthorised: EXIT.refused,
  forbidden: EXIT.refused,
  interrupted: EXIT.interrupted,
  declined: EXIT.pending,
  'platform-unreachable': EXIT.partial,
  'sandbox-unknown': EXIT.partial,
  'sandbox-inactive': EXIT.partial,
  'spec-unusable': EXIT.partial,
  'sandbox-unreadable': EXIT.partial,
  conflict: EXIT.partial,
  'connection-fails': EXIT.partial,
  'in-doubt': EXIT.partial,
  'state-differs': EXIT.partial,
  'rows-left-out': EXIT.partial,
};

/** The failure of an action in the form that JSON output shows. */
export function errorOf(failure: Failure): OutcomeError {
  const { status, code, message, requestId, retryable } = failure;
  return { status, code: code ?? failure.kind, message, requestId, retryable };
}

/** Exit code of a run that had begun to write when it was stopped: what could not be saved is no matter of a refusal. */
export function exitCodeOfFatal(problem: Diagnostic): ExitCode {
  return problem.code === 'state-unwritable' ? EXIT.internal : exitCodeOfRefusal([problem]);
}

/** Counts outcomes. */
export function summarise(outcomes: readonly ActionOutcome[]): OutcomeSummary {
  const count = (holds: (outcome: ActionOutcome) => boolean): number => outcomes.filter(holds).length;
  return {
    done: count(({ outcome }) => outcome === 'done'),
    failed: count(({ outcome }) => outcome === 'failed'),
    skipped: count(({ outcome }) => outcome === 'skipped'),
    ambiguous: count(({ doubted }) => doubted),
    settled: count(({ settled }) => settled),
  };
}

/** Actions counted by kind, in the members of JSON output. */
export type PlanSummary = Readonly<Record<ActionKind | 'unmanaged', number>>;

/** Counts a plan's actions. */
export function summarisePlan(plan: Plan): PlanSummary {
  const counts = {
    create: 0,
    adopt: 0,
    update: 0,
    recreate: 0,
    move: 0,
    delete: 0,
    forget: 0,
    orphan: 0,
    none: 0,
    conflict: 0,
    blocked: 0,
    unmanaged: plan.unmanaged.length,
  };
  for (const action of plan.actions) counts[action.kind] += 1;
  return counts;
}

/** Whether a plan holds anything that `apply` would carry out. */
export function hasChanges(plan: Plan): boolean {
  return plan.actions.some(isChange);
}

/** Exit code of `plan`. */
export function exitCodeOfPlan(plan: Plan, detailed: boolean): ExitCode {
  const stuck = exitCodeOfStuck(plan);
  if (stuck !== EXIT.done) return stuck;
  return detailed && hasChanges(plan) ? EXIT.pending : EXIT.done;
}

/** Exit code of `apply`, from the plan and what became of it. */
export function exitCodeOfApply(
  plan: Plan,
  outcomes: readonly ActionOutcome[],
  interrupted: boolean,
): ExitCode {
  if (interrupted) return EXIT.interrupted;
  const stuck = exitCodeOfStuck(plan);
  if (stuck !== EXIT.done) return stuck;
  return outcomes.some(({ outcome }) => outcome !== 'done') ? EXIT.partial : EXIT.done;
}

/** Conflicts and unreadable sandboxes: refused access everywhere is a matter of the credential, the rest of entries. */
function exitCodeOfStuck(plan: Plan): ExitCode {
  const blocked = plan.actions.filter((action) => action.kind === 'blocked');
  const everyEntry = plan.actions.filter(({ range }) => range !== undefined).length;
  const unread = exitCodeOfReading(
    blocked.map(({ failure }) => failure),
    everyEntry,
  );
  if (unread !== EXIT.done) return unread;
  return plan.actions.some(({ kind }) => kind === 'conflict') ? EXIT.partial : EXIT.done;
}

/** Exit code of reading so many things, of which some failed. */
export function exitCodeOfReading(failures: readonly Failure[], all: number): ExitCode {
  if (failures.length === 0) return EXIT.done;
  return failures.length === all && failures.every(isRefusedAccess) ? EXIT.refused : EXIT.partial;
}

/** Exit code of tests. A failure that was known before is no news; refused access everywhere is a matter of the credential. */
export function exitCodeOfTests(
  tests: readonly { readonly verdict: Verdict; readonly quarantined: boolean }[],
): ExitCode {
  const news = tests.filter(({ verdict, quarantined }) => verdict !== 'answers' && !quarantined);
  if (news.length === 0) return EXIT.done;
  const refused = news.length === tests.length && news.every(({ verdict }) => verdict === 'forbidden');
  return refused ? EXIT.refused : EXIT.partial;
}
