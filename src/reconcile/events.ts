// What whoever starts a run hears of it, and may say to it, while it goes along; and how it ends.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Plan, Target } from '../core/plan.ts';
import type { Carried, RunEnd } from '../core/run-report.ts';

/** The turning points of a run. */
export interface RunEvents {
  /** The plan, before anything is written. */
  readonly onPlan?: (plan: Plan) => void;
  /** Asked once before the first write, unless a saved plan is carried out; a finding keeps everything from being written. */
  readonly onConsent?: (plan: Plan, target: Target) => Promise<Diagnostic | undefined>;
  /** What became of the plan, once it is saved and before anything is tested. */
  readonly onResult?: (result: Carried) => void;
}

/** How a run ended. */
export interface Ended extends RunEnd {
  /** Milliseconds that all tests took. */
  readonly testsMs?: number;
}
