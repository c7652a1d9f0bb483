// The gate that requests leave by, and the figures of a run's traffic.
import { describe, expect, it } from 'vitest';
import { Brake } from '../../src/apply/brake.ts';
import { RunTraffic } from '../../src/apply/traffic.ts';
import type { Failure } from '../../src/core/failure.ts';
import type { LimitName, RunLimits } from '../../src/core/limits.ts';
import { aFailure } from '../support/builders.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import type { FakeClock } from '../support/fake-clock.ts';

function open(stop = new AbortController().signal): { traffic: RunTraffic; clock: FakeClock } {
  const clock = createFakeClock();
  return { clock, traffic: new RunTraffic({ ceiling: 16, clock, stop, admit: () => true }) };
}

/** One request, its answer so many milliseconds later. */
async function ask(
  { traffic, clock }: { traffic: RunTraffic; clock: FakeClock },
  {
    failure,
    pauseMs = 0,
    kind = 'create',
    ms = 50,
  }: Partial<Record<'kind', string>> & {
    failure?: Partial<Failure>;
    pauseMs?: number;
    ms?: number;
  } = {},
): Promise<void> {
  await traffic.turn();
  const arrive = traffic.depart({ sandbox: 'dev', kind, call: 1 });
  clock.advance(ms);
  arrive({ ...(failure !== undefined && { failure: aFailure(failure) }), pauseMs });
}

const throttled = { kind: 'throttled', status: 429, retryAfterMs: 3_000 } as const;

describe('the gate', () => {
  it('lets requests leave in the order in which they came, once a pause is over', async () => {
    const opened = open();
    await ask(opened, { failure: throttled, pauseMs: 3_000 });
    const left: string[] = [];
    const turns = ['a', 'b', 'c'].map((name) => opened.traffic.turn().then(() => left.push(name)));
    expect(left).toEqual([]);
    await Promise.all(turns);
    expect([left, opened.clock.slept]).toEqual([['a', 'b', 'c'], [3_000]]);
  });

  it('keeps to the rate that a refusal has shown', async () => {
    const opened = open();
    for (let n = 0; n < 20; n += 1) await ask(opened);
    await ask(opened, { failure: throttled, pauseMs: 3_000 });
    const before = opened.clock.slept.length;
    for (let n = 0; n < 10; n += 1) await ask(opened, { ms: 0 });
    expect(opened.clock.slept.length - before).toBeGreaterThan(5);
    expect(opened.traffic.totals().waitedMs.pace).toBeGreaterThan(500);
  });

  it('opens at once when the run is stopped', async () => {
    const stopping = new AbortController();
    const opened = open(stopping.signal);
    await ask(opened, { failure: throttled, pauseMs: 3_000 });
    stopping.abort();
    await Promise.all([opened.traffic.turn(), opened.traffic.turn(), opened.traffic.clear()]);
    expect([opened.clock.slept, opened.traffic.waiting()]).toEqual([[], undefined]);
  });
});

