// The file of known-bad connections on disk: read before anything is sent, written as a whole afterwards. A file that
// cannot be read is never written over.
import { isUtf8 } from 'node:buffer';
import { chmod, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Quarantine } from '../core/quarantine.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import {
  followLink,
  moveFile,
  readIfPresent,
  removeIfPresent,
  syncFolder,
  writePrivateFile,
} from './durable-file.ts';
import { decodeQuarantine, encodeQuarantine } from './quarantine-format.ts';

/** The known-bad connections, and the way back to their file. */
export interface QuarantineFile {
  /** `mayBeMissing`: one that is to be written need not exist yet. */
  readonly read: (mayBeMissing: boolean) => Promise<Result<Quarantine, Diagnostic>>;
  /**
   * Changes what stands in the file now, which may be more than was read: another run may have added to it. Nothing is
   * written when nothing changes.
   */
  readonly update: (change: (standing: Quarantine) => Quarantine) => Promise<Result<undefined, Diagnostic>>;
}

/** Opens the file of that path, which need not exist yet. `uuid` names what is written beside it. */
export function openQuarantineFile(path: string, uuid: string): QuarantineFile {
  const read = async (mayBeMissing: boolean): Promise<Result<Quarantine, Diagnostic>> => {
    const text = await readText(path);
    if (!text.ok) return text;
    if (text.value !== undefined) return decoded(path, text.value);
    return mayBeMissing ? success(new Map()) : refusal(missing(path));
  };
  return {
    read,
    async update(change) {
      const text = await readText(path);
      if (!text.ok) return text;
      const standing = text.value === undefined ? success(new Map()) : decoded(path, text.value);
      if (!standing.ok) return standing;
      const wanted = encodeQuarantine(change(standing.value));
      if (wanted === text.value) return success(undefined);
      return write(path, wanted, uuid);
    },
  };
}

async function readText(path: string): Promise<Result<string | undefined, Diagnostic>> {
  try {
    const bytes = await readIfPresent(path);
    if (bytes === undefined) return success(undefined);
    if (!isUtf8(bytes)) return refusal(damaged(path, 'is not UTF-8 text'));
    return success(bytes.toString('utf8'));
  } catch (error) {
    return refusal(damaged(path, `cannot be read: ${reasonOf(error)}`));
  }
}

function decoded(path: string, text: string): Result<Quarantine, Diagnostic> {
  const quarantine = decodeQuarantine(text);
  return quarantine.ok ? quarantine : refusal(damaged(path, quarantine.problem));
}

async function write(path: string, text: string, uuid: string): Promise<Result<undefined, Diagnostic>> {
  try {
    await replace(await followLink(path), text, uuid);
    return success(undefined);
  } catch (error) {
    const fix = 'See that the folder is there and can be written to, and run again.';
    return refusal(unusable(`the quarantine cannot be written as ${path}: ${reasonOf(error)}`, fix));
  }
}

/** No lease keeps a second run out, so what is written has a name of its own until it is complete. Keeps the old mode. */
async function replace(path: string, text: string, uuid: string): Promise<void> {
  const beside = `${path}.${uuid}`;
  const old = await stat(path).catch(() => undefined);
  try {
    await writePrivateFile(beside, text);
    if (old !== undefined) await chmod(beside, old.mode & 0o777);
    await moveFile(beside, path);
  } catch (error) {
    await removeIfPresent(beside).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

function missing(path: string): Diagnostic {
  const fix = 'Correct the path, or have it made with --update-quarantine.';
  return unusable(`there is no quarantine ${path}`, fix);
}

function damaged(path: string, why: string): Diagnostic {
  const fix = 'Correct it or restore it from version control; it is left as it is.';
  return unusable(`the quarantine ${path} ${why}`, fix);
}

function unusable(summary: string, fix: string): Diagnostic {
  return { severity: 'error', code: 'quarantine-unusable', summary, fix };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
