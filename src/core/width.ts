// How many requests may be under way at a time, and when the next one may leave: the one decision about speed. State
// and event in, state out; times are epoch milliseconds. The width bounds what is under way, which is what a platform
// feels as load; the pace in it bounds requests per second, which is what a quota counts.
import { afterPassing, afterRefusal, afterSending, freePace } from './pace.ts';
import type { Pace } from './pace.ts';

/** The state of the decision. */
export interface Flow {
  /** The widest that is allowed. */
  readonly ceiling: number;
  /** Requests that may be under way; grows by fractions. */
  readonly width: number;
  /** Whether nothing has spoken against growing yet: then every success makes it wider by one. */
  readonly steep: boolean;
  /** When it was last narrowed: requests sent before tell nothing about the width since. */
  readonly narrowedAt: number;
  /** Nothing leaves before. */
  readonly pausedUntil: number;
  /** Requests sent and not answered. */
  readonly inFlight: number;
  /** Share of the answers of late that were slow, from 0 to 1. */
  readonly slowShare: number;
  /** Smoothed time to an answer in milliseconds. */
  readonly latencyMs: number;
  readonly pace: Pace;
}

/**
 * What happens to a request.
 * - `sent`: it leaves.
 * - `answered`: processed; `slow` says how it compares with others of its kind.
 * - `refused`: 429, unprocessed; nothing may leave for `pauseMs`.
 * - `strained`: 5xx that concerns everyone; the general guide says that many simultaneous calls can surface as 500.
 * - `lost`: ended in any other way, which says nothing about speed.
 */
export type FlowEvent =
  | { readonly kind: 'sent' }
  | { readonly kind: 'answered'; readonly sentAt: number; readonly slow: boolean }
  | { readonly kind: 'refused'; readonly sentAt: number; readonly pauseMs: number }
  | { readonly kind: 'strained'; readonly sentAt: number }
  | { readonly kind: 'lost' };

/** No platform minds four requests at a time (our own advice for an unknown quota is two to four). */
const FIRST_WIDTH = 4;
/** Congestion is when most answers are slow; a few long ones among many are the tail of any distribution. */
const MOSTLY = 0.5;
/** So many answers back the share of slow ones reaches. */
const SHARE_SPAN = 8;
const LATENCY_SPAN = 8;
/** A task of a paced run waits for its turn with its intent written, so that no more are begun than soon have theirs. */
const TASK_EXTRA_MS = 100;
const SPARE_TASKS = 2;

/** The state before the first request. */
export function startFlow(ceiling: number, now: number): Flow {
  return {
    ceiling,
    width: Math.min(FIRST_WIDTH, ceiling),
    steep: true,
    narrowedAt: -Infinity,
    pausedUntil: now,
    inFlight: 0,
    slowShare: 0,
    latencyMs: 0,
    pace: freePace(now),
  };
}

/** Decides what an event changes. */
export function stepFlow(flow: Flow, event: FlowEvent, now: number): Flow {
  switch (event.kind) {
    case 'sent':
      return { ...flow, inFlight: flow.inFlight + 1, pace: afterSending(flow.pace, now) };
    case 'answered':
      return ended(judged(flow, event, now), afterPassing(flow.pace, event.sentAt));
    case 'refused': {
      const pausedUntil = Math.max(flow.pausedUntil, now + event.pauseMs);
      const pace = afterRefusal(flow.pace, { sentAt: event.sentAt, resumeAt: pausedUntil }, now);
      return ended({ ...narrowed(flow, event.sentAt, now), pausedUntil }, pace);
    }
    case 'strained':
      return ended(narrowed(flow, event.sentAt, now), afterPassing(flow.pace, event.sentAt));
    case 'lost':
      return ended(flow, flow.pace);
  }
}

/** How many tasks may be under way. */
export function widthOf({ width, latencyMs, pace }: Flow): number {
  const whole = Math.floor(width);
  if (pace.rate === undefined) return whole;
  const needed = Math.ceil((pace.rate * (latencyMs + TASK_EXTRA_MS)) / 1_000) + SPARE_TASKS;
  return Math.min(whole, needed);
}

/** When the next request may leave. */
export function departureOf({ pausedUntil, pace }: Flow): number {
  return pace.rate === undefined ? pausedUntil : Math.max(pausedUntil, pace.nextAt);
}

function ended(flow: Flow, pace: Pace): Flow {
  return { ...flow, inFlight: flow.inFlight - 1, pace };
}

/** After an answer: narrower when most are slow, else wider where the width is made use of. */
function judged(flow: Flow, { sentAt, slow }: { sentAt: number; slow: boolean }, now: number): Flow {
  const latencyMs =
    flow.latencyMs === 0 ? now - sentAt : flow.latencyMs + (now - sentAt - flow.latencyMs) / LATENCY_SPAN;
  // What was sent before it became narrower was slow because of the width of then.
  const judges = sentAt > flow.narrowedAt;
  const slowShare = judges ? flow.slowShare + (Number(slow) - flow.slowShare) / SHARE_SPAN : flow.slowShare;
  const told = { ...flow, latencyMs, slowShare };
  if (slowShare > MOSTLY && flow.width > FIRST_WIDTH) return narrowed(told, sentAt, now);
  return slow || flow.inFlight * 2 < Math.floor(flow.width) ? told : { ...told, width: wider(flow) };
}

function wider({ width, ceiling, steep }: Flow): number {
  return Math.min(ceiling, width + (steep ? 1 : 1 / width));
}

/** Half as wide; requests sent before the last time do not count again. */
function narrowed(flow: Flow, sentAt: number, now: number): Flow {
  if (sentAt <= flow.narrowedAt) return flow;
  const width = Math.max(1, Math.floor(flow.width / 2));
  return { ...flow, width, steep: false, narrowedAt: now, slowShare: 0 };
}
