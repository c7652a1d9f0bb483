// The second half of an apply: act on the plan, tell what became of it, and make it the state.
import { closedWarnings } from '../core/lane.ts';
import { exitCodeOfApply, exitCodeOfFatal } from '../core/outcome.ts';
import type { ActionOutcome } from '../core/outcome.ts';
import type { StateSession } from '../core/ports.ts';
import type { ApplyRun } from '../core/request.ts';
import type { State } from '../core/state.ts';
import { writtenTargets } from '../core/testing.ts';
import type { TestTarget } from '../core/testing.ts';
import { systemClock } from '../wiring.ts';
import { endOfApplying, sentBy } from './bounds.ts';
import type { Decision } from './deciding.ts';
import type { Desk } from './desk.ts';
import type { Ended, RunEvents } from './events.ts';
import { execute } from './executing.ts';
import { refusedWrites } from './findings.ts';
import { refuse } from './run-voice.ts';
import { sendersOf } from './secrets.ts';

/** An apply that holds its state, and who listens. */
export type ApplyDesk = Desk<ApplyRun> & {
  readonly events: RunEvents;
  readonly session: StateSession;
};

/** An apply whose state is saved. */
export interface Applied extends Ended {
  /** Connections whose login was written, if they are to be tested. */
  readonly written?: readonly TestTarget[];
}

/** Carries a decision out; `stale` is what of a saved plan was left out before. */
export async function carryOut(
  desk: ApplyDesk,
  decision: Decision,
  stale: readonly ActionOutcome[],
): Promise<Applied> {
  const { request, host, voice, setup, session, events } = desk;
  const startedAt = systemClock.now();
  const { outcomes: acted, state, fatal } = await execute(desk, session, decision);
  const durationMs = systemClock.now() - startedAt;
  const outcomes = [...acted, ...stale];
  voice.progress.clear();
  if (fatal !== undefined) voice.tell([fatal]);
  voice.tell([...refusedWrites(outcomes), ...closedWarnings(outcomes)]);
  const sent = sentBy(desk);
  const cut = endOfApplying(desk, outcomes);
  const ended = cut && refuse(voice, [cut]);
  const exitCode =
    fatal === undefined
      ? (ended ?? exitCodeOfApply(decision.plan, outcomes, host.stop.aborted))
      : exitCodeOfFatal(fatal);
  const written = request.test && { written: await loginsWritten(decision, outcomes) };
  const { applied, recorded } = await save(desk, state, { exitCode, outcomes, ...sent, ...written });
  const { statePath } = setup;
  events.onResult?.({
    outcomes,
    ...sent,
    durationMs,
    statePath,
    ...(recorded !== undefined && { recorded }),
  });
  return applied;
}

async function loginsWritten(
  { plan, secretsOf }: Decision,
  outcomes: readonly ActionOutcome[],
): Promise<TestTarget[]> {
  const { secrets } = await secretsOf(sendersOf(plan));
  return writtenTargets(plan, outcomes, secrets);
}

/** The end of an apply, and how many connections are recorded in the saved state, if it could be saved. */
interface Saved {
  readonly applied: Applied;
  readonly recorded?: number;
}

/** The end of every apply that came as far as reading: what is known becomes the state. */
export async function save({ voice, session }: ApplyDesk, state: State, applied: Applied): Promise<Saved> {
  const saved = await session.checkpoint(state);
  if (saved.ok) return { applied, recorded: state.connections.size };
  voice.tell([saved.problem]);
  for (const { key, id, etag, outcome } of applied.outcomes ?? []) {
    if (outcome === 'done') voice.say(`not saved: ${JSON.stringify({ key, id, etag })}\n`);
  }
  return { applied: { ...applied, exitCode: exitCodeOfFatal(saved.problem) } };
}
