// What is read of a platform before anything is planned.
import { describe, expect, it } from 'vitest';
import { observeSandboxes } from '../../src/apply/observe.ts';
import { createPool } from '../../src/apply/pool.ts';
import { connectionKey } from '../../src/core/connection.ts';
import type { ConnectionRecord } from '../../src/core/state.ts';
import { sealSecret } from '../../src/core/secret.ts';
import { aRecord, anEntry } from '../support/builders.ts';
import { Stage } from './stage.ts';

function observe(stage: Stage, sandboxes: readonly string[], records: readonly ConnectionRecord[] = []) {
  const byKey = new Map(records.map((record) => [connectionKey(record.sandbox, record.id), record]));
  return observeSandboxes(sandboxes, { remote: stage.remote, pool: createPool(4), records: byKey });
}

/** Creates a connection that the listing does not show yet. */
async function createUnseen(stage: Stage): Promise<ConnectionRecord> {
  const { result } = await stage.remote.create(anEntry(), sealSecret('x'));
  return aRecord({ id: result.ok ? result.value.id : '' });
}

describe('a sandbox', () => {
  it('is listed once, however often it is asked for', async () => {
    const stage = await Stage.set();
    const seen = await observe(stage, ['dev', 'prod', 'dev']);
    expect([...seen.keys()]).toEqual(['dev', 'prod']);
    expect(stage.emulator.stats().requests).toMatchObject({ list: 2, get: 0 });
  });

  it('that cannot be read gives its reason and holds up no other', async () => {
    const stage = await Stage.set({ settings: { forbiddenSandboxes: ['prod'] } });
    const seen = await observe(stage, ['dev', 'prod', 'nowhere']);
    expect(seen.get('dev')).toMatchObject({ listing: [], lagging: false });
    expect(seen.get('prod')).toMatchObject({ kind: 'forbidden', status: 403 });
    expect(seen.get('nowhere')).toMatchObject({ kind: 'missing', status: 404 });
  });

  it('costs no further request when its listing shows everything recorded', async () => {
    const stage = await Stage.set();
    const record = await createUnseen(stage);
    const seen = await observe(stage, ['dev'], [record]);
    expect(seen.get('dev')).toMatchObject({ listing: [{ id: record.id }], lagging: false });
    expect(stage.emulator.stats().requests.get).toBe(0);
  });
});

describe('a recorded connection that the listing lacks', () => {
  it('is read by its id, because a listing may lag behind', async () => {
    const stage = await Stage.set({ settings: { listLagLists: 9 } });
    const record = await createUnseen(stage);
    const seen = await observe(stage, ['dev'], [record]);
    expect(seen.get('dev')).toMatchObject({ listing: [{ id: record.id, name: 'Orders' }], lagging: true });
  });

  it('is gone when a read by its id finds nothing', async () => {
    const stage = await Stage.set();
    const seen = await observe(stage, ['dev'], [aRecord({ id: 'gone' })]);
    expect(seen.get('dev')).toMatchObject({ listing: [], unread: new Map(), lagging: false });
    expect(stage.emulator.stats().requests.get).toBe(1);
  });

  it('is unread when the read fails, and nothing else is', async () => {
    const stage = await Stage.set({ settings: { listLagLists: 9 } });
    const record = await createUnseen(stage);
    await stage.change({ faults: [{ on: { route: 'get' }, effect: { kind: 'status', status: 403 } }] });
    const seen = await observe(stage, ['dev'], [record]);
    expect(seen.get('dev')).toMatchObject({
      listing: [],
      unread: new Map([[record.id, { kind: 'forbidden' }]]),
    });
  });

  it('of another sandbox is left to that sandbox', async () => {
    const stage = await Stage.set();
    await observe(stage, ['dev'], [aRecord({ sandbox: 'prod', id: 'elsewhere' })]);
    expect(stage.emulator.stats().requests.get).toBe(0);
  });
});
