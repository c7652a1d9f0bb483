// Reads what the platform holds: one paged listing per sandbox, and one read for every recorded id that a listing
// lacks, because a listing may lag behind and a connection that is taken for gone would be created a second time.
import type { ConnectionKey, ObservedConnection } from '../core/connection.ts';
import type { Failure } from '../core/failure.ts';
import type { SandboxView } from '../core/plan.ts';
import type { Remote } from '../core/ports.ts';
import type { ConnectionRecord } from '../core/state.ts';
import type { Pool } from './pool.ts';

/** What reading depends on. */
export interface ObserveOptions {
  readonly remote: Remote;
  readonly pool: Pool;
  /** Everything recorded; its ids are looked for in the listing of their sandbox. */
  readonly records: ReadonlyMap<ConnectionKey, ConnectionRecord>;
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
  const views = [...new Set(sandboxes)].map(async (sandbox) => {
    const view = await observeSandbox(sandbox, recorded.get(sandbox) ?? [], options);
    return [sandbox, view] as const;
  });
  return new Map(await Promise.all(views));
}

async function observeSandbox(
  sandbox: string,
  ids: readonly string[],
  { remote, pool }: ObserveOptions,
): Promise<Sighting | Failure> {
  const listed = await pool.run(() => remote.list(sandbox));
  if (!listed.ok) return listed.problem;
  const shown = new Set(listed.value.map(({ id }) => id));
  const missing = ids.filter((id) => !shown.has(id));
  const reads = await Promise.all(
    missing.map(async (id) => ({ id, answer: await pool.run(() => remote.get(sandbox, id)) })),
  );
  const found: ObservedConnection[] = [];
  const unread = new Map<string, Failure>();
  for (const { id, answer } of reads) {
    if (!answer.ok) unread.set(id, answer.problem);
    else if (answer.value !== undefined) found.push(answer.value);
  }
  return { listing: [...listed.value, ...found], unread, lagging: found.length > 0 };
}

function groupIds(records: ReadonlyMap<ConnectionKey, ConnectionRecord>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { sandbox, id } of records.values()) {
    const ids = groups.get(sandbox);
    if (ids === undefined) groups.set(sandbox, [id]);
    else ids.push(id);
  }
  return groups;
}
