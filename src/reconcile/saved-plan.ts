// Saved plans: a run that makes a plan writes one, a run that carries it out asks for what it was made with and nothing
// else.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { ActionOutcome } from '../core/outcome.ts';
import type { Plan } from '../core/plan.ts';
import type { Surroundings } from '../core/ports.ts';
import type { ApplyRun, PlanRun } from '../core/request.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { savePlan } from '../core/saved-plan.ts';
import type { AskedPlan, PlanBinding, Restricted, SavedPlan, StaleChange } from '../core/saved-plan.ts';
import type { State } from '../core/state.ts';
import { bindingOf, openPlanFile } from '../wiring.ts';
import type { Desk } from './desk.ts';

/** What an apply is asked for: by its flags, or by a saved plan. */
export interface Asked {
  readonly request: ApplyRun;
  readonly saved?: SavedPlan;
}

/** Reads the saved plan of a request, if it names one, and asks for what that was made with. */
export async function askedBy(request: ApplyRun, host: Surroundings): Promise<Result<Asked, Diagnostic>> {
  if (request.planFile === undefined) return success({ request });
  if (narrows(request)) return refusal(contradiction());
  const read = await (await openPlanFile(host, request.planFile)).read();
  if (!read.ok) return read;
  const saved = read.value;
  const { files, state, maxDelete, ...rest } = saved.asked;
  const limit = request.maxDelete ?? maxDelete;
  const asked = {
    ...request,
    ...rest,
    ...(!request.filesGiven && { files }),
    ...(request.state === undefined && state !== undefined && { state }),
    ...(limit !== undefined && { maxDelete: limit }),
  };
  return success({ request: asked, saved });
}

function narrows({ sandboxes, only, tags, prune, rotate }: ApplyRun): boolean {
  return sandboxes.length + only.length + tags.length > 0 || prune || rotate !== undefined;
}

function contradiction(): Diagnostic {
  const summary =
    'a saved plan says itself what it is about, so it takes no --sandbox, --only, --tag, --prune or --rotate';
  const fix = 'Leave them out, or make another plan with them.';
  return { severity: 'error', code: 'usage', summary, fix };
}

/** Saves a plan where `--out` says. */
export async function savePlanTo(
  file: string,
  desk: Desk<PlanRun>,
  { plan, state }: { readonly plan: Plan; readonly state: State },
): Promise<Result<undefined, Diagnostic>> {
  const { request, host, setup, platform } = desk;
  const { files, sandboxes, only, tags, prune, rotate, maxDelete } = request;
  const asked: AskedPlan = {
    files,
    ...(request.state !== undefined && { state: request.state }),
    sandboxes,
    only,
    tags,
    prune,
    ...(rotate !== undefined && { rotate }),
    ...(maxDelete !== undefined && { maxDelete }),
  };
  const binding = {
    lineage: state.lineage,
    serial: state.serial,
    ...(await bindingOf(setup.configuration, platform.target)),
  };
  return (await openPlanFile(host, file)).write(savePlan(plan, { binding, asked }));
}

/** What a saved plan would have to be bound to in order to hold now. */
export async function bindingNow(desk: Desk<ApplyRun>, state: State): Promise<PlanBinding> {
  const { lineage, serial } = state;
  return { lineage, serial, ...(await bindingOf(desk.setup.configuration, desk.platform.target)) };
}

/** Findings about what of a saved plan is left out, and about changes that it does not show. */
export function staleFindings({ stale, unplanned }: Restricted): Diagnostic[] {
  const left = stale.map(({ change, why }): Diagnostic => {
    const { key, name, action } = change;
    const summary = `the ${action} of "${name}" is no longer as the saved plan shows it, and is left out: ${why}`;
    const fix = 'Make a new plan to see what it takes now.';
    return { severity: 'error', code: 'entry-stale', summary, fix, key };
  });
  if (unplanned.length === 0) return left;
  const others = unplanned.length === 1 ? '1 entry has' : `${unplanned.length} entries have`;
  const summary = `${others} changes that the saved plan does not hold; they are left alone: ${unplanned.slice(0, 5).join(', ')}`;
  const fix = 'Make another plan for them.';
  return [...left, { severity: 'warning', code: 'not-planned', summary, fix }];
}

/** What became of the changes that went stale: nothing. */
export function staleOutcomes(stale: readonly StaleChange[]): ActionOutcome[] {
  const counts = { attempts: 0, settled: false, doubted: false, sentAgain: false, durationMs: 0 };
  return stale.map(({ change, why }) => ({
    key: change.key,
    action: change.action,
    outcome: 'skipped',
    id: change.id,
    etag: null,
    ...counts,
    causes: change.cause,
    error: { status: null, code: 'stale', message: why, requestId: null, retryable: false },
  }));
}
