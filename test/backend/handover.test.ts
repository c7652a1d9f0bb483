import { rm } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { encodeState } from '../../src/backend/format.ts';
import { HEARTBEAT_MS, SILENCE_MS } from '../../src/core/lease.ts';
import type { StateSession } from '../../src/core/ports.ts';
import { ORDERS, aRecord, aRun, aState, anIntent } from '../support/builders.ts';
import { NOON } from '../support/fake-clock.ts';
import { ManualClock, pass, until } from './support/manual-clock.ts';
import { anOwner, containing, ok, refused, test } from './support/place.ts';
import type { Place } from './support/place.ts';

const state = aState({ [ORDERS]: aRecord() });
const stranger = anOwner({ run: 'run-2', user: 'bob', host: 'two', space: 'boot-2', pid: 22 });

/** A run on another machine takes over, because the first has been silent for long enough. */
async function takeOver(place: Place): Promise<StateSession> {
  const clock = new ManualClock(NOON + SILENCE_MS);
  return pass(clock, place.open({ clock, owner: stranger }));
}

describe('two runs', () => {
  test('do not hold one state at the same time', async ({ place }) => {
    const first = await place.open();
    const problem = refused(await place.backend({ owner: stranger }).open());
    expect(problem).toMatchObject({
      code: 'state-locked',
      summary: `${place.path()} is locked by ada on one (pid 11) since 2026-01-15T12:00:00.000Z`,
      fix: containing('flowrecon state unlock (removes state.json.lock)'),
    });
    await first.release();
    await place.open({ owner: stranger });
  });

  test('hold one state after the other, without a word, when the second waits', async ({ place }) => {
    const first = await place.open();
    const clock = new ManualClock();
    const waiting = place.open({ owner: stranger, clock, lockWaitMs: 60_000 });
    await until(() => clock.sleeping === 1);
    ok(await first.append({ kind: 'record', key: ORDERS, record: aRecord() }));
    ok(await first.checkpoint({ ...first.state, connections: state.connections }));
    await first.release();
    const second = await pass(clock, waiting);
    expect(second).toMatchObject({ notes: [], doubts: [], state: { serial: 1 } });
    expect(second.state.connections).toEqual(state.connections);
  });
});

describe('a run that takes over from a dead one', () => {
  test('says so, and finds every id and every doubt', async ({ place }) => {
    await place.leave({ state: aState() });
    const first = await place.open();
    ok(await first.append(anIntent()));
    ok(await first.append({ kind: 'outcome', n: 1, id: 'id-1', etag: '"etag-1"' }));
    ok(await first.append(anIntent({ n: 2 })));
    const second = await place.open({
      owner: anOwner({ run: 'run-2', pid: 12 }),
      pidRuns: (pid) => pid === 12,
    });
    expect(second.notes).toEqual([
      {
        severity: 'warning',
        code: 'lease-taken-over',
        summary: 'the lock of ada on one (pid 11) was taken over: that run is dead',
        fix: 'Nothing to do: what it left open is settled now.',
      },
    ]);
    expect(second.state).toEqual({ ...state, serial: 4 });
    expect(second.doubts).toEqual([anIntent({ n: 2 })]);
  });
});

describe('many runs that take over from a dead one at the same moment', () => {
  test('leave every id, whoever of them gets the state', async ({ place }) => {
    for (let round = 0; round < 8; round += 1) {
      const outcome = { kind: 'outcome', n: 1, id: 'id-1', etag: '"etag-1"' } as const;
      await place.leave({ state: aState(), journal: [aRun(), anIntent(), outcome, anIntent({ n: 2 })] });
      await place.write('.lock', JSON.stringify({ ...anOwner({ pid: 1 }), heartbeat: NOON }));
      const opened = await Promise.all(
        Array.from({ length: 6 }, (_, index) => {
          const clock = new ManualClock();
          const owner = anOwner({ run: `taker-${index}` });
          return pass(clock, place.backend({ owner, clock, pidRuns: (pid) => pid !== 1 }).open());
        }),
      );
      for (const result of opened) if (result.ok) await result.value.release();
      const { state: kept, doubts } = ok(await place.backend().read());
      expect(kept.connections).toEqual(state.connections);
      expect(doubts).toEqual([anIntent({ n: 2 })]);
    }
  });
});

