// Reports on disk: written as a whole, and never over a file that is something else.
import { access, appendFile, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { ReportFile } from '../core/request.ts';
import { isReplaceable } from '../core/run-report.ts';
import { hasCode, readIfPresent, replaceFile } from './durable-file.ts';

/** Looks whether a report can be written; the reason if it cannot. */
export async function checkReportFile({ path, kind }: ReportFile): Promise<Diagnostic | undefined> {
  try {
    const folder = dirname(path);
    if (!(await isFolder(folder))) return missingFolder(path, folder);
    await access(folder, constants.W_OK);
    const standing = (await readIfPresent(path))?.toString('utf8') ?? '';
    return isReplaceable(kind, standing) ? undefined : occupied(path);
  } catch (error) {
    return unwritable(path, error);
  }
}

/** Writes a report. An older one under that name is replaced and lends its mode, any other file is left alone. */
export async function writeReportFile(file: ReportFile, text: string): Promise<Diagnostic | undefined> {
  const problem = await checkReportFile(file);
  if (problem !== undefined) return problem;
  try {
    await replaceFile(file.path, text, () => Promise.resolve());
    return undefined;
  } catch (error) {
    return unwritable(file.path, error);
  }
}

/** Puts a report at the end of the page that GitHub Actions shows of a step; the reason if that cannot be. */
export async function appendSummary(path: string, text: string): Promise<string | undefined> {
  try {
    await appendFile(path, text);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
}

function missingFolder(path: string, folder: string): Diagnostic {
  const fix = `Make the folder first (mkdir -p), or name another file.`;
  return unusable(`the report ${path} cannot be written: there is no folder ${folder}`, fix);
}

function occupied(path: string): Diagnostic {
  const fix = 'Name another file, or remove this one.';
  return unusable(`${path} exists and is no report of flowrecon of this kind, so it is not overwritten`, fix);
}

function unwritable(path: string, error: unknown): Diagnostic {
  const fix = 'See that the folder can be written to and has room, or name another file.';
  return unusable(`the report ${path} cannot be written: ${reasonOf(error)}`, fix);
}

function unusable(summary: string, fix: string): Diagnostic {
  return { severity: 'error', code: 'report-unusable', summary, fix };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
