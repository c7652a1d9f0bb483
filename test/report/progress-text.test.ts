// One line that says how far a run has come.
import { describe, expect, it } from 'vitest';
import { progressText } from '../../src/report/progress-text.ts';

const counts = { total: 10, done: 0, failed: 0, inFlight: 4 };

describe('the progress line', () => {
  it.each([
    { name: 'at the start', progress: counts, elapsedMs: 0, line: '0/10, 4 in flight' },
    { name: 'before anything has ended', progress: counts, elapsedMs: 500, line: '0/10, 4 in flight' },
    {
      name: 'half way',
      progress: { ...counts, done: 5 },
      elapsedMs: 1_000,
      line: '5/10, 4 in flight, 5.0/s, about 1.0 s left',
    },
    {
      name: 'when it is fast',
      progress: { ...counts, total: 1_000, done: 500 },
      elapsedMs: 1_000,
      line: '500/1000, 4 in flight, 500/s, about 1.0 s left',
    },
    {
      name: 'when it is slow',
      progress: { ...counts, total: 300, done: 1 },
      elapsedMs: 1_000,
      line: '1/300, 4 in flight, 1.0/s, about 4 min 59 s left',
    },
    {
      name: 'with failures',
      progress: { ...counts, done: 3, failed: 2 },
      elapsedMs: 1_000,
      line: '5/10, 2 failed, 4 in flight, 5.0/s, about 1.0 s left',
    },
    {
      name: 'at the end',
      progress: { ...counts, done: 10, inFlight: 0 },
      elapsedMs: 1_000,
      line: '10/10, 0 in flight, 10/s',
    },
    {
      name: 'with its width',
      progress: { ...counts, width: 16 },
      elapsedMs: 0,
      line: '0/10, 4 in flight, width 16',
    },
    {
      name: 'while it waits',
      progress: { ...counts, waiting: 'settling 2 creates' },
      elapsedMs: 0,
      line: '0/10, 4 in flight, waiting: settling 2 creates',
    },
  ])('$name', ({ progress, elapsedMs, line }) => {
    expect(progressText(progress, elapsedMs)).toBe(line);
  });
});
