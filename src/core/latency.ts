// How quick answers of one kind are, held against the quickest of late. Part of the decision in width.ts. Pure; times
// are epoch milliseconds.

/** The quickest answer of this period and of the one before, in milliseconds. */
export interface Quickest {
  readonly nowMs: number;
  readonly beforeMs: number;
  readonly since: number;
}

/**
 * A platform that has become slower for good is the new measure after two of these: measured against what it once was,
 * it would be spared for ever without becoming any quicker.
 */
const PERIOD_MS = 15_000;
/** Slow is more than twice the quickest and 100 ms: jitter is a share of the answer, a busy client adds its own delay. */
const SLOW_FACTOR = 2;
const SLOW_EXTRA_MS = 100;

/** Whether an answer that took so long is slow, as far as the ones before it can tell. */
export function isSlow(quickest: Quickest | undefined, latencyMs: number): boolean {
  if (quickest === undefined) return false;
  return latencyMs > Math.min(quickest.nowMs, quickest.beforeMs) * SLOW_FACTOR + SLOW_EXTRA_MS;
}

/** Takes an answer into account. */
export function quickestWith(quickest: Quickest | undefined, latencyMs: number, now: number): Quickest {
  if (quickest === undefined) return { nowMs: latencyMs, beforeMs: Infinity, since: now };
  if (now < quickest.since + PERIOD_MS) return { ...quickest, nowMs: Math.min(quickest.nowMs, latencyMs) };
  return { nowMs: latencyMs, beforeMs: quickest.nowMs, since: now };
}
