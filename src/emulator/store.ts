// The connections, sandbox by sandbox. Pure: time is an argument and nothing leaves memory. Besides the connections
// themselves the store keeps what listings show, because a listing may lag behind (the public documentation promises
// nothing about it, so the lag is a setting). Names are not unique; ids are.
import type { JsonObject } from './json.ts';

/** A connection as the emulator keeps it; its params hold vault addresses where secrets were. */
export interface StoredConnection {
  readonly id: string;
  readonly sandbox: string;
  readonly name: string;
  readonly description?: string;
  readonly specName: string;
  readonly params: JsonObject;
  readonly connectionSpec: { readonly id: string; readonly version: string };
  readonly state: string;
  /** Epoch milliseconds of the platform's clock. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly createdBy: string;
  readonly updatedBy: string;
  readonly createdClient: string;
  readonly updatedClient: string;
  readonly org: string;
  readonly etag: string;
  readonly operation: 'create' | 'update';
  /** What it becomes by itself; absent: it stays as it is. */
  readonly wakes?: Waking;
}

/** A change that a connection goes through by itself, at a time of the machine's clock. */
export interface Waking {
  readonly at: number;
  readonly to: 'enabled' | 'touched' | 'moved' | 'gone';
}

/** From when on listings show a write. */
export interface Visibility {
  /** Machine time in milliseconds; Infinity: never. */
  readonly at: number;
  /** So many more listings do not show it. */
  readonly afterLists: number;
}

interface PendingShow {
  readonly connection: StoredConnection | undefined;
  readonly at: number;
  readonly fromList: number;
}

interface Shelf {
  readonly current: Map<string, StoredConnection>;
  readonly listed: Map<string, StoredConnection>;
  readonly pending: Map<string, PendingShow[]>;
  readonly waking: Set<string>;
  lists: number;
}

/** A write that every listing shows at once. */
export const AT_ONCE: Visibility = { at: 0, afterLists: 0 };

/** The connections of all sandboxes. */
export class Store {
  readonly #shelves = new Map<string, Shelf>();

  /** The connection of an id in a sandbox. */
  get(sandbox: string, id: string): StoredConnection | undefined {
    return this.#shelves.get(sandbox)?.current.get(id);
  }

  /** Says whether any sandbox has a connection of this id. */
  has(id: string): boolean {
    return [...this.#shelves.values()].some((shelf) => shelf.current.has(id));
  }

  /** Puts a connection in, or in the place of the one of the same id. */
  put(connection: StoredConnection, visibility: Visibility = AT_ONCE): void {
    const shelf = this.#shelf(connection.sandbox);
    shelf.current.set(connection.id, connection);
    if (connection.wakes === undefined) shelf.waking.delete(connection.id);
    else shelf.waking.add(connection.id);
    show(shelf, connection.id, { connection, visibility });
  }

  /** Takes a connection out. */
  remove(sandbox: string, id: string, visibility: Visibility = AT_ONCE): void {
    const shelf = this.#shelf(sandbox);
    shelf.current.delete(id);
    shelf.waking.delete(id);
    show(shelf, id, { connection: undefined, visibility });
  }

  /** What a listing shows at this moment, newest first. Counts as one listing. */
  list(sandbox: string, nowMs: number): readonly StoredConnection[] {
    const shelf = this.#shelf(sandbox);
    for (const [id, queue] of shelf.pending) showDue(shelf, { id, queue, nowMs });
    shelf.lists += 1;
    // Already in order unless connections were planted with an earlier date, so that sorting costs one pass.
    return [...shelf.listed.values()].reverse().sort((one, other) => other.createdAt - one.createdAt);
  }

  /** A connection as listings show it. */
  listed(sandbox: string, id: string): StoredConnection | undefined {
    return this.#shelves.get(sandbox)?.listed.get(id);
  }

  /** Puts a connection whose etag alone moved in the place of the old one, in listings too where they show that one. */
  replaceQuietly(old: StoredConnection, moved: StoredConnection): void {
    const shelf = this.#shelf(old.sandbox);
    if (shelf.current.get(old.id) === old) shelf.current.set(old.id, moved);
    if (shelf.listed.get(old.id) === old) shelf.listed.set(old.id, moved);
    if (moved.wakes === undefined) shelf.waking.delete(moved.id);
  }

  /** The connections of a sandbox that change by themselves at or before this moment. */
  due(sandbox: string, nowMs: number): readonly StoredConnection[] {
    const shelf = this.#shelf(sandbox);
    return [...shelf.waking].flatMap((id) => {
      const connection = shelf.current.get(id);
      return connection?.wakes !== undefined && connection.wakes.at <= nowMs ? [connection] : [];
    });
  }

  /** Every connection of every sandbox, oldest write first within a sandbox. */
  all(): readonly StoredConnection[] {
    return [...this.#shelves.values()].flatMap((shelf) => [...shelf.current.values()]);
  }

  /** The sandboxes that anything was ever stored in. */
  sandboxes(): readonly string[] {
    return [...this.#shelves.keys()];
  }

  /** How many connections each sandbox holds. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#shelves].map(([name, shelf]) => [name, shelf.current.size]));
  }

  /** Forgets everything. */
  clear(): void {
    this.#shelves.clear();
  }

  #shelf(sandbox: string): Shelf {
    const found = this.#shelves.get(sandbox);
    if (found) return found;
    const shelf: Shelf = {
      current: new Map(),
      listed: new Map(),
      pending: new Map(),
      waking: new Set(),
      lists: 0,
    };
    this.#shelves.set(sandbox, shelf);
    return shelf;
  }
}

// A later write of the same connection never shows before an earlier one.
function show(
  shelf: Shelf,
  id: string,
  write: { readonly connection: StoredConnection | undefined; readonly visibility: Visibility },
): void {
  const { connection, visibility } = write;
  const queue = shelf.pending.get(id) ?? [];
  if (queue.length === 0 && visibility.at === 0 && visibility.afterLists === 0) {
    setListed(shelf, id, connection);
    return;
  }
  const last = queue.at(-1);
  const at = Math.max(visibility.at, last?.at ?? 0);
  const fromList = Math.max(shelf.lists + visibility.afterLists, last?.fromList ?? 0);
  queue.push({ connection, at, fromList });
  shelf.pending.set(id, queue);
}

function showDue(
  shelf: Shelf,
  waiting: { readonly id: string; readonly queue: PendingShow[]; readonly nowMs: number },
): void {
  const { id, queue, nowMs } = waiting;
  while (queue[0] && queue[0].at <= nowMs && queue[0].fromList <= shelf.lists) {
    setListed(shelf, id, queue.shift()?.connection);
  }
  if (queue.length === 0) shelf.pending.delete(id);
}

function setListed(shelf: Shelf, id: string, connection: StoredConnection | undefined): void {
  if (connection) shelf.listed.set(id, connection);
  else shelf.listed.delete(id);
}
