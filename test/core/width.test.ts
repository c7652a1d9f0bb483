// How wide a run is and when it may send, over sequences of answers, and against simulated quotas.
import { describe, expect, it } from 'vitest';
import { departureOf, startFlow, stepFlow, widthOf } from '../../src/core/width.ts';
import type { Flow, FlowEvent } from '../../src/core/width.ts';
import { perSecond, play } from './simulated-quota.ts';
import type { Scene } from './simulated-quota.ts';

/** Lets events happen, ten milliseconds apart from `from` on. */
function after(flow: Flow, events: readonly FlowEvent[], from: number): Flow {
  return events.reduce((state, event, index) => stepFlow(state, event, from + index * 10), flow);
}

const sent: FlowEvent = { kind: 'sent' };
const answered = (sentAt: number, slow = false): FlowEvent => ({ kind: 'answered', sentAt, slow });
const refused = (sentAt: number, pauseMs = 1_000): FlowEvent => ({ kind: 'refused', sentAt, pauseMs });
const strained = (sentAt: number): FlowEvent => ({ kind: 'strained', sentAt });
const times = (count: number, event: FlowEvent): FlowEvent[] => Array.from({ length: count }, () => event);

/** A flow of this width with all of it under way since the time 0. */
function busy(width: number, ceiling = 64): Flow {
  const flow = { ...startFlow(ceiling, 0), width };
  return after(flow, times(width, sent), 0);
}

describe('the width', () => {
  it.each([
    { ceiling: 16, width: 4 },
    { ceiling: 2, width: 2 },
    { ceiling: 1, width: 1 },
  ])('begins at $width below a ceiling of $ceiling', ({ ceiling, width }) => {
    expect(widthOf(startFlow(ceiling, 0))).toBe(width);
  });

  it('grows by one with every success, until the ceiling', () => {
    let flow = startFlow(6, 0);
    const widths = [1, 2, 3, 4].map((now) => {
      flow = after(flow, [...times(6, sent), answered(now)], now);
      return widthOf(flow);
    });
    expect(widths).toEqual([5, 6, 6, 6]);
  });

  it('does not grow while it is not made use of', () => {
    expect(widthOf(after(startFlow(16, 0), [sent, answered(0), sent, answered(20)], 0))).toBe(4);
  });

  it.each([
    { name: 'a 429', event: refused },
    { name: 'an outage', event: strained },
  ])('halves on $name, and once for all that were under way', ({ event }) => {
    const flow = after(busy(16), [event(1), event(2), event(3)], 1_000);
    expect(widthOf({ ...flow, pace: startFlow(1, 0).pace })).toBe(8);
  });

  it('halves again when what was sent since is refused, down to one', () => {
    const narrowed = [1_001, 2_001, 3_001, 4_001].reduce(
      (flow, sentAt) => after(flow, [sent, strained(sentAt)], sentAt + 100),
      busy(8),
    );
    expect(narrowed.width).toBe(1);
  });

  it('grows by one in a round once it has been narrowed', () => {
    const narrow = after(busy(16), [strained(1)], 1_000);
    const round = after(narrow, times(8, answered(2_000)), 2_010);
    expect([narrow.width, Math.floor(round.width), round.width < 9.1]).toEqual([8, 8, true]);
    expect(round.width).toBeGreaterThan(8.9);
  });

  it('halves when most answers are slow, and not for a few of them', () => {
    const few = after(busy(16), [answered(1, true), answered(2), answered(3, true), answered(4)], 500);
    const most = after(busy(16), times(6, answered(1, true)), 500);
    expect([widthOf(few), widthOf(most)]).toEqual([18, 8]);
  });

  it('is not narrowed below four for being slow, and not for what was sent before', () => {
    const slow = after(busy(4), times(12, answered(1, true)), 500);
    const late = after(after(busy(16), [strained(1)], 500), times(12, answered(2, true)), 600);
    expect([widthOf(slow), widthOf(late)]).toEqual([4, 8]);
  });

  it('is left as it is by requests that ended in some other way', () => {
    const flow = after(busy(8), [{ kind: 'lost' }, { kind: 'lost' }], 500);
    expect([flow.width, flow.inFlight]).toEqual([8, 6]);
  });

  it('begins no more tasks of a paced run than soon have their turn', () => {
    const { pace } = startFlow(1, 0);
    const flow = { ...busy(64), latencyMs: 100 };
    expect([20, 100, 1_000].map((rate) => widthOf({ ...flow, pace: { ...pace, rate } }))).toEqual([
      6, 22, 64,
    ]);
  });
});

describe('a departure', () => {
  it('is possible at once until something is refused', () => {
    expect(departureOf(busy(16))).toBe(0);
  });

  it('waits for the longest pause that was asked for', () => {
    const flow = after(busy(16), [refused(1, 1_000), refused(2, 3_000), refused(3, 500)], 1_000);
    expect(departureOf(flow)).toBe(4_010);
  });

  it('keeps to a rate after a refusal', () => {
    const passed = after(busy(16), times(10, answered(100)), 1_000);
    const resumed = after(passed, [refused(160), sent], 2_000);
    const second = stepFlow(resumed, sent, departureOf(resumed));
    expect(departureOf(second) - departureOf(resumed)).toBeGreaterThan(0);
  });

  it('is only paused when nothing has passed, because there is nothing to measure', () => {
    const flow = after(busy(16), [refused(1)], 1_000);
    expect([flow.pace.rate, departureOf(flow)]).toEqual([undefined, 2_000]);
  });
});

