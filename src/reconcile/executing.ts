// Hands a decision to the executor, with everything that acting needs.
import type { ObservedConnection } from '../core/connection.ts';
import type { Observed } from '../core/plan.ts';
import type { StateSession } from '../core/ports.ts';
import { loadExecutor, openDigest, openPool, systemClock } from '../wiring.ts';
import type { Execution } from '../wiring.ts';
import type { Decision } from './deciding.ts';
import type { Desk } from './desk.ts';
import { fingerprintsOf, sendersOf } from './secrets.ts';

/** Carries a decision out. */
export async function execute(desk: Desk, session: StateSession, decision: Decision): Promise<Execution> {
  const { request, voice, setup, platform } = desk;
  const { plan, state, observed, secretsOf } = decision;
  const { executePlan } = await loadExecutor();
  const { secrets } = await secretsOf(sendersOf(plan));
  const digest = await openDigest(setup.env, state.lineage);
  const fingerprints = new Map([...decision.fingerprints, ...fingerprintsOf(secrets, digest)]);
  return executePlan(plan, {
    remote: platform.remote,
    session,
    state,
    pool: await openPool(platform),
    clock: systemClock,
    log: voice.log,
    stop: platform.stop,
    settleDelayMs: request.settleDelayMs,
    secrets,
    fingerprints,
    before: listingsOf(observed),
    onProgress: (progress) => {
      voice.progress.show({ phase: 'applying', ...progress });
    },
    onFailure: () => {
      platform.brake.noteFailure();
    },
  });
}

function listingsOf(observed: Observed): Map<string, readonly ObservedConnection[]> {
  return new Map(
    [...observed].flatMap(([sandbox, view]) => ('listing' in view ? [[sandbox, view.listing]] : [])),
  );
}