describe('the figures', () => {
  it('count what was refused, repeated and waited for', async () => {
    const opened = open();
    await ask(opened, { failure: throttled, pauseMs: 3_000 });
    await ask(opened, { failure: throttled, pauseMs: 2_000 });
    await opened.traffic.clear();
    opened.traffic.repeating(400);
    opened.traffic.repeating(0);
    opened.traffic.gaveUp();
    expect(opened.traffic.totals()).toEqual({
      refused: 2,
      repeated: 2,
      unrepeated: 1,
      waitedMs: { pause: 5_000, pace: 0, repeat: 400 },
      widest: 4,
    });
  });

  it('count no more of a pause than was waited for', async () => {
    const opened = open();
    await ask(opened, { failure: throttled, pauseMs: 30_000 });
    opened.clock.advance(4_000);
    expect(opened.traffic.totals().waitedMs.pause).toBe(4_000);
  });

  it('tell that the login is waited for, and no longer than that', () => {
    const { traffic, clock } = open();
    const heard: (string | undefined)[] = [];
    traffic.watch(() => heard.push(traffic.waiting()));
    traffic.loginWaits(2_400);
    clock.advance(2_400);
    expect(heard).toEqual(["Adobe's login (IMS) gave no token; it is tried again in 3 s"]);
    expect([traffic.waiting(), traffic.totals().waitedMs.repeat]).toEqual([undefined, 2_400]);
  });

  it.each([
    {
      name: 'was asked for',
      asked: { retryAfterMs: 3_000 },
      words: 'the platform asked for a pause of 3 s (429)',
    },
    { name: 'is our own', asked: {}, words: 'the platform is busy (429); a pause of up to 3 s' },
  ])('tell why everything waits: a pause that $name', async ({ asked, words }) => {
    const opened = open();
    const heard: (string | undefined)[] = [];
    opened.traffic.watch(() => heard.push(opened.traffic.waiting()));
    await ask(opened, { failure: { kind: 'throttled', status: 429, ...asked }, pauseMs: 3_000 });
    expect(heard.at(-1)).toBe(words);
  });

  it.each([
    { name: 'outages', failure: { kind: 'outcome-unknown', status: 503 }, kind: 'create', width: 2 },
    { name: 'answers about an entry', failure: { kind: 'rejected', status: 400 }, kind: 'create', width: 4 },
    {
      name: 'broken connections',
      failure: { kind: 'outcome-unknown', status: null },
      kind: 'create',
      width: 4,
    },
    {
      name: 'databases that cannot be reached',
      failure: { kind: 'outcome-unknown', status: 503 },
      kind: 'test',
      width: 4,
    },
  ] as const)('make the run narrow or not: $name', async ({ failure, kind, width }) => {
    const opened = open();
    await ask(opened, { failure, kind });
    expect(opened.traffic.width()).toBe(width);
  });

  it('leave what one sandbox meets again and again to its lane', async () => {
    const opened = open();
    for (let call = 1; call <= 6; call += 1) {
      await opened.traffic.turn();
      const arrive = opened.traffic.depart({ sandbox: 'dev', kind: 'create', call });
      opened.clock.advance(10);
      arrive({ failure: aFailure({ kind: 'outcome-unknown', status: 503 }), pauseMs: 0 });
      opened.clock.advance(10);
    }
    expect([opened.traffic.gate('dev').kind, opened.traffic.gate('prod').kind]).toEqual(['closed', 'open']);
  });
});

describe('the brake', () => {
  function pulled(
    limits: RunLimits,
    use: (brake: Brake) => void,
  ): { limit: LimitName | undefined; aborted: boolean } {
    const brake = new Brake(limits, createFakeClock());
    use(brake);
    return { limit: brake.limit, aborted: brake.signal.aborted };
  }

  it('lets exactly so many requests leave', () => {
    const admitted: boolean[] = [];
    const use = (brake: Brake): void => {
      for (let n = 0; n < 4; n += 1) admitted.push(brake.admit());
    };
    expect(pulled({ maxCalls: 2 }, use)).toEqual({ limit: '--max-calls', aborted: true });
    expect(admitted).toEqual([true, true, false, false]);
  });

  it('is not pulled by the last request that is allowed', () => {
    expect(pulled({ maxCalls: 1 }, (brake) => brake.admit())).toEqual({ limit: undefined, aborted: false });
  });

  it('is pulled by the last failure that is allowed, and the first reason stands', () => {
    const use = (brake: Brake): void => {
      brake.noteFailure();
      brake.noteFailure();
      brake.admit();
    };
    expect(pulled({ maxFailures: 2, maxCalls: 0 }, use).limit).toBe('--max-failures');
  });

  it('is pulled when the time is up, unless it was released before', async () => {
    const late = new Brake({ maxDurationMs: 5_000 }, createFakeClock());
    const released = new Brake({ maxDurationMs: 5_000 }, createFakeClock());
    released.release();
    await new Promise((resolve) => setImmediate(resolve));
    expect([late.limit, released.limit]).toEqual(['--max-duration', undefined]);
  });
});
