// Starts programs and measures what they use. A Node program tells its own use when it ends, through `usage.ts`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The checkout; this file runs from `.bench/test/bench`. */
export const PROJECT = join(import.meta.dirname, '../../..');

/** The built command. */
export const CLI = join(PROJECT, 'dist/cli.js');

const USAGE = pathToFileURL(join(import.meta.dirname, 'usage.js')).href;

/** Where and with what a program starts. */
export interface Place {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly wallMs: number;
}

/** What a Node program used. */
export interface Used extends Ended {
  readonly cpuMs: number;
  readonly peakMb: number;
}

/** Runs a program to its end. */
export async function run(command: string, args: readonly string[], place: Place = {}): Promise<Ended> {
  return (await start(command, args, place)).ended;
}

/** Runs a Node program to its end; it must succeed, unless other exit codes are expected. */
export async function runNode(args: readonly string[], place: Place = {}): Promise<Used> {
  const { ended, usage } = await start(process.execPath, ['--import', USAGE, ...args], place);
  if (ended.code !== 0)
    throw new Error(`${args.join(' ')} ended with ${String(ended.code)}:\n${ended.stderr}`);
  return { ...ended, ...(JSON.parse(usage) as { cpuMs: number; peakMb: number }) };
}

/** Runs one of the programs in `subjects/`, which print their own figures as JSON. */
export async function runSubject<Figures>(name: string, options: object): Promise<Figures & Used> {
  const used = await runNode([join(import.meta.dirname, `subjects/${name}.js`), JSON.stringify(options)]);
  return { ...(JSON.parse(used.stdout) as Figures), ...used };
}

async function start(
  command: string,
  args: readonly string[],
  { cwd, env = {} }: Place,
): Promise<{ ended: Ended; usage: string }> {
  const startedAt = performance.now();
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [stdout, stderr, usage] = child.stdio.slice(1).map(collect);
  const [code] = (await once(child, 'close')) as [number | null];
  const wallMs = performance.now() - startedAt;
  return { ended: { code, stdout: await stdout!, stderr: await stderr!, wallMs }, usage: await usage! };
}

async function collect(stream: unknown): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of stream as AsyncIterable<Buffer>) pieces.push(piece.toString('utf8'));
  return pieces.join('');
}
