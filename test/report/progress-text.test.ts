// One line that says how far a run has come, and how fast it is.
import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../src/report/page.ts';
import { progressFields, progressText } from '../../src/report/progress-text.ts';
import type { RunProgress } from '../../src/core/progress.ts';
import { addSample, rateOf } from '../../src/report/recent-rate.ts';
import type { Sample } from '../../src/report/recent-rate.ts';

const counts: RunProgress = { phase: 'applying', total: 10, done: 0, failed: 0, inFlight: 4 };
const everything: RunProgress = {
  ...{ phase: 'applying', total: 1_000, done: 470, failed: 30, inFlight: 16, width: 16 },
};

describe('the progress line', () => {
  it.each<{ name: string; progress: RunProgress; rate?: number; line: string }>([
    { name: 'while nobody knows how fast it is', progress: counts, line: 'applying 0/10, 4 in flight' },
    {
      name: 'half way',
      progress: { ...counts, done: 5 },
      rate: 5,
      line: 'applying 5/10, 4 in flight, 5.0/s, about 1.0 s left',
    },
    {
      name: 'when it is fast',
      progress: { ...counts, total: 1_000, done: 500 },
      rate: 500,
      line: 'applying 500/1000, 4 in flight, 500/s, about 1.0 s left',
    },
    {
      name: 'with everything that there is to say',
      progress: everything,
      rate: 25,
      line: 'applying 500/1000, 30 failed, 16 in flight, width 16, 25/s, about 20.0 s left',
    },
    {
      name: 'at the end',
      progress: { ...counts, done: 10, inFlight: 0 },
      rate: 10,
      line: 'applying 10/10, 0 in flight, 10/s',
    },
    {
      name: 'while it waits, for nobody knows how long',
      progress: { ...counts, done: 5, waiting: 'settling 2 creates' },
      rate: 5,
      line: 'applying 5/10, 4 in flight, 5.0/s, waiting: settling 2 creates',
    },
    {
      name: 'of reading',
      progress: { ...counts, phase: 'reading', total: 20, done: 3 },
      line: 'reading 3/20 sandboxes, 4 in flight',
    },
    {
      name: 'of tests',
      progress: { ...counts, phase: 'testing', done: 3 },
      line: 'testing 3/10, 4 in flight',
    },
  ])('$name', ({ progress, rate, line }) => {
    expect(progressText(progress, rate)).toBe(line);
  });

  it.each([
    { columns: 79, line: 'applying 500/1000, 30 failed, 16 in flight, width 16, 25/s, about 20.0 s left' },
    { columns: 76, line: 'applying 500/1000, 30 failed, 16 in flight, 25/s, about 20.0 s left' },
    { columns: 60, line: 'applying 500/1000, 30 failed, 25/s, about 20.0 s left' },
    { columns: 48, line: 'applying 500/1000, 30 failed, about 20.0 s left' },
    { columns: 39, line: 'applying 500/1000, 30 failed' },
    { columns: 10, line: 'applying 500/1000' },
  ])('leaves out what matters least in $columns columns', ({ columns, line }) => {
    expect(progressText(everything, 25, columns)).toBe(line);
    expect(columns < 20 || columnsOf(line) <= columns).toBe(true);
  });

  it('is an event of numbers for machines', () => {
    expect(progressFields(everything, 25.04)).toEqual({
      event: 'progress',
      ...{ phase: 'applying', total: 1_000, done: 470, failed: 30, inFlight: 16, width: 16 },
      ratePerSecond: 25,
      remainingMs: 19_968,
    });
    expect(progressFields(counts, undefined)).toEqual({ event: 'progress', ...counts });
  });
});

/** A run that has ended so many at each of these moments. */
function rateAfter(...moments: readonly (readonly [at: number, ended: number])[]): number | undefined {
  return rateOf(
    moments.reduce<readonly Sample[]>((samples, [at, ended]) => addSample(samples, { at, ended }), []),
  );
}

describe('the rate', () => {
  it.each([
    { name: 'is unknown at the start', moments: [[0, 0]], rate: undefined },
    {
      name: 'is unknown until a few have ended',
      moments: [
        [0, 0],
        [10_000, 2],
      ],
      rate: undefined,
    },
    {
      name: 'is unknown within the first second',
      moments: [
        [0, 0],
        [900, 50],
      ],
      rate: undefined,
    },
    {
      name: 'is what ended in a second',
      moments: [
        [0, 0],
        [2_000, 50],
      ],
      rate: 25,
    },
    {
      name: 'is unknown after a storm in which one of sixty has ended in 100 s',
      moments: Array.from({ length: 21 }, (_, index) => [index * 5_000, index > 18 ? 1 : 0]),
      rate: undefined,
    },
    {
      name: 'forgets a storm that is over',
      moments: [
        [0, 0],
        [60_000, 1],
        [70_000, 11],
        [80_000, 101],
        [91_000, 311],
      ],
      rate: (300 * 1_000) / 21_000,
    },
    {
      name: 'fades when nothing ends any more',
      moments: [
        [0, 0],
        [1_000, 50],
        [40_000, 50],
      ],
      rate: undefined,
    },
  ] as const)('$name', ({ moments, rate }) => {
    expect(rateAfter(...(moments as readonly (readonly [number, number])[]))).toBe(rate);
  });

  it('keeps few samples of a run that tells of every entry', () => {
    const samples = Array.from({ length: 100_000 }, (_, index) => index).reduce<readonly Sample[]>(
      (kept, index) => addSample(kept, { at: index, ended: index }),
      [],
    );
    expect(samples.length).toBeLessThan(65);
    expect(rateOf(samples)).toBeCloseTo(1_000);
  });
});
