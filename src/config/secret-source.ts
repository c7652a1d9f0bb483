// The text of secrets, read where their references point. Decides what counts as unresolved and what a reason may say:
// never a part of what was read or printed. Each source is read once in a run, each distinct command runs once.
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import type { SecretProblem, SecretSource } from '../core/ports.ts';
import type { Result } from '../core/result.ts';
import { refusal, success } from '../core/result.ts';
import type { Secret, SecretRef } from '../core/secret.ts';
import { sealSecret } from '../core/secret.ts';
import { readBytes, reasonOf } from './files.ts';
import { createGate } from './gate.ts';
import { pick } from './pointer.ts';

/** What secrets are read from. */
export interface SecretSourceOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Commands run only where the user said so: a list under review must not run code by itself. */
  readonly allowExec: boolean;
  /** Where commands run, and what relative paths start from. */
  readonly cwd: string;
  /** How long a command may take; for tests. */
  readonly commandLimitMs?: number;
}

/** A password is short; this leaves room for a JSON document with thousands of them. */
const MAX_BYTES = 4 * 1024 * 1024;
/** Longer than any vault needs to answer, shorter than a CI job's patience. */
const COMMAND_LIMIT_MS = 30_000;
const AT_ONCE = 8;

type Text = Result<string, SecretProblem>;

interface Reader {
  readonly options: SecretSourceOptions;
  readonly texts: Map<string, Promise<Text>>;
  readonly documents: Map<string, Promise<Result<unknown, SecretProblem>>>;
  readonly gate: ReturnType<typeof createGate>;
}

/** Makes the source that a run asks for its secrets. */
export function createSecretSource(options: SecretSourceOptions): SecretSource {
  const reader: Reader = { options, texts: new Map(), documents: new Map(), gate: createGate(AT_ONCE) };
  const sealed = new Map<string, Promise<Result<Secret, SecretProblem>>>();
  return {
    resolve: (ref) => once(sealed, JSON.stringify(ref), () => seal(ref, reader)),
  };
}

async function seal(ref: SecretRef, reader: Reader): Promise<Result<Secret, SecretProblem>> {
  const pointer = ref.kind === 'exec' ? undefined : ref.pointer;
  const found = await (pointer === undefined ? readSource(ref, reader) : readMember(ref, pointer, reader));
  if (!found.ok) return found;
  if (found.value === '') return refusal({ reason: `${nameOf(ref)} is empty`, fix: fixFor(ref) });
  return success(sealSecret(found.value));
}

function once<Value>(
  cache: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const found = cache.get(key) ?? make();
  cache.set(key, found);
  return found;
}

function readSource(ref: SecretRef, reader: Reader): Promise<Text> {
  return once(reader.texts, keyOf(ref), () => {
    switch (ref.kind) {
      case 'env':
        return Promise.resolve(readVariable(ref.name, reader));
      case 'file':
        return reader.gate(() => readSecretFile(resolve(reader.options.cwd, ref.path)));
      case 'exec':
        return reader.gate(() => runCommand(ref.command, reader.options));
    }
  });
}

/** The source without its pointer: one document serves many pointers. */
function keyOf(ref: SecretRef): string {
  return JSON.stringify(
    ref.kind === 'exec' ? ref.command : [ref.kind, ref.kind === 'env' ? ref.name : ref.path],
  );
}

async function readMember(ref: SecretRef, pointer: string, reader: Reader): Promise<Text> {
  const document = await once(reader.documents, keyOf(ref), async () => {
    const text = await readSource(ref, reader);
    return text.ok ? parseDocument(text.value, ref) : text;
  });
  if (!document.ok) return document;
  const value = pick(document.value, pointer);
  if (typeof value === 'string') return success(value);
  return refusal({
    reason:
      value === undefined
        ? `${nameOf(ref)} has nothing at ${pointer}`
        : `${nameOf(ref)} has no text at ${pointer}`,
    fix: 'correct the pointer, or put the secret there as a JSON string',
  });
}

