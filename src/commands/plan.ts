// flowrecon plan: shows what apply would do.
import type { ExitCode } from '../core/outcome.ts';
import type { Host } from '../core/ports.ts';
import type { PlanRequest } from '../core/request.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import { planJson } from '../report/json.ts';
import { planText } from '../report/plan-text.ts';
import { listeners } from './listening.ts';
import { createVoice } from './voice.ts';

/** Runs `flowrecon plan`. */
export async function runPlan(request: PlanRequest, host: Host): Promise<ExitCode> {
  const voice = await createVoice(request, host);
  const { unmanaged, fullDiff, json } = request;
  const run = await reconcile({
    ...request,
    ...listeners(host, voice),
    mode: 'plan',
    onPlan: (plan) => {
      if (!json) host.out(planText(plan, { page: voice.page, unmanaged, fullDiff }));
    },
  });
  if (json) host.out(planJson({ ...run, unmanaged }));
  return run.exitCode;
}
