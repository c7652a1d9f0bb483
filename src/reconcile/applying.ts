// The run behind `apply`: read, decide, show, ask, act, save. The order of steps is all that is decided here.
import type { Diagnostic } from '../core/diagnostic.ts';
import { judgeDeletions } from '../core/guard.ts';
import { hasChanges } from '../core/outcome.ts';
import type { ActionOutcome } from '../core/outcome.ts';
import type { ApplyRun } from '../core/request.ts';
import { judgeBinding, restrictPlan } from '../core/saved-plan.ts';
import type { Restricted, SavedPlan } from '../core/saved-plan.ts';
import type { Plan } from '../core/plan.ts';
import { openBackend } from '../wiring.ts';
import { testWritten } from './apply-testing.ts';
import { endOfReading, sentBy, unopened } from './bounds.ts';
import { carryOut, save } from './carrying-out.ts';
import type { Applied, ApplyDesk } from './carrying-out.ts';
import { decide } from './deciding.ts';
import type { Decision } from './deciding.ts';
import { runAtDesk } from './desk.ts';
import type { Desk, Start } from './desk.ts';
import type { Ended, RunEvents } from './events.ts';
import { planFindings } from './findings.ts';
import { refuse } from './run-voice.ts';
import { askedBy, bindingNow, staleFindings, staleOutcomes } from './saved-plan.ts';
import { sendersOf } from './secrets.ts';

/** An apply, who listens, and the saved plan that it carries out, if there is one. */
type SavedDesk = Desk<ApplyRun> & {
  readonly events: RunEvents;
  readonly saved: SavedPlan | undefined;
};

type SavedSession = SavedDesk & ApplyDesk;

/** Makes a plan and carries it out. */
export async function applyPlan(start: Start<ApplyRun>, events: RunEvents): Promise<Ended> {
  const { request, host, voice } = start;
  const asked = await askedBy(request, host);
  if (!asked.ok) return { exitCode: refuse(voice, [asked.problem]) };
  const { saved } = asked.value;
  return runAtDesk({ request: asked.value.request, host, voice, events, saved }, applyAtDesk);
}

async function applyAtDesk(desk: SavedDesk): Promise<Ended> {
  const { request, host, voice, setup, platform } = desk;
  const place = { path: setup.statePath, target: platform.target, say: voice.say, stop: platform.stop };
  const opened = await (await openBackend(request, host, place)).open();
  if (!opened.ok) return { exitCode: refuse(voice, [unopened(desk, opened.problem)]) };
  const { written, ...applied } = await applyInSession({ ...desk, session: opened.value });
  // Tests need no lease, and may take as long as a database takes to time out.
  return written === undefined
    ? applied
    : { ...applied, ...(await testWritten(desk, { written, exitCode: applied.exitCode })) };
}

async function applyInSession(desk: SavedSession): Promise<Applied> {
  const { voice, saved, session } = desk;
  try {
    const stale = saved && judgeBinding(saved.binding, await bindingNow(desk, session.state));
    if (stale !== undefined) return { exitCode: refuse(voice, [stale]) };
    return await applyUnderLease(desk);
  } finally {
    await session.release();
  }
}

async function applyUnderLease(desk: SavedSession): Promise<Applied> {
  const { voice, platform, session, events } = desk;
  session.lost.addEventListener('abort', platform.halt);
  voice.tell(session.notes);
  const decided = await decide({ ...desk, loaded: session, append: (entry) => session.append(entry) });
  if (!decided.ok) return { exitCode: refuse(voice, [decided.problem]) };
  const decision = decided.value;
  const refused = async (problems: readonly Diagnostic[]): Promise<Applied> =>
    (await save(desk, decision.state, { exitCode: refuse(voice, problems), ...sentBy(desk) })).applied;
  const cut = endOfReading(desk);
  if (cut !== undefined) return refused([cut]);
  const restricted = restrict(desk, decision.plan);
  const { plan } = restricted;
  voice.tell([...planFindings(plan, decision.standings), ...staleFindings(restricted)]);
  events.onPlan?.(plan);
  const shown = { ...decision, plan };
  if (hasChanges(plan)) {
    const problems = await prepare(desk, shown);
    if (problems !== undefined) return { ...(await refused(problems)), plan };
  }
  const stale: readonly ActionOutcome[] = staleOutcomes(restricted.stale);
  return { ...(await carryOut(desk, shown, stale)), plan };
}

/** What of the plan may be done: all of it, or what a saved one shows too. */
function restrict({ saved }: SavedSession, plan: Plan): Restricted {
  return saved === undefined ? { plan, stale: [], unplanned: [] } : restrictPlan(saved, plan);
}

/** Limits, secrets and consent; whatever speaks against the plan keeps everything from being written. */
async function prepare(
  { request, events, saved, platform }: SavedSession,
  { plan, secretsOf }: Decision,
): Promise<Diagnostic[] | undefined> {
  const excess = judgeDeletions(plan, request.maxDelete);
  if (excess !== undefined) return [excess];
  const { problems } = await secretsOf(sendersOf(plan));
  if (problems.length > 0) return [...problems];
  // A saved plan has been looked at: that is what it was saved for.
  const against = saved === undefined ? await events.onConsent?.(plan, platform.target) : undefined;
  return against === undefined ? undefined : [against];
}
