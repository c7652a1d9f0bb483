// A plan carried out against a real platform: every action, its outcome, and when a run ends early.
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import type { DesiredConnection } from '../../src/core/connection.ts';
import { ORDERS, ORDERS_PARAMS, aRecord, anEntry } from '../support/builders.ts';
import { Stage, idsOf } from './stage.ts';

function named(name: string, overrides: Partial<DesiredConnection> = {}): DesiredConnection {
  const params = { ...ORDERS_PARAMS, database: name.toUpperCase() };
  return anEntry({ key: connectionKey('dev', name), name, params, ...overrides });
}

function planted(name: string, params: object = {}): object {
  return {
    name,
    auth: { params: { ...ORDERS_PARAMS, database: name.toUpperCase(), password: 'x', ...params } },
  };
}

describe('a run', () => {
  it('creates what is missing, and a second run has nothing to do', async () => {
    const stage = await Stage.set();
    const desired = ['a', 'b', 'c'].map((name) => named(name));
    const first = await stage.apply(desired);
    const second = await stage.apply(desired);
    expect(first.execution.outcomes.map(({ key, outcome }) => `${key} ${outcome}`)).toEqual([
      'dev/a done',
      'dev/b done',
      'dev/c done',
    ]);
    expect([second.execution.outcomes, second.state]).toEqual([[], first.state]);
    expect(stage.emulator.stats().createsCommitted).toBe(3);
  });

  it('adopts, updates and forgets, in the order of the plan', async () => {
    const stage = await Stage.set();
    const session = await stage.open();
    await session.append({
      kind: 'record',
      key: connectionKey('dev', 'gone'),
      record: aRecord({ id: 'gone' }),
    });
    await session.release();
    const { id } = await stage.somebody('plants', planted('a', { username: 'old' }));
    const { execution, state } = await stage.apply([named('a')]);
    const told = execution.outcomes.map(
      ({ key, action, outcome, attempts }) => `${action} ${key} ${outcome} ${attempts}`,
    );
    expect(told).toEqual(['adopt dev/a done 0', 'update dev/a done 1', 'forget dev/gone done 0']);
    expect(idsOf(state)).toEqual([`dev/a ${id}`]);
  });

  it('recreates what somebody deleted', async () => {
    const stage = await Stage.set();
    await stage.apply([anEntry()]);
    const { id } = await stage.somebody('removes', { name: 'Orders' });
    const { execution, state } = await stage.apply([anEntry()]);
    expect(execution.outcomes).toMatchObject([{ action: 'recreate', outcome: 'done' }]);
    expect(idsOf(state)).not.toEqual([`${ORDERS} ${id}`]);
    expect(await stage.standing()).toHaveLength(1);
  });

  it('takes a newer etag over without a request', async () => {
    const stage = await Stage.set({ settings: { etagMoves: 'after-list' } });
    await stage.apply([anEntry()]);
    await stage.apply([anEntry()]);
    const { execution, state } = await stage.apply([anEntry()]);
    expect([execution.outcomes, stage.emulator.stats().requests.update]).toEqual([[], 0]);
    expect(state.serial).toBe(2);
  });

  it('carries on when one entry is refused, and says why', async () => {
    const stage = await Stage.set({
      settings: { faults: [{ on: { route: 'create', name: 'a' }, effect: { kind: 'status', status: 400 } }] },
    });
    const { execution } = await stage.apply([named('a'), named('b')]);
    expect(execution.outcomes).toMatchObject([
      { key: 'dev/a', outcome: 'failed', attempts: 1, error: { status: 400, retryable: false } },
      { key: 'dev/b', outcome: 'done', error: null },
    ]);
    expect([execution.fatal, await stage.doubts()]).toEqual([undefined, []]);
  });

  it('fails conflicts and unreadable sandboxes without a request, and does the rest', async () => {
    const stage = await Stage.set({ settings: { forbiddenSandboxes: ['prod'] } });
    await stage.somebody('plants', planted('a', { database: 'OTHER' }));
    const prod = named('p', { sandbox: 'prod', key: connectionKey('prod', 'p') });
    const { execution } = await stage.apply([named('a'), named('b'), prod]);
    expect(execution.outcomes).toMatchObject([
      { action: 'conflict', outcome: 'failed', error: { code: 'conflict' } },
      { action: 'create', outcome: 'done' },
      { action: 'blocked', outcome: 'failed', error: { status: 403 } },
    ]);
    expect(stage.emulator.stats().requests.create).toBe(1);
  });

  it('ends when the login is lost, and leaves the rest undone', async () => {
    const stage = await Stage.set({
      width: 1,
      settings: {
        faults: [{ on: { route: 'create' }, times: 'always', effect: { kind: 'status', status: 401 } }],
      },
    });
    const { execution } = await stage.apply([named('a'), named('b')]);
    expect(execution.outcomes.map(({ outcome }) => outcome)).toEqual(['failed', 'skipped']);
    expect(execution.fatal).toMatchObject({ severity: 'error', code: 'unauthorised' });
    expect(await stage.doubts()).toEqual([]);
  });

  it('sends nothing once its lock is gone, because no intent can be written', async () => {
    const stage = await Stage.set({ width: 1 });
    const desired = [named('a'), named('b')];
    const session = await stage.open();
    const recovered = await stage.recover(session, desired);
    const plan = stage.plan(recovered, desired);
    await session.release();
    const execution = await stage.execute(plan, { session, recovered, desired });
    expect(execution.outcomes.map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped']);
    expect([execution.fatal?.code, stage.emulator.stats().requests.create]).toEqual(['state-locked', 0]);
  });

  it('keeps no more requests under way than its pool is wide', async () => {
    const stage = await Stage.set({ width: 3, settings: { latency: { ms: 5 } } });
    await stage.apply(Array.from({ length: 12 }, (_, index) => named(`n${index}`)));
    expect(stage.emulator.stats().maxConcurrent).toBe(3);
  });

  it('tells how far it has come', async () => {
    const stage = await Stage.set({ width: 1 });
    await stage.apply([named('a'), named('b')]);
    expect(stage.progress.at(-1)).toEqual({ total: 2, done: 2, failed: 0, inFlight: 0, width: 1 });
    expect(stage.progress.every(({ done }, index) => done >= (stage.progress[index - 1]?.done ?? 0))).toBe(
      true,
    );
  });
});
