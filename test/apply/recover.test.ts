// What a crashed run left in doubt, settled before anything is planned.
import { describe, expect, it } from 'vitest';
import type { Recovered } from '../../src/apply/recover.ts';
import type { Intent } from '../../src/core/journal.ts';
import { sealSecret } from '../../src/core/secret.ts';
import type { EmulatorSettings } from '../../src/emulator/settings.ts';
import { ORDERS, ORDERS_PARAMS, aRecord, anEntry, anIntent } from '../support/builders.ts';
import { SETTLE_DELAY_MS, Stage, idsOf } from './stage.ts';

const planted = { name: 'Orders', auth: { params: { ...ORDERS_PARAMS, password: 'x' } } };

/** A stage on which a run has died with one create in doubt. */
async function afterCrash(
  settings: Partial<EmulatorSettings> = {},
): Promise<{ stage: Stage; doubt: Intent }> {
  const stage = await Stage.set({ settings });
  await stage.remote.list('dev');
  const doubt = anIntent({ at: stage.clock.now(), skew: stage.remote.clockSkew() });
  const session = await stage.open();
  await session.append(doubt);
  await session.release();
  return { stage, doubt };
}

/** Recovery by the next run. */
async function recover(stage: Stage): Promise<Recovered> {
  const session = await stage.open();
  const recovered = await stage.recover(session, [anEntry()]);
  await session.checkpoint(recovered.state);
  await session.release();
  return recovered;
}

function told(recovered: Recovered): string {
  return recovered.notes.map(({ summary }) => summary).join('\n');
}

const began = 'the last run ended while "Orders" was being created in dev; ';

describe('a create in doubt', () => {
  it('that took place is adopted', async () => {
    const { stage } = await afterCrash();
    const { id } = await stage.somebody('plants', planted);
    const recovered = await recover(stage);
    expect(told(recovered)).toBe(`${began}it had taken place, as ${id}, and is adopted`);
    expect([idsOf(recovered.state), await stage.doubts()]).toEqual([[`${ORDERS} ${id}`], []]);
  });

  it('that did not take place is closed with nothing', async () => {
    const { stage } = await afterCrash();
    const recovered = await recover(stage);
    expect(told(recovered)).toBe(`${began}it had not taken place`);
    expect([idsOf(recovered.state), await stage.doubts()]).toEqual([[], []]);
  });

  it('is not one that stood long before', async () => {
    const { stage } = await afterCrash();
    await stage.somebody('plants', { ...planted, createdAt: Date.now() - 60_000 });
    expect(told(await recover(stage))).toBe(`${began}it had not taken place`);
  });

  it.each([3_600_000, -3_600_000])(
    'is found by a platform whose clock is %d ms off',
    async (clockOffsetMs) => {
      const { stage } = await afterCrash({ clockOffsetMs });
      const { id } = await stage.somebody('plants', planted);
      expect(told(await recover(stage))).toContain(id);
    },
  );

  it('that could be several names them all, and adopts none', async () => {
    const { stage } = await afterCrash();
    const first = await stage.somebody('plants', planted);
    const second = await stage.somebody('plants', planted);
    const recovered = await recover(stage);
    expect(told(recovered)).toContain(`${began}several connections could be it: `);
    expect([first.id, second.id].every((id) => told(recovered).includes(id))).toBe(true);
    expect(idsOf(recovered.state)).toEqual([]);
  });

  it('stays in doubt while its sandbox cannot be read', async () => {
    const { stage } = await afterCrash();
    await stage.change({ forbiddenSandboxes: ['dev'] });
    const recovered = await recover(stage);
    expect([recovered.notes, await stage.doubts()]).toEqual([[], [ORDERS]]);
  });
});

describe('recovery', () => {
  it('waits until a listing can be trusted, and says why', async () => {
    const { stage } = await afterCrash();
    await recover(stage);
    expect(stage.clock.slept).toEqual([SETTLE_DELAY_MS]);
    expect(stage.waits).toEqual(['1 creates of the last run are in doubt, and a listing may lag behind']);
  });

  it('does not wait for creates of long ago', async () => {
    const { stage } = await afterCrash();
    stage.clock.advance(3_600_000);
    await recover(stage);
    expect(stage.clock.slept).toEqual([]);
  });

  it('waits for nothing without doubts', async () => {
    const stage = await Stage.set();
    await recover(stage);
    expect([stage.clock.slept, stage.emulator.stats().requests.list]).toEqual([[], 1]);
  });

  it.each([
    { name: 'looks again while the listing lacks what stands', lists: 2, blocked: false, doubts: 0 },
    {
      name: 'leaves the doubt and blocks the sandbox when the listing lags for too long',
      lists: 99,
      blocked: true,
      doubts: 1,
    },
  ])('$name', async ({ lists, blocked, doubts }) => {
    const { stage, doubt } = await afterCrash({ listLagLists: lists });
    const { result } = await stage.remote.create(anEntry({ name: 'Bills' }), sealSecret('x'));
    const session = await stage.open();
    const id = result.ok ? result.value.id : '';
    await session.append({ kind: 'record', key: doubt.key, record: aRecord({ id }) });
    await session.release();
    const { observed } = await recover(stage);
    expect('code' in (observed.get('dev') ?? {})).toBe(blocked);
    expect(await stage.doubts()).toHaveLength(doubts);
  });

  it('is done once: the next run finds nothing in doubt', async () => {
    const { stage } = await afterCrash();
    await stage.somebody('plants', planted);
    await recover(stage);
    expect((await recover(stage)).notes).toEqual([]);
  });
});

describe('a whole run after a crash', () => {
  it('creates no second connection', async () => {
    const { stage } = await afterCrash();
    const { id } = await stage.somebody('plants', planted);
    const { execution, state } = await stage.apply([anEntry()]);
    expect([execution.outcomes, idsOf(state), (await stage.standing()).length]).toEqual([
      [],
      [`${ORDERS} ${id}`],
      1,
    ]);
  });

  it('creates what had not been created', async () => {
    const { stage } = await afterCrash();
    const { execution } = await stage.apply([anEntry()]);
    expect(execution.outcomes).toMatchObject([{ action: 'create', outcome: 'done' }]);
    expect(await stage.standing()).toHaveLength(1);
  });
});
