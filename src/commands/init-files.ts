// The files of an init: which there are, and the writing. Everything is looked at before anything is written.
import type { Diagnostic } from '../core/diagnostic.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { IGNORED_LINES, workflowText } from '../report/first-files.ts';
import type { FirstFileOutcome } from '../report/first-files.ts';
import { readSchema, readVersion } from '../wiring-init.ts';
import type { FirstFolder } from '../wiring-init.ts';
import type { InitDesk } from './init-desk.ts';

/** One file and what is to be done about it. */
export interface PlannedFile extends FirstFileOutcome {
  readonly write?: () => Promise<Result<undefined, Diagnostic>>;
}

const WORKFLOW = '.github/workflows/flowrecon.yml';
const IGNORE = '.gitignore';

/** Plans the files; the list is the first of them. */
export async function planFiles(
  { request, folder, schema }: InitDesk,
  list: string,
): Promise<Result<readonly PlannedFile[], readonly Diagnostic[]>> {
  const { out, ci } = request;
  const { copy } = schema;
  const ignoring = await planIgnoring(folder);
  if (!ignoring.ok) return refusal([ignoring.problem]);
  const files = [
    await planFile(folder, out, () => Promise.resolve(list)),
    ...(copy === undefined ? [] : [await planFile(folder, copy, () => readSchema('connections'))]),
    ignoring.value,
    ...(ci === 'none' ? [] : [await planFile(folder, WORKFLOW, () => workflow(out, folder))]),
  ];
  const judged = await Promise.all(
    files.filter(({ outcome }) => outcome !== 'left').map(({ path }) => folder.judge(path)),
  );
  const problems = judged.filter((problem) => problem !== undefined);
  return problems.length > 0 ? refusal(problems) : success(files);
}

async function workflow(list: string, { installed }: FirstFolder): Promise<string> {
  return workflowText({ list, installed, version: await readVersion() });
}

async function planFile(
  folder: FirstFolder,
  path: string,
  textOf: () => Promise<string>,
): Promise<PlannedFile> {
  if (await folder.stands(path)) return { path, outcome: 'left' };
  const text = await textOf();
  return { path, outcome: 'written', write: () => folder.write(path, text) };
}

async function planIgnoring(folder: FirstFolder): Promise<Result<PlannedFile, Diagnostic>> {
  const missing = await folder.missingLines(IGNORE, IGNORED_LINES);
  if (!missing.ok) return missing;
  const lines = missing.value;
  if (lines.length === 0) return success({ path: IGNORE, outcome: 'left' });
  const outcome = (await folder.stands(IGNORE)) ? 'extended' : 'written';
  return success({ path: IGNORE, outcome, write: () => folder.append(IGNORE, lines) });
}

/** Writes the files, one after another; the first that fails ends it. */
export async function writeFiles(
  files: readonly PlannedFile[],
): Promise<Result<readonly FirstFileOutcome[], Diagnostic>> {
  for (const { write } of files) {
    const written = await write?.();
    if (written?.ok === false) return written;
  }
  return success(files.map(({ path, outcome }) => ({ path, outcome })));
}
