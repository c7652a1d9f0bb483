// A clock that nobody has to wait for, and a die that always falls the same way.
import type { Clock, Random } from '../../src/core/ports.ts';

/** A clock in the hands of a test. */
export interface FakeClock extends Clock {
  /** Every wait that was asked for, in milliseconds. */
  readonly slept: readonly number[];
  advance(milliseconds: number): void;
}

/** How a fake clock differs from one that stands still between waits. */
export interface FakeClockOptions {
  readonly start?: number;
  /** Milliseconds that pass with every look at the clock. */
  readonly tick?: number;
  /** What happens in the world during a wait. */
  readonly onSleep?: (milliseconds: number) => void | Promise<void>;
}

/** Any moment will do, as long as it is always the same one. */
export const NOON = Date.UTC(2026, 0, 15, 12);

/** Makes a clock whose waits end at once and move its hands. */
export function createFakeClock({ start = NOON, tick = 0, onSleep }: FakeClockOptions = {}): FakeClock {
  const slept: number[] = [];
  let time = start;
  return {
    slept,
    now: () => (time += tick),
    async sleep(milliseconds, signal) {
      slept.push(milliseconds);
      if (signal?.aborted === true) return;
      time += Math.max(0, milliseconds);
      await onSleep?.(milliseconds);
    },
    advance: (milliseconds) => {
      time += milliseconds;
    },
  };
}

/** Randomness without surprises. */
export function createFakeRandom(fraction = 0.5): Random {
  let drawn = 0;
  return {
    fraction: () => fraction,
    uuid: () => {
      drawn += 1;
      return `00000000-0000-4000-8000-${String(drawn).padStart(12, '0')}`;
    },
  };
}
