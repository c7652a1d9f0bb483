// A fresh folder for one test, the command run in it, and platforms that end with the test. `test` hands them out, so
// that tests of one file can run at the same time.
import { mkdir, mkdtemp, readFile, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test as base, vi } from 'vitest';
import type { EmulatorSettings } from '../../src/emulator/settings.ts';
import { startPlatform } from './platform.ts';
import type { TestPlatform } from './platform.ts';
import { startCli } from './run-cli.ts';
import type { Environment, Finished, Running } from './run-cli.ts';

/** The state file as the tests look at it. */
interface StateDocument {
  lineage: string;
  serial: number;
  platform: string;
  orgId: string;
  connections: Record<string, { id: string; etag: string; credential?: string }>;
}

/** One entry of a list; whatever is left out is filled in. */
export interface Account {
  name: string;
  [field: string]: unknown;
}

/** A folder with the command at hand. */
export interface Workspace {
  root: string;
  write: (name: string, content: string) => Promise<void>;
  /** Writes `connections.yaml`; JSON is YAML too. */
  list: (accounts: readonly Account[], further?: object) => Promise<void>;
  read: (name: string) => Promise<string>;
  state: () => Promise<StateDocument>;
  /** Every file, by its path, with its content. */
  files: () => Promise<Map<string, string>>;
  /** When the state file was last written. */
  stateWrittenAt: () => Promise<number>;
  start: (args: readonly string[], env?: Environment) => Running;
  run: (args: readonly string[], env?: Environment) => Promise<Finished>;
}

/** The variable that the accounts of a test take their password from. */
const PASSWORD: Environment = { DB2_PASSWORD: 'db2-password' };

async function openWorkspace(): Promise<Workspace> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'flowrecon-e2e-')));
  const write = async (name: string, content: string): Promise<void> => {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  };
  const read = (name: string): Promise<string> => readFile(join(root, name), 'utf8');
  const start = (args: readonly string[], env: Environment = {}): Running =>
    startCli(args, { cwd: root, env: { ...PASSWORD, ...env } });
  return {
    root,
    write,
    list: (accounts, further = {}) => {
      const connections = accounts.map(complete);
      return write('connections.yaml', JSON.stringify({ version: 1, ...further, connections }, null, 2));
    },
    read,
    state: async () => JSON.parse(await read('connections.state.json')) as StateDocument,
    files: () => readFolder(root),
    stateWrittenAt: async () => (await stat(join(root, 'connections.state.json'))).mtimeMs,
    start,
    run: (args, env) => start(args, env).finished,
  };
}

function complete(account: Account): Account {
  const database = account.name.toUpperCase();
  const password = { env: 'DB2_PASSWORD' };
  return {
    sandbox: 'dev',
    server: 'db2.example.com:50000',
    database,
    username: 'reader',
    password,
    ...account,
  };
}

/** So many accounts, `account-0` and on, spread over sandboxes in turn. */
export function accounts(count: number, sandboxes: readonly string[] = ['dev']): Account[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `account-${index}`,
    sandbox: sandboxes[index % sandboxes.length],
  }));
}

async function readFolder(root: string): Promise<Map<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path, 'utf8')] as const)));
}

// A child takes most of a second to start where all processors are busy, and a test may start several.
vi.setConfig({ testTimeout: 120_000, maxConcurrency: 6 });

interface Fixtures {
  workspace: Workspace;
  openPlatform: (settings?: Partial<EmulatorSettings>) => Promise<TestPlatform>;
}

/** A test with a folder of its own and as many platforms as it asks for. */
export const test = base.extend<Fixtures>({
  workspace: async ({}, use) => {
    const workspace = await openWorkspace();
    await use(workspace);
    await rm(workspace.root, { recursive: true, force: true });
  },
  openPlatform: async ({}, use) => {
    const opened: TestPlatform[] = [];
    await use(async (settings) => {
      const platform = await startPlatform(settings);
      opened.push(platform);
      return platform;
    });
    await Promise.all(opened.map((platform) => platform.close()));
  },
});