describe('a run that was suspended while another took over', () => {
  test('may write nothing more, and learns who has the state', async ({ place }) => {
    await place.leave({ state: aState() });
    const clock = new ManualClock();
    const first = await place.open({ clock });
    ok(await first.append(anIntent()));
    await takeOver(place);
    const left = async (): Promise<string[]> => [await place.read(), await place.read('.journal')];
    const before = await left();

    const summary = containing('it is now held by bob on two (pid 22)');
    expect(refused(await first.append(anIntent({ n: 2 })))).toMatchObject({ code: 'state-locked', summary });
    expect(refused(await first.append(anIntent({ n: 3 })))).toMatchObject({ code: 'state-locked', summary });
    expect(refused(await first.checkpoint(state))).toMatchObject({ code: 'state-locked', summary });
    expect(first.lost.reason).toMatchObject({ severity: 'error', code: 'state-locked', summary });
    await first.release();
    expect(clock.sleeping).toBe(0);
    expect(await left()).toEqual(before);
    expect(JSON.parse(await place.read('.lock'))).toMatchObject(stranger);
  });

  test('does not end the journal of the other, though it has nothing to save itself', async ({ place }) => {
    await place.leave({ state });
    const first = await place.open();
    const second = await takeOver(place);
    ok(await second.append(anIntent()));
    refused(await first.checkpoint(state));
    expect(ok(await place.backend().read()).doubts).toEqual([anIntent()]);
  });

  test('notices at its next sign of life', async ({ place }) => {
    const clock = new ManualClock();
    const first = await place.open({ clock });
    await takeOver(place);
    expect(first.lost.aborted).toBe(false);
    clock.advance(HEARTBEAT_MS);
    await until(() => first.lost.aborted);
  });
});

describe('a lock that is broken', () => {
  test('names the owner, and stops its run', async ({ place }) => {
    const first = await place.open();
    const backend = place.backend({ owner: stranger });
    expect(ok(await backend.breakLease())).toMatchObject(anOwner());
    expect(refused(await first.append(anIntent()))).toMatchObject({
      code: 'state-locked',
      summary: containing('it was removed'),
    });
    expect(ok(await backend.breakLease())).toBeUndefined();
    ok(await backend.open().then(async (opened) => (await ok(opened).release(), opened)));
  });

  test('is reported where there can be none', async ({ place }) => {
    await place.write('', '');
    const problem = refused(await place.backend({ path: place.path('/below') }).breakLease());
    expect(problem).toMatchObject({ code: 'state-unwritable', summary: containing('ENOTDIR') });
  });
});

describe('a state that somebody replaces during a run', () => {
  const pulled = [
    { what: 'a newer one', found: { ...state, serial: 7 } },
    { what: 'one of another lineage', found: { ...state, lineage: 'other' } },
  ];
  for (const { what, found } of pulled) {
    test(`is left alone: ${what}`, async ({ place }) => {
      await place.leave({ state: aState() });
      const session = await place.open();
      ok(await session.append({ kind: 'record', key: ORDERS, record: aRecord() }));
      await place.leave({ state: found });
      expect(refused(await session.checkpoint(state))).toMatchObject({
        code: 'state-foreign',
        summary: containing(`it is at serial ${found.serial} of lineage ${found.lineage}`),
      });
      expect(await place.read()).toBe(encodeState(found));
      expect(await place.names()).toContain('state.json.journal');
    });
  }

  test('is left alone when it cannot be read', async ({ place }) => {
    await place.leave({ state: aState() });
    const session = await place.open();
    await place.write('', '<<<<<<< HEAD');
    expect(refused(await session.checkpoint(state))).toMatchObject({ code: 'state-damaged' });
    expect(await place.read()).toBe('<<<<<<< HEAD');
  });

  test('is written again when it was removed', async ({ place }) => {
    await place.leave({ state: aState() });
    const session = await place.open();
    await rm(place.path());
    ok(await session.checkpoint(state));
    expect(await place.read()).toBe(encodeState({ ...state, serial: 4 }));
  });
});
