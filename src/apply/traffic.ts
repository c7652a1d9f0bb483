// The traffic of one run: asks core/width.ts and core/lane.ts what may happen, and makes requests and tasks wait for it.
// Nothing is decided here; this is the clock, the queue at the gate, and the figures.
import type { Failure } from '../core/failure.ts';
import { NEW_LANE, concernsSandbox, laneGate, stepLane } from '../core/lane.ts';
import type { Lane, LaneGate } from '../core/lane.ts';
import { isSlow, quickestWith } from '../core/latency.ts';
import type { Quickest } from '../core/latency.ts';
import type { Clock } from '../core/ports.ts';
import type { Arrival, Departure, Traffic, TrafficTotals } from '../core/traffic.ts';
import { departureOf, startFlow, stepFlow, widthOf } from '../core/width.ts';
import type { Flow, FlowEvent } from '../core/width.ts';

/** What the traffic of a run depends on. */
export interface TrafficOptions {
  /** The most requests at a time. */
  readonly ceiling: number;
  readonly clock: Clock;
  /** Ends every wait. */
  readonly stop: AbortSignal;
  /** Counts a request; false when a limit of the run forbids it. */
  readonly admit: () => boolean;
}

/** What a pool goes by. */
export interface Steering {
  /** Tasks that may be under way. */
  width(): number;
  /** Resolves when a task may begin. */
  clear(): Promise<void>;
  gate(sandbox: string): LaneGate;
  /** Waits so many milliseconds; ends early when the run is stopped. */
  sleep(milliseconds: number): Promise<void>;
  /** Why everything waits, when that is so. */
  waiting(): string | undefined;
  /** Told whenever any of this may have changed. */
  watch(listener: () => void): void;
}

/** The traffic of one run. */
export class RunTraffic implements Traffic, Steering {
  readonly #options: TrafficOptions;
  #flow: Flow;
  readonly #lanes = new Map<string, Lane>();
  readonly #quickest = new Map<string, Quickest>();
  readonly #listeners: (() => void)[] = [];
  /** Resolves when the last request at the gate has left: they leave in the order in which they came. */
  #gate: Promise<void> = Promise.resolve();
  #asked = false;
  /** When the login is tried again. */
  #loginAt = -Infinity;
  #totals = { refused: 0, repeated: 0, unrepeated: 0, widest: 0 };
  readonly #waitedMs = { pause: 0, pace: 0, repeat: 0 };

  constructor(options: TrafficOptions) {
    this.#options = options;
    this.#flow = startFlow(options.ceiling, options.clock.now());
    this.#totals.widest = widthOf(this.#flow);
  }

  turn(): Promise<void> {
    this.#gate = this.#gate.then(() => this.#leave());
    return this.#gate;
  }

  admit(): boolean {
    return this.#options.admit();
  }

  depart(departure: Departure): (arrival: Arrival) => void {
    const sentAt = this.#options.clock.now();
    return (arrival) => {
      const now = this.#options.clock.now();
      const event = this.#eventOf(departure, arrival, { sentAt, now });
      if (!isAboutDatabase(departure, arrival)) {
        this.#noteLane(departure, { sentAt, failure: arrival.failure }, now);
      }
      this.#step(event, now);
    };
  }

  repeating(waitMs: number): void {
    this.#totals.repeated += 1;
    this.#waitedMs.repeat += waitMs;
  }

  loginWaits(waitMs: number): void {
    this.repeating(waitMs);
    this.#loginAt = this.#options.clock.now() + waitMs;
    this.#tellListeners();
  }

  gaveUp(): void {
    this.#totals.unrepeated += 1;
  }

