import { rm, symlink } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { LeaseLost, readLease, takeLease } from '../../src/backend/lease.ts';
import type { HeldLease, LeaseOptions } from '../../src/backend/lease.ts';
import { HEARTBEAT_MS, SILENCE_MS } from '../../src/core/lease.ts';
import type { Lease } from '../../src/core/lease.ts';
import type { Result } from '../../src/core/result.ts';
import { NOON } from '../support/fake-clock.ts';
import { ManualClock, pass, until } from './support/manual-clock.ts';
import { anOwner, containing, test } from './support/place.ts';
import type { Place } from './support/place.ts';

/** On another machine that shares the folder. */
const stranger = anOwner({ run: 'run-2', user: 'bob', host: 'two', space: 'boot-2', pid: 22 });

function take(place: Place, overrides: Partial<LeaseOptions> = {}): Promise<Result<HeldLease, Lease>> {
  return takeLease({
    path: place.path('.lock'),
    owner: anOwner(),
    clock: new ManualClock(),
    waitMs: 0,
    onWait: () => undefined,
    pidRuns: () => true,
    stop: new AbortController().signal,
    ...overrides,
  });
}

async function held(place: Place, overrides: Partial<LeaseOptions> = {}): Promise<HeldLease> {
  const taken = await take(place, overrides);
  if (!taken.ok) throw new Error(`held by ${taken.problem.user}`);
  return taken.value;
}

async function leaveLease(place: Place, overrides: Partial<Lease> = {}): Promise<void> {
  await place.write('.lock', JSON.stringify({ ...stranger, heartbeat: NOON, ...overrides }));
}

describe('a lease', () => {
  test('names its owner, and is gone once it has been given back', async ({ place }) => {
    const clock = new ManualClock();
    const lease = await held(place, { clock });
    expect(JSON.parse(await place.read('.lock'))).toEqual({ ...anOwner(), heartbeat: NOON });
    expect(lease.takenFrom).toBeUndefined();
    await lease.confirm();
    await lease.release();
    expect(await place.names()).toEqual([]);
    expect(clock.sleeping).toBe(0);
  });

  test('beats, so that others see that its owner lives', async ({ place }) => {
    const clock = new ManualClock();
    const lease = await held(place, { clock });
    for (const beats of [1, 2, 3]) {
      clock.advance(HEARTBEAT_MS);
      await until(
        async () => (await readLease(place.path('.lock')))?.heartbeat === NOON + beats * HEARTBEAT_MS,
      );
      await until(() => clock.sleeping === 1);
    }
    await lease.release();
  });

  test('goes to exactly one of many that want it', async ({ place }) => {
    const owners = Array.from({ length: 20 }, (_, index) => anOwner({ run: `run-${index}` }));
    const taken = await Promise.all(owners.map((owner) => take(place, { owner, clock: new ManualClock() })));
    const winners = taken.flatMap((result) => (result.ok ? [result.value] : []));
    expect(winners).toHaveLength(1);
    await winners[0]?.release();
  });

  test('is waited for as long as asked', async ({ place }) => {
    const clock = new ManualClock();
    await leaveLease(place);
    const refused = await pass(clock, take(place, { clock, waitMs: 10_000 }));
    expect(refused).toMatchObject({ ok: false, problem: stranger });
    expect(clock.now()).toBe(NOON + 10_000);
  });

  test('goes to whoever waits as soon as it has been given back', async ({ place }) => {
    const [first, second] = [new ManualClock(), new ManualClock()];
    const lease = await held(place, { clock: first });
    const waiting = take(place, { clock: second, owner: stranger, waitMs: 3_600_000 });
    await until(() => second.sleeping === 1);
    await lease.release();
    second.step();
    const taken = await waiting;
    expect(taken).toMatchObject({ ok: true, value: { takenFrom: undefined } });
    if (taken.ok) await taken.value.release();
  });

  test('is not waited for after an interrupt', async ({ place }) => {
    const [clock, stop] = [new ManualClock(), new AbortController()];
    await leaveLease(place);
    const waiting = take(place, { clock, waitMs: 3_600_000, stop: stop.signal });
    await until(() => clock.sleeping === 1);
    stop.abort();
    expect(await waiting).toMatchObject({ ok: false, problem: stranger });
  });
});

