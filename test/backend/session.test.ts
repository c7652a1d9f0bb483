import { chmod, mkdir, readdir, rmdir, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { encodeState } from '../../src/backend/format.ts';
import { decodeJournal } from '../../src/backend/journal-format.ts';
import { connectionKey } from '../../src/core/connection.ts';
import type { JournalEntry } from '../../src/core/journal.ts';
import { ORDERS, aRecord, aState, anIntent } from '../support/builders.ts';
import { ManualClock } from './support/manual-clock.ts';
import { anOwner, containing, ok, refused, test } from './support/place.ts';
import type { Place } from './support/place.ts';

const state = aState({ [ORDERS]: aRecord() });
const more = aState({ [ORDERS]: aRecord(), 'dev/more': aRecord({ id: 'id-2' }) });
const outcome: JournalEntry = { kind: 'outcome', n: 1, id: 'id-1', etag: '"etag-1"' };

async function entriesOf(place: Place): Promise<readonly JournalEntry[]> {
  const decoded = decodeJournal(await place.read('.journal'));
  if (!decoded.ok) throw new Error(decoded.problem);
  return decoded.value.entries;
}

describe('a run that changes nothing', () => {
  const sames = [
    { what: 'a state as it was written', text: encodeState(state) },
    { what: 'a state whose line ends git has changed', text: encodeState(state).replaceAll('\n', '\r\n') },
    { what: 'a state that a formatter has laid out', text: JSON.stringify(JSON.parse(encodeState(state))) },
  ];
  for (const { what, text } of sames) {
    test(`leaves ${what} as it stands`, async ({ place }) => {
      await place.write('', text);
      const before = await place.files();
      const session = await place.open();
      expect(ok(await session.checkpoint(state)).serial).toBe(3);
      await session.release();
      expect(await place.files()).toEqual(before);
    });
  }

  test('makes no file where there is none', async ({ place }) => {
    const session = await place.open();
    ok(await session.checkpoint(session.state));
    await session.release();
    expect(await place.names()).toEqual([]);
  });

  test('leaves the state alone also when it has tried, and ends its journal', async ({ place }) => {
    await place.leave({ state });
    const before = await place.files();
    const session = await place.open();
    ok(await session.append(anIntent()));
    ok(await session.append({ kind: 'refused', n: 1 }));
    ok(await session.checkpoint(state));
    await session.release();
    expect(await place.files()).toEqual(before);
  });
});

describe('a run that changes something', () => {
  test('makes a state that only its owner can read, of the platform that it is about', async ({ place }) => {
    const session = await place.open();
    ok(await session.append(anIntent()));
    ok(await session.append(outcome));
    const saved = ok(await session.checkpoint({ ...session.state, connections: state.connections }));
    await session.release();
    const lineage = '22222222-2222-4222-8222-222222222222';
    expect(saved).toEqual({ ...state, lineage, serial: 1 });
    expect(await place.read()).toBe(encodeState(saved));
    expect((await stat(place.path())).mode & 0o777).toBe(0o600);
    expect(await place.names()).toEqual(['state.json']);
  });

  test('counts its serial up with every change on disk, and keeps the mode of the file', async ({
    place,
  }) => {
    await place.leave({ state });
    await chmod(place.path(), 0o640);
    const session = await place.open();
    expect(ok(await session.checkpoint(more)).serial).toBe(4);
    expect(ok(await session.checkpoint(more)).serial).toBe(4);
    expect(ok(await session.checkpoint(state)).serial).toBe(5);
    expect(session.state.serial).toBe(5);
    expect((await stat(place.path())).mode & 0o777).toBe(0o640);
  });

  test('begins a new journal after a checkpoint, for the state of that serial', async ({ place }) => {
    await place.leave({ state });
    const session = await place.open();
    ok(await session.checkpoint(more));
    ok(await session.append(anIntent()));
    expect(ok(await place.backend().read())).toMatchObject({ doubts: [anIntent()], state: { serial: 4 } });
  });

  test('writes to the file that a link leads to, also when there is none yet', async ({ place }) => {
    const target = join(place.root, 'shared', 'the.json');
    await mkdir(join(place.root, 'shared'));
    await symlink('shared/the.json', place.path());
    for (const next of [state, more]) {
      const session = await place.open();
      ok(await session.append(anIntent()));
      expect(await readdir(join(place.root, 'shared'))).toEqual(
        expect.arrayContaining(['the.json.journal', 'the.json.lock']),
      );
      ok(await session.append(outcome));
      ok(await session.checkpoint({ ...session.state, connections: next.connections }));
      await session.release();
    }
    expect(await place.names()).toEqual(['shared', 'state.json']);
    expect(await readdir(join(place.root, 'shared'))).toEqual(['the.json']);
    expect(ok(await place.backend({ path: target }).read()).state.connections).toEqual(more.connections);
  });

  test('meets a run that comes to the same state by another link', async ({ place }) => {
    await symlink('state.json', place.path('.link'));
    await place.open();
    const second = await place
      .backend({ path: place.path('.link'), owner: anOwner({ run: 'run-2' }) })
      .open();
    expect(refused(second)).toMatchObject({ code: 'state-locked' });
  });
});

describe('what is in doubt', () => {
  test('outlives the checkpoint, with the number that it has', async ({ place }) => {
    await place.leave({ state });
    const session = await place.open();
    const doubt = anIntent({ n: 2, key: connectionKey('dev', 'lost') });
    for (const entry of [anIntent(), doubt, outcome]) ok(await session.append(entry));
    ok(await session.checkpoint(more));
    expect(await entriesOf(place)).toEqual([doubt]);
    await session.release();

    const next = await place.open();
    expect(next.doubts).toEqual([doubt]);
    expect(next.state).toEqual({ ...more, serial: 4 });
    ok(await next.append({ kind: 'settled', n: 2, id: null, etag: null }));
    ok(await next.checkpoint(more));
    await next.release();
    expect(await place.names()).toEqual(['state.json']);
  });

  test('outlives a run that does nothing about it', async ({ place }) => {
    await place.leave({ state });
    const first = await place.open();
    ok(await first.append(anIntent()));
    await first.release();
    for (const run of ['run-2', 'run-3']) {
      const session = await place.open({ owner: anOwner({ run }) });
      expect(session.doubts).toEqual([anIntent()]);
      await session.release();
    }
    expect(await place.read()).toBe(encodeState(state));
  });

  test('does not outlive an answer that could not be written down but is in the state', async ({ place }) => {
    await place.leave({ state: aState() });
    const session = await place.open();
    ok(await session.append(anIntent()));
    // Somebody takes the lease, so that a line is refused, and puts it back.
    const lease = await place.read('.lock');
    await place.write('.lock', '{}');
    refused(await session.append(outcome));
    refused(await session.append(anIntent({ n: 2 })));
    await place.write('.lock', lease);
    ok(await session.checkpoint(state));
    await session.release();
    expect(await place.names()).toEqual(['state.json']);
    expect(await place.read()).toBe(encodeState({ ...state, serial: 4 }));
  });
});

describe('a session that cannot be had', () => {
  const arrangements = [
    {
      what: 'nothing can be written beside the state',
      arrange: (place: Place) => mkdir(place.path('.probe')),
    },
    { what: 'the disk is full', arrange: (place: Place) => symlink('/dev/full', place.path('.probe')) },
    { what: 'the state is damaged', arrange: (place: Place) => place.write('', '{') },
    { what: 'the state is a folder', arrange: (place: Place) => mkdir(place.path()) },
    { what: 'the journal is a folder', arrange: (place: Place) => mkdir(place.path('.journal')) },
    { what: 'something else is where it writes', arrange: (place: Place) => mkdir(place.path('.tmp')) },
  ];
  for (const { what, arrange } of arrangements) {
    test.skipIf(what === 'the disk is full' && process.platform !== 'linux')(
      `holds no lease and keeps nobody awake: ${what}`,
      async ({ place }) => {
        const clock = new ManualClock();
        await arrange(place);
        refused(await place.backend({ clock }).open());
        expect(await place.names()).not.toContain('state.json.lock');
        expect(clock.sleeping).toBe(0);
      },
    );
  }

  test('is had once the reason is gone', async ({ place }) => {
    await place.leave({ state });
    await mkdir(place.path('.probe'));
    expect(refused(await place.backend().open())).toMatchObject({ code: 'state-unwritable' });
    await rmdir(place.path('.probe'));
    expect((await place.open()).state).toEqual(state);
  });
});

describe('a checkpoint that fails', () => {
  test('leaves the state, and the journal with every id', async ({ place }) => {
    await place.leave({ state: aState() });
    const session = await place.open();
    ok(await session.append(anIntent()));
    ok(await session.append(outcome));
    await mkdir(place.path('.tmp'));
    const problem = refused(await session.checkpoint(state));
    expect(problem).toMatchObject({ code: 'state-unwritable', summary: containing('EISDIR') });
    await session.release();
    await rmdir(place.path('.tmp'));
    const next = await place.open({ owner: anOwner({ run: 'run-2' }) });
    expect(next.state).toEqual({ ...state, serial: 4 });
    expect(await place.names()).toEqual(['state.json', 'state.json.lock']);
  });
});
