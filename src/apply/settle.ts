// Finds out, within a run, what became of creates whose answers never came: one listing per sandbox for all of them,
// taken when it can be trusted. What a listing says about a doubt is decided in core/journal.ts.
import type { ObservedConnection } from '../core/connection.ts';
import type { Failure } from '../core/failure.ts';
import { judgeDoubt } from '../core/journal.ts';
import type { Verdict } from '../core/journal.ts';
import { refusal } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { completeRecord } from '../core/state.ts';
import type { Doubt } from './create.ts';
import type { Run } from './run.ts';
import { groupBy } from '../core/grouping.ts';

/** What became of a doubt; `unsettled` stays in the journal for the next run. */
export interface Settled {
  readonly doubt: Doubt;
  readonly verdict: Verdict | { readonly kind: 'unsettled'; readonly why: Failure };
}

/** A listing that lags this many times longer than announced is given up for this run. */
const MOST_WAITS = 3;

/** Statuses of a gateway that stopped waiting: the service behind it may go on, and commit later. */
const MAY_GO_ON: readonly (number | null)[] = [null, 408, 502, 503, 504];

/** Settles doubts, all sandboxes at once. */
export async function settleDoubts(run: Run, doubts: readonly Doubt[]): Promise<Settled[]> {
  const sandboxes = groupBy(doubts, ({ entry }) => entry.sandbox);
  const settled = [...sandboxes].map(([sandbox, group]) => settleSandbox(run, sandbox, group));
  return (await Promise.all(settled)).flat();
}

async function settleSandbox(run: Run, sandbox: string, doubts: readonly Doubt[]): Promise<Settled[]> {
  const listed = await trustedListing(run, sandbox, doubts);
  if (!listed.ok)
    return doubts.map((doubt) => ({ doubt, verdict: { kind: 'unsettled', why: listed.problem } }));
  return doubts.map((doubt) => ({ doubt, verdict: settleDoubt(run, doubt, listed.value) }));
}

function settleDoubt(run: Run, doubt: Doubt, listing: readonly ObservedConnection[]): Verdict {
  const { sandbox, key } = doubt.entry;
  const before = new Set(run.options.before.get(sandbox)?.map(({ id }) => id));
  const verdict = judgeDoubt(doubt.intent, listing, { claimed: run.ledger.claimed, before });
  const { n, record } = doubt.intent;
  if (verdict.kind === 'found') {
    const { id, etag } = verdict.connection;
    run.ledger.record(key, completeRecord(record, { id, etag }));
    run.writeLater({ kind: 'settled', n, id, etag });
  } else {
    run.writeLater({ kind: 'settled', n, id: null, etag: null });
  }
  return verdict;
}

/** Lists a sandbox once its listing is known, or old enough, to show what is in doubt. */
async function trustedListing(
  run: Run,
  sandbox: string,
  doubts: readonly Doubt[],
): Promise<Result<readonly ObservedConnection[], Failure>> {
  const { clock, stop, settleDelayMs } = run.options;
  const latest = Math.max(...doubts.map(({ failedAt }) => failedAt));
  const ended = doubts.every(({ failure }) => !MAY_GO_ON.includes(failure.status));
  if (ended && hasLaterCreate(run, sandbox, latest)) {
    const early = await list(run, sandbox);
    if (!early.ok || showsLaterCreate(run, { sandbox, latest, listing: early.value })) return early;
  }
  for (let waits = 0; waits < MOST_WAITS; waits += 1) {
    announce(run, sandbox, doubts.length);
    await clock.sleep(latest + (waits + 1) * settleDelayMs - clock.now(), stop);
    if (run.halted) return refusal(HALTED);
    const listing = await list(run, sandbox);
    if (!listing.ok || showsEveryCreate(run, sandbox, listing.value)) return listing;
  }
  return refusal(LAGGING);
}

async function list(run: Run, sandbox: string): Promise<Result<readonly ObservedConnection[], Failure>> {
  const ran = await run.options.pool.run(sandbox, () => run.options.remote.list(sandbox));
  return ran.ok ? ran.value : ran;
}

function hasLaterCreate(run: Run, sandbox: string, latest: number): boolean {
  return run.ledger.createsIn(sandbox).some(({ at }) => at > latest);
}

/** A create of ours that began after the last doubt ended is the proof that the listing has caught up. */
function showsLaterCreate(
  run: Run,
  { sandbox, latest, listing }: { sandbox: string; latest: number; listing: readonly ObservedConnection[] },
): boolean {
  const shown = new Set(listing.map(({ id }) => id));
  return run.ledger.createsIn(sandbox).some(({ id, at }) => at > latest && shown.has(id));
}

/** A listing that lacks a create of ours that is older than the delay lags for longer than announced. */
function showsEveryCreate(run: Run, sandbox: string, listing: readonly ObservedConnection[]): boolean {
  const shown = new Set(listing.map(({ id }) => id));
  return run.ledger.createsIn(sandbox).every(({ id }) => shown.has(id));
}

function announce(run: Run, sandbox: string, count: number): void {
  const { log } = run.options;
  log.info({ sandbox, count }, 'waiting until the listing shows what became of creates without an answer');
}

const HALTED: Failure = {
  kind: 'outcome-unknown',
  status: null,
  code: 'in-doubt',
  message: 'the run ended before the listing could tell; the next run finds out',
  requestId: null,
  retryable: true,
};

const LAGGING: Failure = {
  kind: 'outcome-unknown',
  status: null,
  code: 'listing-lags',
  message: 'the listing lags behind for longer than the settling delay; the next run finds out',
  requestId: null,
  retryable: true,
};
