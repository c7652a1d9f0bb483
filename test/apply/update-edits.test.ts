// Nobody's edit is overwritten unseen: drift that is to be left stays, whatever else is sent, and what somebody writes
// between our read and our write stands, or is told as a conflict.
import { describe, expect, it } from 'vitest';
import type { DesiredConnection } from '../../src/core/connection.ts';
import { ORDERS, ORDERS_PARAMS, aSavedPlan, anEntry } from '../support/builders.ts';
import { Stage } from './stage.ts';
import type { Asked, StageOptions } from './stage.ts';

const declared = { ...ORDERS_PARAMS, packageCollection: 'NULLID' };
const standard = anEntry({ params: declared });
const reporting = anEntry({ params: declared, onDrift: 'report' });
const auditor = { ...declared, username: 'auditor' };
const rotates: Asked = { rotates: () => true };

async function afterCreating(entry: DesiredConnection, options: StageOptions = {}): Promise<Stage> {
  const stage = await Stage.set(options);
  await stage.apply([entry]);
  return stage;
}

function edit(stage: Stage, set: Readonly<Record<string, unknown>>): Promise<unknown> {
  return stage.somebody('edits', { name: 'Orders', set });
}

/** A field of the one connection that stands, by its dotted path; a secret as the address that its text got. */
async function fieldOf(stage: Stage, path: string): Promise<unknown> {
  const [connection] = await stage.standing();
  const param = /^auth\.params\.(.+)$/.exec(path)?.[1];
  return param === undefined
    ? connection?.[path as 'name']
    : (connection?.params as Record<string, unknown>)[param];
}

async function secretOf(stage: Stage): Promise<unknown> {
  return fieldOf(stage, 'auth.params.password');
}

describe('drift that is only to be reported', () => {
  const wanted = { ...reporting, params: auditor };

  it.each([
    { name: 'an edited parameter', set: { 'auth.params.database': 'BY_HAND' } },
    { name: 'a parameter that somebody took away', set: { 'auth.params.packageCollection': null } },
    { name: 'a server in other hands', set: { 'auth.params.server': 'by-hand:50000' } },
    { name: 'a value that looks like a masked secret', set: { 'auth.params.database': 'XXXX' } },
    { name: 'an edited name', set: { name: 'By hand' } },
  ])('stays while another field and the secret are sent: $name', async ({ set }) => {
    const stage = await afterCreating(reporting);
    await edit(stage, set);
    const before = await secretOf(stage);
    const { execution } = await stage.apply([wanted], undefined, rotates);
    expect(execution.outcomes).toMatchObject([{ action: 'update', outcome: 'done', attempts: 1 }]);
    for (const [path, value] of Object.entries(set))
      expect(await fieldOf(stage, path)).toBe(value ?? undefined);
    expect(await fieldOf(stage, 'auth.params.username')).toBe('auditor');
    expect(await secretOf(stage)).not.toBe(before);
  });

  it('is drift again tomorrow', async () => {
    const stage = await afterCreating(reporting);
    await edit(stage, { 'auth.params.database': 'BY_HAND' });
    await stage.apply([wanted]);
    const { plan, execution } = await stage.apply([wanted]);
    expect(plan.actions).toMatchObject([{ kind: 'none', left: [{ path: '/auth/params/database' }] }]);
    expect(execution.outcomes).toEqual([]);
  });

  it('stays also when it comes up between read and write', async () => {
    const stage = await afterCreating(reporting);
    const { execution } = await stage.apply([wanted], () =>
      edit(stage, { 'auth.params.database': 'BY_HAND' }),
    );
    expect(execution.outcomes).toMatchObject([{ outcome: 'done', attempts: 2 }]);
    expect([
      await fieldOf(stage, 'auth.params.database'),
      await fieldOf(stage, 'auth.params.username'),
    ]).toEqual(['BY_HAND', 'auditor']);
  });
});

const updates: { update: string; entry: DesiredConnection; asked?: Asked }[] = [
  { update: 'a name', entry: { ...standard, name: 'New' } },
  { update: 'a description', entry: { ...standard, description: 'New' } },
  { update: 'a login', entry: { ...standard, params: auditor } },
  { update: 'a secret', entry: standard, asked: rotates },
  { update: 'a name, with drift left', entry: { ...reporting, name: 'New' } },
  { update: 'a secret, with drift left', entry: reporting, asked: rotates },
];

const edits: { field: string; value: string }[] = [
  { field: 'name', value: 'Hand' },
  { field: 'description', value: 'by hand' },
  { field: 'state', value: 'disabled' },
  { field: 'auth.params.server', value: 'hand:50000' },
  { field: 'auth.params.database', value: 'HAND' },
  { field: 'auth.params.username', value: 'hand' },
  { field: 'auth.params.packageCollection', value: 'HAND' },
  { field: 'auth.params.certificateCommonName', value: 'hand' },
];

