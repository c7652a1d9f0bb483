// Creates whose answer never comes, against a real platform that breaks off: one connection in the end, never two.
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import type { DesiredConnection } from '../../src/core/connection.ts';
import type { Fault, FaultEffect } from '../../src/emulator/faults.ts';
import { ORDERS, ORDERS_PARAMS, anEntry } from '../support/builders.ts';
import { SETTLE_DELAY_MS, Stage, idsOf } from './stage.ts';

const moments = ['before', 'after'] as const;

/** Every way in which an answer fails to say what became of a create. */
const effects: { name: string; effect: FaultEffect; timeoutMs?: number }[] = [
  ...moments.flatMap((when): { name: string; effect: FaultEffect; timeoutMs?: number }[] => [
    { name: `a reset ${when} the commit`, effect: { kind: 'reset', when } },
    { name: `no answer, ${when} the commit`, effect: { kind: 'hang', when }, timeoutMs: 80 },
    { name: `500 ${when} the commit`, effect: { kind: 'status', status: 500, when } },
    {
      name: `502 as a web page ${when} the commit`,
      effect: { kind: 'status', status: 502, form: 'html', when },
    },
    { name: `503 ${when} the commit`, effect: { kind: 'status', status: 503, when } },
    { name: `504 ${when} the commit`, effect: { kind: 'status', status: 504, when } },
    { name: `a web page with status 200 ${when} the commit`, effect: { kind: 'html200', when } },
  ]),
  { name: 'half an answer', effect: { kind: 'torn' } },
  { name: 'an empty 201', effect: { kind: 'empty' } },
];

const BILLS = connectionKey('dev', 'bills');
const bills = anEntry({ key: BILLS, name: 'Bills', params: { ...ORDERS_PARAMS, database: 'BILLS' } });

function onCreate(effect: FaultEffect, more: Partial<Fault> = {}): Fault {
  return { on: { route: 'create', name: 'Orders' }, effect, ...more };
}

function planted(entry: DesiredConnection): object {
  return { name: entry.name, auth: { params: { ...entry.params, password: 'x' } } };
}

describe('a create that meets', () => {
  it.each(effects)('$name ends as one connection that is recorded', async ({ effect, timeoutMs }) => {
    const settings = { faults: [onCreate(effect)] };
    const stage = await Stage.set({ settings, ...(timeoutMs !== undefined && { timeoutMs }) });
    const { execution, state } = await stage.apply([anEntry()]);
    const [connection, ...others] = await stage.standing();
    expect(execution.outcomes).toMatchObject([
      { outcome: 'done', settled: true, doubted: true, id: connection?.id },
    ]);
    expect([others, idsOf(state), await stage.doubts()]).toEqual([
      [],
      [`${ORDERS} ${connection?.id ?? ''}`],
      [],
    ]);
  });

  it('the same trouble three times is given up, and nothing stands', async () => {
    const stage = await Stage.set({
      settings: { faults: [onCreate({ kind: 'reset' }, { times: 'always' })] },
    });
    const { execution } = await stage.apply([anEntry()]);
    expect(execution.outcomes).toMatchObject([{ outcome: 'failed', attempts: 3 }]);
    expect(execution.outcomes[0]?.error?.message).toContain('it was not created in 3 attempts');
    expect([await stage.standing(), await stage.doubts()]).toEqual([[], []]);
  });
});

