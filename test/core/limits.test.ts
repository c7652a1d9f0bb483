// When a run has used up what it may, and what is said then; and how often a platform in ruins is asked again.
import { describe, expect, it } from 'vitest';
import { leftNoTrace, nextStep, pauseAfter } from '../../src/core/failure.ts';
import type { Failure, NextStep } from '../../src/core/failure.ts';
import { callLimit, failureLimit, stoppedApplying, stoppedReading } from '../../src/core/limits.ts';
import { exitCodeOfRefusal, unfinished } from '../../src/core/outcome.ts';
import { figuresOf, NO_TRAFFIC } from '../../src/core/traffic.ts';
import { aFailure, anOutcome } from '../support/builders.ts';

describe('a limit', () => {
  it.each([
    { name: 'none on failures', reached: failureLimit({}, 1_000), is: undefined },
    { name: 'one failure short', reached: failureLimit({ maxFailures: 3 }, 2), is: undefined },
    { name: 'the last failure', reached: failureLimit({ maxFailures: 3 }, 3), is: '--max-failures' },
    { name: 'none on requests', reached: callLimit({}, 1_000), is: undefined },
    { name: 'the last request', reached: callLimit({ maxCalls: 10 }, 9), is: undefined },
    { name: 'one request too many', reached: callLimit({ maxCalls: 10 }, 10), is: '--max-calls' },
  ])('is reached or not: $name', ({ reached, is }) => {
    expect(reached).toBe(is);
  });

  it.each([
    { left: 1, words: 'stopped by --max-calls; 1 entry is left, and what was done is recorded' },
    { left: 12, words: 'stopped by --max-calls; 12 entries are left, and what was done is recorded' },
  ])('says what is left of $left', ({ left, words }) => {
    expect(stoppedApplying('--max-calls', left).summary).toBe(words);
  });

  it('ends a command with exit code 7', () => {
    expect(exitCodeOfRefusal([stoppedReading('--max-duration')])).toBe(7);
    expect(exitCodeOfRefusal([stoppedApplying('--max-failures', 1)])).toBe(7);
  });

  it.each([
    { name: 'was not begun', outcome: anOutcome({ outcome: 'skipped' }), left: true },
    {
      name: 'is in doubt',
      outcome: anOutcome({ outcome: 'failed', error: { ...aFailure(), code: 'in-doubt' } }),
      left: true,
    },
    { name: 'is done', outcome: anOutcome(), left: false },
    {
      name: 'failed',
      outcome: anOutcome({ outcome: 'failed', error: { ...aFailure(), code: 'x' } }),
      left: false,
    },
    {
      name: 'was kept for a reason of its own',
      outcome: anOutcome({ outcome: 'skipped', error: { ...aFailure(), code: 'stale' } }),
      left: false,
    },
  ])('leaves what $name for the next run: $left', ({ outcome, left }) => {
    expect(unfinished(outcome)).toBe(left);
  });
});

describe('the repeats of a run', () => {
  const step = (failure: Partial<Failure>, requests: number, repeats: number): NextStep =>
    nextStep({
      method: 'GET',
      failure: aFailure({ kind: 'outcome-unknown', retryable: true, ...failure }),
      attempt: 1,
      fraction: 0,
      spent: { requests, repeats },
    });

  it.each([
    { name: 'the first fifty are free', requests: 0, repeats: 49, does: { do: 'repeat', afterMs: 0 } },
    { name: 'then they are used up', requests: 0, repeats: 50, does: { do: 'give-up', overBudget: true } },
    { name: 'but for one in ten requests', requests: 100, repeats: 59, does: { do: 'repeat', afterMs: 0 } },
    { name: 'and no more', requests: 100, repeats: 60, does: { do: 'give-up', overBudget: true } },
  ])('have a budget: $name', ({ requests, repeats, does }) => {
    expect(step({}, requests, repeats)).toEqual(does);
  });

  it('are not counted where the platform only asks for patience', () => {
    expect(step({ kind: 'throttled' }, 0, 1_000).do).toBe('repeat');
  });

  it('have nothing to do with what is given up anyway', () => {
    expect(step({ retryable: false }, 0, 1_000)).toEqual({ do: 'give-up' });
  });
});

describe('the pause after a refusal', () => {
  const attempted = { method: 'GET', attempt: 1, fraction: 0.5 } as const;

  it.each([
    { name: 'is what was asked for', failure: { retryAfterMs: 3_000 }, limit: {}, pauseMs: 3_000 },
    { name: 'is a minute at most', failure: { retryAfterMs: 2_000_000 }, limit: {}, pauseMs: 60_000 },
    {
      name: 'is what the user allows at most',
      failure: { retryAfterMs: 9_000 },
      limit: { maxWaitMs: 5_000 },
      pauseMs: 5_000,
    },
    { name: 'is a backoff with jitter otherwise', failure: {}, limit: {}, pauseMs: 200 },
  ])('$name', ({ failure, limit, pauseMs }) => {
    expect(pauseAfter({ ...attempted, ...limit, failure: aFailure({ kind: 'throttled', ...failure }) })).toBe(
      pauseMs,
    );
  });
});

describe('a request that waited to be repeated when the run ended', () => {
  it.each([
    { name: 'throttled', failure: { kind: 'throttled', retryable: true }, begun: false },
    { name: 'not sent', failure: { kind: 'not-sent', retryable: true }, begun: false },
    { name: 'not sent for good', failure: { kind: 'not-sent', retryable: false }, begun: true },
    { name: 'given up', failure: { kind: 'not-sent', retryable: true, exhausted: true }, begun: true },
    { name: 'of unknown outcome', failure: { kind: 'outcome-unknown', retryable: true }, begun: true },
  ] as const)('counts as begun or not: $name', ({ failure, begun }) => {
    expect(leftNoTrace(aFailure(failure))).toBe(!begun);
  });
});

describe('the reads that a listing avoided', () => {
  it.each([
    { entries: 600, reads: 6, readsAvoided: 594 },
    { entries: 1, reads: 3, readsAvoided: 0 },
  ])('are $readsAvoided of $entries entries with $reads reads', ({ entries, reads, readsAvoided }) => {
    expect(figuresOf(NO_TRAFFIC, entries, reads)).toEqual({ ...NO_TRAFFIC, readsAvoided });
  });
});
