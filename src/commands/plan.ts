// flowrecon plan: read, decide, show. Takes no lease and writes nothing.
import type { Diagnostic } from '../core/diagnostic.ts';
import { judgeDeletions } from '../core/guard.ts';
import { exitCodeOfPlan } from '../core/outcome.ts';
import type { ExitCode } from '../core/outcome.ts';
import type { Plan } from '../core/plan.ts';
import type { Host, RequestTotals } from '../core/ports.ts';
import type { PlanRequest } from '../core/request.ts';
import { success } from '../core/result.ts';
import type { TrafficFigures } from '../core/traffic.ts';
import { planJson } from '../report/json.ts';
import { planText } from '../report/plan-text.ts';
import { openBackend } from '../wiring.ts';
import { endOfReading, sentBy } from './bounds.ts';
import { asWarning, decide } from './deciding.ts';
import type { Decision } from './deciding.ts';
import { workAtDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import { planFindings } from './findings.ts';
import { savePlanTo } from './saved-plan.ts';
import { sendersOf } from './secrets.ts';
import { createVoice, refuse } from './voice.ts';

interface Shown {
  readonly exitCode: ExitCode;
  readonly plan?: Plan;
  readonly requests?: RequestTotals;
  readonly traffic?: TrafficFigures;
}

/** Runs `flowrecon plan`. */
export async function runPlan(request: PlanRequest, host: Host): Promise<ExitCode> {
  const voice = await createVoice(request, host);
  const worked = await workAtDesk({ request, host, voice }, readAndShow);
  const shown: Shown = worked.ok ? worked.value : { exitCode: refuse(voice, worked.problem) };
  const { unmanaged } = request;
  if (request.json) host.out(planJson({ ...shown, unmanaged, diagnostics: voice.diagnostics }));
  return shown.exitCode;
}

async function readAndShow(desk: Desk<PlanRequest>): Promise<Shown> {
  const { request, host, voice, setup, platform } = desk;
  const backend = await openBackend(request, host, {
    path: setup.statePath,
    target: platform.target,
    say: voice.say,
  });
  const loaded = await backend.read();
  if (!loaded.ok) return { exitCode: refuse(voice, [loaded.problem]) };
  voice.tell(loaded.value.notes);
  const append = (): Promise<{ ok: true; value: undefined }> => Promise.resolve(success(undefined));
  const decided = await decide({ ...desk, loaded: loaded.value, append });
  if (!decided.ok) return { exitCode: refuse(voice, [decided.problem]) };
  const sent = sentBy(desk);
  const cut = endOfReading(desk);
  if (cut !== undefined) return { exitCode: refuse(voice, [cut]), ...sent };
  voice.tell(await missingSecrets(decided.value));
  const { plan } = decided.value;
  voice.tell([...planFindings(plan, decided.value.standings), ...deletionWarning(plan, request)]);
  const { unmanaged, fullDiff } = request;
  if (!request.json) host.out(planText(plan, { paint: voice.paint, unmanaged, fullDiff }));
  const unsaved = await save(desk, decided.value);
  const exitCode = unsaved ?? exitCodeOfPlan(plan, request.detailedExitcode);
  return { exitCode, plan, ...sent };
}

/** Saves the plan, if that was asked for; the exit code when it could not be. */
async function save(desk: Desk<PlanRequest>, decision: Decision): Promise<ExitCode | undefined> {
  const { request, voice } = desk;
  if (request.out === undefined) return undefined;
  const saved = await savePlanTo(request.out, desk, decision);
  if (!saved.ok) return refuse(voice, [saved.problem]);
  voice.say(`Saved as ${request.out}. To carry out exactly this: flowrecon apply ${request.out}\n`);
  return undefined;
}

/** A plan only shows, so that it deletes too much is a warning: apply would refuse it. */
function deletionWarning(plan: Plan, { maxDelete }: PlanRequest): Diagnostic[] {
  const excess = judgeDeletions(plan, maxDelete);
  return excess === undefined ? [] : [{ ...excess, severity: 'warning', fix: excess.fix ?? '' }];
}

/** Pull requests have no secrets, so one that does not resolve is worth a warning and no more. */
async function missingSecrets({ plan, secretsOf }: Decision): Promise<Diagnostic[]> {
  const { problems } = await secretsOf(sendersOf(plan));
  return problems.map(asWarning);
}
