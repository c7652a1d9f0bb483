// A clock whose waits end when a test says so: an owner that beats for as long as it holds a lease would spin with a
// clock whose waits end at once. One clock for each machine; a suspended machine is a clock that is not wound.
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../src/core/ports.ts';
import { NOON } from '../../support/fake-clock.ts';

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** A clock in the hands of a test. */
export class ManualClock implements Clock {
  readonly #sleepers = new Set<Sleeper>();
  #time: number;

  constructor(time = NOON) {
    this.#time = time;
  }

  now(): number {
    return this.#time;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const sleeper = { until: this.#time + milliseconds, wake: end };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', end);
    });
  }

  /** How many wait. Nobody waits on behalf of a session that has ended. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  /** Moves the hands; whoever is due wakes up. */
  advance(milliseconds: number): void {
    this.#time += milliseconds;
    for (const { until, wake } of this.#sleepers) if (until <= this.#time) wake();
  }

  /** Moves the hands to the moment at which the next one is due. */
  step(): void {
    const next = Math.min(...[...this.#sleepers].map(({ until }) => until));
    this.advance(next - this.#time);
  }
}

/** Lets time pass until something has happened: always on to the next wait, once all who use the clock do wait. */
export async function pass<Value>(
  clock: ManualClock,
  happening: Promise<Value>,
  waiting = 1,
): Promise<Value> {
  const progress = { over: false };
  const watched = happening.finally(() => {
    progress.over = true;
  });
  while (!progress.over) {
    await setImmediate();
    if (clock.sleeping >= waiting) clock.step();
  }
  return watched;
}

/** Waits, in real time, until something is so. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await setImmediate();
}
