// Runs the built command as a child process, the way a shell would, and reads what it says.
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

/** The checkout, with `dist/` in it. */
export const PROJECT = join(import.meta.dirname, '../..');
/** The built command. */
export const CLI = join(PROJECT, 'dist/cli.js');

/** Environment variables of a child; nothing else of ours reaches it but what a process needs to run. */
export type Environment = Readonly<Record<string, string>>;

/** One line about a finding, as the JSON documents show it. */
interface DiagnosticLine {
  severity: string;
  code: string;
  message: string;
  hint?: string;
  key?: string;
  file?: string;
  line?: number;
  column?: number;
}

/** Members of any JSON document of the command line that the tests look at. */
interface CliDocument {
  formatVersion: string;
  command: string | null;
  changes: {
    key: string;
    action: string;
    cause: string[];
    fields: { path: string; sensitive: boolean; before: unknown; after: unknown }[];
    reason?: string;
    fix?: string;
  }[];
  results: {
    key: string;
    action: string;
    outcome: string;
    id: string | null;
    etag: string | null;
    error: {
      status: number | null;
      code: string;
      message: string;
      requestId: string | null;
      retryable: boolean;
    } | null;
  }[];
  summary: Record<string, number>;
  requests: Record<string, number>;
  valid: boolean;
  connections: Record<string, { id: string }>;
  diagnostics: DiagnosticLine[];
}

/** How a run ended, and everything that it said. */
export interface Finished {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  /** Standard output as the one JSON document that it has to be. */
  json: () => CliDocument;
}

/** A run under way. */
export interface Running {
  child: ChildProcessByStdio<null, Readable, Readable>;
  finished: Promise<Finished>;
  /** Resolves once standard error holds the text; rejects when the run ends without it. */
  says: (text: string) => Promise<void>;
}

interface Start {
  cwd: string;
  env: Environment;
}

/** Starts `flowrecon` with these arguments. */
export function startCli(args: readonly string[], { cwd, env }: Start): Running {
  return follow(
    spawn(process.execPath, [CLI, ...args], { cwd, env: inherited(env), stdio: ['ignore', 'pipe', 'pipe'] }),
  );
}

/** Starts a whole command line, as npm does. */
export function startLine(line: string, { cwd, env }: Start): Running {
  return follow(spawn(line, { cwd, env: inherited(env), shell: true, stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** Wider than any sentence, so that tests find each in one line; how text wraps is looked at in test/report. */
const COLUMNS = '10000';

/** The environment of a child. NODE_OPTIONS carries the guard that keeps tests on this machine. */
export function inherited(env: Environment): NodeJS.ProcessEnv {
  const path = [dirname(process.execPath), process.env['PATH']].join(
    process.platform === 'win32' ? ';' : ':',
  );
  const names = ['NODE_OPTIONS', 'HOME', 'TMPDIR', 'TEMP', 'SystemRoot', 'ComSpec'];
  const kept = names.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), PATH: path, COLUMNS, ...env };
}

function follow(child: Running['child']): Running {
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  const finished = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    ...said,
    json: () => JSON.parse(said.stdout) as CliDocument,
  }));
  const says = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (said.stderr.includes(text)) resolve();
      };
      child.stderr.on('data', look);
      child.once('close', () => {
        reject(new Error(`the run ended without saying "${text}":\n${said.stderr}`));
      });
      look();
    });
  return { child, finished, says };
}