describe('an edit between read and write', () => {
  it.each(updates.flatMap((update) => edits.map((each) => ({ ...update, ...each }))))(
    'of $field stands after an update of $update',
    async ({ entry, asked, field, value }) => {
      const stage = await afterCreating({ ...standard, onDrift: entry.onDrift });
      await stage.change({ editBetween: { field, value, times: 1 } });
      const before = await secretOf(stage);
      const { execution } = await stage.apply([entry], undefined, asked);
      const [outcome] = execution.outcomes;
      expect(await fieldOf(stage, field)).toBe(value);
      if (outcome?.outcome === 'done') {
        expect(outcome.attempts).toBe(2);
        return;
      }
      expect(outcome?.error).toMatchObject({ status: 412, code: 'conflict' });
      expect(outcome?.error?.message).toContain(`now "${value}"`);
      expect(await secretOf(stage)).toBe(before);
    },
  );

  it('of the secret stands after an update that sends none', async () => {
    const stage = await afterCreating(anEntry());
    const written: unknown[] = [];
    const { execution } = await stage.apply([anEntry({ name: 'New' })], async () => {
      await edit(stage, { 'auth.params.password': 'theirs' });
      written.push(await secretOf(stage));
    });
    expect(execution.outcomes).toMatchObject([{ outcome: 'done', attempts: 2 }]);
    expect(written).toEqual([await secretOf(stage)]);
  });

  it('that does what is wanted too is seen as such, and the rest is sent', async () => {
    const stage = await afterCreating(anEntry());
    await stage.change({ editBetween: { field: 'name', value: 'New', times: 1 } });
    const { execution } = await stage.apply([anEntry({ name: 'New', description: 'New' })]);
    expect(execution.outcomes).toMatchObject([{ outcome: 'done', attempts: 2 }]);
    expect([await fieldOf(stage, 'name'), await fieldOf(stage, 'description')]).toEqual(['New', 'New']);
  });

  it('of the way of logging in is a conflict that says so', async () => {
    const stage = await afterCreating(anEntry());
    const { execution } = await stage.apply([anEntry({ name: 'New' })], () =>
      edit(stage, { 'auth.specName': 'By hand' }),
    );
    const message =
      '"New" (dev/orders) was changed on the platform by ui-user@AdobeID after it was planned: "New" logs in by "By hand" on the platform and by "Basic Authentication" in the list; the service cannot change that in place; run plan again to see both sides';
    expect(execution.outcomes).toMatchObject([{ outcome: 'failed', error: { code: 'conflict', message } }]);
  });

  it('of a field that the plan does not show is told by that field', async () => {
    const stage = await afterCreating(anEntry());
    const { execution } = await stage.apply(
      [anEntry()],
      () => edit(stage, { 'auth.params.username': 'hand' }),
      rotates,
    );
    expect(execution.outcomes[0]?.error?.message).toContain(
      'after it was planned: /auth/params/username (wanted "reader", now "hand"); run plan again',
    );
  });
});

describe('a rotation', () => {
  it.each([
    { name: 'when only the etag moved', set: {} },
    { name: 'when somebody edited what the list does not declare', set: { description: 'by hand' } },
  ])('is sent once more $name', async ({ set }) => {
    const stage = await afterCreating(anEntry());
    const before = await secretOf(stage);
    const { execution } = await stage.apply([anEntry()], () => edit(stage, set), rotates);
    expect(execution.outcomes).toMatchObject([{ outcome: 'done', attempts: 2, causes: ['credential'] }]);
    expect(await secretOf(stage)).not.toBe(before);
  });

  it('records the fingerprint of what it sent', async () => {
    const fingerprints = new Map([[ORDERS, 'v1:k1:old']]);
    const stage = await afterCreating(anEntry(), { fingerprints });
    fingerprints.set(ORDERS, 'v1:k2:new');
    const { state } = await stage.apply([anEntry()], undefined, rotates);
    expect(state.connections.get(ORDERS)?.credential).toBe('v1:k2:new');
  });
});

describe('an update that was planned without its secret, which has changed since', () => {
  const fingerprints = new Map<typeof ORDERS, string>();

  /** The name is to change by a saved plan that knew no secret; then the secret turns out to be another. */
  async function applySaved(meanwhile: (stage: Stage) => Promise<unknown>): Promise<string | undefined> {
    fingerprints.set(ORDERS, 'v1:k1:old');
    const stage = await afterCreating(anEntry(), { fingerprints });
    fingerprints.clear();
    const desired = [anEntry({ name: 'New' })];
    const session = await stage.open();
    const saved = aSavedPlan(stage.plan(await stage.recover(session, desired), desired));
    await session.release();
    fingerprints.set(ORDERS, 'v1:k1:new');
    const before = await secretOf(stage);
    const { execution, state } = await stage.apply(desired, () => meanwhile(stage), { saved });
    expect(execution.outcomes).toMatchObject([{ action: 'update', outcome: 'done', causes: ['config'] }]);
    expect([await fieldOf(stage, 'name'), await secretOf(stage)]).toEqual(['New', before]);
    return state.connections.get(ORDERS)?.credential;
  }

  it.each([
    { name: 'nobody interferes', set: undefined },
    { name: 'somebody edited another field', set: { description: 'by hand' } },
    { name: 'somebody made the same change', set: { name: 'New' } },
  ])('is made without it when $name, and the next plan still sees that it changed', async ({ set }) => {
    const recorded = await applySaved((stage) => (set === undefined ? Promise.resolve() : edit(stage, set)));
    expect(recorded).toBe('v1:k1:old');
  });
});
