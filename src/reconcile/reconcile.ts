// The library: `import { reconcile } from 'flowrecon'`. The command line is its first user: plan and apply print what
// this tells them, and nothing more is decided there.
import { DEFAULT_REQUEST } from '../core/default-request.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Log, Surroundings } from '../core/ports.ts';
import type { Plan, Target } from '../core/plan.ts';
import type { RunProgress } from '../core/progress.ts';
import type { ApplyRun, PlanRun } from '../core/request.ts';
import type { Carried } from '../core/run-report.ts';
import { ambientSurroundings } from '../wiring.ts';
import { applyPlan } from './applying.ts';
import type { Ended, RunEvents } from './events.ts';
import { makePlan } from './planning.ts';
import { collectFindings } from './run-voice.ts';
import type { RunVoice } from './run-voice.ts';

export type { Action, ActionKind } from '../core/action.ts';
export type { ConnectionKey } from '../core/connection.ts';
export type { Diagnostic, SourceRange } from '../core/diagnostic.ts';
export type { Cause, FieldChange } from '../core/diff.ts';
export type { ActionOutcome, ExitCode, OutcomeError } from '../core/outcome.ts';
export type { Plan, Target } from '../core/plan.ts';
export type { Log, RequestTotals } from '../core/ports.ts';
export type { RunProgress } from '../core/progress.ts';
export type { TestRow } from '../core/quarantine.ts';
export type { Carried, ReportedEntry, RunSetting } from '../core/run-report.ts';
export type { TrafficFigures } from '../core/traffic.ts';

/** What a plan is asked for; what is absent is as on the command line. Durations are milliseconds. */
export interface PlanOptions extends Partial<Omit<PlanRun, 'filesGiven'>>, Partial<Listeners> {
  readonly mode: 'plan';
}

/** What an apply is asked for; what is absent is as on the command line. Durations are milliseconds. */
export interface ApplyOptions extends Partial<Omit<ApplyRun, 'filesGiven'>>, Partial<Listeners> {
  readonly mode: 'apply';
  /**
   * Asked once before the first write; not for a saved plan, which has been looked at. `false`, or a finding that says
   * why, keeps everything from being written. Without it, calling is consent.
   */
  readonly confirm?: (plan: Plan, target: Target) => boolean | Diagnostic | Promise<boolean | Diagnostic>;
  /** Told what became of the plan, once it is saved and before anything is tested. */
  readonly onResult?: (result: Carried) => void;
}

/** What a run hears and sees; all of it is optional. */
export interface Listeners {
  /** Variables, credentials and secrets among them; those of the process when absent. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where relative paths start; the process's folder when absent. */
  readonly cwd: string;
  /** Once aborted, nothing new begins, what is under way is waited for, everything is saved; exit code 130. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Told findings as they come, each once; all of them are in the answer too. */
  readonly onDiagnostics: (diagnostics: readonly Diagnostic[]) => void;
  /** Told the plan before anything is written. */
  readonly onPlan: (plan: Plan) => void;
  readonly onProgress: (progress: RunProgress) => void;
  /** What was shown of the progress is to be taken away, because something else is to be written. */
  readonly onProgressEnd: () => void;
  /** Sentences for people, such as why the run waits. */
  readonly onNote: (text: string) => void;
}

/** How a reconciliation ended, as far as it came. What it could not do is told in `diagnostics`, never thrown. */
export interface Reconciliation extends Ended {
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Brings the platform in step with the list, or says what that would take. The promises of the command line hold: one
 * connection per entry whatever happens, intents on disk before requests leave, secrets in no other place than their
 * request, nothing written that `onPlan` was not told. Throws only for a bug of flowrecon.
 */
export async function reconcile(options: PlanOptions | ApplyOptions): Promise<Reconciliation> {
  const findings = collectFindings((diagnostics) => options.onDiagnostics?.(diagnostics));
  const voice: RunVoice = {
    log: options.log ?? SILENT,
    progress: { show: options.onProgress ?? ignore, clear: options.onProgressEnd ?? ignore },
    tell: (diagnostics) => {
      findings.tell(diagnostics);
    },
    say: options.onNote ?? ignore,
  };
  const host = surroundingsOf(options);
  const ended =
    options.mode === 'plan'
      ? await makePlan({ request: planRun(options), host, voice }, options)
      : await applyPlan({ request: applyRun(options), host, voice }, applyEvents(options));
  return { ...ended, diagnostics: findings.diagnostics };
}

const PLANNING = { prune: false } as const;

function planRun(options: PlanOptions): PlanRun {
  return { ...DEFAULT_REQUEST, ...PLANNING, detailedExitcode: false, ...given(options) };
}

function applyRun(options: ApplyOptions): ApplyRun {
  return { ...DEFAULT_REQUEST, ...PLANNING, test: false, ...given(options) };
}

/** The options that were given: a member that is `undefined` asks for nothing. */
function given<Options extends PlanOptions | ApplyOptions>(
  options: Options,
): Options & { readonly filesGiven: boolean } {
  const members = Object.entries(options).filter(([, value]) => value !== undefined);
  // Leaving members out that are undefined leaves the type as it is.
  return { ...(Object.fromEntries(members) as Options), filesGiven: options.files !== undefined };
}

function surroundingsOf({ env, cwd, signal }: PlanOptions | ApplyOptions): Surroundings {
  const ambient = ambientSurroundings();
  return { env: env ?? ambient.env, cwd: cwd ?? ambient.cwd, stop: signal ?? ambient.stop };
}

function applyEvents({ confirm, onPlan, onResult }: ApplyOptions): RunEvents {
  return {
    ...(onPlan !== undefined && { onPlan }),
    ...(onResult !== undefined && { onResult }),
    ...(confirm !== undefined && { onConsent: async (plan, target) => against(await confirm(plan, target)) }),
  };
}

function against(answer: boolean | Diagnostic): Diagnostic | undefined {
  if (answer === true) return undefined;
  return answer === false ? declined() : answer;
}

/** The plan was shown, and whoever was asked said no. */
function declined(): Diagnostic {
  return {
    severity: 'error',
    code: 'declined',
    summary: 'the plan was not confirmed, so nothing was written',
    fix: 'Run the command again when the plan is as it should be.',
  };
}

function ignore(): void {
  // Nobody listens.
}

const SILENT: Log = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };
