// The rate at which requests leave, learnt from refusals (429). Part of the decision in width.ts. Pure; times are epoch
// milliseconds. A quota is most often a bucket of unknown size and inflow that is empty at the moment of a refusal, so
// what passed between two refusals tells the inflow; how that is read is said at `measured`.

/** The rate, and what it was learnt from. */
export interface Pace {
  /** Requests per second; undefined until one was refused, because nothing is known of a quota before. */
  readonly rate: number | undefined;
  /** When the next request may leave; without a rate, when the last one left. */
  readonly nextAt: number;
  readonly span: Span;
  /** What passed before the first refusal: what the bucket held, and a little inflow. */
  readonly opening: Passed | undefined;
  /** The rate that was last found to hold; kept for a while when much less is granted. */
  readonly known: Known | undefined;
  /** Whether the rate is clearly below what is known to hold, or nothing is known yet: then it grows fast. */
  readonly climbing: boolean;
  /** The rate does not grow before. */
  readonly holdUntil: number;
  /** Probes in a row that were refused. */
  readonly failedProbes: number;
  /** The last refusal. */
  readonly refusedAt: number;
  /** Whether nothing had passed before the last refusal either. */
  readonly standstill: boolean;
  /** When the rate was last allowed to grow. */
  readonly grownAt: number;
}

/** What has passed since the last refusal and the pause after it. */
interface Span {
  readonly since: number;
  /** Milliseconds of standing still before, while a bucket fills. */
  readonly idleMs: number;
  readonly passed: number;
  /** How far it was on the way. */
  readonly marks: readonly Mark[];
}

interface Mark {
  readonly at: number;
  readonly passed: number;
}

interface Passed {
  readonly passed: number;
  readonly ms: number;
}

interface Known {
  readonly rate: number;
  readonly until: number;
}

/** A refusal: when its request was sent, and until when everything waits. */
export interface Refusal {
  readonly sentAt: number;
  readonly resumeAt: number;
}

/**
 * A timer is late by a millisecond, and a busy process by hundreds. That is caught up on as far as half of the bucket
 * can make up for it: half of one, because the platform may have counted otherwise. Measured: with stalls of 150 ms on
 * a busy machine 98 % of a quota are used with this, and 80 % with 50 ms whatever the bucket.
 */
const CATCH_UP_SHARE = 0.5;
const LEAST_CATCH_UP_MS = 20;
const MOST_CATCH_UP_MS = 400;
const UNKNOWN_CATCH_UP_MS = 50;
/** A run that had nothing to send for so long starts a new measurement. */
const IDLE_MS = 1_000;
/** Share of what was measured, so that the quota is approached from below. */
const CAUTION = 0.995;
/** Below this share of a rate that held before, the platform is taken to have recovered until it says otherwise. */
const CLEARLY_BELOW = 0.7;
/** Share of the known rate at which a climb has arrived. */
const ARRIVED = 0.98;
/** Growth per second while climbing: from a fifth to the whole takes less than four seconds. */
const CLIMB = 0.5;
/** Growth per second of a probe at its beginning; it doubles after this many milliseconds without a refusal. */
const PROBE = 0.005;
const PROBE_DOUBLES_MS = 5_000;
/** A failed probe costs a pause, so that probes are held back for so many times as long, at least 3 s. */
const HOLD_PER_PAUSE = 15;
const SHORTEST_HOLD_MS = 3_000;
/** The hold doubles with every failed probe, up to eightfold. */
const MOST_DOUBLINGS = 3;
/** A rate that held is remembered for a minute after the platform grants clearly less. */
const MEMORY_MS = 60_000;
/** Fewer than this are no measurement. */
const FEWEST_PASSED = 5;
/** Nobody is served by less than one request in two seconds; a platform that grants less says so by its pauses. */
const LOWEST_RATE = 0.5;
/** A measurement from a mark on takes a second, because whole requests are counted. */
const SHORTEST_MARK_MS = 1_000;
const MARK_EVERY_MS = 200;
const MOST_MARKS = 100;
/** Growth is worked out in steps no longer than this, so that a gap between two requests is no licence. */
const LONGEST_STEP_MS = 250;

/** A pace that holds nothing back. */
export function freePace(now: number): Pace {
  return {
    rate: undefined,
    nextAt: -Infinity,
    span: spanFrom(now, 0),
    opening: undefined,
    known: undefined,
    climbing: true,
    holdUntil: now,
    failedProbes: 0,
    refusedAt: -Infinity,
    standstill: false,
    grownAt: now,
  };
}

function spanFrom(since: number, idleMs: number): Span {
  return { since, idleMs, passed: 0, marks: [] };
}

/** A request leaves now. */
export function afterSending(pace: Pace, now: number): Pace {
  const idleMs = now - pace.nextAt;
  const span = idleMs > IDLE_MS ? spanFrom(now, idleMs) : pace.span;
  if (pace.rate === undefined) return { ...pace, span, nextAt: now };
  const catchUpMs = catchUp(pace.opening, pace.rate);
  // A rate that is not used up is not tried out either, so it does not grow.
  const rate = idleMs > catchUpMs ? pace.rate : grown(pace, pace.rate, now);
  const climbing = pace.climbing && !hasArrived(pace.known, rate, now);
  const nextAt = Math.max(pace.nextAt, now - catchUpMs) + 1_000 / rate;
  return { ...pace, span, rate, climbing, nextAt, grownAt: now };
}

function catchUp(opening: Passed | undefined, rate: number): number {
  // One request may always follow another that was late.
  const least = Math.max(LEAST_CATCH_UP_MS, 1_000 / rate);
  if (opening === undefined) return Math.max(UNKNOWN_CATCH_UP_MS, least);
  const bucket = opening.passed - (rate * opening.ms) / 1_000;
  const catchUpMs = (bucket * CATCH_UP_SHARE * 1_000) / rate;
  return Math.max(least, Math.min(MOST_CATCH_UP_MS, catchUpMs));
}