describe('a lease of a dead owner', () => {
  const gone = [
    { what: 'a process of this machine that has ended', left: anOwner({ run: 'dead' }), waits: 0 },
    { what: 'a machine that is silent', left: { ...stranger, run: 'dead', heartbeat: 0 }, waits: SILENCE_MS },
    {
      what: 'a container of the same host name and process id',
      left: anOwner({ run: 'dead', space: 'boot-2' }),
      waits: SILENCE_MS,
    },
  ];
  for (const { what, left, waits } of gone) {
    test(`is taken over from ${what}`, async ({ place }) => {
      const clock = new ManualClock(NOON + 60 * HEARTBEAT_MS);
      await leaveLease(place, left);
      const started = clock.now();
      const pending = take(place, { clock, owner: anOwner({ pid: 99 }), pidRuns: (pid) => pid === 99 });
      const taken = await pass(clock, pending);
      expect(taken).toMatchObject({ ok: true, value: { takenFrom: { run: 'dead' } } });
      expect(clock.now() - started).toBeGreaterThanOrEqual(waits);
      expect(await place.names()).toEqual(['state.json.lock']);
      if (taken.ok) await taken.value.release();
    });
  }

  test('is taken over from a run that was killed before it wrote its name, but not at once', async ({
    place,
  }) => {
    const clock = new ManualClock();
    await place.write('.lock', '');
    const taken = await pass(clock, take(place, { clock, pidRuns: () => false }));
    expect(taken).toMatchObject({ ok: true, value: { takenFrom: { user: 'an unknown user' } } });
    expect(clock.now() - NOON).toBeGreaterThanOrEqual(SILENCE_MS);
    if (taken.ok) await taken.value.release();
  });

  const nameless = [
    { what: 'what is no text', content: '\u0000 {' },
    { what: 'half of one', content: JSON.stringify({ run: 'x', user: 'y' }) },
    { what: 'one without process', content: JSON.stringify({ ...stranger, pid: -1, heartbeat: 1 }) },
    { what: 'one without sign of life', content: JSON.stringify(stranger) },
  ];
  for (const { what, content } of nameless) {
    test(`is that of an unknown owner, not of nobody: ${what}`, async ({ place }) => {
      await place.write('.lock', content);
      expect(await readLease(place.path('.lock'))).toMatchObject({
        run: '',
        user: 'an unknown user',
        pid: 0,
      });
    });
  }

  test('is replaced when it is a link that leads nowhere', async ({ place }) => {
    const clock = new ManualClock();
    await symlink(place.path('.missing'), place.path('.lock'));
    const taken = await pass(clock, take(place, { clock }));
    expect(taken.ok).toBe(true);
    if (taken.ok) await taken.value.release();
    expect(await place.names()).toEqual([]);
  });

  test('goes to exactly one of many that find it, round after round', async ({ place }) => {
    for (let round = 0; round < 10; round += 1) {
      await leaveLease(place, anOwner({ run: `dead-${round}`, pid: 1 }));
      const owners = Array.from({ length: 8 }, (_, index) => anOwner({ run: `run-${index}` }));
      const taken = await Promise.all(
        owners.map((owner) => {
          const clock = new ManualClock();
          return pass(clock, take(place, { owner, clock, pidRuns: (pid) => pid !== 1 }));
        }),
      );
      const winners = taken.flatMap((result) => (result.ok ? [result.value] : []));
      // One that moved the new owner's lease by mistake may let in another; then the first notices before it acts.
      const confirmed = await Promise.allSettled(winners.map((winner) => winner.confirm()));
      expect(confirmed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      await Promise.all(winners.map((winner) => winner.release()));
      expect(await place.names()).toEqual([]);
    }
  });
});

describe('a lease of a living owner', () => {
  test('is not taken over, however far its clock is behind', async ({ place }) => {
    const [theirs, ours] = [new ManualClock(NOON - 3_600_000), new ManualClock()];
    const lease = await held(place, { clock: theirs, owner: stranger });
    const waiting = take(place, { clock: ours });
    await until(() => ours.sleeping === 1);
    theirs.advance(HEARTBEAT_MS);
    expect(await pass(ours, waiting)).toMatchObject({ ok: false, problem: { run: 'run-2' } });
    expect(ours.now() - NOON).toBeLessThan(SILENCE_MS);
    await lease.confirm();
    await lease.release();
  });

  test('is not taken over by a run that was suspended together with it', async ({ place }) => {
    const clock = new ManualClock();
    const lease = await held(place, { clock, owner: stranger });
    const waiting = take(place, { clock, waitMs: 24 * 3_600_000 });
    await until(() => clock.sleeping === 2);
    clock.advance(8 * 3_600_000);
    await until(() => clock.sleeping === 2);
    await lease.confirm();
    await lease.release();
    const taken = await pass(clock, waiting);
    expect(taken).toMatchObject({ ok: true, value: { takenFrom: undefined } });
    if (taken.ok) await taken.value.release();
  });
});

describe('a lease that is lost', () => {
  test('tells its owner who has it now, and is left alone by it', async ({ place }) => {
    const clock = new ManualClock();
    const lease = await held(place, { clock });
    await leaveLease(place);
    clock.advance(HEARTBEAT_MS);
    await until(() => lease.lost.aborted);
    expect(lease.lost.reason).toMatchObject({
      code: 'state-locked',
      summary: containing('was lost during the run: it is now held by bob on two (pid 22)'),
    });
    await expect(lease.confirm()).rejects.toBeInstanceOf(LeaseLost);
    await lease.release();
    expect(await place.read('.lock')).toBe(JSON.stringify({ ...stranger, heartbeat: NOON }));
    expect(clock.sleeping).toBe(0);
  });

  test('tells its owner that it was removed', async ({ place }) => {
    const lease = await held(place);
    await rm(place.path('.lock'));
    await expect(lease.confirm()).rejects.toThrow('it was removed');
    expect(lease.lost.aborted).toBe(true);
    await lease.release();
    expect(await place.names()).toEqual([]);
  });

  test('is lost to an owner that was suspended for too long', async ({ place }) => {
    const [suspended, awake] = [new ManualClock(), new ManualClock(NOON + SILENCE_MS)];
    const lease = await held(place, { clock: suspended });
    const taken = await pass(awake, take(place, { clock: awake, owner: stranger }));
    expect(taken).toMatchObject({ ok: true, value: { takenFrom: { run: 'run-1' } } });
    suspended.advance(2 * SILENCE_MS);
    await until(() => lease.lost.aborted);
    await lease.release();
    expect(await readLease(place.path('.lock'))).toMatchObject({ run: 'run-2' });
    if (taken.ok) await taken.value.release();
  });
});
