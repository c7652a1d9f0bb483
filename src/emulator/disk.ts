// The file that outlives a process: one JSON line per write, after a header line. Appending keeps the cost of a write
// the same however many connections there are; many writes share one append. An answer leaves only after its line was
// handed to the system, so a create that was answered survives the death of this process (not a power cut). The whole
// file is rewritten only at closing and when most lines are outdated: beside it, synced, then renamed. A process that
// only looks appends one line and renames nothing, so it does no harm to another one that writes.
import type { FileHandle } from 'node:fs/promises';
import { open, readFile, rename } from 'node:fs/promises';
import { isObject, ownMember, parseJson } from './json.ts';
import type { StoredConnection } from './store.ts';

/** One line of the file. */
export type Change =
  | { readonly put: StoredConnection }
  | { readonly remove: { readonly sandbox: string; readonly id: string } }
  | { readonly clear: true }
  | { readonly start: true };

/** What a data file held when it was opened. */
export interface OpenedDisk {
  readonly disk: Disk;
  readonly connections: readonly StoredConnection[];
  /** How often the file has been opened, this time included. */
  readonly starts: number;
}

const FORMAT = 'flowrecon-emulator';
const OWNER_ONLY = 0o600;
// Rewriting costs as much as there are connections, so it waits until outdated lines outnumber them by far.
const OUTDATED_LINES_ALLOWED = 5_000;
const OUTDATED_FACTOR = 3;

/** Opens the file, or begins it; damage other than a torn last line is an Error that says what to do. */
export async function openDisk(path: string, live: () => readonly StoredConnection[]): Promise<OpenedDisk> {
  const found = await readLines(path);
  const starts = (found?.starts ?? 0) + 1;
  if (!found) await rewrite(path, starts, []);
  const handle = await open(path, 'a', OWNER_ONLY);
  if (found) await resume(handle, found);
  const disk = new Disk({ path, starts, live, handle, lines: found?.lines ?? 0 });
  return { disk, connections: [...(found?.connections.values() ?? [])], starts };
}

async function resume(handle: FileHandle, found: FileContent): Promise<void> {
  await handle.chmod(OWNER_ONLY);
  if (found.isTorn) await handle.truncate(found.wholeBytes);
  await handle.appendFile(`${JSON.stringify({ start: true } satisfies Change)}\n`);
}

/** What an open data file consists of. */
export interface DiskParts {
  readonly path: string;
  readonly starts: number;
  readonly live: () => readonly StoredConnection[];
  readonly handle: FileHandle;
  /** Lines that stand in the file already. */
  readonly lines: number;
}

/** A data file that is open for writing. */
export class Disk {
  readonly #parts: DiskParts;
  #handle: FileHandle;
  #waiting: string[] = [];
  #lines: number;
  #hasWritten = false;
  /** Length of the file before a write that broke off half-way. */
  #tornAt: number | undefined;
  #rewriteAt = OUTDATED_LINES_ALLOWED;
  #writing: Promise<void> | undefined;

  constructor(parts: DiskParts) {
    this.#parts = parts;
    this.#handle = parts.handle;
    this.#lines = parts.lines;
  }