  totals(): TrafficTotals {
    const { pace, repeat } = this.#waitedMs;
    // A run that is stopped does not wait for the end of a pause.
    const pause = this.#waitedMs.pause - Math.max(0, this.#flow.pausedUntil - this.#options.clock.now());
    const waitedMs = { pause: Math.round(pause), pace: Math.round(pace), repeat: Math.round(repeat) };
    return { ...this.#totals, waitedMs };
  }

  width(): number {
    return widthOf(this.#flow);
  }

  async clear(): Promise<void> {
    while (this.#isPaused()) await this.#sleepUntil(this.#flow.pausedUntil);
  }

  gate(sandbox: string): LaneGate {
    const { clock, stop } = this.#options;
    // Whoever is let through after the end of a run finds that out by itself, and at once.
    return stop.aborted ? { kind: 'open' } : laneGate(this.#laneOf(sandbox), clock.now());
  }

  sleep(milliseconds: number): Promise<void> {
    return this.#options.clock.sleep(milliseconds, this.#options.stop);
  }

  waiting(): string | undefined {
    const { clock, stop } = this.#options;
    const secondsTo = (time: number): number => Math.ceil((time - clock.now()) / 1_000);
    if (!this.#isPaused()) {
      const left = stop.aborted ? 0 : secondsTo(this.#loginAt);
      return left > 0 ? `Adobe's login (IMS) gave no token; it is tried again in ${left} s` : undefined;
    }
    const left = secondsTo(this.#flow.pausedUntil);
    return this.#asked
      ? `the platform asked for a pause of ${left} s (429)`
      : `the platform is busy (429); a pause of up to ${left} s`;
  }

  watch(listener: () => void): void {
    this.#listeners.push(listener);
  }

  #sleepUntil(time: number): Promise<void> {
    return this.sleep(time - this.#options.clock.now());
  }

  #laneOf(sandbox: string): Lane {
    return this.#lanes.get(sandbox) ?? NEW_LANE;
  }

  #isPaused(): boolean {
    const { clock, stop } = this.#options;
    return !stop.aborted && this.#flow.pausedUntil > clock.now();
  }

  async #leave(): Promise<void> {
    const { clock, stop } = this.#options;
    for (;;) {
      const now = clock.now();
      const departure = departureOf(this.#flow);
      if (departure <= now || stop.aborted) break;
      const held = departure > this.#flow.pausedUntil;
      await this.#sleepUntil(departure);
      if (held) this.#waitedMs.pace += clock.now() - now;
    }
    this.#step({ kind: 'sent' }, clock.now());
  }

  #noteLane(
    { sandbox, call }: Departure,
    { sentAt, failure }: { readonly sentAt: number; readonly failure: Failure | undefined },
    now: number,
  ): void {
    const lane = this.#laneOf(sandbox);
    if (failure !== undefined && concernsSandbox(failure)) {
      this.#lanes.set(sandbox, stepLane(lane, { kind: 'failed', call, sentAt, why: failure.message }, now));
    } else if (failure === undefined || isProcessed(failure)) {
      this.#lanes.set(sandbox, stepLane(lane, { kind: 'succeeded' }, now));
    }
  }

  #eventOf(
    departure: Departure,
    arrival: Arrival,
    { sentAt, now }: { readonly sentAt: number; readonly now: number },
  ): FlowEvent {
    const { sandbox, kind } = departure;
    const { failure, pauseMs } = arrival;
    if (isAboutDatabase(departure, arrival)) return { kind: 'lost' };
    if (failure === undefined) {
      const stream = `${kind} ${sandbox}`;
      const quickest = this.#quickest.get(stream);
      this.#quickest.set(stream, quickestWith(quickest, now - sentAt, now));
      return { kind: 'answered', sentAt, slow: isSlow(quickest, now - sentAt) };
    }
    if (failure.kind === 'throttled') {
      this.#totals.refused += 1;
      this.#asked = failure.retryAfterMs !== undefined;
      this.#waitedMs.pause += Math.max(0, now + pauseMs - Math.max(now, this.#flow.pausedUntil));
      return { kind: 'refused', sentAt, pauseMs };
    }
    if (isProcessed(failure)) return { kind: 'answered', sentAt, slow: false };
    const strained = failure.kind === 'outcome-unknown' && (failure.status ?? 0) >= 500;
    // What a single sandbox meets again and again is a matter of its lane.
    const alone = this.gate(sandbox).kind !== 'open';
    return strained && !alone ? { kind: 'strained', sentAt } : { kind: 'lost' };
  }

  #step(event: FlowEvent, now: number): void {
    this.#flow = stepFlow(this.#flow, event, now);
    this.#totals.widest = Math.max(this.#totals.widest, widthOf(this.#flow));
    this.#tellListeners();
  }

  #tellListeners(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** How a test ends, and when, is the doing of the database that is tried; only refusals are the platform's own. */
function isAboutDatabase({ kind }: Departure, { failure }: Arrival): boolean {
  return kind === 'test' && (failure === undefined || failure.kind === 'outcome-unknown');
}

/** Whether the platform has worked on the request, whatever came of it. */
function isProcessed({ kind }: Failure): boolean {
  return kind === 'missing' || kind === 'stale' || kind === 'rejected' || kind === 'forbidden';
}

/** A width that never changes, without lanes and pauses: for runs whose speed is not the question. */
export function fixedSteering(width: number): Steering {
  return {
    width: () => width,
    clear: () => Promise.resolve(),
    gate: () => ({ kind: 'open' }),
    sleep: () => Promise.resolve(),
    waiting: () => undefined,
    watch: () => undefined,
  };
}
