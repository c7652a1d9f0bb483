// The composition root: requests and environment in, real adapters as ports out. Every adapter is loaded when it is
// first needed, so that a command pays only for what it uses.
import type { Diagnostic } from './core/diagnostic.ts';
import { describeOwner } from './core/lease.ts';
import type { Digest, Host, Log, Remote, SecretSource, StateBackend, Surroundings } from './core/ports.ts';
import type { RunRequest, SharedOptions } from './core/request.ts';
import { success } from './core/result.ts';
import type { Result } from './core/result.ts';
import type { OpenedPlatform } from './wiring-emulator.ts';
import type { Environment, Setup } from './wiring-setup.ts';
import { boundRun } from './wiring-traffic.ts';
import type { RunBounds } from './wiring-traffic.ts';
import { ambientSurroundings, leaseOwner, pidRuns, systemClock, systemRandom } from './wiring-system.ts';

export { ambientSurroundings, systemClock };
export { closestKey, configure, findStatePath } from './wiring-setup.ts';
export type { Setup } from './wiring-setup.ts';

/** A platform that can be talked to. */
export interface Platform extends RunBounds {
  readonly remote: Remote;
  /** What the state is about: the origin, or `emulator` for the embedded platform. */
  readonly target: { readonly platform: string; readonly orgId: string };
  readonly close: () => Promise<void>;
}

/** Opens the platform that a run talks to: the embedded one, or the one that credentials lead to. */
export async function openPlatform(
  request: RunRequest,
  host: Surroundings,
  { setup, log }: { setup: Setup; log: Log },
): Promise<Result<Platform, readonly Diagnostic[]>> {
  const { createRemote } = await import('./flow-service/remote.ts');
  const opened = request.emulator ? await openEmbedded(setup) : await openOrganisation(setup);
  if (!opened.ok) return opened;
  const { access, platform, close } = opened.value;
  const { timeoutMs, maxWaitMs } = request;
  const bounds = await boundRun(request, host);
  const { traffic, stop, brake } = bounds;
  const ports = { clock: systemClock, random: systemRandom, log, traffic, stop };
  const remote = createRemote({ ...access, ...ports, timeoutMs, maxWaitMs });
  const target = { platform, orgId: access.orgId };
  return success({
    ...bounds,
    remote,
    target,
    async close() {
      brake.release();
      await close();
    },
  });
}

async function openEmbedded({
  configuration,
  statePath,
}: Setup): Promise<Result<OpenedPlatform, readonly Diagnostic[]>> {
  const { openEmulator } = await import('./wiring-emulator.ts');
  return openEmulator(configuration, statePath);
}

async function openOrganisation({
  env,
  configuration,
}: Setup): Promise<Result<OpenedPlatform, readonly Diagnostic[]>> {
  const { readAccess } = await import('./config/platform-access.ts');
  const access = readAccess(env, configuration.platform);
  if (!access.ok) return access;
  return success({ access: access.value, platform: access.value.url, close: () => Promise.resolve() });
}

/** Where a state lives, what it has to be about, and who is told that another run is waited for. */
export interface StatePlace {
  readonly path: string;
  readonly target?: { readonly platform: string; readonly orgId: string };
  readonly say: (text: string) => void;
  /** Ends the wait for another run; an interrupt does when absent. */
  readonly stop?: AbortSignal;
}

/** Opens the place where the state lives. */
export async function openBackend(
  request: RunRequest,
  host: Surroundings,
  { path, target, say, stop = host.stop }: StatePlace,
): Promise<StateBackend> {
  const { createFileBackend } = await import('./backend/file-backend.ts');
  return createFileBackend({
    path,
    ...(target !== undefined && { target }),
    owner: leaseOwner(),
    lockWaitMs: request.lockTimeoutMs,
    clock: systemClock,
    uuid: () => systemRandom.uuid(),
    pidRuns,
    onWait: (owner) => {
      say(`waiting for the run of ${describeOwner(owner)} to end\n`);
    },
    stop,
  });
}

/** Makes the log of a run. */
export async function openLog(
  request: SharedOptions,
  host: Host,
  write: (text: string) => void,
): Promise<Log> {
  const { createLog } = await import('./log.ts');
  const { logLevel: level, logFormat: format, colour } = request;
  return createLog({ level, format, colour: colour && host.colours.err, write });
}

/** Makes the source of secrets. */
export async function openSecrets(
  request: RunRequest,
  host: Surroundings,
  env: Environment,
): Promise<SecretSource> {
  const { createSecretSource } = await import('./config/secret-source.ts');
  return createSecretSource({ env, allowExec: request.allowExec, cwd: host.cwd });
}

/** Makes the digest of the secrets of one state. */
export async function openDigest(env: Environment, lineage: string): Promise<Digest> {
  const { createDigest } = await import('./config/digest.ts');
  return createDigest(env['FLOWRECON_STATE_KEY'], lineage);
}

export { openPool } from './wiring-traffic.ts';

export { bindingOf, openPlanFile } from './wiring-plan-file.ts';

/** How keys are matched against globs. */
export const loadSelection = () => import('./config/selection.ts');

/** The keys and tags of a list, faulty or not. */
export const loadListedNames = () => import('./config/listed-names.ts');

/** The part of a run that settles doubts and reads the platform. */
export const loadRecovery = () => import('./apply/recover.ts');

/** The part of a run that reads the platform. */
export const loadObservation = () => import('./apply/observe.ts');

export type { Execution } from './apply/executor.ts';

/** The part of a run that acts. */
export const loadExecutor = () => import('./apply/executor.ts');

/** The person at the terminal. */
export const loadTerminal = () => import('./terminal.ts');

/** The emulator for other processes. */
export const loadEmulator = () => import('./wiring-emulator.ts');
