// Asks before anything is written. Without a terminal nobody can answer, so it refuses and names the command to run.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Plan, Target } from '../core/plan.ts';
import type { Host } from '../core/ports.ts';
import { commandLine } from '../core/quoting.ts';
import type { ApplyRequest } from '../core/request.ts';
import { interruption } from '../reconcile/findings.ts';
import { questionText } from '../report/question-text.ts';
import { loadTerminal } from '../wiring.ts';
import type { Voice } from './voice.ts';

/** An apply that is about to write. */
interface Asking {
  readonly request: ApplyRequest;
  readonly host: Host;
  readonly voice: Voice;
}

/** Whether the run may go on; a finding when nobody can say, or when it is to end. */
export async function askConsent(
  { request, host, voice }: Asking,
  plan: Plan,
  target: Target,
): Promise<boolean | Diagnostic> {
  if (!host.interactive || request.json) return notConfirmed(request, host);
  // On standard error like the question itself: standard output, with the plan on it, may lead elsewhere.
  host.err(questionText(plan, target, voice.errPage));
  const { askToGoOn } = await loadTerminal();
  const answer = await askToGoOn('Carry out this plan?', host.stop);
  if (answer === 'yes') host.err('\n');
  return answer === 'interrupted' ? interruption() : answer === 'yes';
}

function notConfirmed({ json }: ApplyRequest, { called: { program, args } }: Host): Diagnostic {
  const [command = '', ...rest] = args;
  // Right behind the command: what stands at the end may be an argument after `--`.
  const again = commandLine([...program, command, '--yes', ...rest]);
  const why = json ? 'with --json nobody is asked' : 'nobody is there';
  return {
    severity: 'error',
    code: 'not-confirmed',
    summary: `${why} to confirm the plan, so nothing was written`,
    fix: `Look at the plan, then run: ${again}`,
  };
}
