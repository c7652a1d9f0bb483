// The files that `init` makes beside the list. One that stands already is left as it is; a list of lines is lengthened by
// those that it lacks.
import { access, appendFile, lstat, mkdir, readFile } from 'node:fs/promises';
import { constants } from 'node:fs';
import { dirname } from 'node:path';
import type { Diagnostic } from '../core/diagnostic.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { hasCode } from './durable-file.ts';
import { writeNewFile } from './list-file.ts';

/** Whether anything has this name. */
export async function stands(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}

/** What stands against writing a file of this path, in folders that need not be there yet. */
export async function judgePlace(path: string): Promise<Diagnostic | undefined> {
  let folder = dirname(path);
  while (!(await stands(folder)) && dirname(folder) !== folder) folder = dirname(folder);
  try {
    await access(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    return unwritable(path, error);
  }
}

/** Writes a new file, with the folders above it. */
export async function writeFirstFile(
  path: string,
  text: string,
  uuid: string,
): Promise<Result<undefined, Diagnostic>> {
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (error) {
    return refusal(unwritable(path, error));
  }
  return writeNewFile(path, text, uuid);
}

/** The lines that a file lacks: all, where there is no such file. */
export async function missingLines(
  path: string,
  lines: readonly string[],
): Promise<Result<readonly string[], Diagnostic>> {
  try {
    const known = new Set((await textOf(path)).split(/\r?\n/).map((line) => line.trimEnd()));
    return success(lines.filter((line) => !known.has(line)));
  } catch (error) {
    return refusal(unwritable(path, error));
  }
}

/** Puts lines at the end of a file. */
export async function appendLines(
  path: string,
  lines: readonly string[],
): Promise<Result<undefined, Diagnostic>> {
  try {
    const text = await textOf(path);
    const gap = text === '' || text.endsWith('\n') ? '' : '\n';
    await appendFile(path, `${gap}${lines.join('\n')}\n`);
    return success(undefined);
  } catch (error) {
    return refusal(unwritable(path, error));
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  }
}

function unwritable(path: string, error: unknown): Diagnostic {
  const why = error instanceof Error ? error.message : String(error);
  const summary = `${path} cannot be written: ${why}`;
  return {
    severity: 'error',
    code: 'usage',
    summary,
    fix: 'See who may write there, and run the command again.',
  };
}
