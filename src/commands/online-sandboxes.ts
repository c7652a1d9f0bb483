// Which sandboxes of a list can be used, asked with as few requests as will do: the sandbox API for all of them, and the
// smallest read for those that it does not vouch for. Whether a sandbox can be read, the Flow Service has the last word.
import type { DesiredConnection } from '../core/connection.ts';
import type { Failure } from '../core/failure.ts';
import { ACTIVE } from '../core/sandbox.ts';
import type { SandboxStanding } from '../core/sandbox.ts';
import type { OnlineReport } from '../report/online-text.ts';
import { openPool } from '../wiring.ts';
import type { Platform } from '../wiring.ts';
import type { Placed } from '../wiring-online.ts';
import { explainFailure, messageOf } from '../reconcile/explaining.ts';
import { askAboutSandboxes } from '../reconcile/sandbox-asking.ts';

/** What was found out. */
export interface SandboxCheck {
  /** By name: `active`, another state of the sandbox API, or `unknown`, `forbidden`, `unreadable`. */
  readonly sandboxes: OnlineReport['sandboxes'];
  /** Sandboxes that can be read as far as is known, of the list if possible. */
  readonly open: readonly string[];
  /** What stands against single sandboxes. */
  readonly placed: readonly Placed[];
  /** What stands against every one of them. */
  readonly failure: Failure | undefined;
}

/** Checks the credentials and the sandboxes of entries. */
export async function checkSandboxes(
  platform: Platform,
  entries: readonly DesiredConnection[],
): Promise<SandboxCheck> {
  const { remote } = platform;
  const listed = await remote.sandboxes('reachable');
  if (!listed.ok && isRefusedOutright(listed.problem)) {
    return { sandboxes: [], open: [], placed: [], failure: listed.problem };
  }
  const reachable = listed.ok ? listed.value.filter(({ state }) => state === ACTIVE) : [];
  const names = [...new Set(entries.map(({ sandbox }) => sandbox))];
  const unread = await probe(
    platform,
    names.filter((name) => !reachable.some((each) => each.name === name)),
  );
  const standings = await askAboutSandboxes(remote, listed.ok ? unread : [], listed.ok ? listed.value : []);
  const failures = new Map(unread.map(({ sandbox, failure }) => [sandbox, failure]));
  const common = unread.find(({ failure, sandbox }) => explainFailure(failure, sandbox).concerns === 'run');
  const open = names.filter((name) => !failures.has(name));
  return {
    sandboxes: names.map((name) => ({ name, state: stateOf(name, failures.get(name), standings.get(name)) })),
    open: open.length > 0 ? open : reachable.slice(0, 1).map(({ name }) => name),
    placed:
      common === undefined ? unread.flatMap((one) => place(one, entries, standings.get(one.sandbox))) : [],
    failure: common?.failure,
  };
}

/** The sandbox API may be closed to a credential, or not be there; that proves nothing about the Flow Service. */
function isRefusedOutright(failure: Failure): boolean {
  if (failure.kind === 'unauthorised' || failure.kind === 'not-sent') return true;
  return failure.kind === 'forbidden' && explainFailure(failure, '').concerns === 'run';
}

/** A sandbox that could not be read, and why. */
export interface Unread {
  readonly sandbox: string;
  readonly failure: Failure;
}

async function probe(platform: Platform, names: readonly string[]): Promise<readonly Unread[]> {
  const pool = await openPool(platform);
  const probes = names.map(async (sandbox): Promise<Unread[]> => {
    const ran = await pool.run(sandbox, () => platform.remote.probe(sandbox));
    const read = ran.ok ? ran.value : ran;
    return read.ok ? [] : [{ sandbox, failure: read.problem }];
  });
  return (await Promise.all(probes)).flat();
}

function stateOf(name: string, failure: Failure | undefined, standing: SandboxStanding | undefined): string {
  if (failure === undefined) return ACTIVE;
  if (standing?.kind === 'inactive') return standing.state;
  const { code } = explainFailure(failure, name);
  if (code === 'sandbox-unknown') return 'unknown';
  return code === 'forbidden' ? 'forbidden' : 'unreadable';
}

/** Tells of a sandbox that cannot be used, at the first entry that names it. */
export function place(
  { sandbox, failure }: Unread,
  entries: readonly DesiredConnection[],
  standing?: SandboxStanding,
): Placed[] {
  const entry = entries.find((each) => each.sandbox === sandbox);
  const { code, what, fix } = explainFailure(failure, sandbox, standing);
  const telling = { code, summary: `${what}: ${messageOf(failure)}`, fix };
  return entry === undefined ? [] : [{ entry, place: { part: 'sandbox' }, telling }];
}
