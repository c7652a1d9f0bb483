// flowrecon apply: read, decide, show, ask, act, save. The order of steps is all that is decided here.
import type { Diagnostic } from '../core/diagnostic.ts';
import { exitCodeOfApply, exitCodeOfFatal, hasChanges } from '../core/outcome.ts';
import type { ActionOutcome, ExitCode } from '../core/outcome.ts';
import type { Host, RequestTotals, StateSession } from '../core/ports.ts';
import type { ApplyRequest } from '../core/request.ts';
import type { State } from '../core/state.ts';
import { applyJson } from '../report/json.ts';
import { planText } from '../report/plan-text.ts';
import { resultText } from '../report/result-text.ts';
import { openBackend, systemClock } from '../wiring.ts';
import { askConsent } from './consent.ts';
import { decide } from './deciding.ts';
import type { Decision } from './deciding.ts';
import { workAtDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import { execute } from './executing.ts';
import { driftDiagnostics, interruption, planDiagnostics } from './findings.ts';
import { sendersOf } from './secrets.ts';
import { createVoice, refuse } from './voice.ts';

interface Applied {
  readonly exitCode: ExitCode;
  readonly outcomes?: readonly ActionOutcome[];
  readonly requests?: RequestTotals;
}

/** An apply that holds its state. */
interface ApplyDesk extends Desk<ApplyRequest> {
  readonly session: StateSession;
}

/** Runs `flowrecon apply`. */
export async function runApply(request: ApplyRequest, host: Host): Promise<ExitCode> {
  const voice = await createVoice(request, host);
  const worked = await workAtDesk({ request, host, voice }, applyAtDesk);
  const applied = worked.ok ? worked.value : { exitCode: refuse(voice, worked.problem) };
  if (request.json) host.out(applyJson({ ...applied, diagnostics: voice.diagnostics }));
  return applied.exitCode;
}

async function applyAtDesk(desk: Desk<ApplyRequest>): Promise<Applied> {
  const { request, host, voice, setup, platform } = desk;
  const backend = await openBackend(request, host, {
    path: setup.statePath,
    target: platform.target,
    say: voice.say,
  });
  const session = await backend.open();
  if (!session.ok) return { exitCode: refuse(voice, [session.problem]) };
  try {
    return await applyUnderLease({ ...desk, session: session.value });
  } finally {
    await session.value.release();
  }
}

async function applyUnderLease(desk: ApplyDesk): Promise<Applied> {
  const { request, host, voice, platform, session } = desk;
  session.lost.addEventListener('abort', platform.halt);
  voice.tell(session.notes);
  const decided = await decide({ ...desk, loaded: session, append: (entry) => session.append(entry) });
  if (!decided.ok) return { exitCode: refuse(voice, [decided.problem]) };
  const decision = decided.value;
  const stopped = (): Applied => ({
    exitCode: refuse(voice, [interruption()]),
    requests: platform.remote.requests(),
  });
  if (host.stop.aborted) return save(desk, decision.state, stopped());
  const { plan } = decision;
  voice.tell([...driftDiagnostics(plan), ...planDiagnostics(plan)]);
  if (!request.json) host.out(planText(plan, { paint: voice.paint, unmanaged: false }));
  if (hasChanges(plan)) {
    const refused = await prepare(desk, decision);
    if (refused !== undefined) {
      const told = { exitCode: refuse(voice, refused), requests: platform.remote.requests() };
      return save(desk, decision.state, told);
    }
  }
  return carryOut(desk, decision);
}

/** Secrets and consent; what is missing of either keeps everything from being written. */
async function prepare(desk: ApplyDesk, { plan, secretsOf }: Decision): Promise<Diagnostic[] | undefined> {
  const { problems } = await secretsOf(sendersOf(plan));
  if (problems.length > 0) return [...problems];
  const refusal = await askConsent(desk);
  return refusal === undefined ? undefined : [refusal];
}

async function carryOut(desk: ApplyDesk, decision: Decision): Promise<Applied> {
  const { request, host, voice, setup, platform, session } = desk;
  const startedAt = systemClock.now();
  const { outcomes, state, fatal } = await execute(desk, session, decision);
  voice.progress.clear();
  if (fatal !== undefined) voice.tell([fatal]);
  const requests = platform.remote.requests();
  if (!request.json) {
    const durationMs = systemClock.now() - startedAt;
    const recorded = state.connections.size;
    host.out(
      resultText({
        outcomes,
        requests,
        durationMs,
        statePath: setup.statePath,
        recorded,
        paint: voice.paint,
      }),
    );
  }
  const exitCode =
    fatal === undefined
      ? exitCodeOfApply(decision.plan, outcomes, host.stop.aborted)
      : exitCodeOfFatal(fatal);
  return save(desk, state, { exitCode, outcomes, requests });
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
