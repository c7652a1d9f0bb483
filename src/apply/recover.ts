// Settles what a crashed run left in doubt, before anything is planned: waits until a listing can be trusted, looks,
// and writes every verdict into the journal. What a listing says about a doubt is decided in core/journal.ts.
import { listed, sortedCandidates } from '../core/conflict.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Failure } from '../core/failure.ts';
import { judgeDoubt } from '../core/journal.ts';
import type { Intent, JournalEntry, Verdict } from '../core/journal.ts';
import type { Clock, Remote } from '../core/ports.ts';
import { success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { claimedIds, completeRecord } from '../core/state.ts';
import type { State } from '../core/state.ts';
import { observeSandboxes } from './observe.ts';
import type { Sighting } from './observe.ts';
import type { Pool } from './pool.ts';
import type { ProgressCounts } from '../core/progress.ts';

/** What recovery depends on. */
export interface RecoverOptions {
  readonly remote: Remote;
  readonly pool: Pool;
  readonly clock: Clock;
  readonly stop: AbortSignal;
  /** How long a listing may lag behind, in milliseconds. */
  readonly settleDelayMs: number;
  readonly state: State;
  readonly doubts: readonly Intent[];
  /** The sandboxes that the run needs anyway. */
  readonly sandboxes: Iterable<string>;
  /** Writes a verdict down; does nothing for a run that only looks. */
  readonly append: (entry: JournalEntry) => Promise<Result<undefined, Diagnostic>>;
  /** Told before a wait, so that people know why nothing happens. */
  readonly onWait: (why: string) => void;
  /** Told how many sandboxes have been read. */
  readonly onProgress?: (progress: ProgressCounts) => void;
}

/** What is known once the doubts are settled. */
export interface Recovered {
  readonly state: State;
  readonly observed: ReadonlyMap<string, Sighting | Failure>;
  /** One note for every doubt. */
  readonly notes: readonly Diagnostic[];
}

/** Looks again this often before a listing that lags for longer than announced is given up. */
const MOST_LOOKS = 3;

/** Reads the sandboxes and settles the doubts in them. */
export async function observeAndRecover(options: RecoverOptions): Promise<Result<Recovered, Diagnostic>> {
  await waitForListings(options);
  const doubtful = new Set(options.doubts.map(({ record }) => record.sandbox));
  const { remote, pool, state, onProgress } = options;
  const reading = { remote, pool, records: state.connections, ...(onProgress && { onProgress }) };
  const observed = await observeSandboxes([...options.sandboxes, ...doubtful], reading);
  for (let looks = 1; looks < MOST_LOOKS; looks += 1) {
    const lagging = [...doubtful].filter((sandbox) => isLagging(observed.get(sandbox)));
    if (lagging.length === 0 || options.stop.aborted) break;
    options.onWait(`the listing of ${lagging.join(', ')} lags behind`);
    await options.clock.sleep(options.settleDelayMs, options.stop);
    for (const [sandbox, view] of await observeSandboxes(lagging, reading)) observed.set(sandbox, view);
  }
  for (const sandbox of doubtful) if (isLagging(observed.get(sandbox))) observed.set(sandbox, LAGGING);
  return settleAll(options, observed);
}

/** Gateways of Adobe's APIs give a request up after a minute; until then its create may still be committed. */
const SLOWEST_COMMIT_MS = 60_000;

/** A create of ours may show in a listing only after the settling delay, counted from when it may have been committed. */
async function waitForListings({
  doubts,
  clock,
  settleDelayMs,
  stop,
  onWait,
}: RecoverOptions): Promise<void> {
  const latest = Math.max(0, ...doubts.map(({ at }) => at));
  const wait = Math.min(latest + SLOWEST_COMMIT_MS + settleDelayMs - clock.now(), settleDelayMs);
  if (wait <= 0) return;
  onWait(`${doubts.length} creates of the last run are in doubt, and a listing may lag behind`);
  await clock.sleep(wait, stop);
}

async function settleAll(
  options: RecoverOptions,
  observed: ReadonlyMap<string, Sighting | Failure>,
): Promise<Result<Recovered, Diagnostic>> {
  const connections = new Map(options.state.connections);
  const claimed = claimedIds(options.state.connections);
  const notes: Diagnostic[] = [];
  for (const doubt of options.doubts) {
    const view = observed.get(doubt.record.sandbox);
    if (view === undefined || !('listing' in view)) continue;
    const verdict = judgeDoubt(doubt, view.listing, { claimed });
    const found = verdict.kind === 'found' ? verdict.connection : undefined;
    const identity = { id: found?.id ?? null, etag: found?.etag ?? null };
    const written = await options.append({ kind: 'settled', n: doubt.n, ...identity });
    if (!written.ok) return written;
    if (found !== undefined) {
      claimed.set(found.id, doubt.key);
      connections.set(doubt.key, completeRecord(doubt.record, found));
    }
    notes.push(settledNote(doubt, verdict));
  }
  return success({ state: { ...options.state, connections }, observed, notes });
}

function settledNote({ key, record }: Intent, verdict: Verdict): Diagnostic {
  const summary = `the last run ended while "${record.name}" was being created in ${record.sandbox}; ${whatBecame(verdict)}`;
  return { severity: 'note', code: 'settled', summary, fix: undefined, key };
}

function whatBecame(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'found':
      return `it had taken place, as ${verdict.connection.id}, and is adopted`;
    case 'absent':
      return 'it had not taken place';
    case 'several':
      return `several connections could be it: ${listed(sortedCandidates(verdict.candidates))}`;
  }
}

function isLagging(view: Sighting | Failure | undefined): boolean {
  return view !== undefined && 'lagging' in view && view.lagging;
}

const LAGGING: Failure = {
  kind: 'outcome-unknown',
  status: null,
  code: 'listing-lags',
  message:
    'the listing does not show connections that stand, so creates in doubt cannot be settled from it yet',
  requestId: null,
  retryable: true,
};