function hasArrived(known: Known | undefined, rate: number, now: number): boolean {
  return known !== undefined && (now >= known.until || rate >= known.rate * ARRIVED);
}

function grown({ climbing, holdUntil, grownAt }: Pace, rate: number, now: number): number {
  const stepMs = Math.min(LONGEST_STEP_MS, now - Math.max(grownAt, holdUntil));
  if (stepMs <= 0) return rate;
  const perSecond = climbing ? CLIMB : PROBE * (1 + (now - holdUntil) / PROBE_DOUBLES_MS);
  return rate * (1 + (perSecond * stepMs) / 1_000);
}

/** A request that was sent then has passed the quota. */
export function afterPassing(pace: Pace, sentAt: number): Pace {
  const { span } = pace;
  if (sentAt < span.since) return pace;
  const marked = sentAt >= (span.marks.at(-1)?.at ?? span.since) + MARK_EVERY_MS;
  const marks = marked
    ? [...span.marks.slice(1 - MOST_MARKS), { at: sentAt, passed: span.passed }]
    : span.marks;
  return { ...pace, span: { ...span, marks, passed: span.passed + 1 } };
}

/** A request was refused. Of several that were under way together only the first says anything about the rate. */
export function afterRefusal(pace: Pace, refusal: Refusal, now: number): Pace {
  const { sentAt, resumeAt } = refusal;
  if (sentAt < pace.refusedAt) return resumedLater(pace, resumeAt);
  const learnt = { ...pace, ...lesson(pace, sentAt, now) };
  const climbing = isClimbing(learnt, now);
  const failedProbes = climbing || pace.rate === undefined ? 0 : pace.failedProbes + 1;
  const pauseMs = resumeAt - now;
  const doublings = Math.min(MOST_DOUBLINGS, Math.max(0, failedProbes - 1));
  const holdMs = climbing ? pauseMs : Math.max(SHORTEST_HOLD_MS, HOLD_PER_PAUSE * pauseMs) * 2 ** doublings;
  return {
    ...learnt,
    climbing,
    failedProbes,
    holdUntil: resumeAt + holdMs,
    span: spanFrom(resumeAt, resumeAt - sentAt),
    nextAt: resumeAt,
    refusedAt: now,
    standstill: pace.span.passed === 0,
    grownAt: resumeAt,
  };
}

function resumedLater(pace: Pace, resumeAt: number): Pace {
  const longer = resumeAt - pace.span.since;
  if (longer <= 0) return pace;
  const span = spanFrom(resumeAt, pace.span.idleMs + longer);
  return { ...pace, span, nextAt: resumeAt, holdUntil: pace.holdUntil + longer, grownAt: resumeAt };
}

/** What a refusal teaches. */
function lesson(pace: Pace, sentAt: number, now: number): Pick<Pace, 'rate' | 'opening' | 'known'> {
  const { rate, span, opening, known } = pace;
  const ms = Math.max(1, sentAt - span.since);
  if (rate === undefined) {
    // What passed until now was mostly what the bucket held, so that half of it is a first guess and no more.
    const guess = Math.max(LOWEST_RATE, (span.passed * 500) / ms);
    return span.passed === 0
      ? { rate, opening, known }
      : { rate: guess, opening: { passed: span.passed, ms }, known };
  }
  // A platform that lets nothing pass at all does so at any rate: that is a matter of pauses, and those grow.
  if (span.passed === 0 && pace.standstill) return { rate, opening, known };
  const half = Math.max(LOWEST_RATE, rate / 2);
  if (span.passed < FEWEST_PASSED) return { rate: half, opening, known };
  const found = measured(pace, sentAt);
  // Refused below what the whole span granted: the quota has changed in the meantime, and the bucket with it.
  if (rate <= found) return { rate: half, opening: undefined, known };
  const next = Math.max(LOWEST_RATE, found * CAUTION);
  const fell = known !== undefined && now < known.until && next < known.rate * CLEARLY_BELOW;
  // After a long pause a bucket has most likely run over, so that more than was found may well be granted.
  const isVague = ms < span.idleMs && found <= sinceRefusal(span, sentAt);
  return { rate: next, opening, known: fell || isVague ? known : { rate: next, until: now + MEMORY_MS } };
}

/**
 * The most that the inflow of the quota must at least have been, in requests per second. Since the last refusal the
 * bucket was empty, so what passed since then came in since then, unless it ran over during the pause. Since any later
 * moment, no more can have passed than the bucket held and what came in; the opening tells what it holds.
 */
function measured({ span, opening }: Pace, sentAt: number): number {
  if (opening === undefined) return sinceRefusal(span, sentAt);
  const starts: readonly Mark[] = [{ at: span.since, passed: 0 }, ...span.marks];
  const sinceMarks = starts
    .map((mark) => ({
      ms: sentAt - mark.at - opening.ms,
      passed: span.passed - mark.passed - opening.passed,
    }))
    .filter(({ ms }) => ms >= SHORTEST_MARK_MS)
    .map(({ ms, passed }) => (passed * 1_000) / ms);
  return Math.max(sinceRefusal(span, sentAt), ...sinceMarks);
}

function sinceRefusal({ since, idleMs, passed }: Span, sentAt: number): number {
  return (passed * 1_000) / (idleMs + sentAt - since);
}

function isClimbing({ rate, known }: Pick<Pace, 'rate' | 'known'>, now: number): boolean {
  if (rate === undefined || known === undefined) return true;
  return now < known.until && rate < known.rate * CLEARLY_BELOW;
}
