// Writing that survives a kill and a power cut: beside, synced, renamed, folder synced. What differs between operating
// systems in this is kept here.
import { lstat, open, readFile, readlink, realpath, rename, stat, unlink } from 'node:fs/promises';
import { platform } from 'node:os';
import { dirname, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Readable and writable by its owner only: a state names hosts and accounts. */
export const PRIVATE_MODE = 0o600;

/**
 * Replaces a file as a whole; a reader sees the old text or the new one, never a part. Keeps the mode of the old.
 * `confirm` rejects when the right to replace it has been lost; it is asked as late as can be, once the slow part is done.
 */
export async function replaceFile(path: string, text: string, confirm: () => Promise<void>): Promise<void> {
  const beside = besideOf(path);
  await writeBeside(beside, text, await modeOf(path));
  await confirm();
  await moveFile(beside, path);
  await syncFolder(dirname(path));
}

/** Writes a file as a whole, readable by its owner only, whatever stood there before. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const beside = besideOf(path);
  await writeBeside(beside, text, PRIVATE_MODE);
  await moveFile(beside, path);
  await syncFolder(dirname(path));
}

/** Removes what a killed run left beside a file. */
export async function removeLeftover(path: string): Promise<void> {
  await removeIfPresent(besideOf(path));
}

function besideOf(path: string): string {
  return `${path}.tmp`;
}

/** Half a file on a full disk is in the way of the next attempt. */
async function writeBeside(path: string, text: string, mode: number): Promise<void> {
  const handle = await open(path, 'w', mode);
  try {
    await handle.chmod(mode);
    await handle.writeFile(text);
    await handle.sync();
  } catch (error) {
    await removeIfPresent(path).catch(() => undefined);
    throw error;
  } finally {
    await handle.close();
  }
}

/** Reads a file; undefined when there is none. */
export async function readIfPresent(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Removes a file if it is there. */
export async function removeIfPresent(path: string): Promise<void> {
  try {
    await persistently(() => unlink(path));
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}

/** Renames a file over whatever stands there. */
export async function moveFile(from: string, to: string): Promise<void> {
  await persistently(() => rename(from, to));
}

/** Makes a folder's entries durable. Windows cannot sync a folder and does not need it: its renames are journalled. */
export async function syncFolder(folder: string): Promise<void> {
  if (platform() === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Whether an error of the file system has a code. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** As many as Linux follows. */
const MOST_LINKS = 40;

/** Where a link leads, also when nothing stands there yet; a path that is no link as it is. */
export async function followLink(path: string, links = 0): Promise<string> {
  if (links === MOST_LINKS || !(await isLink(path))) return path;
  return followLink(resolve(await realpath(dirname(path)), await readlink(path)), links + 1);
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch {
    // What is wrong with the path shows, with a better message, when it is opened.
    return false;
  }
}

async function modeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).mode & 0o777;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return PRIVATE_MODE;
    throw error;
  }
}

/** Together about a second: as long as a virus scanner looks at a file of this size. */
const BUSY_WAITS_MS = [10, 30, 100, 300, 600];

/** Windows refuses to rename or remove a file while a scanner or an indexer has it open. */
async function persistently(act: () => Promise<void>): Promise<void> {
  for (const milliseconds of BUSY_WAITS_MS) {
    try {
      await act();
      return;
    } catch (error) {
      if (!hasCode(error, 'EPERM', 'EACCES', 'EBUSY')) throw error;
    }
    await wait(milliseconds);
  }
  await act();
}