  /** Writes a change; resolves when its line is in the file. */
  async append(change: Change): Promise<void> {
    this.#waiting.push(JSON.stringify(change));
    // Changes that arrive while a write is under way share the next one.
    const before = this.#writing;
    this.#writing ??= this.#writeWaiting();
    await (before ? before.then(() => this.flush()) : this.#writing);
  }

  /** Resolves when every change so far is in the file. */
  async flush(): Promise<void> {
    while (this.#writing !== undefined || this.#waiting.length > 0) {
      this.#writing ??= this.#writeWaiting();
      await this.#writing;
    }
  }

  /** Writes what is left, in its shortest form. */
  async close(): Promise<void> {
    await this.flush();
    await this.#handle.close();
    if (this.#hasWritten) await rewrite(this.#parts.path, this.#parts.starts, this.#parts.live());
  }

  async #writeWaiting(): Promise<void> {
    try {
      const lines = this.#waiting;
      this.#waiting = [];
      await this.#appendWhole(`${lines.join('\n')}\n`);
      this.#hasWritten = true;
      this.#lines += lines.length;
      await this.#rewriteWhenOutdated();
    } finally {
      this.#writing = undefined;
    }
  }

  // Half a line, as a full disk leaves it, must not stand in front of the next one.
  async #appendWhole(text: string): Promise<void> {
    if (this.#tornAt !== undefined) await this.#handle.truncate(this.#tornAt);
    this.#tornAt = undefined;
    const { size } = await this.#handle.stat();
    try {
      await this.#handle.appendFile(text);
    } catch (error) {
      this.#tornAt = size;
      throw error;
    }
  }

  async #rewriteWhenOutdated(): Promise<void> {
    if (this.#lines < this.#rewriteAt) return;
    const live = this.#parts.live();
    this.#rewriteAt = OUTDATED_LINES_ALLOWED + OUTDATED_FACTOR * live.length;
    if (this.#lines < this.#rewriteAt) return;
    // Closed first: some systems do not rename onto a file that is open.
    await this.#handle.close();
    try {
      await rewrite(this.#parts.path, this.#parts.starts, live);
      this.#lines = live.length;
    } catch {
      // The old file stands and holds everything; it is made shorter another time.
    }
    this.#handle = await open(this.#parts.path, 'a', OWNER_ONLY);
  }
}

async function rewrite(
  path: string,
  starts: number,
  connections: readonly StoredConnection[],
): Promise<void> {
  const header = JSON.stringify({ format: FORMAT, version: 1, starts });
  const lines = connections.map((connection) => JSON.stringify({ put: connection } satisfies Change));
  const beside = `${path}.tmp`;
  const handle = await open(beside, 'w', OWNER_ONLY);
  try {
    await handle.chmod(OWNER_ONLY);
    await handle.writeFile(`${[header, ...lines].join('\n')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, path);
}

interface FileContent {
  readonly starts: number;
  readonly connections: Map<string, StoredConnection>;
  readonly lines: number;
  readonly isTorn: boolean;
  /** Length up to the end of the last whole line. */
  readonly wholeBytes: number;
}

async function readLines(path: string): Promise<FileContent | undefined> {
  const text = await readText(path);
  if (text === undefined) return undefined;
  // What follows the last line break was being written when the process died; no answer ever promised it.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const [header = '', ...lines] = whole.split('\n').slice(0, -1);
  const before = readHeader(parseJson(header));
  if (before === undefined) throw damaged(path, 1);
  const content = { starts: before, connections: new Map<string, StoredConnection>() };
  lines.forEach((line, index) => {
    if (!replay(parseJson(line), content)) throw damaged(path, index + 2);
  });
  const isTorn = whole.length < text.length;
  return { ...content, lines: lines.length, isTorn, wholeBytes: Buffer.byteLength(whole) };
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (ownMember(error, 'code') === 'ENOENT') return undefined;
    throw error;
  }
}

function readHeader(header: unknown): number | undefined {
  const starts = ownMember(header, 'starts');
  const known = ownMember(header, 'format') === FORMAT && ownMember(header, 'version') === 1;
  return known && typeof starts === 'number' ? starts : undefined;
}

function replay(
  line: unknown,
  content: { starts: number; connections: FileContent['connections'] },
): boolean {
  const { connections } = content;
  const put = ownMember(line, 'put');
  const remove = ownMember(line, 'remove');
  if (isStoredConnection(put)) connections.set(keyOf(put.sandbox, put.id), put);
  else if (isObject(remove)) connections.delete(keyOf(remove['sandbox'], remove['id']));
  else if (ownMember(line, 'clear') === true) connections.clear();
  else if (ownMember(line, 'start') === true) content.starts += 1;
  else return false;
  return true;
}

function keyOf(sandbox: unknown, id: unknown): string {
  return JSON.stringify([sandbox, id]);
}

const TEXT_MEMBERS = ['id', 'sandbox', 'name', 'specName', 'state', 'etag', 'org', 'createdBy', 'updatedBy'];

// Checks what the emulator's own code relies on; the file is its own, so the rest is taken at its word.
function isStoredConnection(value: unknown): value is StoredConnection {
  if (!isObject(value) || !isObject(value['params']) || !isObject(value['connectionSpec'])) return false;
  const dated = typeof value['createdAt'] === 'number' && typeof value['updatedAt'] === 'number';
  return dated && TEXT_MEMBERS.every((member) => typeof value[member] === 'string');
}

function damaged(path: string, line: number): Error {
  return new Error(
    `The emulator's data file ${path} is damaged in line ${line}. ` +
      'Put a copy of it back, or move it away to begin with an empty platform.',
  );
}
