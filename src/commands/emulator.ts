// flowrecon emulator: serves a local platform until it is interrupted.
import type { Diagnostic } from '../core/diagnostic.ts';
import { EXIT } from '../core/outcome.ts';
import type { ExitCode } from '../core/outcome.ts';
import type { Host } from '../core/ports.ts';
import type { EmulatorRequest } from '../core/request.ts';
import { diagnosticJson } from '../report/diagnostics.ts';
import { document } from '../report/json.ts';
import { loadEmulator } from '../wiring.ts';
import { refuse } from '../reconcile/run-voice.ts';
import { createVoice } from './voice.ts';

/** Runs `flowrecon emulator`. */
export async function runEmulator(request: EmulatorRequest, host: Host): Promise<ExitCode> {
  // It has nothing under way that would have to be waited for, so that its end is no news.
  const voice = await createVoice(request, { ...host, stop: new AbortController().signal });
  const { serveEmulator } = await loadEmulator();
  const started = await serveEmulator(request, host.cwd);
  if (!started.ok) {
    const exitCode = refuse(voice, [started.problem]);
    if (request.json) tellDocument(host, null, voice.diagnostics);
    return exitCode;
  }
  const { url, close } = started.value;
  const exposed = isLoopback(request.host) ? [] : [exposure(request.host)];
  // Also beside a JSON document: who opens a port to others has to see it.
  for (const { summary, fix } of exposed) host.err(`warning: ${summary}. ${fix}\n`);
  if (request.json) tellDocument(host, url, exposed);
  else host.out(welcome(url));
  await interrupted(host.stop);
  await close();
  return EXIT.done;
}

function tellDocument(host: Host, url: string | null, diagnostics: readonly Diagnostic[]): void {
  host.out(document('emulator', { url, diagnostics: diagnostics.map(diagnosticJson) }));
}

function isLoopback(address: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(address);
}

function exposure(address: string): Diagnostic & { readonly fix: string } {
  return {
    severity: 'warning',
    code: 'usage',
    summary: `the emulator listens on ${address}, where other machines can reach it: it lets anyone in and its control API has no password`,
    fix: 'Leave out --host to serve this machine only.',
  };
}

function welcome(url: string): string {
  return [
    `The emulator listens on ${url}. Point flowrecon at it:`,
    '',
    `  export AEP_PLATFORM_URL=${url} AEP_IMS_URL=${url}`,
    '  export AEP_ORG_ID=0000000000000000EMULATOR@AdobeOrg AEP_CLIENT_ID=any AEP_CLIENT_SECRET=any',
    '',
    `Settings: GET or PATCH ${url}/__emulator/settings. Ctrl-C ends it.`,
    '',
  ].join('\n');
}

function interrupted(stop: AbortSignal): Promise<void> {
  if (stop.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    stop.addEventListener('abort', () => {
      resolve();
    });
  });
}
