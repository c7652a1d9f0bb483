// Updates guarded by an etag: what happens when somebody else was faster.
import { describe, expect, it } from 'vitest';
import type { DesiredConnection } from '../../src/core/connection.ts';
import { ORDERS, ORDERS_PARAMS, anEntry } from '../support/builders.ts';
import { Stage } from './stage.ts';
import type { Applied, StageOptions } from './stage.ts';

const wanted = anEntry({ params: { ...ORDERS_PARAMS, username: 'auditor' } });
const edited = anEntry({ description: 'New', params: { ...ORDERS_PARAMS, username: 'auditor' } });

/** A platform on which the entry stands as it was created. */
async function afterCreating(options: StageOptions = {}): Promise<Stage> {
  const stage = await Stage.set(options);
  await stage.apply([anEntry()]);
  return stage;
}

/** What a second run makes of another wish, when somebody edits in between. */
async function updateDespite(
  entry: DesiredConnection,
  set: Record<string, unknown>,
): Promise<{ stage: Stage } & Applied> {
  const stage = await afterCreating();
  const applied = await stage.apply([entry], () => stage.somebody('edits', { name: 'Orders', set }));
  return { stage, ...applied };
}

function patches(stage: Stage): number {
  return stage.emulator.stats().requests.update;
}

describe('an update', () => {
  it('is sent once when nobody interferes, and recorded', async () => {
    const stage = await afterCreating();
    const { execution, state } = await stage.apply([wanted]);
    expect(execution.outcomes).toMatchObject([{ action: 'update', outcome: 'done', attempts: 1 }]);
    expect(state.connections.get(ORDERS)?.applied).toEqual(wanted.params);
    expect([patches(stage), stage.emulator.stats().secretsSentBack]).toEqual([1, 0]);
  });

  it('is sent once more when somebody edited another field', async () => {
    const { stage, execution } = await updateDespite(wanted, { description: 'by hand' });
    expect(execution.outcomes).toMatchObject([{ outcome: 'done', attempts: 2 }]);
    expect(await stage.standing()).toMatchObject([
      { description: 'by hand', params: { username: 'auditor' } },
    ]);
  });

  it('is sent once more when only the etag moved', async () => {
    const stage = await afterCreating({ settings: { etagMoves: 'after-list' } });
    const { execution } = await stage.apply([wanted]);
    expect(execution.outcomes).toMatchObject([{ outcome: 'done', attempts: 2 }]);
  });

  it('is a conflict when somebody edited the same field: it names both sides and who, and overwrites nothing', async () => {
    const { stage, execution } = await updateDespite(wanted, { 'auth.params.username': 'intruder' });
    const message =
      '"Orders" (dev/orders) was changed on the platform by ui-user@AdobeID after it was planned: /auth/params/username (wanted "auditor", now "intruder"); run plan again to see both sides';
    expect(execution.outcomes).toMatchObject([
      { outcome: 'failed', attempts: 1, error: { status: 412, code: 'conflict', message, retryable: false } },
    ]);
    expect(await stage.standing()).toMatchObject([{ params: { username: 'intruder' } }]);
  });

  it.each([
    {
      name: 'a name',
      entry: anEntry({ name: 'New' }),
      set: { name: 'Other' },
      told: '/name (wanted "New", now "Other")',
    },
    {
      name: 'a description',
      entry: anEntry({ description: 'New' }),
      set: { description: 'Other' },
      told: '/description (wanted "New", now "Other")',
    },
    {
      name: 'a parameter that is gone',
      entry: wanted,
      set: { 'auth.params.username': null },
      told: '/auth/params/username (wanted "auditor", now not shown)',
    },
  ])('that is a conflict over $name shows both sides', async ({ entry, set, told }) => {
    const { execution } = await updateDespite(entry, set);
    expect(execution.outcomes[0]?.error?.message).toContain(told);
  });

  it('is done without a second request when somebody made the same change', async () => {
    const { stage, execution, state } = await updateDespite(wanted, { 'auth.params.username': 'auditor' });
    expect(execution.outcomes).toMatchObject([{ outcome: 'done', attempts: 1 }]);
    expect([patches(stage), state.connections.get(ORDERS)?.applied]).toEqual([1, wanted.params]);
  });

  it('sends the rest when somebody made a part of the change', async () => {
    const { stage, execution } = await updateDespite(edited, { description: 'New' });
    expect(execution.outcomes).toMatchObject([{ outcome: 'done', attempts: 2 }]);
    expect(await stage.standing()).toMatchObject([{ description: 'New', params: { username: 'auditor' } }]);
  });

  it('is a conflict when a part is as wanted and another was edited', async () => {
    const { execution } = await updateDespite(edited, {
      description: 'New',
      'auth.params.username': 'intruder',
    });
    expect(execution.outcomes).toMatchObject([{ outcome: 'failed', error: { code: 'conflict' } }]);
  });

  it('is given up after the second stale etag', async () => {
    const stage = await afterCreating();
    await stage.change({ editBetween: { field: 'description', value: 'by hand', times: 2 } });
    const { execution } = await stage.apply([wanted]);
    expect(execution.outcomes).toMatchObject([{ outcome: 'failed', attempts: 2, error: { status: 412 } }]);
    expect(patches(stage)).toBe(2);
  });

  it('says so when the connection was deleted meanwhile', async () => {
    const stage = await afterCreating();
    await stage.change({ faults: [{ on: { route: 'update' }, effect: { kind: 'status', status: 412 } }] });
    const { execution } = await stage.apply([wanted], () => stage.somebody('removes', { name: 'Orders' }));
    expect(execution.outcomes).toMatchObject([{ outcome: 'failed', error: { status: 404, code: 'gone' } }]);
  });

  it('fails with the read that was to tell why it is stale', async () => {
    const stage = await afterCreating();
    await stage.change({
      faults: [
        { on: { route: 'update' }, effect: { kind: 'status', status: 412 } },
        { on: { route: 'get' }, effect: { kind: 'status', status: 403 } },
      ],
    });
    const { execution } = await stage.apply([wanted]);
    expect(execution.outcomes).toMatchObject([{ outcome: 'failed', attempts: 1, error: { status: 403 } }]);
  });
});

describe('an update whose answer never comes', () => {
  const fingerprints = new Map([[ORDERS, 'v1:key:today']]);

  it.each([
    { name: 'before', patched: 2 },
    { name: 'after', patched: 2 },
  ] as const)('$name its commit ends as it should', async ({ name: when, patched }) => {
    const stage = await afterCreating();
    await stage.change({ faults: [{ on: { route: 'update' }, effect: { kind: 'reset', when } }] });
    const { execution } = await stage.apply([edited]);
    expect(execution.outcomes).toMatchObject([{ outcome: 'done' }]);
    expect(await stage.standing()).toMatchObject([{ description: 'New', params: { username: 'auditor' } }]);
    expect(patches(stage)).toBe(patched);
  });

  it('is no conflict with itself when the secret changed together with a field', async () => {
    const stage = await afterCreating({ fingerprints });
    fingerprints.set(ORDERS, 'v1:key:tomorrow');
    await stage.change({ faults: [{ on: { route: 'update' }, effect: { kind: 'reset', when: 'after' } }] });
    const { plan, execution, state } = await stage.apply([wanted]);
    expect(plan.actions).toMatchObject([{ kind: 'update', causes: ['config', 'credential'] }]);
    expect(execution.outcomes).toMatchObject([{ outcome: 'done', attempts: 3 }]);
    expect(state.connections.get(ORDERS)?.credential).toBe('v1:key:tomorrow');
  });
});
