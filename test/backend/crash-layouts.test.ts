// A kill at any point of a run leaves one of these layouts. Opening it gives every id that was written down and every
// doubt that nothing closed, and killing the opening itself, at any point, changes nothing about that.
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { encodeState } from '../../src/backend/format.ts';
import { encodeEntry } from '../../src/backend/journal-format.ts';
import { connectionKey } from '../../src/core/connection.ts';
import type { JournalEntry } from '../../src/core/journal.ts';
import type { State } from '../../src/core/state.ts';
import { ORDERS, aRecord, aRun, aState, anIntent } from '../support/builders.ts';
import { anOwner, ok, test } from './support/place.ts';
import type { Place } from './support/place.ts';

const OLD = connectionKey('dev', 'old');
const LOST = connectionKey('dev', 'lost');
const GONE = connectionKey('dev', 'gone');
const FROM = connectionKey('dev', 'from');
const TO = connectionKey('dev', 'to');

/** Serial 3, before the run; serial 4, as its checkpoint makes it. */
const before = aState({
  [OLD]: aRecord({ id: 'old' }),
  [GONE]: aRecord({ id: 'gone' }),
  [FROM]: aRecord({ id: 'moved', protect: true }),
});
const changed = aRecord({ id: 'old', etag: '"moved"', description: 'Größe' });
const moved = aRecord({ id: 'moved', protect: true });
const after: State = { ...aState({ [OLD]: changed, [TO]: moved, [ORDERS]: aRecord() }), serial: 4 };

const doubt = anIntent({ n: 7, key: LOST, record: { ...anIntent().record, name: 'Lost' } });
const entries: readonly JournalEntry[] = [
  aRun(),
  anIntent({ n: 5 }),
  { kind: 'outcome', n: 5, id: 'id-1', etag: '"etag-1"' },
  anIntent({ n: 6, key: LOST }),
  doubt,
  { kind: 'settled', n: 6, id: null, etag: null },
  { kind: 'record', key: OLD, record: changed },
  { kind: 'move', from: FROM, to: TO },
  { kind: 'forget', key: GONE },
];
const carried = [aRun({ serial: 4 }), doubt];

interface Layout {
  readonly what: string;
  readonly state?: State;
  readonly journal?: readonly JournalEntry[];
  /** What stands beside state or journal, half written. */
  readonly leftovers?: Readonly<Record<string, string>>;
}

const half = encodeState(after).slice(0, 99);
const whole: readonly Layout[] = [
  { what: 'before the checkpoint', state: before, journal: entries },
  {
    what: 'in the middle of its state',
    state: before,
    journal: entries,
    leftovers: { '.tmp': half },
  },
  {
    what: 'before its rename',
    state: before,
    journal: entries,
    leftovers: { '.tmp': encodeState(after) },
  },
  { what: 'after its rename', state: after, journal: entries },
  {
    what: 'in the middle of the next journal',
    state: after,
    journal: entries,
    leftovers: { '.journal.tmp': encodeEntry(doubt).slice(0, 40) },
  },
  {
    what: 'before the rename of the next journal',
    state: after,
    journal: entries,
    leftovers: { '.journal.tmp': carried.map(encodeEntry).join('') },
  },
  { what: 'after the checkpoint', state: after, journal: carried },
  {
    what: 'after the checkpoint, with leftovers',
    state: after,
    journal: carried,
    leftovers: { '.tmp': '', '.probe': '' },
  },
];

async function arrange(place: Place, { state, journal, leftovers = {} }: Layout): Promise<void> {
  await place.leave({ state, journal });
  for (const [suffix, content] of Object.entries(leftovers)) await place.write(suffix, content);
}

