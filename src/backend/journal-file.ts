// Appends journal lines with group commit: whatever waits while one sync is under way shares the next one. Once a
// write has failed nothing more is written, so that no create leaves without its intent on disk.
import { appendFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { JournalEntry, RunEntry } from '../core/journal.ts';
import { PRIVATE_MODE, syncFolder } from './durable-file.ts';
import { encodeEntry } from './journal-format.ts';

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** What the journal needs from its owner. */
export interface JournalOptions {
  readonly path: string;
  /** Called before and after every sync; rejects when the right to write has been lost. */
  readonly confirm: () => Promise<void>;
  /** Written with the first entry, so that a run without entries leaves no file. Absent: the file has one already. */
  readonly opening?: RunEntry;
}

/** An open journal. One per session. */
export class JournalFile {
  readonly #options: JournalOptions;
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | undefined;
  #handle: FileHandle | undefined;
  #broken: { readonly reason: unknown } | undefined;
  /** Number of syncs so far, for the benchmark. */
  syncs = 0;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  /** Resolves once the entry is on disk. */
  append(entry: JournalEntry): Promise<void> {
    if (this.#broken !== undefined) return Promise.reject(toError(this.#broken.reason));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line: encodeEntry(entry), resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  /** Waits for everything appended so far and closes the file. */
  async close(): Promise<void> {
    await this.#flushing;
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }

  async #flush(): Promise<void> {
    // The outcome of a create and the intent of the next come in one turn of the process, and so share one sync.
    await setImmediate();
    // Asked for after a sync, the right to write holds for the one that follows at once.
    let confirmed = false;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        if (!confirmed) await this.#options.confirm();
        await this.#sync(batch.map(({ line }) => line).join(''));
        // Asked for again: whoever takes the lease over from then on finds these lines when it reads.
        await this.#options.confirm();
        confirmed = true;
        for (const { resolve } of batch) resolve();
      } catch (reason) {
        this.#broken = { reason };
        for (const { reject } of [...batch, ...this.#waiting]) reject(reason);
        this.#waiting = [];
      }
    }
    this.#flushing = undefined;
  }

  async #sync(lines: string): Promise<void> {
    this.syncs += 1;
    if (this.#handle !== undefined) {
      // Into memory of the system, which takes less time than a trip through the threads; the sync is what takes long.
      appendFileSync(this.#handle.fd, lines);
      await this.#handle.datasync();
      return;
    }
    const { path, opening } = this.#options;
    this.#handle = await open(path, opening === undefined ? 'a' : 'wx', PRIVATE_MODE);
    await this.#handle.appendFile(opening === undefined ? lines : encodeEntry(opening) + lines);
    await this.#handle.datasync();
    await syncFolder(dirname(path));
  }
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
