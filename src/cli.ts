#!/usr/bin/env node
// argv in, exit code out: the only file that touches argv, the process's streams and its signals. Whatever is thrown to
// here is our bug and says so.
import { setMaxListeners } from 'node:events';
import { createRequire } from 'node:module';
import type { Host } from './core/ports.ts';
import type { Request } from './core/request.ts';
import { parseArguments } from './commands/args.ts';
import { calledAs, judgeStreams } from './commands/streams.ts';

async function main(argv: readonly string[]): Promise<number> {
  const version = ownVersion();
  const parsed = parseArguments(argv, version);
  if (parsed.ok) return run(parsed.value, createHost(version));
  const { help, out, err } = parsed.problem;
  process.stdout.write(out);
  process.stderr.write(err);
  if (help) return 0;
  if (asksForJson(argv)) process.stdout.write(failureDocument('usage', err.trim().split('\n')[0] ?? ''));
  return 3;
}

/** Each command is loaded when it is asked for, so that none pays for another. */
async function run(request: Request, host: Host): Promise<number> {
  switch (request.command) {
    case 'validate':
      return (await import('./commands/validate.ts')).runValidate(request, host);
    case 'plan':
      return (await import('./commands/plan.ts')).runPlan(request, host);
    case 'apply':
      return (await import('./commands/apply.ts')).runApply(request, host);
    case 'test':
      return (await import('./commands/test.ts')).runTest(request, host);
    case 'explore':
      return (await import('./commands/explore.ts')).runExplore(request, host);
    case 'import':
      return (await import('./commands/import.ts')).runImport(request, host);
    case 'export':
      return (await import('./commands/export.ts')).runExport(request, host);
    case 'state':
      return (await import('./commands/state.ts')).runState(request, host);
    case 'emulator':
      return (await import('./commands/emulator.ts')).runEmulator(request, host);
    case 'init':
      return (await import('./commands/init.ts')).runInit(request, host);
    case 'completion':
      return (await import('./commands/completion.ts')).runCompletion(request, host);
    case 'complete':
      return (await import('./commands/complete.ts')).runComplete(request, host);
    case 'schema':
      return (await import('./commands/schema.ts')).runSchema(request, host);
  }
}

function createHost(version: string): Host {
  const { env, stdin, stdout, stderr } = process;
  return {
    version,
    env,
    cwd: process.cwd(),
    called: calledAs(process.argv, process.cwd()),
    out: (text) => {
      stdout.write(text);
    },
    err: (text) => {
      stderr.write(text);
    },
    ...judgeStreams({ env, stdin, stdout, stderr }),
    stop: interrupts(),
  };
}

/** The first signal asks for a clean end, the second ends at once: the journal has what is needed. */
function interrupts(): AbortSignal {
  const stop = new AbortController();
  // Every request that waits to be repeated listens, which is no leak.
  setMaxListeners(0, stop.signal);
  const interrupt = (): void => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  return stop.signal;
}

/** A reader that has gone, such as `| head` or a closed terminal, must not end a run that is writing. */
function surviveClosedStreams(): void {
  const ignore = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  };
  process.stdout.on('error', ignore);
  process.stderr.on('error', ignore);
}

function ownVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)('../package.json');
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : '';
}

/** Arguments that could not be read may have asked for a document all the same. */
function asksForJson(argv: readonly string[]): boolean {
  return argv.includes('--json') || /(^| )--format[= ]json( |$)/.test(argv.join(' '));
}

/** The document of a run that did not come as far as a command. */
function failureDocument(code: string, message: string): string {
  const diagnostics = [{ severity: 'error', code, message }];
  return `${JSON.stringify({ formatVersion: '1.0', command: null, diagnostics }, null, 2)}\n`;
}

function reportBug(error: unknown): void {
  const summary = 'internal error; this is a bug of flowrecon';
  if (asksForJson(process.argv)) process.stdout.write(failureDocument('internal', summary));
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `flowrecon: internal error. This is a bug of flowrecon; please report it with these lines:\n${stack}\n`,
  );
}

surviveClosedStreams();
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  reportBug(error);
  process.exitCode = 1;
}
