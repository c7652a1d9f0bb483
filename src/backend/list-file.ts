// A list that is written first, by an export or by init: a new file, whole or not at all. It never takes the place of another one.
import { constants } from 'node:fs';
import { access, copyFile, link, lstat, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Diagnostic } from '../core/diagnostic.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { hasCode, removeIfPresent, syncFolder } from './durable-file.ts';

/** What stands against writing a new file of this path, as far as it shows beforehand. */
export async function judgeNewFile(path: string): Promise<Diagnostic | undefined> {
  try {
    await access(dirname(path), constants.W_OK);
  } catch (error) {
    return unwritable(path, error);
  }
  const stands = await lstat(path).catch(() => undefined);
  return stands === undefined ? undefined : occupied(path);
}

/** Writes a new file. What is written lies beside under a name of its own until it is complete. */
export async function writeNewFile(
  path: string,
  text: string,
  uuid: string,
): Promise<Result<undefined, Diagnostic>> {
  const beside = `${path}.${uuid}.tmp`;
  try {
    await writeWhole(beside, text);
    await giveName(beside, path);
    await syncFolder(dirname(path));
    return success(undefined);
  } catch (error) {
    return refusal(hasCode(error, 'EEXIST') ? occupied(path) : unwritable(path, error));
  } finally {
    await removeIfPresent(beside).catch(() => undefined);
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A link is refused where something stands already, which a renaming would replace. Not every file system has links. */
async function giveName(beside: string, path: string): Promise<void> {
  try {
    await link(beside, path);
  } catch (error) {
    if (!hasCode(error, 'EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP')) throw error;
    await copyFile(beside, path, constants.COPYFILE_EXCL);
  }
}

function occupied(path: string): Diagnostic {
  const fix = 'Name another file with --out, or move this one away first.';
  return unusable(`${path} exists, and nothing is overwritten`, fix);
}

function unwritable(path: string, error: unknown): Diagnostic {
  const why = error instanceof Error ? error.message : String(error);
  const fix = 'See that the folder is there and can be written to, or name another file with --out.';
  return unusable(`the list cannot be written as ${path}: ${why}`, fix);
}

function unusable(summary: string, fix: string): Diagnostic {
  return { severity: 'error', code: 'usage', summary, fix };
}
