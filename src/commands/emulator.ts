// flowrecon emulator: serves a local platform until it is interrupted.
import { EXIT } from '../core/outcome.ts';
import type { ExitCode } from '../core/outcome.ts';
import type { Host } from '../core/ports.ts';
import type { EmulatorRequest } from '../core/request.ts';
import { document } from '../report/json.ts';
import { loadEmulator } from '../wiring.ts';
import { createVoice, refuse } from './voice.ts';

/** Runs `flowrecon emulator`. */
export async function runEmulator(request: EmulatorRequest, host: Host): Promise<ExitCode> {
  const voice = await createVoice(request, host);
  const { serveEmulator } = await loadEmulator();
  const started = await serveEmulator(request, host.cwd);
  if (!started.ok) {
    const exitCode = refuse(voice, [started.problem]);
    if (request.json) host.out(document('emulator', { url: null, diagnostics: voice.diagnostics }));
    return exitCode;
  }
  const { url, close } = started.value;
  host.out(request.json ? document('emulator', { url, diagnostics: [] }) : welcome(url));
  await interrupted(host.stop);
  await close();
  return EXIT.done;
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
