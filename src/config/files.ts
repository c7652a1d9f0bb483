// Which files make up the configuration, and their text. Decides the order (as asked, folders and globs sorted), reads
// a file once however often it is named, and bounds what is read before it is in memory.
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Result } from '../core/result.ts';
import { refusal, success } from '../core/result.ts';
import type { SourceText } from './source.ts';
import { tell, tellFile } from './tell.ts';

/** A hundred thousand entries with all fields take about half of it. */
const MAX_BYTES = 64 * 1024 * 1024;

/** The files found, as absolute paths, and what was asked for in vain. */
export interface FoundFiles {
  readonly paths: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Expands files, folders and globs. */
export async function findFiles(asked: readonly string[], cwd: string): Promise<FoundFiles> {
  const paths = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  for (const path of asked) {
    const found = await expand(path, cwd);
    if (!found.ok) diagnostics.push(found.problem);
    else for (const file of found.value) await addOnce(paths, file);
  }
  return { paths: [...paths.values()], diagnostics };
}

/** Links may lead to one file by two ways. */
async function addOnce(paths: Map<string, string>, file: string): Promise<void> {
  const real = await realpath(file).catch(() => file);
  if (!paths.has(real)) paths.set(real, file);
}

async function expand(path: string, cwd: string): Promise<Result<readonly string[], Diagnostic>> {
  const absolute = resolve(cwd, path);
  const found = await stat(absolute).catch((error: unknown) => codeOf(error));
  if (typeof found === 'string') {
    if (found !== 'ENOENT' && found !== 'ENOTDIR')
      return refusal(unreadable(shownPath(absolute, cwd), found));
    return /[*?[\]{}()!]/.test(path) ? expandGlob(path, cwd) : refusal(missing(path));
  }
  if (!found.isDirectory()) return success([absolute]);
  const files = await search('**/*.{yaml,yml}', absolute);
  return files.length > 0
    ? success(files)
    : refusal(
        tell({
          code: 'no-files',
          summary: `folder ${path} holds no YAML file`,
          fix: 'name another folder, or put a file whose name ends in .yaml or .yml into it',
        }),
      );
}

async function expandGlob(path: string, cwd: string): Promise<Result<readonly string[], Diagnostic>> {
  const files = await search(path.replaceAll(sep, '/'), cwd);
  return files.length > 0
    ? success(files)
    : refusal(
        tell({
          code: 'no-files',
          summary: `no file matches ${path}`,
          fix: 'check the pattern, and put it in quotes so that the shell leaves it alone',
        }),
      );
}

async function search(pattern: string, cwd: string): Promise<readonly string[]> {
  // Links are not followed into folders (they may lead in circles); a link to a file counts as the file.
  const options = { cwd, absolute: true, expandDirectories: false, followSymbolicLinks: false };
  // Loaded here, because most runs name files.
  const { glob } = await import('tinyglobby');
  const files = await glob(pattern, options);
  return files.map((file) => join(file)).sort();
}

/** Reads one file as UTF-8 text. */
export async function readText(path: string, cwd: string): Promise<Result<SourceText, Diagnostic>> {
  const file = shownPath(path, cwd);
  const bytes = await readBytes(path, MAX_BYTES);
  if (!bytes.ok)
    return refusal(bytes.problem === 'too-large' ? tooLarge(file) : unreadable(file, bytes.problem));
  try {
    // Fatal, so that no character is replaced in silence. Drops a byte order mark.
    return success({ file, path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes.value) });
  } catch {
    return refusal(notUtf8(file, bytes.value));
  }
}

/** Reads a file, pipe or device up to a limit. The problem is `too-large` or the code of the system. */
export async function readBytes(path: string, limit: number): Promise<Result<Buffer, string>> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    if ((await stat(path)).size > limit) return refusal('too-large');
    // Pipes and devices tell no size, so what comes is counted too. The stream has no encoding, so its chunks are buffers.
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) return refusal('too-large');
      chunks.push(chunk);
    }
  } catch (error) {
    return refusal(codeOf(error));
  }
  return success(Buffer.concat(chunks));
}

/** A path as the user would type it: relative to the working directory, with forward slashes. */
function shownPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return (short === '' || isAbsolute(short) ? path : short).split(sep).join('/');
}

function codeOf(error: unknown): string {
  // Errors of the system carry a code, which their type does not say.
  const { code }: { readonly code?: unknown } = Object.assign({}, error);
  return String(code);
}

function missing(path: string): Diagnostic {
  return tell({
    code: 'no-files',
    summary: `there is no file ${path}`,
    fix: 'check the path, or name the file with -f',
  });
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  ENOENT: 'it does not exist',
  EMFILE: 'too many files are open',
};

/** A code of the system in words. */
export function reasonOf(code: string): string {
  return REASONS[code] ?? code;
}

function unreadable(file: string, code: string): Diagnostic {
  return tellFile(file, {
    code: 'file-unreadable',
    summary: `cannot read the file: ${reasonOf(code)}`,
    fix: 'check the path and who may read it',
  });
}

function tooLarge(file: string): Diagnostic {
  return tellFile(file, {
    code: 'too-large',
    summary: `the file is larger than ${MAX_BYTES / 1024 / 1024} MiB`,
    fix: 'split the list; -f takes several files, folders and globs',
  });
}

function notUtf8(file: string, bytes: Buffer): Diagnostic {
  const sixteen = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const offset = sixteen ? 0 : firstInvalidByte(bytes);
  const before = bytes.subarray(0, offset);
  const lineStart = before.lastIndexOf(0x0a) + 1;
  const line = before.filter((byte) => byte === 0x0a).length + 1;
  const column = before.subarray(lineStart).toString('utf8').length + 1;
  return tellFile(
    file,
    {
      code: 'encoding',
      summary: sixteen
        ? 'the file is UTF-16, not UTF-8'
        : `the file is not UTF-8: byte ${offset + 1} begins no character`,
      fix: 'save it as UTF-8',
    },
    { line, column },
  );
}

/** The longest beginning that decodes ends before it; found by halving. */
function firstInvalidByte(bytes: Buffer): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (decodes(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  // A character that the end of the file cuts off begins up to three bytes before.
  while (!decodes(bytes.subarray(0, low), false)) low -= 1;
  return low;
}

/** Whether a beginning is valid, its last character complete or, in a stream, not. */
function decodes(bytes: Buffer, stream = true): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
}
