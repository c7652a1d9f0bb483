// What counts as slow: held against the quickest of late, with room for jitter and for a busy client.
import { describe, expect, it } from 'vitest';
import { isSlow, quickestWith } from '../../src/core/latency.ts';
import type { Quickest } from '../../src/core/latency.ts';

function after(latencies: readonly (readonly [at: number, ms: number])[]): Quickest | undefined {
  return latencies.reduce<Quickest | undefined>(
    (quickest, [at, ms]) => quickestWith(quickest, ms, at),
    undefined,
  );
}

describe('an answer', () => {
  it.each([
    { name: 'is not slow while there is none to compare it with', before: [], ms: 9_000, slow: false },
    { name: 'may take twice as long and 100 ms', before: [[0, 50]], ms: 200, slow: false },
    { name: 'is slow beyond that', before: [[0, 50]], ms: 201, slow: true },
    {
      name: 'is compared with the quickest',
      before: [
        [0, 300],
        [1, 50],
        [2, 90],
      ],
      ms: 201,
      slow: true,
    },
    {
      name: 'is compared with the quickest of the period before too',
      before: [
        [0, 50],
        [15_000, 300],
      ],
      ms: 201,
      slow: true,
    },
    {
      name: 'is not slow where everything has become so for good',
      before: [
        [0, 50],
        [15_000, 300],
        [30_000, 310],
      ],
      ms: 400,
      slow: false,
    },
  ] as const)('$name', ({ before, ms, slow }) => {
    expect(isSlow(after(before), ms)).toBe(slow);
  });
});
