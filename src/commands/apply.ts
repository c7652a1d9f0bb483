// flowrecon apply: read, decide, show, ask, act, save. The order of steps is all that is decided here.
import type { Diagnostic } from '../core/diagnostic.ts';
import { judgeDeletions } from '../core/guard.ts';
import { closedWarnings } from '../core/lane.ts';
import { exitCodeOfApply, exitCodeOfFatal, hasChanges } from '../core/outcome.ts';
import type { ActionOutcome, ExitCode } from '../core/outcome.ts';
import type { Plan } from '../core/plan.ts';
import type { Host, RequestTotals, StateSession } from '../core/ports.ts';
import type { TestRow } from '../core/quarantine.ts';
import type { ApplyRequest } from '../core/request.ts';
import { judgeBinding, restrictPlan } from '../core/saved-plan.ts';
import type { Restricted, SavedPlan } from '../core/saved-plan.ts';
import type { State } from '../core/state.ts';
import { writtenTargets } from '../core/testing.ts';
import type { TestTarget } from '../core/testing.ts';
import type { TrafficFigures } from '../core/traffic.ts';
import { applyJson } from '../report/json.ts';
import { planText } from '../report/plan-text.ts';
import { resultText } from '../report/result-text.ts';
import { openBackend, systemClock } from '../wiring.ts';
import { testWritten } from './apply-testing.ts';
import { endOfApplying, endOfReading, sentBy } from './bounds.ts';
import { askConsent } from './consent.ts';
import { decide } from './deciding.ts';
import type { Decision } from './deciding.ts';
import { workAtDesk } from './desk.ts';
import type { Desk, Start } from './desk.ts';
import { execute } from './executing.ts';
import { planFindings } from './findings.ts';
import { askedBy, bindingNow, staleFindings, staleOutcomes } from './saved-plan.ts';
import { sendersOf } from './secrets.ts';
import { createVoice, refuse } from './voice.ts';

interface Applied {
  readonly exitCode: ExitCode;
  readonly outcomes?: readonly ActionOutcome[];
  readonly requests?: RequestTotals;
  readonly traffic?: TrafficFigures;
  /** Connections whose login was written, if they are to be tested. */
  readonly written?: readonly TestTarget[];
  readonly tests?: readonly TestRow[];
}

/** An apply, and the saved plan that it carries out, if there is one. */
interface SavedDesk extends Desk<ApplyRequest> {
  readonly saved: SavedPlan | undefined;
}

/** An apply that holds its state. */
interface ApplyDesk extends SavedDesk {
  readonly session: StateSession;
}

/** Runs `flowrecon apply`. */
export async function runApply(request: ApplyRequest, host: Host): Promise<ExitCode> {
  const voice = await createVoice(request, host);
  const applied = await apply(request, { host, voice });
  const tests = request.test && { tests: applied.tests ?? [] };
  if (request.json) host.out(applyJson({ ...applied, ...tests, diagnostics: voice.diagnostics }));
  return applied.exitCode;
}

async function apply(
  request: ApplyRequest,
  { host, voice }: Pick<Start<ApplyRequest>, 'host' | 'voice'>,
): Promise<Applied> {
  const asked = await askedBy(request, host);
  if (!asked.ok) return { exitCode: refuse(voice, [asked.problem]) };
  const { saved } = asked.value;
  const start = { request: asked.value.request, host, voice };
  const worked = await workAtDesk(start, (desk) => applyAtDesk({ ...desk, saved }));
  return worked.ok ? worked.value : { exitCode: refuse(voice, worked.problem) };
}

async function applyAtDesk(desk: SavedDesk): Promise<Applied> {
  const { request, host, voice, setup, platform } = desk;
  const backend = await openBackend(request, host, {
    path: setup.statePath,
    target: platform.target,
    say: voice.say,
  });
  const opened = await backend.open();
  if (!opened.ok) return { exitCode: refuse(voice, [opened.problem]) };
  const applied = await applyInSession({ ...desk, session: opened.value });
  // Tests need no lease, and may take as long as a database takes to time out.
  const { written, exitCode } = applied;
  return written === undefined
    ? applied
    : { ...applied, ...(await testWritten(desk, { written, exitCode })) };
}

