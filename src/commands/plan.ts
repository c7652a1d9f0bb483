// flowrecon plan: shows what apply would do.
import type { ExitCode } from '../core/outcome.ts';
import type { Host } from '../core/ports.ts';
import type { PlanRequest } from '../core/request.ts';
import type { RunEnd } from '../core/run-report.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import { planJson, planMembers } from '../report/json.ts';
import type { RunDocument } from '../report/json.ts';
import { planText } from '../report/plan-text.ts';
import { listeners } from './listening.ts';
import { withReports } from './reporting.ts';
import { createVoice } from './voice.ts';

/** Runs `flowrecon plan`. */
export async function runPlan(request: PlanRequest, host: Host): Promise<ExitCode> {
  const voice = await createVoice(request, host);
  const { unmanaged, fullDiff, json } = request;
  const document = (end: RunEnd): RunDocument => ({ ...end, unmanaged, diagnostics: voice.diagnostics });
  const run = (): Promise<RunEnd> =>
    reconcile({
      ...request,
      ...listeners(host, voice),
      mode: 'plan',
      onPlan: (plan) => {
        if (!json) host.out(planText(plan, { page: voice.page, unmanaged, fullDiff }));
      },
    });
  const members = (end: RunEnd): object => planMembers(document(end));
  const ended = await withReports({ request, host, voice }, { run, members });
  if (json) host.out(planJson(document(ended)));
  return ended.exitCode;
}
