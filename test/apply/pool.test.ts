// Whose turn it is: sandboxes share the slots, one that fails by itself is narrowed and then left alone.
import { describe, expect, it } from 'vitest';
import { createPool } from '../../src/apply/pool.ts';
import { RunTraffic } from '../../src/apply/traffic.ts';
import { CLOSED_LANE } from '../../src/core/lane.ts';
import { aFailure } from '../support/builders.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import type { FakeClock } from '../support/fake-clock.ts';

interface Opened {
  readonly traffic: RunTraffic;
  readonly clock: FakeClock;
  readonly stopping: AbortController;
}

function openTraffic(ceiling: number): Opened {
  const clock = createFakeClock({ tick: 1 });
  const stopping = new AbortController();
  const traffic = new RunTraffic({ ceiling, clock, stop: stopping.signal, admit: () => true });
  return { traffic, clock, stopping };
}

/** Tasks that go on until they are told to end. */
function createHeld(): {
  begun: string[];
  hold: (name: string) => Promise<string>;
  end: (name: string) => void;
} {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    hold: (name) => {
      begun.push(name);
      return new Promise((resolve) => {
        ends.set(name, () => {
          resolve(name);
        });
      });
    },
    end: (name) => ends.get(name)?.(),
  };
}

/** Lets everything that needs no time happen. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const outage = aFailure({ kind: 'outcome-unknown', status: 503, message: 'Out of order.', retryable: true });

describe('a pool', () => {
  it('gives sandboxes equal turns, whoever came first', async () => {
    const pool = createPool(2);
    const { begun, hold, end } = createHeld();
    for (const name of ['a1', 'a2', 'a3', 'b1', 'b2', 'c1'])
      void pool.run(name.slice(0, 1), () => hold(name));
    for (const name of ['a1', 'b1', 'c1', 'a2', 'b2', 'a3']) {
      await settle();
      end(name);
    }
    expect(begun).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
  });

  it('lets a small sandbox through while a slow one holds its slots', async () => {
    const pool = createPool(4);
    const { begun, hold } = createHeld();
    for (let n = 1; n <= 10; n += 1) void pool.run('slow', () => hold(`slow ${n}`));
    const quick = Array.from({ length: 10 }, (_, n) => pool.run('quick', () => Promise.resolve(n)));
    expect((await Promise.all(quick)).every(({ ok }) => ok)).toBe(true);
    await settle();
    expect(begun).toEqual(['slow 1', 'slow 2', 'slow 3', 'slow 4']);
  });

  it('passes on what a task gives, and what it throws', async () => {
    const pool = createPool(1);
    expect(await pool.run('a', () => Promise.resolve(7))).toEqual({ ok: true, value: 7 });
    await expect(pool.run('a', () => Promise.reject(new Error('bug')))).rejects.toThrow('bug');
    expect(await pool.run('a', () => Promise.resolve(8))).toEqual({ ok: true, value: 8 });
  });

  it('becomes wider with what the platform bears', async () => {
    const { traffic } = openTraffic(6);
    const pool = createPool(traffic);
    const { begun, hold } = createHeld();
    for (let n = 1; n <= 10; n += 1) void pool.run('a', () => hold(String(n)));
    await settle();
    expect([begun.length, pool.width()]).toEqual([4, 4]);
    const departures = [1, 2, 3, 4].map(async (call) => {
      await traffic.turn();
      return traffic.depart({ sandbox: 'a', kind: 'create', call });
    });
    for (const arrive of await Promise.all(departures)) arrive({ pauseMs: 0 });
    await settle();
    expect([begun.length, pool.width()]).toEqual([6, 6]);
  });

  it('begins nothing while everything pauses', async () => {
    const { traffic, clock } = openTraffic(4);
    await traffic.turn();
    const throttled = aFailure({ kind: 'throttled', status: 429, retryAfterMs: 12_000 });
    traffic.depart({ sandbox: 'a', kind: 'list', call: 1 })({ failure: throttled, pauseMs: 12_000 });
    const pool = createPool(traffic);
    expect(pool.waiting()).toBe('the platform asked for a pause of 12 s (429)');
    const began = await pool.run('b', () => Promise.resolve(clock.slept.reduce((sum, ms) => sum + ms, 0)));
    expect(began.ok && began.value).toBeGreaterThan(11_900);
    expect(pool.waiting()).toBeUndefined();
  });
});

describe('a sandbox that keeps failing', () => {
  /** Runs tasks that ask the platform once each; `dev` is out of order for as long as `isDown` says. */
  async function runTasks(
    { traffic }: Opened,
    isDown: (asked: number) => boolean,
  ): Promise<{ asked: Record<string, number>; refused: string[] }> {
    const pool = createPool(traffic);
    const asked: Record<string, number> = { dev: 0, prod: 0 };
    const ask = async (sandbox: string, call: number): Promise<void> => {
      asked[sandbox] = (asked[sandbox] ?? 0) + 1;
      await traffic.turn();
      const arrive = traffic.depart({ sandbox, kind: 'create', call });
      await settle();
      const down = sandbox === 'dev' && isDown(asked['dev'] ?? 0);
      arrive({ ...(down && { failure: outage }), pauseMs: 0 });
    };
    const ran = await Promise.all(
      Array.from({ length: 60 }, (_, n) => {
        const sandbox = n % 2 === 0 ? 'dev' : 'prod';
        return pool.run(sandbox, () => ask(sandbox, n));
      }),
    );
    const refused = ran.flatMap((result) => (result.ok ? [] : [result.problem.code ?? '']));
    return { asked, refused };
  }

  it('is narrowed, then left alone; the others go on', async () => {
    const opened = openTraffic(8);
    const { asked, refused } = await runTasks(opened, () => true);
    expect(asked['prod']).toBe(30);
    expect(asked['dev']).toBeLessThan(15);
    expect(refused).toEqual(Array.from({ length: 30 - (asked['dev'] ?? 0) }, () => CLOSED_LANE));
    expect(opened.clock.slept.map((ms) => Math.ceil(ms / 1_000))).toEqual([1, 2, 4]);
  });

  it('goes on where it recovers in time', async () => {
    const { asked, refused } = await runTasks(openTraffic(8), (count) => count <= 6);
    expect([asked, refused]).toEqual([{ dev: 30, prod: 30 }, []]);
  });

  it('holds nothing up once the run has been stopped', async () => {
    const opened = openTraffic(8);
    opened.stopping.abort();
    const { refused } = await runTasks(opened, () => true);
    expect([refused, opened.clock.slept]).toEqual([[], []]);
  });

  it('is tried again after a while', async () => {
    const opened = openTraffic(8);
    await runTasks(opened, () => true);
    opened.clock.advance(6_000);
    const { asked, refused } = await runTasks(opened, () => false);
    expect([asked['dev'], refused]).toEqual([30, []]);
  });
});
