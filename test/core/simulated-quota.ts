// A platform with a quota and a client that goes by core/width.ts, in simulated time: nothing here waits or draws lots.
import { departureOf, startFlow, stepFlow, widthOf } from '../../src/core/width.ts';
import type { Flow, FlowEvent } from '../../src/core/width.ts';

/** A bucket as it is at some time. */
interface Quota {
  readonly perSecond: number;
  readonly burst: number;
}

/** How a platform answers and a client works. */
export interface Scene {
  readonly quotaAt: (now: number) => Quota;
  /** `long` asks for four seconds, however soon the bucket has a request again. */
  readonly retryAfter: 'seconds' | 'date' | 'none' | 'long';
  readonly latencyMs?: number;
  /** Up to so many milliseconds more. */
  readonly jitterMs?: number;
  readonly ceiling?: number;
  readonly forMs?: number;
  readonly seed?: number;
  /** Whether the bucket is empty when the client begins. */
  readonly emptyAtFirst?: boolean;
  /** So many requests are refused once the first few have passed, whatever the quota. */
  readonly refusedFor?: number;
}

/** What came of it. */
export interface Played {
  /** When each success was answered. */
  readonly passedAt: readonly number[];
  readonly refusedAt: readonly number[];
  /** The widest that was in force at any time. */
  readonly widest: number;
  readonly flow: Flow;
}

interface Event {
  readonly at: number;
  readonly happen: () => void;
}

/** Numbers from 0 to 1 that are the same in every run (a linear congruence, Numerical Recipes). */
function fractions(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
}

const FIRST_FEW = 4;

/** A bucket that is full whenever the quota has just changed. */
function createBucket({ quotaAt, emptyAtFirst = false, refusedFor = 0 }: Scene): (now: number) => number {
  let drawn = 0;
  let quota = quotaAt(0);
  let level = emptyAtFirst ? 0 : quota.burst;
  let filledAt = 0;
  return (now) => {
    const today = quotaAt(now);
    if (today.perSecond !== quota.perSecond) level = today.burst;
    quota = today;
    level = Math.min(quota.burst, level + ((now - filledAt) * quota.perSecond) / 1_000);
    filledAt = now;
    drawn += 1;
    if (drawn > FIRST_FEW && drawn <= FIRST_FEW + refusedFor) return 1;
    if (level < 1) return ((1 - level) * 1_000) / quota.perSecond;
    level -= 1;
    return 0;
  };
}

/** Plays a scene to its end. */
export function play(scene: Scene): Played {
  const { latencyMs = 50, jitterMs = 10, forMs = 60_000 } = scene;
  const random = fractions(scene.seed ?? 1);
  const draw = createBucket(scene);
  const events: Event[] = [];
  const passedAt: number[] = [];
  const refusedAt: number[] = [];
  let now = 0;
  let flow = startFlow(scene.ceiling ?? 16, 0);
  let active = 0;
  /** How often each request at the gate has been tried. */
  const atGate: number[] = [];
  let gateWakesAt = Infinity;
  let widest = 0;

  const after = (ms: number, happen: () => void): void => {
    const at = now + ms;
    const next = events.findIndex((event) => event.at > at);
    events.splice(next < 0 ? events.length : next, 0, { at, happen });
  };
  const step = (event: FlowEvent): void => {
    flow = stepFlow(flow, event, now);
    widest = Math.max(widest, widthOf(flow));
  };
  const begin = (): void => {
    while (active < widthOf(flow) && now >= flow.pausedUntil) {
      active += 1;
      atGate.push(0);
    }
    openGate();
  };
  const openGate = (): void => {
    while (atGate.length > 0 && departureOf(flow) <= now) send((atGate.shift() ?? 0) + 1);
    const at = departureOf(flow);
    if (atGate.length === 0 || (gateWakesAt > now && gateWakesAt <= at)) return;
    // A timer fires on a whole millisecond, and up to one late.
    const inMs = Math.max(1, Math.ceil(at - now)) + random();
    gateWakesAt = now + inMs;
    after(inMs, begin);
  };
  const send = (attempt: number): void => {
    step({ kind: 'sent' });
    const sentAt = now;
    const answerMs = latencyMs + random() * jitterMs;
    after(1 + random(), () => {
      const waitMs = draw(now);
      after(answerMs, () => {
        if (waitMs === 0) pass(sentAt);
        else refuse({ sentAt, waitMs, attempt });
      });
    });
  };
  const pass = (sentAt: number): void => {
    passedAt.push(now);
    step({ kind: 'answered', sentAt, slow: false });
    active -= 1;
    begin();
  };
  const refuse = ({ sentAt, waitMs, attempt }: { sentAt: number; waitMs: number; attempt: number }): void => {
    refusedAt.push(now);
    const pauseMs = pauseFor(scene, { waitMs, now, attempt, fraction: random() });
    step({ kind: 'refused', sentAt, pauseMs });
    after(pauseMs + random() * 200, () => {
      atGate.push(attempt);
      begin();
    });
    after(flow.pausedUntil - now, begin);
  };

  begin();
  for (let event = events.shift(); event !== undefined && event.at <= forMs; event = events.shift()) {
    now = event.at;
    event.happen();
  }
  return { passedAt, refusedAt, widest, flow };
}

/** Retry-After counts whole seconds; a date is rounded up to one, on a clock of its own. */
function pauseFor(
  { retryAfter }: Scene,
  { waitMs, now, attempt, fraction }: { waitMs: number; now: number; attempt: number; fraction: number },
): number {
  const seconds = Math.ceil(waitMs / 1_000);
  switch (retryAfter) {
    case 'seconds':
      return seconds * 1_000;
    case 'date': {
      const theirs = now + 345;
      return (Math.ceil(theirs / 1_000) + seconds) * 1_000 - theirs;
    }
    case 'none':
      return fraction * Math.min(20_000, 200 * 2 ** attempt);
    case 'long':
      return 4_000;
  }
}

/** How many of these times lie between two times, per second. */
export function perSecond(times: readonly number[], from: number, to: number): number {
  return (times.filter((at) => at >= from && at < to).length * 1_000) / (to - from);
}