async function applyInSession(desk: ApplyDesk): Promise<Applied> {
  const { voice, saved, session } = desk;
  try {
    const stale = saved && judgeBinding(saved.binding, await bindingNow(desk, session.state));
    if (stale !== undefined) return { exitCode: refuse(voice, [stale]) };
    return await applyUnderLease(desk);
  } finally {
    await session.release();
  }
}

async function applyUnderLease(desk: ApplyDesk): Promise<Applied> {
  const { request, host, voice, platform, session } = desk;
  session.lost.addEventListener('abort', platform.halt);
  voice.tell(session.notes);
  const decided = await decide({ ...desk, loaded: session, append: (entry) => session.append(entry) });
  if (!decided.ok) return { exitCode: refuse(voice, [decided.problem]) };
  const decision = decided.value;
  const refused = (problems: readonly Diagnostic[]): Promise<Applied> =>
    save(desk, decision.state, { exitCode: refuse(voice, problems), ...sentBy(desk) });
  const cut = endOfReading(desk);
  if (cut !== undefined) return refused([cut]);
  const restricted = restrict(desk, decision.plan);
  const { plan } = restricted;
  voice.tell([...planFindings(plan, decision.standings), ...staleFindings(restricted)]);
  if (!request.json) {
    host.out(planText(plan, { paint: voice.paint, unmanaged: false, fullDiff: request.fullDiff }));
  }
  const shown = { ...decision, plan };
  if (hasChanges(plan)) {
    const problems = await prepare(desk, shown);
    if (problems !== undefined) return refused(problems);
  }
  return carryOut(desk, shown, staleOutcomes(restricted.stale));
}

/** What of the plan may be done: all of it, or what a saved one shows too. */
function restrict({ saved }: ApplyDesk, plan: Plan): Restricted {
  return saved === undefined ? { plan, stale: [], unplanned: [] } : restrictPlan(saved, plan);
}

/** Limits, secrets and consent; whatever speaks against the plan keeps everything from being written. */
async function prepare(desk: ApplyDesk, { plan, secretsOf }: Decision): Promise<Diagnostic[] | undefined> {
  const excess = judgeDeletions(plan, desk.request.maxDelete);
  if (excess !== undefined) return [excess];
  const { problems } = await secretsOf(sendersOf(plan));
  if (problems.length > 0) return [...problems];
  const refusal = await askConsent(desk);
  return refusal === undefined ? undefined : [refusal];
}

async function carryOut(
  desk: ApplyDesk,
  decision: Decision,
  stale: readonly ActionOutcome[],
): Promise<Applied> {
  const { request, host, voice, setup, session } = desk;
  const startedAt = systemClock.now();
  const { outcomes: acted, state, fatal } = await execute(desk, session, decision);
  const outcomes = [...acted, ...stale];
  voice.progress.clear();
  if (fatal !== undefined) voice.tell([fatal]);
  voice.tell(closedWarnings(outcomes));
  const sent = sentBy(desk);
  if (!request.json) {
    const durationMs = systemClock.now() - startedAt;
    const recorded = state.connections.size;
    host.out(
      resultText({
        outcomes,
        ...sent,
        durationMs,
        statePath: setup.statePath,
        recorded,
        paint: voice.paint,
      }),
    );
  }
  const cut = endOfApplying(desk, outcomes);
  const ended = cut && refuse(voice, [cut]);
  const exitCode =
    fatal === undefined
      ? (ended ?? exitCodeOfApply(decision.plan, outcomes, host.stop.aborted))
      : exitCodeOfFatal(fatal);
  const written = request.test && { written: await loginsWritten(decision, outcomes) };
  return save(desk, state, { exitCode, outcomes, ...sent, ...written });
}

async function loginsWritten(
  { plan, secretsOf }: Decision,
  outcomes: readonly ActionOutcome[],
): Promise<TestTarget[]> {
  const { secrets } = await secretsOf(sendersOf(plan));
  return writtenTargets(plan, outcomes, secrets);
}

/** The end of every apply that came as far as reading: what is known becomes the state. */
async function save({ voice, session }: ApplyDesk, state: State, applied: Applied): Promise<Applied> {
  const saved = await session.checkpoint(state);
  if (saved.ok) return applied;
  voice.tell([saved.problem]);
  for (const { key, id, etag, outcome } of applied.outcomes ?? []) {
    if (outcome === 'done') voice.say(`not saved: ${JSON.stringify({ key, id, etag })}\n`);
  }
  return { ...applied, exitCode: exitCodeOfFatal(saved.problem) };
}
