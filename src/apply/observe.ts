// Reads what the platform holds: one paged listing per sandbox, and one read for every recorded id that a listing
// lacks, because a listing may lag behind and a connection that is taken for gone would be created a second time.
import type { ConnectionKey, ObservedConnection } from '../core/connection.ts';
import type { Failure } from '../core/failure.ts';
import type { SandboxView } from '../core/plan.ts';
import type { Remote } from '../core/ports.ts';
import type { ConnectionRecord } from '../core/state.ts';
import type { Pool } from './pool.ts';
import type { ProgressCounts } from '../core/progress.ts';
import { groupBy } from '../core/grouping.ts';

/** What reading depends on. */
export interface ObserveOptions {
  readonly remote: Remote;
  readonly pool: Pool;
  /** Everything recorded; its ids are looked for in the listing of their sandbox. */
  readonly records: ReadonlyMap<ConnectionKey, ConnectionRecord>;
  /** Told how many sandboxes have been read, and when a wait begins. */
  readonly onProgress?: (progress: ProgressCounts) => void;
}

/** What was read of one sandbox. */
export interface Sighting extends SandboxView {
  /** Whether something stands that the listing does not show yet. */
  readonly lagging: boolean;
}

/** Reads sandboxes, all at once. One that cannot be read holds up no other. */
export async function observeSandboxes(
  sandboxes: Iterable<string>,
  options: ObserveOptions,
): Promise<Map<string, Sighting | Failure>> {
  const recorded = groupIds(options.records);
  const distinct = [...new Set(sandboxes)];
  const count = createCount(distinct.length, options);
  const views = distinct.map(async (sandbox) => {
    const view = await count(() => observeSandbox(sandbox, recorded.get(sandbox) ?? [], options));
    return [sandbox, view] as const;
  });
  return new Map(await Promise.all(views));
}

type Counting = (read: () => Promise<Sighting | Failure>) => Promise<Sighting | Failure>;

/** Counts what has been read; as many are in flight as the pool allows. */
function createCount(total: number, { pool, onProgress }: ObserveOptions): Counting {
  const counts = { done: 0, failed: 0 };
  const tell = (): void => {
    const left = total - counts.done - counts.failed;
    const waiting = pool.waiting();
    if (left > 0)
      onProgress?.({
        total,
        ...counts,
        inFlight: Math.min(left, pool.width()),
        ...(waiting !== undefined && { waiting }),
      });
  };
  pool.watch(tell);
  return async (read) => {
    tell();
    const view = await read();
    counts['listing' in view ? 'done' : 'failed'] += 1;
    tell();
    return view;
  };
}

async function observeSandbox(
  sandbox: string,
  ids: readonly string[],
  { remote, pool }: ObserveOptions,
): Promise<Sighting | Failure> {
  const ran = await pool.run(sandbox, () => remote.list(sandbox));
  const listed = ran.ok ? ran.value : ran;
  if (!listed.ok) return listed.problem;
  const shown = new Set(listed.value.map(({ id }) => id));
  const missing = ids.filter((id) => !shown.has(id));
  const reads = await Promise.all(
    missing.map(async (id) => ({ id, read: await pool.run(sandbox, () => remote.get(sandbox, id)) })),
  );
  const found: ObservedConnection[] = [];
  const unread = new Map<string, Failure>();
  for (const { id, read } of reads) {
    const answer = read.ok ? read.value : read;
    if (!answer.ok) unread.set(id, answer.problem);
    else if (answer.value !== undefined) found.push(answer.value);
  }
  return { listing: [...listed.value, ...found], unread, lagging: found.length > 0 };
}

function groupIds(records: ReadonlyMap<ConnectionKey, ConnectionRecord>): Map<string, string[]> {
  const groups = groupBy(records.values(), ({ sandbox }) => sandbox);
  return new Map([...groups].map(([sandbox, group]) => [sandbox, group.map(({ id }) => id)]));
}
