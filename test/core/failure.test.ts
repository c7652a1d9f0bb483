// What follows from every kind of failure with every method: the one table that decides about repeats.
import { describe, expect, it } from 'vitest';
import { isRefusedAccess, nextStep } from '../../src/core/failure.ts';
import type { Failure, FailureKind, Method, NextStep } from '../../src/core/failure.ts';
import { aFailure } from '../support/builders.ts';

const KINDS = {
  'not-sent': true,
  throttled: true,
  unauthorised: false,
  forbidden: false,
  missing: false,
  stale: false,
  rejected: false,
  'outcome-unknown': true,
  untrusted: false,
} satisfies Record<FailureKind, boolean>;
const METHODS: readonly Method[] = ['GET', 'POST', 'PATCH', 'DELETE'];

interface Row {
  readonly kind: FailureKind;
  readonly method: Method;
  readonly step: NextStep['do'];
}

/** Every kind with every method. Kinds that heal by themselves are repeated, but for a POST that may have arrived. */
const rows: readonly Row[] = Object.entries(KINDS).flatMap(([name, heals]) =>
  METHODS.map((method) => {
    const kind = name as FailureKind;
    const settles = kind === 'outcome-unknown' && method === 'POST';
    return { kind, method, step: settles ? 'settle' : heals ? 'repeat' : 'give-up' };
  }),
);

function stepAfter(
  failure: Partial<Failure>,
  attempted: { method?: Method; attempt?: number; fraction?: number } = {},
): NextStep {
  const { method = 'GET', attempt = 1, fraction = 0.5 } = attempted;
  return nextStep({ method, failure: aFailure(failure), attempt, fraction });
}

describe('after a failure', () => {
  it.each(rows)('$method $kind: $step', ({ kind, method, step }) => {
    expect(stepAfter({ kind, retryable: KINDS[kind] }, { method }).do).toBe(step);
  });

  it.each(METHODS)('%s that does not heal by itself is given up', (method) => {
    expect(stepAfter({ kind: 'not-sent', retryable: false }, { method })).toEqual({ do: 'give-up' });
  });

  it.each(METHODS)('%s that was repeated as often as it may be is given up', (method) => {
    const exhausted = { kind: 'not-sent', retryable: true, exhausted: true } as const;
    expect(stepAfter(exhausted, { method })).toEqual({ do: 'give-up' });
  });

  it('a POST whose outcome is unknown is settled, however often it was tried and whatever is said of it', () => {
    const failure = { kind: 'outcome-unknown', retryable: false, exhausted: true } as const;
    expect(stepAfter(failure, { method: 'POST', attempt: 99 })).toEqual({ do: 'settle' });
  });

  it.each([
    { kind: 'outcome-unknown', attempt: 4, step: 'repeat' },
    { kind: 'outcome-unknown', attempt: 5, step: 'give-up' },
    { kind: 'not-sent', attempt: 5, step: 'give-up' },
    { kind: 'throttled', attempt: 5, step: 'repeat' },
    { kind: 'throttled', attempt: 11, step: 'repeat' },
    { kind: 'throttled', attempt: 12, step: 'give-up' },
  ] as const)('$kind at attempt $attempt: $step', ({ kind, attempt, step }) => {
    expect(stepAfter({ kind, retryable: true }, { attempt }).do).toBe(step);
  });
});

describe('the wait before a repeat', () => {
  const waits = [
    {
      name: 'is full jitter: nothing at the lowest draw',
      asked: undefined,
      attempt: 3,
      fraction: 0,
      afterMs: 0,
    },
    { name: 'doubles with every attempt', asked: undefined, attempt: 1, fraction: 0.5, afterMs: 200 },
    { name: 'doubles again', asked: undefined, attempt: 2, fraction: 0.5, afterMs: 400 },
    { name: 'has a ceiling', asked: undefined, attempt: 11, fraction: 0.5, afterMs: 10_000 },
    { name: 'is what the platform asks for', asked: 5_000, attempt: 1, fraction: 0, afterMs: 5_000 },
    {
      name: 'is a little longer than asked for, so that not all return at once',
      asked: 5_000,
      attempt: 1,
      fraction: 0.5,
      afterMs: 5_100,
    },
    { name: 'is capped at a minute', asked: 2_000_000, attempt: 1, fraction: 0, afterMs: 60_000 },
    { name: 'may be asked to be nothing', asked: 0, attempt: 9, fraction: 0, afterMs: 0 },
  ];

  it.each(waits)('$name', ({ asked, attempt, fraction, afterMs }) => {
    const failure = {
      kind: 'throttled',
      retryable: true,
      ...(asked !== undefined && { retryAfterMs: asked }),
    } as const;
    expect(stepAfter(failure, { attempt, fraction })).toEqual({ do: 'repeat', afterMs });
  });
});

describe('refused access', () => {
  it.each(Object.keys(KINDS) as FailureKind[])('%s', (kind) => {
    expect(isRefusedAccess(aFailure({ kind }))).toBe(kind === 'unauthorised' || kind === 'forbidden');
  });
});