const steady =
  (quota: number, burst: number): Scene['quotaAt'] =>
  () => ({ perSecond: quota, burst });

/** Quotas of 100 requests per second, for a minute. */
const quotas: readonly (Pick<Scene, 'retryAfter'> & { burst: number; least: number })[] = [
  { retryAfter: 'seconds', burst: 10, least: 0.85 },
  { retryAfter: 'seconds', burst: 20, least: 0.93 },
  { retryAfter: 'seconds', burst: 50, least: 0.95 },
  { retryAfter: 'seconds', burst: 100, least: 0.97 },
  { retryAfter: 'seconds', burst: 200, least: 0.98 },
  { retryAfter: 'date', burst: 20, least: 0.88 },
  { retryAfter: 'date', burst: 100, least: 0.93 },
  { retryAfter: 'none', burst: 10, least: 0.85 },
  { retryAfter: 'none', burst: 20, least: 0.92 },
  { retryAfter: 'none', burst: 100, least: 0.97 },
];

describe('against an unknown quota of 100 requests per second', () => {
  it.each(quotas)(
    'with a bucket of $burst and Retry-After: $retryAfter, most of it is used and hardly anything refused',
    ({ retryAfter, burst, least }) => {
      for (const seed of [1, 2]) {
        const { passedAt, refusedAt } = play({ quotaAt: steady(100, burst), retryAfter, seed });
        expect(passedAt.length).toBeGreaterThan(6_000 * least);
        expect(refusedAt.length).toBeLessThan((passedAt.length + refusedAt.length) * 0.01);
      }
    },
  );

  it.each([
    { burst: 20, least: 0.8 },
    { burst: 100, least: 0.95 },
  ])('that an earlier run has used up, it is found all the same: a bucket of $burst', ({ burst, least }) => {
    const scene: Scene = { quotaAt: steady(100, burst), retryAfter: 'seconds', emptyAtFirst: true };
    expect(play(scene).passedAt.length).toBeGreaterThan(6_000 * least);
  });
});

describe('against other quotas', () => {
  it.each([
    { quota: 2, ceiling: 16, retryAfter: 'seconds', least: 0.85 },
    { quota: 5, ceiling: 64, retryAfter: 'seconds', least: 0.9 },
    { quota: 10, ceiling: 16, retryAfter: 'long', least: 0.6 },
    { quota: 300, ceiling: 64, retryAfter: 'seconds', least: 0.97 },
  ] as const)('of $quota per second, most is used: $retryAfter', ({ quota, ceiling, retryAfter, least }) => {
    const { passedAt } = play({ quotaAt: steady(quota, quota), retryAfter, ceiling });
    expect(passedAt.length).toBeGreaterThan(quota * 60 * least);
  });

  it('that the width alone keeps, nothing is refused and the ceiling reached', () => {
    const { passedAt, refusedAt, widest } = play({ quotaAt: steady(1_000, 1_000), retryAfter: 'seconds' });
    expect([refusedAt.length, widest]).toEqual([0, 16]);
    expect(passedAt.length).toBeGreaterThan(0.9 * ((16 * 60_000) / 57));
  });
});

describe('a quota that falls to a fifth and rises again', () => {
  it.each([
    { retryAfter: 'seconds', burst: undefined, low: 18, high: 95 },
    { retryAfter: 'seconds', burst: 20, low: 18, high: 90 },
    { retryAfter: 'date', burst: undefined, low: 15, high: 85 },
    { retryAfter: 'none', burst: undefined, low: 18, high: 95 },
  ] as const)('is followed within 5 s: $retryAfter, $burst', ({ retryAfter, burst, low, high }) => {
    const quotaAt: Scene['quotaAt'] = (now) => {
      const rate = now >= 20_000 && now < 40_000 ? 20 : 100;
      return { perSecond: rate, burst: burst ?? rate };
    };
    const { passedAt, refusedAt } = play({ quotaAt, retryAfter });
    expect(perSecond(passedAt, 25_000, 40_000)).toBeGreaterThan(low);
    expect(perSecond(passedAt, 45_000, 60_000)).toBeGreaterThan(high);
    expect(refusedAt.length).toBeLessThan((passedAt.length + refusedAt.length) * 0.02);
  });
});

it.each([12, 20])('%i refusals in a row are no measure of the rate that follows', (refusedFor) => {
  const scene: Scene = { quotaAt: steady(1_000, 1_000), retryAfter: 'none', refusedFor };
  for (const seed of [1, 2, 3]) {
    const { passedAt, refusedAt } = play({ ...scene, seed });
    expect(refusedAt.length).toBe(refusedFor);
    expect(perSecond(passedAt, refusedAt.at(-1) ?? 0, (refusedAt.at(-1) ?? 0) + 5_000)).toBeGreaterThan(25);
  }
});

it('a pause in the work does not pass for a quota', () => {
  // Somebody takes half a minute to say yes: what passed before says nothing about the rate.
  const before = after(busy(4), times(4, answered(20)), 60);
  const flow = after(before, [...times(30, sent), ...times(29, answered(30_000)), refused(30_300)], 30_000);
  expect(flow.pace.rate).toBeGreaterThan(20);
});
