// What a run starts from: environment files, the configuration, and the selection of entries that it is about.
import { dirname, join, resolve } from 'node:path';
import type { Configuration } from './config/load.ts';
import type { Selection } from './config/selection.ts';
import type { ConnectionKey, DesiredConnection } from './core/connection.ts';
import type { Diagnostic } from './core/diagnostic.ts';
import type { Surroundings } from './core/ports.ts';
import { quoted } from './core/quoting.ts';
import type { RunRequest } from './core/request.ts';
import { refusal, success } from './core/result.ts';
import type { Result } from './core/result.ts';

/** The configuration as this run sees it. */
export interface Setup {
  readonly configuration: Configuration;
  readonly selection: Selection;
  /** The entries that this run is about. */
  readonly selected: readonly DesiredConnection[];
  /** Keys of the whole list. */
  readonly listed: ReadonlySet<ConnectionKey>;
  readonly env: Environment;
  readonly statePath: string;
}

/** Variables of the environment, files of `--env-file` included. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment files, the configuration and the selection. */
export async function configure(
  request: RunRequest,
  host: Surroundings,
): Promise<Result<Setup, readonly Diagnostic[]>> {
  const [{ loadConfiguration }, { createSelection }] = await Promise.all([
    import('./config/load.ts'),
    import('./config/selection.ts'),
  ]);
  const [env, loaded] = await Promise.all([
    readEnvironment(request, host),
    loadConfiguration({ paths: request.files, cwd: host.cwd }),
  ]);
  if (!env.ok || !loaded.ok)
    return refusal([...(env.ok ? [] : env.problem), ...(loaded.ok ? [] : loaded.problem)]);
  const selection = createSelection(request);
  const selected = loaded.value.desired.filter((entry) => selection.selectsEntry(entry));
  const missed = selection.everything || selected.length > 0 ? [] : [nothingSelected(request)];
  const configuration = { ...loaded.value, warnings: [...loaded.value.warnings, ...missed] };
  return success({
    configuration,
    selection,
    selected,
    listed: new Set(configuration.desired.map(({ key }) => key)),
    env: env.value,
    statePath: statePathOf(request, host, configuration.files[0]),
  });
}

/** No error, because records that the list no longer asks for may be meant; but most often it is a misspelt key. */
function nothingSelected({ sandboxes, only, tags }: RunRequest): Diagnostic {
  const asked = [
    ...sandboxes.map((name) => `--sandbox ${name}`),
    ...only.map((glob) => `--only ${quoted(glob)}`),
    ...tags.map((tag) => `--tag ${tag}`),
  ].join(' ');
  const summary = `no entry of the list is selected by ${asked}`;
  const fix = 'Compare with the keys that plan shows without it; they read <sandbox>/<key or name>.';
  return { severity: 'warning', code: 'nothing-selected', summary, fix };
}

/** Where the state lives: as asked, or beside the first configuration file. */
function statePathOf(request: RunRequest, host: Surroundings, firstFile: string | undefined): string {
  if (request.state !== undefined) return resolve(host.cwd, request.state);
  return join(firstFile === undefined ? host.cwd : dirname(firstFile), 'connections.state.json');
}

/** Where the state of a configuration lives, also when the configuration itself is faulty. */
export async function findStatePath(request: RunRequest, host: Surroundings): Promise<string> {
  if (request.state !== undefined) return statePathOf(request, host, undefined);
  const { findFiles } = await import('./config/files.ts');
  const { paths } = await findFiles(request.files, host.cwd);
  return statePathOf(request, host, paths[0]);
}

async function readEnvironment(
  request: RunRequest,
  host: Surroundings,
): Promise<Result<Environment, readonly Diagnostic[]>> {
  if (request.envFiles.length === 0) return success(host.env);
  const { readEnvFile } = await import('./config/env-file.ts');
  const read = await Promise.all(request.envFiles.map((path) => readEnvFile(path, host.cwd)));
  const problems = read.flatMap((result) => (result.ok ? [] : [result.problem]));
  if (problems.length > 0) return refusal(problems);
  const loaded: Environment[] = read.map((result) => (result.ok ? result.value : {}));
  return success(Object.assign({}, ...loaded, host.env) as Environment);
}

/** The listed key that a mistyped one most likely stands for. */
export async function closestKey({ listed }: Setup, key: string): Promise<string | undefined> {
  const { closest } = await import('./config/suggest.ts');
  return closest(key, [...listed]);
}