function parseDocument(text: string, ref: SecretRef): Result<unknown, SecretProblem> {
  try {
    return success(JSON.parse(text));
  } catch {
    // The parser's message quotes the text.
    const reason = `${nameOf(ref)} is not JSON, so that a pointer leads nowhere`;
    return refusal({ reason, fix: 'remove `pointer`, or store a JSON document there' });
  }
}

function readVariable(name: string, { options }: Reader): Text {
  const text = Object.hasOwn(options.env, name) ? options.env[name] : undefined;
  if (text !== undefined) return success(text);
  const ref = { kind: 'env', name } as const;
  return refusal({ reason: `${nameOf(ref)} is not set`, fix: fixFor(ref) });
}

async function readSecretFile(path: string): Promise<Text> {
  const ref = { kind: 'file', path } as const;
  const bytes = await readBytes(path, MAX_BYTES);
  if (!bytes.ok) {
    const why =
      bytes.problem === 'too-large'
        ? `it is larger than ${MAX_BYTES / 1024 / 1024} MiB`
        : reasonOf(bytes.problem);
    return refusal({ reason: `cannot read ${nameOf(ref)}: ${why}`, fix: fixFor(ref) });
  }
  try {
    return success(new TextDecoder('utf-8', { fatal: true }).decode(bytes.value).replace(/\r?\n$/, ''));
  } catch {
    return refusal({ reason: `${nameOf(ref)} is not UTF-8 text`, fix: 'save it as UTF-8' });
  }
}

function runCommand(command: readonly string[], options: SecretSourceOptions): Promise<Text> {
  const [program = '', ...words] = command;
  if (!options.allowExec) {
    const reason = `running \`${program}\` needs permission`;
    return Promise.resolve(
      refusal({ reason, fix: 'add --allow-exec if you trust every command that the configuration names' }),
    );
  }
  const { cwd, env, commandLimitMs = COMMAND_LIMIT_MS } = options;
  const limits = { timeout: commandLimitMs, maxBuffer: MAX_BYTES, killSignal: 'SIGKILL' } as const;
  const run = new Promise<Text>((done) => {
    const child = execFile(
      program,
      words,
      { cwd, env: { ...env }, windowsHide: true, ...limits },
      (error, output) => {
        done(error === null ? success(firstLine(output)) : refusal(commandProblem(program, error)));
      },
    );
    // A command that asks for a password must not wait for one until the limit. One that ended breaks the pipe.
    child.stdin?.on('error', () => undefined).end();
  });
  // Thrown at once where the words are too many for the system.
  return run.catch((error: unknown) => refusal(commandProblem(program, error)));
}

function firstLine(output: string): string {
  return output.split(/\r?\n/, 1).join('');
}

/** Why a command failed; what it printed may be the secret and is left out. */
function commandProblem(program: string, error: unknown): SecretProblem {
  const { code, killed } = membersOf(error);
  const fix = 'run the command by hand to see what it says';
  if (code === 'ENOENT') {
    return { reason: `there is no command \`${program}\``, fix: 'install it, or correct its name or path' };
  }
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return { reason: `\`${program}\` printed too much`, fix };
  if (killed === true) return { reason: `\`${program}\` took too long and was stopped`, fix };
  const ended = typeof code === 'number';
  return { reason: `\`${program}\` ${ended ? `ended with exit code ${code}` : 'could not be run'}`, fix };
}

/** Errors of the system carry more than their type says. */
function membersOf(error: unknown): { readonly code?: unknown; readonly killed?: unknown } {
  return Object.assign({}, error);
}

function nameOf(ref: SecretRef): string {
  switch (ref.kind) {
    case 'env':
      return `environment variable ${ref.name}`;
    case 'file':
      return `file ${ref.path}`;
    case 'exec':
      return `the first line that \`${ref.command.slice(0, 1).join('')}\` printed`;
  }
}

function fixFor(ref: SecretRef): string {
  switch (ref.kind) {
    case 'env':
      return `set ${ref.name}, or name a file that does with --env-file`;
    case 'file':
      return 'check the path (relative to the YAML file), who may read it, and what it holds';
    case 'exec':
      return 'run the command by hand to see what it prints';
  }
}
