// The run behind `plan`: read, decide, show, and save the plan where that is asked for. Takes no lease and writes
// nothing else.
import type { Diagnostic } from '../core/diagnostic.ts';
import { judgeDeletions } from '../core/guard.ts';
import { exitCodeOfPlan } from '../core/outcome.ts';
import type { ExitCode } from '../core/outcome.ts';
import type { PlanRun } from '../core/request.ts';
import { success } from '../core/result.ts';
import { openBackend } from '../wiring.ts';
import { endOfReading, sentBy } from './bounds.ts';
import { asWarning, decide } from './deciding.ts';
import type { Decision } from './deciding.ts';
import { runAtDesk } from './desk.ts';
import type { Desk, Start } from './desk.ts';
import type { Ended, RunEvents } from './events.ts';
import { planFindings } from './findings.ts';
import { refuse } from './run-voice.ts';
import { savePlanTo } from './saved-plan.ts';
import { sendersOf } from './secrets.ts';

/** Makes a plan. */
export function makePlan(start: Start<PlanRun>, events: RunEvents): Promise<Ended> {
  return runAtDesk(start, (desk) => planAtDesk(desk, events));
}

async function planAtDesk(desk: Desk<PlanRun>, events: RunEvents): Promise<Ended> {
  const { request, host, voice, setup, platform } = desk;
  const place = { path: setup.statePath, target: platform.target, say: voice.say };
  const loaded = await (await openBackend(request, host, place)).read();
  if (!loaded.ok) return { exitCode: refuse(voice, [loaded.problem]) };
  voice.tell(loaded.value.notes);
  const append = (): Promise<{ ok: true; value: undefined }> => Promise.resolve(success(undefined));
  const decided = await decide({ ...desk, loaded: loaded.value, append });
  if (!decided.ok) return { exitCode: refuse(voice, [decided.problem]) };
  const sent = sentBy(desk);
  const cut = endOfReading(desk);
  if (cut !== undefined) return { exitCode: refuse(voice, [cut]), ...sent };
  const { plan, standings } = decided.value;
  voice.tell(await missingSecrets(decided.value));
  voice.tell([...planFindings(plan, standings), ...deletionWarning(decided.value, request)]);
  events.onPlan?.(plan);
  const unsaved = await save(desk, decided.value);
  return { exitCode: unsaved ?? exitCodeOfPlan(plan, request.detailedExitcode), plan, ...sent };
}

/** Saves the plan, if that was asked for; the exit code when it could not be. */
async function save(desk: Desk<PlanRun>, decision: Decision): Promise<ExitCode | undefined> {
  const { request, voice } = desk;
  if (request.out === undefined) return undefined;
  const saved = await savePlanTo(request.out, desk, decision);
  if (!saved.ok) return refuse(voice, [saved.problem]);
  voice.say(`Saved as ${request.out}. To carry out exactly this: flowrecon apply ${request.out}\n`);
  return undefined;
}

/** A plan only shows, so that it deletes too much is a warning: apply would refuse it. */
function deletionWarning({ plan }: Decision, { maxDelete }: PlanRun): Diagnostic[] {
  const excess = judgeDeletions(plan, maxDelete);
  return excess === undefined ? [] : [{ ...excess, severity: 'warning', fix: excess.fix ?? '' }];
}

/** Pull requests have no secrets, so one that does not resolve is worth a warning and no more. */
async function missingSecrets({ plan, secretsOf }: Decision): Promise<Diagnostic[]> {
  const { problems } = await secretsOf(sendersOf(plan));
  return problems.map(asWarning);
}
