// Deletions: a last look, one DELETE that may be repeated, and reads until the connection is gone. What is not known to
// be gone keeps its record.
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import { ORDERS, ORDERS_PARAMS, anEntry } from '../support/builders.ts';
import { Stage, idsOf } from './stage.ts';
import type { Applied, StageOptions } from './stage.ts';

const BILLS = connectionKey('dev', 'bills');
const bills = anEntry({ key: BILLS, name: 'Bills', params: { ...ORDERS_PARAMS, database: 'BILLS' } });

/** A platform on which an entry stands that the list is about to give up. */
async function afterCreating(options: StageOptions = {}): Promise<Stage> {
  const stage = await Stage.set(options);
  await stage.apply([anEntry()]);
  return stage;
}

function prune(stage: Stage, meanwhile?: () => Promise<unknown>): Promise<Applied> {
  return stage.apply([], meanwhile, { prune: true });
}

/** What became of the one deletion, and whether its record and its connection are gone. */
async function endOf(stage: Stage, { execution, state }: Applied): Promise<object> {
  const [outcome] = execution.outcomes;
  const standing = (await stage.standing()).length;
  return {
    outcome: outcome?.outcome,
    attempts: outcome?.attempts,
    recorded: state.connections.size,
    standing,
  };
}

const GONE = { outcome: 'done', recorded: 0, standing: 0 };
const KEPT = { outcome: 'failed', recorded: 1, standing: 1 };

function deletes(stage: Stage): number {
  return stage.emulator.stats().requests.delete;
}

/** The platform accepts a deletion and has not got round to it. */
const ACCEPTED = {
  faults: [{ on: { route: 'delete' }, effect: { kind: 'status', status: 202 } }],
} satisfies StageOptions['settings'];