describe('a run that was killed', () => {
  for (const layout of whole) {
    test(`is taken up: ${layout.what}`, async ({ place }) => {
      await arrange(place, layout);
      const read = ok(await place.backend().read());
      expect(read).toMatchObject({ doubts: [doubt], unfinished: true });
      expect(read.state.connections).toEqual(after.connections);

      const session = await place.open();
      expect(session.state).toEqual(after);
      expect(session.doubts).toEqual([doubt]);
      await session.release();
      expect(await place.read()).toBe(encodeState(after));
      expect(await place.names()).toEqual(['state.json', 'state.json.journal']);

      const next = await place.open({ owner: anOwner({ run: 'run-2' }) });
      ok(await next.append({ kind: 'settled', n: doubt.n, id: 'found', etag: '"f"' }));
      const record = aRecord({ name: 'Lost', id: 'found', etag: '"f"' });
      const saved = ok(
        await next.checkpoint({ ...after, connections: new Map(after.connections).set(LOST, record) }),
      );
      await next.release();
      expect(saved).toMatchObject({ serial: 5, lineage: after.lineage });
      expect(await place.names()).toEqual(['state.json']);
    });
  }

  test('is taken up in the same way however often taking it up is killed', async ({ place }) => {
    await arrange(place, { what: '', state: before, journal: entries });
    const killed = join(place.root, 'killed');
    await mkdir(killed);
    for (const moment of ['opened', 'appended', 'saved']) {
      const session = await place.open();
      expect(session.doubts).toEqual([doubt]);
      if (moment !== 'opened') ok(await session.append(anIntent({ n: 8 })));
      if (moment !== 'opened') ok(await session.append({ kind: 'refused', n: 8 }));
      if (moment === 'saved') ok(await session.checkpoint(session.state));
      // What a kill at this moment would leave, lease included.
      const left = (await place.names()).filter((name) => name.startsWith('state.json'));
      for (const name of left) await cp(join(place.root, name), join(killed, name));
      const path = join(killed, 'state.json');
      const pidRuns = (): boolean => false;
      const next = await place.open({ path, pidRuns, owner: anOwner({ run: moment }) });
      expect(next).toMatchObject({ state: after, doubts: [doubt], notes: [{ code: 'lease-taken-over' }] });
      await next.release();
      await session.release();
      await rm(killed, { recursive: true });
      await mkdir(killed);
    }
  });

  const first: readonly (Layout & { ids: readonly string[] })[] = [
    { what: 'before anything was written', ids: [] },
    { what: 'with an empty journal', journal: [], ids: [] },
    {
      what: 'before its first state',
      journal: [aRun({ serial: 0 }), anIntent(), { kind: 'outcome', n: 1, id: 'a', etag: '"a"' }],
      ids: ['a'],
    },
    {
      what: 'before the rename of its first state',
      journal: [aRun({ serial: 0 }), anIntent(), { kind: 'outcome', n: 1, id: 'a', etag: '"a"' }],
      leftovers: { '.tmp': half },
      ids: ['a'],
    },
    {
      what: 'after a verdict',
      journal: [aRun({ serial: 0 }), anIntent(), { kind: 'refused', n: 1 }],
      ids: [],
    },
  ];
  for (const { ids, ...layout } of first) {
    test(`is taken up where there was no state: ${layout.what}`, async ({ place }) => {
      await arrange(place, layout);
      const session = await place.open();
      expect([...session.state.connections.values()].map(({ id }) => id)).toEqual(ids);
      expect(session.doubts).toEqual([]);
      const hasRun = (layout.journal ?? []).length > 0;
      if (hasRun) expect(session.state.lineage).toBe(aRun().lineage);
      await session.release();
      expect(await place.names()).toEqual(ids.length > 0 ? ['state.json'] : []);
    });
  }

  test('keeps lineage and doubts though it never wrote a state', async ({ place }) => {
    await place.leave({ journal: [aRun({ serial: 0 }), doubt] });
    for (const run of ['run-1', 'run-2']) {
      const session = await place.open({ owner: anOwner({ run }) });
      expect(session).toMatchObject({ doubts: [doubt], state: { serial: 0, lineage: aRun().lineage } });
      await session.release();
    }
    expect(await place.names()).toEqual(['state.json.journal']);
  });
});

describe('a journal that is cut off', () => {
  test('at any byte gives every whole line, and is taken up', async ({ place }) => {
    const tiny = { ...anIntent().record, applied: {} };
    const bytes = Buffer.from(
      [
        aRun({ platform: 'p', orgId: 'o', lineage: 'l' }),
        anIntent({ n: 5, record: tiny }),
        { kind: 'outcome', n: 5, id: 'id', etag: 'ö' } as const,
        anIntent({ n: 6, key: LOST, record: tiny }),
        { kind: 'forget', key: GONE } as const,
      ]
        .map(encodeEntry)
        .join(''),
    );
    await place.leave({ state: { ...before, platform: 'p', orgId: 'o', lineage: 'l' } });
    const backend = place.backend({ target: { platform: 'p', orgId: 'o' } });
    for (let length = 0; length <= bytes.length; length += 1) {
      await place.write('.journal', bytes.subarray(0, length));
      const lines = bytes.subarray(0, length).toString('latin1').split('\n').length - 1;
      const { state, doubts } = ok(await backend.read());
      const open = [...(lines === 2 ? [5] : []), ...(lines >= 4 ? [6] : [])];
      expect(
        doubts.map(({ n }) => n),
        `${length} bytes`,
      ).toEqual(open);
      expect(state.connections.get(ORDERS)?.etag).toBe(lines >= 3 ? 'ö' : undefined);
      expect(state.connections.has(GONE)).toBe(lines < 5);
    }
  });

  test('within a character is taken up by a run that writes on', async ({ place }) => {
    const bytes = Buffer.from(entries.slice(0, 7).map(encodeEntry).join(''));
    const torn = bytes.subarray(0, bytes.lastIndexOf('Größe') + 3);
    await place.leave({ state: before });
    await place.write('.journal', torn);
    const session = await place.open();
    ok(await session.append({ kind: 'record', key: OLD, record: changed }));
    const { state, doubts } = ok(await place.backend().read());
    expect(state.connections.get(OLD)).toEqual(changed);
    expect(state.connections.has(ORDERS)).toBe(true);
    expect(doubts).toEqual([doubt]);
  });
});
