// flowrecon apply: shows a plan, asks, and carries it out.
import type { ExitCode } from '../core/outcome.ts';
import type { Host } from '../core/ports.ts';
import type { ApplyRequest } from '../core/request.ts';
import type { RunEnd } from '../core/run-report.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import { applyJson, applyMembers } from '../report/json.ts';
import type { RunDocument } from '../report/json.ts';
import { planText } from '../report/plan-text.ts';
import { resultText } from '../report/result-text.ts';
import { testText } from '../report/test-text.ts';
import { askConsent } from './consent.ts';
import { listeners } from './listening.ts';
import { withReports } from './reporting.ts';
import { createVoice } from './voice.ts';
import type { Voice } from './voice.ts';

/** Runs `flowrecon apply`. */
export async function runApply(request: ApplyRequest, host: Host): Promise<ExitCode> {
  const voice = await createVoice(request, host);
  const document = (end: RunEnd): RunDocument => ({ ...end, diagnostics: voice.diagnostics });
  const run = (): Promise<RunEnd> => applyAloud(request, { host, voice });
  const members = (end: RunEnd): object => applyMembers(document(end));
  const ended = await withReports({ request, host, voice }, { run, members });
  if (request.json) host.out(applyJson(document(ended)));
  return ended.exitCode;
}

/** Applies, and shows everything as it comes. */
async function applyAloud(
  request: ApplyRequest,
  { host, voice }: { readonly host: Host; readonly voice: Voice },
): Promise<RunEnd> {
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
  return run;
}
