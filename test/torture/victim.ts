// One flowrecon process that may be killed, the platform that it talks to, and the look at both afterwards.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startEmulator } from '../../src/emulator/server.ts';
import type { Emulator } from '../../src/emulator/server.ts';
import type { EmulatorSettings } from '../../src/emulator/settings.ts';

const root = join(import.meta.dirname, '../..');
const killer = pathToFileURL(join(import.meta.dirname, 'kill-at.js')).href;

/** How long a listing may lag here, and how long flowrecon is told to allow for. */
const LAG_MS = 80;
const SETTLE_DELAY = '300ms';

/** What a run of the program left. */
export interface Ended {
  readonly code: number | null;
  readonly killed: boolean;
  readonly out: string;
  readonly err: string;
}

/** What stands after the quiet run, held against what was asked for. */
export interface Verdict {
  readonly twins: string[];
  readonly missing: string[];
  readonly lost: string[];
  readonly leftovers: string[];
}

/** A workspace with its own platform. */
export class Victim {
  readonly emulator: Emulator;
  readonly #folder: string;
  readonly #names: readonly string[];
  readonly #sandboxes: readonly string[];

  private constructor(
    emulator: Emulator,
    folder: string,
    sizes: { names: readonly string[]; sandboxes: readonly string[] },
  ) {
    this.emulator = emulator;
    this.#folder = folder;
    this.#names = sizes.names;
    this.#sandboxes = sizes.sandboxes;
  }

  static async prepare(entriesPerSandbox: number, sandboxes: readonly string[]): Promise<Victim> {
    const emulator = await startEmulator({ settings: { listLagMs: LAG_MS, latency: { ms: 3 } } });
    const folder = await mkdtemp(join(tmpdir(), 'flowrecon-torture-'));
    const names = Array.from({ length: entriesPerSandbox }, (_, index) => `db-${index}`);
    const items = names.map((name) =>
      [
        `  - name: ${name}`,
        `    server: ${name}.example.com:50000`,
        '    database: SAMPLE',
        '    username: reader',
        '    password: { env: SECRET }',
      ].join('\n'),
    );
    const yaml = `version: 1\ndefaults:\n  sandboxes: [${sandboxes.join(', ')}]\nconnections:\n${items.join('\n')}\n`;
    await writeFile(join(folder, 'connections.yaml'), yaml);
    return new Victim(emulator, folder, { names, sandboxes });
  }

  /** Runs `apply` to its end, or until it is killed at a boundary or so long after its first create was seen. */
  async apply(end: { killAfterMs?: number; killAt?: number } = {}): Promise<Ended> {
    const args = [
      'apply',
      '--yes',
      '--json',
      '--settle-delay',
      SETTLE_DELAY,
      '--timeout',
      '500ms',
      '--concurrency',
      '4',
    ];
    const loaded = end.killAt === undefined ? [] : ['--import', killer];
    const child = spawn(process.execPath, [...loaded, join(root, 'dist/cli.js'), ...args], {
      cwd: this.#folder,
      env: { ...process.env, ...this.#environment(), KILL_AT: String(end.killAt ?? '') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { killAfterMs } = end;
    const kill = (): void => {
      child.kill('SIGKILL');
    };
    const watch = killAfterMs === undefined ? undefined : this.#afterFirstCreate(killAfterMs, kill);
    const output = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (output.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
      child.on('close', (...ended) => {
        resolve(ended);
      });
    });
    clearInterval(watch);
    return { code, killed: signal === 'SIGKILL', ...output };
  }

  async settings(settings: Partial<Record<keyof EmulatorSettings, unknown>>): Promise<void> {
    const body = JSON.stringify(settings);
    const answer = await fetch(`${this.emulator.url}/__emulator/settings`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body,
    });
    if (!answer.ok) throw new Error(await answer.text());
  }

  /** An empty platform and an empty workspace, for the next round. */
  async reset(): Promise<void> {
    await fetch(`${this.emulator.url}/__emulator/reset`, { method: 'POST' });
    await this.settings({ listLagMs: LAG_MS, latency: { ms: 3 }, faults: [] });
    for (const file of await readdir(this.#folder)) {
      if (file.startsWith('connections.state')) await rm(join(this.#folder, file));
    }
  }

  /** Holds platform and state against what was asked for. */
  async judge(): Promise<Verdict> {
    const standing = await this.#standing();
    const recorded = await this.#recorded();
    const verdict: Verdict = { twins: [], missing: [], lost: [], leftovers: [] };
    for (const sandbox of this.#sandboxes) {
      for (const name of this.#names) {
        const key = `${sandbox}/${name}`;
        const ids = standing.get(key) ?? [];
        if (ids.length > 1) verdict.twins.push(`${key}: ${ids.join(' ')}`);
        if (ids.length === 0) verdict.missing.push(key);
        if (recorded.get(key) !== ids[0])
          verdict.lost.push(`${key}: ${ids.join(' ')} is recorded as ${recorded.get(key) ?? 'nothing'}`);
      }
    }
    const files = await readdir(this.#folder);
    verdict.leftovers.push(
      ...files.filter((file) => !['connections.yaml', 'connections.state.json'].includes(file)),
    );
    return verdict;
  }

  async close(): Promise<void> {
    await this.emulator.close();
    await rm(this.#folder, { recursive: true });
  }

  /** The start of a process takes longer than its work, so a moment is counted from its first create. */
  #afterFirstCreate(delayMs: number, act: () => void): NodeJS.Timeout {
    let seenAt: number | undefined;
    return setInterval(() => {
      if (this.emulator.stats().requests.create > 0) seenAt ??= performance.now();
      if (seenAt !== undefined && performance.now() - seenAt >= delayMs) act();
    }, 1);
  }

  async #standing(): Promise<Map<string, string[]>> {
    const answer = await fetch(`${this.emulator.url}/__emulator/connections`);
    const { connections } = (await answer.json()) as {
      connections: { sandbox: string; name: string; id: string }[];
    };
    const standing = new Map<string, string[]>();
    for (const { sandbox, name, id } of connections) {
      const key = `${sandbox}/${name}`;
      standing.set(key, [...(standing.get(key) ?? []), id]);
    }
    return standing;
  }

  async #recorded(): Promise<Map<string, string>> {
    const text = await readFile(join(this.#folder, 'connections.state.json'), 'utf8').catch(
      () => '{"connections":{}}',
    );
    const state = JSON.parse(text) as { connections: Record<string, { id: string }> };
    return new Map(Object.entries(state.connections).map(([key, { id }]) => [key, id]));
  }

  #environment(): Record<string, string> {
    const { url } = this.emulator;
    return {
      AEP_PLATFORM_URL: url,
      AEP_IMS_URL: url,
      AEP_ORG_ID: 'TORTURE@AdobeOrg',
      AEP_CLIENT_ID: 'torture',
      AEP_CLIENT_SECRET: 'torture',
      SECRET: 'torture',
    };
  }
}
