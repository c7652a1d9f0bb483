// flowrecon state verify: reads state, journal and platform, and tells where they differ. Writes nothing anywhere.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { StateRequest } from '../core/request.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { verifyState } from '../core/verify.ts';
import { stateVerifiedText } from '../report/state-text.ts';
import { loadObservation, openBackend, openPool } from '../wiring.ts';
import { workAtDesk } from '../reconcile/desk.ts';
import type { Desk, Start } from '../reconcile/desk.ts';
import { showReading } from '../reconcile/run-voice.ts';
import type { StateAnswer } from './state-answer.ts';

type Verified = Result<StateAnswer, readonly Diagnostic[]>;

/** Holds state and platform against each other; the problem holds every difference. */
export async function verifyAgainstPlatform(start: Start<StateRequest>): Promise<Verified> {
  const worked = await workAtDesk(start, verifyAtDesk);
  return worked.ok ? worked.value : worked;
}

async function verifyAtDesk({
  request,
  host,
  voice,
  setup,
  platform,
}: Desk<StateRequest>): Promise<Verified> {
  const { remote, target } = platform;
  const backend = await openBackend(request, host, { path: setup.statePath, target, say: voice.say });
  const loaded = await backend.read();
  if (!loaded.ok) return refusal([loaded.problem]);
  const { state, doubts } = loaded.value;
  const { observeSandboxes } = await loadObservation();
  const sandboxes = [...state.connections.values()].map(({ sandbox }) => sandbox);
  const pool = await openPool(platform);
  const observed = await observeSandboxes(sandboxes, {
    ...{ remote, pool, records: state.connections },
    onProgress: showReading(voice),
  });
  voice.progress.clear();
  const findings = verifyState({ state, doubts, observed });
  if (findings.length > 0) return refusal(findings);
  const verified = state.connections.size;
  const text: StateAnswer['text'] = (page) => stateVerifiedText(verified, backend.location, page);
  return success({ text, members: { verified, requests: remote.requests() } });
}
