// Asks before anything is written. Without a terminal nobody can answer, so it refuses and names the command to run.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Host } from '../core/ports.ts';
import type { ApplyRequest } from '../core/request.ts';
import { loadTerminal } from '../wiring.ts';

/** Whether the run may go on; a finding when nobody can say. */
export async function askConsent(desk: { request: ApplyRequest; host: Host }): Promise<boolean | Diagnostic> {
  const { request, host } = desk;
  if (!host.interactive || request.json) {
    return {
      severity: 'error',
      code: 'not-confirmed',
      summary: 'nobody is there to confirm the plan, so nothing was written',
      fix: 'Look at the plan, then run the same command with --yes.',
    };
  }
  const { askToGoOn } = await loadTerminal();
  return askToGoOn('Carry out this plan?');
}