describe('a deletion', () => {
  it.each([204, 202] as const)('that is answered %s and has taken effect is done', async (deleteStatus) => {
    const stage = await afterCreating({ settings: { deleteStatus } });
    expect(await endOf(stage, await prune(stage))).toEqual({ ...GONE, attempts: 1 });
    expect([deletes(stage), stage.clock.slept]).toEqual([1, []]);
    const again = await prune(stage);
    expect([again.execution.outcomes, deletes(stage)]).toEqual([[], 1]);
  });

  it('that takes effect later is waited for', async () => {
    let waits = 0;
    const stage = await afterCreating({
      settings: ACCEPTED,
      onSleep: async (world) => {
        waits += 1;
        if (waits === 2) await world.somebody('removes', { name: 'Orders' });
      },
    });
    expect(await endOf(stage, await prune(stage))).toEqual({ ...GONE, attempts: 1 });
    expect([deletes(stage), stage.clock.slept]).toEqual([1, [500, 1_000]]);
  });

  it('that does not take effect is given up, and done by the next run', async () => {
    const stage = await afterCreating({ settings: ACCEPTED });
    const first = await prune(stage);
    expect(await endOf(stage, first)).toEqual({ ...KEPT, attempts: 1 });
    expect(first.execution.outcomes).toMatchObject([{ error: { code: 'still-there', retryable: true } }]);
    expect(stage.clock.slept).toEqual([500, 1_000, 2_000, 4_000]);
    expect(await endOf(stage, await prune(stage))).toEqual({ ...GONE, attempts: 1 });
  });

  it('of what somebody deleted meanwhile is done without a request', async () => {
    const stage = await afterCreating();
    const applied = await prune(stage, () => stage.somebody('removes', { name: 'Orders' }));
    expect(await endOf(stage, applied)).toEqual({ ...GONE, attempts: 0 });
    expect(deletes(stage)).toBe(0);
  });

  it.each([
    { name: 'before it took place', when: 'before' },
    { name: 'after it took place', when: 'after' },
  ] as const)('whose answer is lost $name is sent again, and done', async ({ when }) => {
    const stage = await afterCreating();
    await stage.change({ faults: [{ on: { route: 'delete' }, effect: { kind: 'reset', when } }] });
    expect(await endOf(stage, await prune(stage))).toEqual({ ...GONE, attempts: 2 });
    expect(stage.emulator.stats().deletesCommitted).toBe(1);
  });

  it('of what dataflows use fails with the way out', async () => {
    const stage = await afterCreating({ settings: { inUse: ['Orders'] } });
    const applied = await prune(stage);
    expect(await endOf(stage, applied)).toEqual({ ...KEPT, attempts: 1 });
    const error = applied.execution.outcomes[0]?.error;
    expect(error).toMatchObject({ status: 400, retryable: false });
    expect(error?.message).toMatch(
      /cannot be deleted because it is used in flows\. Dataflows use it: delete them and their source connections in AEP first, or put the entry back into the list$/,
    );
  });

  it.each([
    { what: 'name', set: { name: 'Taken over' } },
    { what: 'description', set: { description: 'In use since today' } },
    { what: 'server', set: { 'auth.params.server': 'other:50000' } },
    { what: 'login', set: { 'auth.params.username': 'somebody' } },
    { what: 'parameters', set: { 'auth.params.certificateCommonName': 'db2' } },
  ])('of what somebody gave another $what since it was planned is not sent', async ({ set }) => {
    const stage = await afterCreating();
    const applied = await prune(stage, () => stage.somebody('edits', { name: 'Orders', set }));
    expect(await endOf(stage, applied)).toEqual({ ...KEPT, attempts: 0 });
    const message =
      'it was changed on the platform by ui-user@AdobeID after its deletion was planned, and is kept; run plan again to see what it is now';
    expect(applied.execution.outcomes).toMatchObject([{ error: { code: 'conflict', message } }]);
    expect(deletes(stage)).toBe(0);
  });

  it('of what only has another etag since it was planned is done', async () => {
    const stage = await afterCreating({ settings: { etagMoves: 'after-read' } });
    expect(await endOf(stage, await prune(stage))).toEqual({ ...GONE, attempts: 1 });
  });

  it('of what cannot be looked at once more is not sent', async () => {
    const stage = await afterCreating();
    await stage.change({ faults: [{ on: { route: 'get' }, effect: { kind: 'status', status: 403 } }] });
    const applied = await prune(stage);
    expect(await endOf(stage, applied)).toEqual({ ...KEPT, attempts: 0 });
    expect([applied.execution.outcomes[0]?.error?.status, deletes(stage)]).toEqual([403, 0]);
  });

  it('of which nobody can tell whether it took effect keeps its record, which the next run forgets', async () => {
    const stage = await afterCreating();
    await stage.change({
      faults: [{ on: { route: 'get', nth: 2 }, effect: { kind: 'status', status: 403 } }],
    });
    const applied = await prune(stage);
    expect(await endOf(stage, applied)).toEqual({ ...KEPT, attempts: 1, standing: 0 });
    expect(applied.execution.outcomes).toMatchObject([{ error: { status: 403, code: 'in-doubt' } }]);
    const next = await prune(stage);
    expect(next.execution.outcomes).toMatchObject([{ action: 'forget', outcome: 'done' }]);
    expect(next.state.connections.size).toBe(0);
  });

  it('that an interrupt meets while it is waited for has failed, because it has left already', async () => {
    const stage = await afterCreating({
      settings: ACCEPTED,
      onSleep: (world) => {
        world.stopping.abort();
      },
    });
    const applied = await prune(stage);
    expect(await endOf(stage, applied)).toEqual({ ...KEPT, attempts: 1 });
    expect(applied.execution.outcomes).toMatchObject([{ error: { code: 'in-doubt', retryable: true } }]);
  });

  it('that an interrupt comes before is left for the next run', async () => {
    const stage = await afterCreating();
    const applied = await prune(stage, () => {
      stage.stopping.abort();
      return Promise.resolve();
    });
    expect(await endOf(stage, applied)).toEqual({ ...KEPT, outcome: 'skipped', attempts: 0 });
    expect(applied.execution.outcomes).toMatchObject([{ error: null }]);
  });

  it('ends the run when the login is lost', async () => {
    const stage = await Stage.set({ width: 1 });
    await stage.apply([anEntry(), bills]);
    await stage.change({
      faults: [{ on: { route: 'delete' }, times: 'always', effect: { kind: 'status', status: 401 } }],
    });
    const { execution, state } = await prune(stage);
    expect(execution.outcomes.map(({ outcome }) => outcome)).toEqual(['failed', 'skipped']);
    expect([execution.fatal?.code, state.connections.size]).toEqual(['unauthorised', 2]);
  });

  it('that fails holds up no other', async () => {
    const stage = await Stage.set({ settings: { inUse: ['Bills'] } });
    await stage.apply([anEntry(), bills]);
    const { execution, state } = await prune(stage);
    expect(execution.outcomes.map(({ key, outcome }) => `${key} ${outcome}`)).toEqual([
      'dev/bills failed',
      'dev/orders done',
    ]);
    expect([...state.connections.keys()]).toEqual([BILLS]);
  });

  it('of what two records hold is done for both', async () => {
    const stage = await afterCreating();
    const session = await stage.open();
    const record = session.state.connections.get(ORDERS);
    if (record !== undefined) await session.append({ kind: 'record', key: BILLS, record });
    await session.release();
    const { execution, state } = await prune(stage);
    expect(execution.outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    expect([idsOf(state), await stage.standing()]).toEqual([[], []]);
  });
});
