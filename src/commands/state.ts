// flowrecon state: dispatches to what looks at the recorded connections and what changes them. Only verify needs a network.
import { EXIT } from '../core/outcome.ts';
import type { ExitCode } from '../core/outcome.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Host } from '../core/ports.ts';
import type { StateAction, StateRequest } from '../core/request.ts';
import { refusal } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { diagnosticJson } from '../report/diagnostics.ts';
import { document } from '../report/json.ts';
import { findStatePath, openBackend } from '../wiring.ts';
import type { StateAnswer } from './state-answer.ts';
import { changeState } from './state-changing.ts';
import { showState } from './state-showing.ts';
import { verifyAgainstPlatform } from './state-verifying.ts';
import { unlockState } from './state-unlocking.ts';
import { refuse } from '../reconcile/run-voice.ts';
import { createVoice } from './voice.ts';
import type { Voice } from './voice.ts';

/** Runs `flowrecon state`. */
export async function runState(request: StateRequest, host: Host): Promise<ExitCode> {
  const voice = await createVoice(request, host);
  const answered = await answer(request, host, voice);
  if (!answered.ok) {
    const exitCode = refuse(voice, answered.problem);
    if (request.json) host.out(document('state', { diagnostics: voice.diagnostics.map(diagnosticJson) }));
    return exitCode;
  }
  const { text, members } = answered.value;
  host.out(request.json ? document('state', { ...members, diagnostics: [] }) : text(voice.page));
  return EXIT.done;
}

async function answer(
  request: StateRequest,
  host: Host,
  voice: Voice,
): Promise<Result<StateAnswer, readonly Diagnostic[]>> {
  if (request.action.verb === 'verify') return verifyAgainstPlatform({ request, host, voice });
  const answered = await answerOffline(request, host, { action: request.action, say: voice.say });
  return answered.ok ? answered : refusal([answered.problem]);
}

async function answerOffline(
  request: StateRequest,
  host: Host,
  { action, say }: { action: Exclude<StateAction, { verb: 'verify' }>; say: Voice['say'] },
): Promise<Result<StateAnswer, Diagnostic>> {
  const path = await findStatePath(request, host);
  const backend = await openBackend(request, host, { path, say });
  switch (action.verb) {
    case 'list':
    case 'show':
      return showState(backend, action);
    case 'mv':
    case 'rm':
      return changeState(backend, action);
    case 'unlock':
      return unlockState(backend);
  }
}
