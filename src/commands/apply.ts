// flowrecon apply: shows a plan, asks, and carries it out.
import type { ExitCode } from '../core/outcome.ts';
import type { Host } from '../core/ports.ts';
import type { ApplyRequest } from '../core/request.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import { applyJson } from '../report/json.ts';
import { planText } from '../report/plan-text.ts';
import { resultText } from '../report/result-text.ts';
import { testText } from '../report/test-text.ts';
import { askConsent } from './consent.ts';
import { listeners } from './listening.ts';
import { createVoice } from './voice.ts';

/** Runs `flowrecon apply`. */
export async function runApply(request: ApplyRequest, host: Host): Promise<ExitCode> {
  const voice = await createVoice(request, host);
  const { page } = voice;
  const show = (text: () => string): void => {
    if (!request.json) host.out(text());
  };
  const run = await reconcile({
    ...request,
    ...listeners(host, voice),
    mode: 'apply',
    onPlan: (plan) => {
      show(() => planText(plan, { page, unmanaged: false, fullDiff: request.fullDiff }));
    },
    confirm: async (plan, target) =>
      request.yes || (await askConsent({ request, host, voice }, plan, target)),
    onResult: (result) => {
      show(() => resultText({ ...result, page }));
    },
  });
  const { tests: rows, testsMs: durationMs } = run;
  if (rows !== undefined && durationMs !== undefined) show(() => `\n${testText({ rows, durationMs, page })}`);
  if (request.json) host.out(applyJson(run));
  return run.exitCode;
}
