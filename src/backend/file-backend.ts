// State, journal and lease as three files side by side. Decides what stands on disk when: a run without changes writes
// nothing, a journal is ended only after the state that contains it has been renamed into place.
import { open } from 'node:fs/promises';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Intent, JournalEntry, RunEntry } from '../core/journal.ts';
import type { LeaseOwner } from '../core/lease.ts';
import type { Clock, LoadedState, StateBackend, StateSession } from '../core/ports.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { sameState } from '../core/state.ts';
import type { State } from '../core/state.ts';
import { PRIVATE_MODE, followLink, removeIfPresent, removeLeftover, replaceFile } from './durable-file.ts';
import { encodeState } from './format.ts';
import { JournalFile } from './journal-file.ts';
import { encodeEntry } from './journal-format.ts';
import { LeaseLost, readLease, takeLease } from './lease.ts';
import type { HeldLease } from './lease.ts';
import { locked, replacedMeanwhile, takenOver, unwritable } from './problems.ts';
import { readFiles, readStateFile } from './reading.ts';
import type { StateFiles, StateTarget } from './reading.ts';

/** What the file backend depends on. */
export interface FileBackendOptions {
  /** Path of the state file; journal and lease stand beside it. */
  readonly path: string;
  /** Absent for commands that look after a state of any platform. */
  readonly target?: StateTarget;
  readonly owner: LeaseOwner;
  readonly lockWaitMs: number;
  readonly clock: Clock;
  readonly uuid: () => string;
  readonly pidRuns: (pid: number) => boolean;
  /** Told once, before another run is waited for. */
  readonly onWait: (owner: LeaseOwner) => void;
  readonly stop: AbortSignal;
}

/** Room that a run must find on the disk before it starts: a few hundred intents. */
const PROBE_BYTES = 64 * 1024;

/** Makes the backend that keeps a state in files. */
export function createFileBackend(options: FileBackendOptions): StateBackend {
  return {
    location: options.path,
    read: async () => readFiles(await findFiles(options), options),
    open: async () => openSession(await findFiles(options), options),
    breakLease: async () => breakLease(await findFiles(options)),
  };
}

/** Journal and lease stand beside the file that a link leads to: whoever comes by another link has to meet them. */
async function findFiles({ path }: FileBackendOptions): Promise<StateFiles> {
  const state = await followLink(path);
  return { state, journal: `${state}.journal`, lease: `${state}.lock` };
}

async function breakLease(files: StateFiles): Promise<Result<LeaseOwner | undefined, Diagnostic>> {
  try {
    const lease = await readLease(files.lease);
    await removeIfPresent(files.lease);
    return success(lease);
  } catch (error) {
    return refusal(problemOf(files, error));
  }
}

async function openSession(
  files: StateFiles,
  options: FileBackendOptions,
): Promise<Result<StateSession, Diagnostic>> {
  try {
    const lease = await takeLease({ ...options, path: files.lease, waitMs: options.lockWaitMs });
    if (!lease.ok) return refusal(locked(files.state, lease.problem));
    const opened = await openUnderLease(files, options, lease.value).catch((error: unknown) =>
      refusal(problemOf(files, error)),
    );
    // Kept, it would go on beating and keep the process alive.
    if (!opened.ok) await lease.value.release();
    return opened;
  } catch (error) {
    return refusal(problemOf(files, error));
  }
}

function problemOf({ state }: StateFiles, error: unknown): Diagnostic {
  return error instanceof LeaseLost ? error.diagnostic : unwritable(state, error);
}

async function openUnderLease(
  files: StateFiles,
  options: FileBackendOptions,
  lease: HeldLease,
): Promise<Result<StateSession, Diagnostic>> {
  await probe(files.state);
  // Of several that took over from one dead owner at once, all but one know by now that they have lost.
  await lease.confirm();
  await removeLeftover(files.state);
  const loaded = await readFiles(files, options);
  if (!loaded.ok) return loaded;
  const { takenFrom } = lease;
  const notes = [...loaded.value.notes, ...(takenFrom === undefined ? [] : [takenOver(takenFrom)])];
  const session = new FileSession({ files, options, lease, loaded: { ...loaded.value, notes } });
  // A crashed run's journal is folded in first: its last line may be torn, so nothing may be appended to it.
  const folded = loaded.value.unfinished ? await session.checkpoint(loaded.value.state) : success(undefined);
  return folded.ok ? success(session) : folded;
}

