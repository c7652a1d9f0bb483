// What sending and scheduling tell each other about the requests of a run: the port between flow-service/ and apply/,
// and the figures of it that a report shows.
import type { Failure } from './failure.ts';

/** The requests of one run on their way. Every method may be called many times at once. */
export interface Traffic {
  /** Resolves when a request may leave, or when nothing may leave any more. */
  turn(): Promise<void>;
  /** Counts a request that is about to leave; false when a limit of the run forbids it. */
  admit(): boolean;
  /** A request to the platform left; call what it gives when the request has ended. */
  depart(departure: Departure): (arrival: Arrival) => void;
  /** A single call waits so many milliseconds before it is repeated. */
  repeating(waitMs: number): void;
  /** Every request waits so many milliseconds, because the login is then tried again. */
  loginWaits(waitMs: number): void;
  /** A failure was not repeated, because the run has used up its repeats. */
  gaveUp(): void;
}

/** A request that leaves. */
export interface Departure {
  readonly sandbox: string;
  /** What kind of answer it gets; answers are compared with others of their kind. */
  readonly kind: string;
  /** Tells the repeats of one call from other calls. */
  readonly call: number;
}

/** How a request ended. */
export interface Arrival {
  /** Absent when it succeeded. */
  readonly failure?: Failure;
  /** How long everything is to wait when it was refused because of the rate, in milliseconds. */
  readonly pauseMs: number;
}

/** Figures of the traffic of a run, for its report. */
export interface TrafficTotals {
  /** Requests refused because of the rate (429). */
  readonly refused: number;
  readonly repeated: number;
  /** Failures that were not repeated, because the run had used up its repeats. */
  readonly unrepeated: number;
  readonly waitedMs: WaitedMs;
  /** The most tasks that were allowed at a time. */
  readonly widest: number;
}

/** Milliseconds of waiting, by reason. */
interface WaitedMs {
  /** Everything stood still, because the platform refused (429). */
  readonly pause: number;
  /** The next request was held back to keep to the rate that the platform grants. */
  readonly pace: number;
  /** Single requests before they were repeated; these may overlap. */
  readonly repeat: number;
}

/** What a report says of the traffic of a run. */
export interface TrafficFigures extends TrafficTotals {
  /** Reads that one for every entry would have taken, less those that were made. */
  readonly readsAvoided: number;
}

/** A run that sent nothing. */
export const NO_TRAFFIC: TrafficFigures = {
  refused: 0,
  repeated: 0,
  unrepeated: 0,
  waitedMs: { pause: 0, pace: 0, repeat: 0 },
  widest: 0,
  readsAvoided: 0,
};

/** The figures of a run about so many entries that made so many reads. */
export function figuresOf(totals: TrafficTotals, entries: number, reads: number): TrafficFigures {
  return { ...totals, readsAvoided: Math.max(0, entries - reads) };
}
