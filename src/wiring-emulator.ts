// Wires the emulator: inside this process for --emulator, or for others with `flowrecon emulator`. Loaded only by runs
// that ask for either, because it brings a web server.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Configuration } from './config/load.ts';
import type { Access } from './config/platform-access.ts';
import type { Diagnostic } from './core/diagnostic.ts';
import type { EmulatorRequest } from './core/request.ts';
import { refusal, success } from './core/result.ts';
import type { Result } from './core/result.ts';
import { sealSecret } from './core/secret.ts';
import { startEmulator } from './emulator/server.ts';
import { readLayeredSettings } from './emulator/settings-reading.ts';
import { defaultSettings } from './emulator/default-settings.ts';

/** A platform that was opened: how to enter it, what a state calls it, and how to leave it. */
export interface OpenedPlatform {
  readonly access: Access;
  readonly platform: string;
  readonly close: () => Promise<void>;
}

/** The organisation of the embedded platform when the list names none. */
const EMULATOR_ORG = '0000000000000000EMULATOR@AdobeOrg';

/** Starts the embedded platform; its data is kept in a file beside the state. */
export async function openEmulator(
  configuration: Configuration,
  statePath: string,
): Promise<Result<OpenedPlatform, readonly Diagnostic[]>> {
  const named = configuration.desired.map(({ sandbox }) => sandbox);
  const sandboxes = [...new Set([...defaultSettings.sandboxes, ...named])];
  const dataFile = `${statePath.replace(/(\.state)?\.json$/, '')}.emulator.ndjson`;
  try {
    const emulator = await startEmulator({ dataFile, settings: { sandboxes } });
    const { url } = emulator;
    const login = { clientId: 'emulator', clientSecret: sealSecret('emulator'), scopes: 'openid' };
    const orgId = configuration.platform.orgId ?? EMULATOR_ORG;
    const access: Access = {
      url,
      orgId,
      apiKey: 'emulator',
      credentials: { kind: 'client', imsUrl: url, ...login },
    };
    return success({ access, platform: 'emulator', close: () => emulator.close() });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const summary = `the embedded platform could not be started: ${error.message}`;
    const fix = `Remove ${dataFile} to start with an empty platform.`;
    return refusal([{ severity: 'error', code: 'platform-unreachable', summary, fix }]);
  }
}

/** A platform that is served to other processes. */
export interface ServedEmulator {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Starts an emulator for other processes. */
export async function serveEmulator(
  request: EmulatorRequest,
  cwd: string,
): Promise<Result<ServedEmulator, Diagnostic>> {
  const { host, port, dataFile, settingsFile, settings } = request;
  try {
    const text = settingsFile === undefined ? '{}' : await readFile(resolve(cwd, settingsFile), 'utf8');
    const reading = readLayeredSettings(JSON.parse(text), settings);
    if (!reading.ok) return refusal(notStarted(reading.problems.join(' ')));
    const data = dataFile === undefined ? {} : { dataFile: resolve(cwd, dataFile) };
    return success(await startEmulator({ host, port, ...data, settings: reading.settings }));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return refusal(notStarted(error.message));
  }
}

function notStarted(why: string): Diagnostic {
  const fix =
    'Correct --host, --port, --data or --settings; flowrecon emulator --help shows the flags of settings.';
  return { severity: 'error', code: 'usage', summary: `the emulator did not start: ${why}`, fix };
}
