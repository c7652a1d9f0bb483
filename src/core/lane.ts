// The health of one sandbox: when its lane becomes narrow, when nothing more is sent to it, and when that is tried
// again. A sandbox that fails by itself holds up no other. Pure; times are epoch milliseconds.
import type { Diagnostic } from './diagnostic.ts';
import type { Failure } from './failure.ts';

/** What is known of a sandbox. */
export interface Lane {
  /** Failures in a row, each of another call; those under way at the same time count as one. */
  readonly failures: number;
  /** When the last of them was counted. */
  readonly countedAt: number;
  /** The call that was counted last. */
  readonly call: number;
  /** The last of them in the platform's words. */
  readonly why: string;
}

/** What came of a request. `call` tells the repeats of one call from other calls. */
export type LaneEvent =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly call: number; readonly sentAt: number; readonly why: string };

/** What a lane lets through. `narrow`: one task at a time, in `waitMs`. `closed`: nothing, for the reason given. */
export type LaneGate =
  | { readonly kind: 'open' }
  | { readonly kind: 'narrow'; readonly waitMs: number }
  | { readonly kind: 'closed'; readonly why: string };

/** A lane that nothing is known of. */
export const NEW_LANE: Lane = { failures: 0, countedAt: -Infinity, call: -1, why: '' };

/** The general guide calls single failures ordinary; from the third in a row on, one task at a time finds out. */
const NARROW_FROM = 3;
/** With 1, 2 and 4 s between them three single tasks outlast a restart; after that the sandbox is left alone. */
const CLOSED_FROM = 6;
const FIRST_PAUSE_MS = 1_000;
/** A closed lane is tried again after a while: soon enough for a listing that settles creates in doubt. */
const CLOSED_FOR_MS = 5_000;
const CLOSED_AT_MOST_MS = 60_000;

/** Takes an outcome into account. */
export function stepLane(lane: Lane, event: LaneEvent, now: number): Lane {
  if (event.kind === 'succeeded') return lane.failures === 0 ? lane : NEW_LANE;
  const { call, sentAt, why } = event;
  // One entry that fails however often it is tried is that entry's trouble, not the sandbox's.
  if (sentAt <= lane.countedAt || call === lane.call) return lane;
  return { failures: lane.failures + 1, countedAt: now, call, why };
}

/** What the lane lets through now. */
export function laneGate({ failures, countedAt, why }: Lane, now: number): LaneGate {
  if (failures < NARROW_FROM) return { kind: 'open' };
  const untilMs = (pauseMs: number): number => Math.max(0, countedAt + pauseMs - now);
  if (failures < CLOSED_FROM)
    return { kind: 'narrow', waitMs: untilMs(FIRST_PAUSE_MS * 2 ** (failures - NARROW_FROM)) };
  const closedMs = Math.min(CLOSED_AT_MOST_MS, CLOSED_FOR_MS * 2 ** (failures - CLOSED_FROM));
  return untilMs(closedMs) > 0 ? { kind: 'closed', why } : { kind: 'narrow', waitMs: 0 };
}

/** Whether a failure speaks against the sandbox: no access, no such sandbox, or an outage. */
export function concernsSandbox({ kind, status, code }: Failure): boolean {
  switch (kind) {
    case 'forbidden':
      return true;
    case 'missing':
      return isUnknownSandbox(code);
    case 'outcome-unknown':
      // A connection that breaks is a matter of the way there, which all sandboxes share.
      return (status !== null && status >= 400) || code === 'TIMEOUT';
    case 'not-sent':
    case 'throttled':
    case 'unauthorised':
    case 'stale':
    case 'rejected':
    case 'untrusted':
      return false;
  }
}

/** Whether a 404 is about the sandbox (catalogue 2100 to 2106) and not about a connection. */
export function isUnknownSandbox(code: string | null): boolean {
  return /21\d\d/.test(code ?? '');
}

/** What becomes of a task whose lane is closed. Nothing has left, so that the next run may begin it. */
export function closedFailure(sandbox: string, why: string): Failure {
  return {
    kind: 'not-sent',
    status: null,
    code: CLOSED_LANE,
    message: `the sandbox ${sandbox} keeps failing (${why}); its remaining entries are left for the next run`,
    requestId: null,
    retryable: true,
    exhausted: true,
  };
}

/** Code of everything that was left because its lane was closed. */
export const CLOSED_LANE = 'sandbox-failing';

/** An action that did not come about, as far as it matters here. */
interface Left {
  readonly error: { readonly code: string | null; readonly message: string } | null;
}

/** Says once for every closed lane what became of the rest of its sandbox. */
export function closedWarnings(outcomes: readonly Left[]): Diagnostic[] {
  const counts = new Map<string, number>();
  for (const { error } of outcomes) {
    if (error?.code === CLOSED_LANE) counts.set(error.message, (counts.get(error.message) ?? 0) + 1);
  }
  return [...counts].map(([message, count]) => ({
    severity: 'warning',
    code: CLOSED_LANE,
    summary: `${message}: ${count === 1 ? '1 entry' : `${count} entries`}`,
    fix: 'Look into the sandbox in AEP, and run again.',
  }));
}