describe('settling', () => {
  it('waits as long as a listing may lag, then lists once for all creates in doubt', async () => {
    const faults: Fault[] = [{ on: { route: 'create' }, effect: { kind: 'reset', when: 'after' }, times: 2 }];
    const stage = await Stage.set({ settings: { faults } });
    const { execution } = await stage.apply([anEntry(), bills]);
    expect(execution.outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    expect(stage.emulator.stats().requests.list).toBe(2);
    expect(stage.clock.slept.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(SETTLE_DELAY_MS - 100);
  });

  it('that finds several which could be it names them all, and creates no further one', async () => {
    let other = '';
    const stage = await Stage.set({
      settings: { faults: [onCreate({ kind: 'reset', when: 'after' })] },
      onSleep: async (world) => {
        other = (await world.somebody('plants', planted(anEntry()))).id;
      },
    });
    const { execution } = await stage.apply([anEntry()]);
    const ids = (await stage.standing()).map(({ id }) => id);
    const [outcome] = execution.outcomes;
    expect(outcome).toMatchObject({ outcome: 'failed', error: { code: 'conflict', retryable: false } });
    expect([
      ids.length,
      ids.every((id) => outcome?.error?.message.includes(id)),
      ids.includes(other),
    ]).toEqual([2, true, true]);
  });

  it('goes on waiting while the listing lacks another create of this run', async () => {
    const faults = [onCreate({ kind: 'reset', when: 'after' })];
    const stage = await Stage.set({ settings: { faults, listLagLists: 2 }, width: 1 });
    const { execution } = await stage.apply([bills, anEntry()]);
    expect(execution.outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    expect(await stage.standing()).toHaveLength(2);
  });

  it('of a listing that lags for too long is left to the next run, and nothing is repeated', async () => {
    const faults = [onCreate({ kind: 'reset', when: 'after' })];
    const stage = await Stage.set({ settings: { faults, listLagLists: 99 }, width: 1 });
    const { execution } = await stage.apply([bills, anEntry()]);
    expect(execution.outcomes).toMatchObject([
      { outcome: 'done' },
      { outcome: 'failed', error: { code: 'in-doubt' } },
    ]);
    expect([stage.emulator.stats().createsCommitted, await stage.doubts()]).toEqual([2, [ORDERS]]);
  });

  it('needs no wait when a later create of this run shows, after an error of the service itself', async () => {
    const faults = [onCreate({ kind: 'status', status: 500, when: 'after' })];
    const stage = await Stage.set({ settings: { faults }, width: 1 });
    const later = anEntry({ ...bills, key: connectionKey('dev', 'z-later') });
    const { execution } = await stage.apply([anEntry(), later]);
    expect([execution.outcomes.map(({ outcome }) => outcome), stage.clock.slept]).toEqual([
      ['done', 'done'],
      [],
    ]);
  });

  it.each([502, 503, 504])(
    'waits after a %d all the same, because the service behind the gateway may go on',
    async (status) => {
      let commit = true;
      const stage = await Stage.set({
        settings: { faults: [onCreate({ kind: 'status', status })] },
        width: 1,
        onSleep: async (world) => {
          // The service commits what its gateway has given up.
          if (commit) await world.somebody('plants', planted(anEntry()));
          commit = false;
        },
      });
      const { execution } = await stage.apply([
        anEntry(),
        anEntry({ ...bills, key: connectionKey('dev', 'z-later') }),
      ]);
      expect(execution.outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
      expect((await stage.standing()).filter(({ name }) => name === 'Orders')).toHaveLength(1);
      expect(stage.clock.slept).toHaveLength(1);
    },
  );
});

describe('a run that is stopped', () => {
  it('while it settles leaves the doubt in the journal for the next run', async () => {
    const stage = await Stage.set({
      settings: { faults: [onCreate({ kind: 'reset', when: 'after' })] },
      onSleep: (world) => {
        world.stopping.abort();
      },
    });
    const { execution, state } = await stage.apply([anEntry()]);
    expect(execution.outcomes).toMatchObject([
      { outcome: 'failed', error: { code: 'in-doubt', retryable: true } },
    ]);
    expect([idsOf(state), await stage.doubts()]).toEqual([[], [ORDERS]]);
  });

  it('before it acts creates nothing and leaves nothing in doubt', async () => {
    const stage = await Stage.set();
    const stop = (): Promise<void> => {
      stage.stopping.abort();
      return Promise.resolve();
    };
    const { execution } = await stage.apply([anEntry(), bills], stop);
    expect(execution.outcomes.map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped']);
    expect([await stage.standing(), await stage.doubts()]).toEqual([[], []]);
  });
});
