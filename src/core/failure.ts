// Ways in which a request can fail, and what to do next. Classification happens where the answer is read
// (flow-service/classify.ts); every decision to repeat, wait, settle or give up is made here and nowhere else.
// The rule not to break: a POST whose outcome is unknown is never repeated from here.

/**
 * What a failed request means for the work it carried.
 * - `not-sent`: no byte can have arrived (connection refused, name not resolved).
 * - `throttled`: refused unprocessed, because of the rate (429).
 * - `unauthorised`: refused unprocessed, because of the token.
 * - `forbidden`, `missing`, `stale`, `rejected`: processed and refused for good.
 * - `outcome-unknown`: sent, without an answer that says what became of it.
 * - `untrusted`: answered in a way that we refuse to follow (redirect, foreign link, endless paging).
 */
export type FailureKind =
  | 'not-sent'
  | 'throttled'
  | 'unauthorised'
  | 'forbidden'
  | 'missing'
  | 'stale'
  | 'rejected'
  | 'outcome-unknown'
  | 'untrusted';

/** A classified failure of one request. Holds no secret. */
export interface Failure {
  readonly kind: FailureKind;
  /** HTTP status, null when no answer came. */
  readonly status: number | null;
  /** The platform's error code or the socket's, null when there is none. */
  readonly code: string | null;
  /** A sentence for people. */
  readonly message: string;
  readonly requestId: string | null;
  /** Whether the same request may succeed later without anyone changing anything. */
  readonly retryable: boolean;
  /** How long the platform asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** Set when the request has been repeated as often as it may: whoever gets it must not start over. */
  readonly exhausted?: true;
}

/** A request that the end of a run kept from leaving. */
export const STOPPED: Failure = {
  kind: 'not-sent',
  status: null,
  code: 'stopped',
  message: 'the run was stopped before this request left',
  requestId: null,
  retryable: true,
  exhausted: true,
};

/** HTTP methods that the client sends to the Flow Service. */
export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** What to do after a failure. */
export type NextStep =
  | { readonly do: 'repeat'; readonly afterMs: number }
  | { readonly do: 'settle' }
  /** `overBudget`: it would have been repeated, had the run not used up its repeats. */
  | { readonly do: 'give-up'; readonly overBudget?: true };

/** What the decision depends on. */
export interface Attempted {
  readonly method: Method;
  readonly failure: Failure;
  /** Attempts made so far, counting from 1. */
  readonly attempt: number;
  /** From 0 to 1, for the jitter. */
  readonly fraction: number;
  /** The longest wait that the platform may ask for, in milliseconds; a minute when absent. */
  readonly maxWaitMs?: number;
  /** What the run has sent so far; absent: repeats are not budgeted. */
  readonly spent?: Spent;
}

/** Requests of a run, and how many of them were repeats of a fault. Repeats after a 429 are not: those are paced. */
interface Spent {
  readonly requests: number;
  readonly repeats: number;
}

/** Five tries span about three seconds of backoff: longer than a restart of a gateway, shorter than anyone's patience. */
const MAX_ATTEMPTS = 5;
/** Throttling is an ordinary answer of a busy platform, so it is given more room than a fault. */
const MAX_THROTTLED_ATTEMPTS = 12;
const BACKOFF_BASE_MS = 200;
const BACKOFF_CAP_MS = 20_000;
/** Values above 2000 s have been seen from sibling APIs; nobody waits for that unasked. */
export const DEFAULT_MAX_WAIT_MS = 60_000;
/** A dozen sandboxes may have a bad start and be tried four times more each; a platform in ruins is left alone. */
const FREE_REPEATS = 50;
/** Beyond these, faults that are few and far between are still repeated: one request in ten. */
const REPEATS_PER_REQUEST = 0.1;

/** Decides what follows a failed request. */
export function nextStep(attempted: Attempted): NextStep {
  const { method, failure, attempt } = attempted;
  if (failure.kind === 'outcome-unknown' && method === 'POST') return { do: 'settle' };
  const allowed = failure.kind === 'throttled' ? MAX_THROTTLED_ATTEMPTS : MAX_ATTEMPTS;
  if (failure.exhausted === true || !mayRepeat(failure) || attempt >= allowed) return { do: 'give-up' };
  if (failure.kind !== 'throttled' && isOverBudget(attempted.spent))
    return { do: 'give-up', overBudget: true };
  return { do: 'repeat', afterMs: waitFor(attempted) };
}

function isOverBudget(spent: Spent | undefined): boolean {
  return spent !== undefined && spent.repeats >= FREE_REPEATS + spent.requests * REPEATS_PER_REQUEST;
}

function mayRepeat(failure: Failure): boolean {
  switch (failure.kind) {
    case 'not-sent':
    case 'throttled':
    case 'outcome-unknown':
      return failure.retryable;
    case 'unauthorised':
    case 'forbidden':
    case 'missing':
    case 'stale':
    case 'rejected':
    case 'untrusted':
      return false;
  }
}

/** A little more than was asked for, so that waiting requests do not all return in the same millisecond. */
function waitFor(attempted: Attempted): number {
  const asked = attempted.failure.retryAfterMs !== undefined;
  return pauseAfter(attempted) + (asked ? attempted.fraction * BACKOFF_BASE_MS : 0);
}

/**
 * Milliseconds for which nothing like this request should leave: what the platform asks for, within bounds, or else a
 * backoff with full jitter.
 */
export function pauseAfter({
  failure,
  attempt,
  fraction,
  maxWaitMs = DEFAULT_MAX_WAIT_MS,
}: Attempted): number {
  if (failure.retryAfterMs !== undefined) return Math.min(failure.retryAfterMs, maxWaitMs);
  return fraction * Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** attempt);
}

/** Whether nothing can have come of a request that would have been repeated: ended there, it was never begun. */
export function leftNoTrace({ kind, retryable, exhausted }: Failure): boolean {
  return (kind === 'throttled' || kind === 'not-sent') && retryable && exhausted !== true;
}

/** Whether a failure says that the credential, and not the entry, is the trouble. */
export function isRefusedAccess(failure: Failure): boolean {
  return failure.kind === 'unauthorised' || failure.kind === 'forbidden';
}
