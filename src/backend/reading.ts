// Reads state and journal together and refuses whatever does not fit: damaged, of another version, of another platform
// or organisation, or a journal that belongs to another state. Reads only; nothing is ever silently taken for empty.
import { isUtf8 } from 'node:buffer';
import type { Diagnostic } from '../core/diagnostic.ts';
import { replayJournal } from '../core/journal.ts';
import type { RunEntry } from '../core/journal.ts';
import type { LoadedState } from '../core/ports.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { State } from '../core/state.ts';
import { hasCode, readIfPresent } from './durable-file.ts';
import { decodeState } from './format.ts';
import { decodeJournal } from './journal-format.ts';
import type { DecodedJournal } from './journal-format.ts';
import { damaged } from './problems.ts';

/** The files of a state. */
export interface StateFiles {
  readonly state: string;
  readonly journal: string;
  readonly lease: string;
}

/** What a state is about: it may not be applied to another platform or organisation by mistake. */
export interface StateTarget {
  readonly platform: string;
  readonly orgId: string;
}

/** What reading depends on. */
export interface ReadingOptions {
  /** Absent: any state is read, for commands that only look. */
  readonly target?: StateTarget;
  readonly uuid: () => string;
}

const RESTORE =
  'Restore it from version control, or move it away: the next apply then adopts what stands on the platform by name and target.';

/** Reads what the files hold; a state that does not exist yet is an empty one of a new lineage. */
export async function readFiles(
  files: StateFiles,
  options: ReadingOptions,
): Promise<Result<LoadedState, Diagnostic>> {
  const journal = await readJournal(files);
  if (!journal.ok) return journal;
  const state = await readState(files, options, journal.value);
  if (!state.ok) return state;
  const run = journal.value?.run;
  const misfit = run && misfitOf(files, state.value, run);
  if (misfit) return refusal(misfit);
  const entries = journal.value?.entries ?? [];
  const replayed = replayJournal(state.value, entries);
  return success({ ...replayed, notes: [], unfinished: journal.value !== undefined });
}

/** Reads the state file alone; undefined when there is none. */
export async function readStateFile(path: string): Promise<Result<State | undefined, Diagnostic>> {
  const bytes = await readBytes(path);
  if (!bytes.ok) return bytes;
  if (bytes.value === undefined) return success(undefined);
  const decoded = isUtf8(bytes.value) ? decodeState(bytes.value.toString('utf8')) : refusal(NOT_TEXT);
  return decoded.ok ? decoded : refusal(damaged(`the state file ${path} ${decoded.problem}`, RESTORE));
}

const NOT_TEXT = 'is not UTF-8 text';

async function readJournal({ journal }: StateFiles): Promise<Result<DecodedJournal | undefined, Diagnostic>> {
  const bytes = await readBytes(journal);
  if (!bytes.ok) return bytes;
  if (bytes.value === undefined) return success(undefined);
  // A torn last line may end within a character.
  const whole = bytes.value.subarray(0, bytes.value.lastIndexOf('\n') + 1);
  const decoded = isUtf8(whole) ? decodeJournal(whole.toString('utf8')) : refusal(NOT_TEXT);
  if (decoded.ok) return decoded;
  return refusal(
    damaged(
      `the journal ${journal} ${decoded.problem}`,
      'It may hold ids that the state does not have yet. Correct or restore that line; or move the journal away and run apply, which adopts what stands by name and target.',
    ),
  );
}

async function readBytes(path: string): Promise<Result<Buffer | undefined, Diagnostic>> {
  try {
    return success(await readIfPresent(path));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const summary = hasCode(error, 'EISDIR') ? `${path} is a folder` : `${path} cannot be read: ${why}`;
    return refusal(damaged(summary, 'Give the path of a state file with --state.'));
  }
}

async function readState(
  { state }: StateFiles,
  { target, uuid }: ReadingOptions,
  journal: DecodedJournal | undefined,
): Promise<Result<State, Diagnostic>> {
  const read = await readStateFile(state);
  if (!read.ok) return read;
  if (read.value === undefined) {
    const { platform, orgId } = target ?? journal?.run ?? { platform: '', orgId: '' };
    // The lineage of a state that was never written lives in the journal of the run that was to write it.
    const lineage = journal?.run?.lineage ?? uuid();
    return success({ lineage, serial: 0, platform, orgId, connections: new Map() });
  }
  const foreign = target && foreignTo(target, read.value);
  if (foreign === undefined) return success(read.value);
  return refusal({
    severity: 'error',
    code: 'state-foreign',
    summary: `the state file ${state} belongs to ${foreign}`,
    fix: 'Give the state of this platform and organisation with --state, or correct the platform settings.',
  });
}

function foreignTo(target: StateTarget, state: StateTarget): string | undefined {
  if (state.platform !== target.platform) return `the platform ${state.platform}, not ${target.platform}`;
  if (state.orgId !== target.orgId) return `the organisation ${state.orgId}, not ${target.orgId}`;
  return undefined;
}

/** A journal goes on from the state of its serial, or is contained in the next one when the end was cut short. */
function misfitOf(files: StateFiles, state: State, run: RunEntry): Diagnostic | undefined {
  const foreign = foreignTo(state, run);
  if (foreign !== undefined) {
    const summary = `the journal ${files.journal} belongs to ${foreign}`;
    const fix =
      'Run against that platform first, which takes up what the journal holds; or move the journal away.';
    return { severity: 'error', code: 'state-foreign', summary, fix };
  }
  const fits = state.serial === run.serial || state.serial === run.serial + 1;
  if (run.lineage === state.lineage && fits) return undefined;
  return damaged(
    `the journal ${files.journal} goes on from serial ${run.serial} of lineage ${run.lineage}, but the state is at serial ${state.serial} of lineage ${state.lineage}`,
    'Restore the state file that belongs to the journal; or move the journal away and run apply, which adopts what stands by name and target.',
  );
}