/**
 * A disk that is read-only or full has to show before anything is sent. Tried under a name of its own: whoever has just
 * lost the lease may be here still, and must not write into what the next owner is about to rename.
 */
async function probe(path: string): Promise<void> {
  const beside = `${path}.probe`;
  const handle = await open(beside, 'w', PRIVATE_MODE);
  try {
    await handle.writeFile(Buffer.alloc(PROBE_BYTES));
    await handle.sync();
  } finally {
    await handle.close();
    await removeIfPresent(beside);
  }
}

interface SessionParts {
  readonly files: StateFiles;
  readonly options: FileBackendOptions;
  readonly lease: HeldLease;
  readonly loaded: LoadedState;
}

/** A state that is held: one run's journal and its checkpoints. */
class FileSession implements StateSession {
  readonly doubts: readonly Intent[];
  readonly notes: readonly Diagnostic[];
  readonly #parts: SessionParts;
  /** Intents on disk that nothing closes. */
  readonly #open = new Map<number, Intent>();
  #state: State;
  #journal: JournalFile;

  constructor(parts: SessionParts) {
    const { state, doubts, notes } = parts.loaded;
    this.doubts = doubts;
    this.notes = notes;
    this.#parts = parts;
    this.#state = state;
    for (const doubt of doubts) this.#open.set(doubt.n, doubt);
    this.#journal = this.#journalFor(false);
  }

  get state(): State {
    return this.#state;
  }

  get lost(): AbortSignal {
    return this.#parts.lease.lost;
  }

  async append(entry: JournalEntry): Promise<Result<undefined, Diagnostic>> {
    // The answer is known from now on, whether or not its line reaches the disk: the next checkpoint contains it.
    if (entry.kind === 'outcome' || entry.kind === 'refused' || entry.kind === 'settled')
      this.#open.delete(entry.n);
    try {
      await this.#journal.append(entry);
    } catch (error) {
      return refusal(problemOf(this.#parts.files, error));
    }
    // An intent whose line was refused is never sent, so it leaves no doubt.
    if (entry.kind === 'intent') this.#open.set(entry.n, entry);
    return success(undefined);
  }

  async checkpoint(state: State): Promise<Result<State, Diagnostic>> {
    const { files, lease } = this.#parts;
    const { lineage, serial } = this.#state;
    const current = { ...state, lineage, serial };
    try {
      await this.#journal.close();
      const onDisk = await readStateFile(files.state);
      if (!onDisk.ok) return onDisk;
      const found = onDisk.value;
      if (found !== undefined && (found.lineage !== lineage || found.serial !== serial))
        return refusal(replacedMeanwhile(files.state, found, current));
      if (isSaved(current, found)) {
        this.#state = current;
      } else {
        const next = { ...current, serial: serial + 1 };
        await replaceFile(files.state, encodeState(next), () => lease.confirm());
        this.#state = next;
      }
      await this.#endJournal();
      return success(this.#state);
    } catch (error) {
      return refusal(problemOf(files, error));
    }
  }

  async release(): Promise<void> {
    try {
      await this.#journal.close();
    } finally {
      await this.#parts.lease.release();
    }
  }

  /** What is still in doubt outlives the journal that said so. */
  async #endJournal(): Promise<void> {
    const { files, lease } = this.#parts;
    const confirm = (): Promise<void> => lease.confirm();
    // After a loss the journal is that of another run, with intents that only it holds.
    await confirm();
    if (this.#open.size === 0) {
      await removeIfPresent(files.journal);
    } else {
      const carried = [...this.#open.values()].map(encodeEntry).join('');
      await replaceFile(files.journal, encodeEntry(this.#opening()) + carried, confirm);
    }
    this.#journal = this.#journalFor(this.#open.size > 0);
  }

  #journalFor(exists: boolean): JournalFile {
    const { files, lease } = this.#parts;
    const confirm = (): Promise<void> => lease.confirm();
    return new JournalFile({ path: files.journal, confirm, ...(!exists && { opening: this.#opening() }) });
  }

  #opening(): RunEntry {
    const { owner, clock } = this.#parts.options;
    const { lineage, serial, platform, orgId } = this.#state;
    return { kind: 'run', version: 1, run: owner.run, lineage, serial, platform, orgId, at: clock.now() };
  }
}

/** Compared as states, not as bytes: line ends that git or an editor has changed are no change. */
function isSaved(state: State, onDisk: State | undefined): boolean {
  if (onDisk === undefined) return state.connections.size === 0;
  return sameState(onDisk, state);
}
