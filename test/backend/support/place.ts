// A fresh folder with a state in it, and runs that come to it: each with an owner, a host and a clock of its own.
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test as base } from 'vitest';
import { createFileBackend } from '../../../src/backend/file-backend.ts';
import type { FileBackendOptions } from '../../../src/backend/file-backend.ts';
import { encodeState } from '../../../src/backend/format.ts';
import { encodeEntry } from '../../../src/backend/journal-format.ts';
import type { Diagnostic } from '../../../src/core/diagnostic.ts';
import type { JournalEntry } from '../../../src/core/journal.ts';
import type { LeaseOwner } from '../../../src/core/lease.ts';
import type { StateBackend, StateSession } from '../../../src/core/ports.ts';
import type { Result } from '../../../src/core/result.ts';
import type { State } from '../../../src/core/state.ts';
import { aState } from '../../support/builders.ts';
import { NOON } from '../../support/fake-clock.ts';
import { ManualClock } from './manual-clock.ts';

/** A run on the first of two machines. */
export function anOwner(overrides: Partial<LeaseOwner> = {}): LeaseOwner {
  return { run: 'run-1', user: 'ada', host: 'one', space: 'boot-1', pid: 11, startedAt: NOON, ...overrides };
}

/** The platform and organisation of the states that builders make. */
const TARGET = { platform: aState().platform, orgId: aState().orgId };

/** Where one test's state lives. */
export interface Place {
  readonly root: string;
  /** Path of the state file, or of a file whose name goes on from there. */
  path(suffix?: string): string;
  write(suffix: string, content: string | Buffer): Promise<void>;
  read(suffix?: string): Promise<string>;
  /** Puts a state and a journal in place, as an earlier run left them. */
  leave(left: { state?: State | undefined; journal?: readonly JournalEntry[] | undefined }): Promise<void>;
  /** The names of all files. */
  names(): Promise<string[]>;
  /** All files with their content and the time of their last change. */
  files(): Promise<Record<string, { text: string; changed: number }>>;
  backend(overrides?: Partial<FileBackendOptions>): StateBackend;
  /** Opens a session that ends with the test. */
  open(overrides?: Partial<FileBackendOptions>): Promise<StateSession>;
}

async function makePlace(): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), 'flowrecon-backend-'));
  const path = (suffix = ''): string => join(root, `state.json${suffix}`);
  const write = (suffix: string, content: string | Buffer): Promise<void> => writeFile(path(suffix), content);
  const names = async (): Promise<string[]> => (await readdir(root)).sort();
  const backend = (overrides: Partial<FileBackendOptions> = {}): StateBackend =>
    createFileBackend({
      path: path(),
      target: TARGET,
      owner: anOwner(),
      lockWaitMs: 0,
      clock: new ManualClock(),
      uuid: () => '22222222-2222-4222-8222-222222222222',
      onWait: () => undefined,
      pidRuns: () => true,
      stop: new AbortController().signal,
      ...overrides,
    });
  return {
    root,
    path,
    write,
    read: (suffix) => readFile(path(suffix), 'utf8'),
    leave: async ({ state, journal }) => {
      if (state) await write('', encodeState(state));
      if (journal) await write('.journal', journal.map(encodeEntry).join(''));
    },
    names,
    files: async () => {
      const read = (await names()).map(async (name) => {
        const [text, { mtimeMs }] = await Promise.all([
          readFile(join(root, name), 'latin1'),
          stat(join(root, name)),
        ]);
        return [name, { text, changed: mtimeMs }] as const;
      });
      return Object.fromEntries(await Promise.all(read));
    },
    backend,
    open: async (overrides) => {
      const session = ok(await backend(overrides).open());
      onTestFinished(() => session.release());
      return session;
    },
  };
}

/** What a success holds. */
export function ok<Value>(result: Result<Value, Diagnostic>): Value {
  if (result.ok) return result.value;
  throw new Error(`refused: ${result.problem.code}: ${result.problem.summary}`);
}

/** Why something was refused. */
export function refused<Value>(result: Result<Value, Diagnostic>): Diagnostic {
  if (!result.ok) return result.problem;
  throw new Error('this was to be refused');
}

/** Any text that contains a part. Typed, because vitest's own is `any`. */
export function containing(part: string): string {
  return expect.stringContaining(part) as string;
}

/** A test with a place of its own. */
export const test = base.extend<{ place: Place }>({
  place: async ({}, use) => {
    const place = await makePlace();
    await use(place);
    await rm(place.root, { recursive: true, force: true });
  },
});
