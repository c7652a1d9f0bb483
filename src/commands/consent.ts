// Asks before anything is written. Without a terminal nobody can answer, so it refuses and names the command to run.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Host } from '../core/ports.ts';
import type { ApplyRequest } from '../core/request.ts';
import { loadTerminal } from '../wiring.ts';

/** Undefined when the run may go on; otherwise why it may not. */
export async function askConsent(desk: {
  request: ApplyRequest;
  host: Host;
}): Promise<Diagnostic | undefined> {
  const { request, host } = desk;
  if (request.yes) return undefined;
  if (!host.interactive || request.json) {
    return {
      severity: 'error',
      code: 'not-confirmed',
      summary: 'nobody is there to confirm the plan, so nothing was written',
      fix: 'Look at the plan, then run the same command with --yes.',
    };
  }
  const { askToGoOn } = await loadTerminal();
  if (await askToGoOn('Carry out this plan?')) return undefined;
  return {
    severity: 'error',
    code: 'declined',
    summary: 'the plan was not confirmed, so nothing was written',
    fix: 'Run the command again when the plan is as it should be.',
  };
}
