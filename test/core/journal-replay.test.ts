// What a journal amounts to, line by line.
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import { replayJournal } from '../../src/core/journal.ts';
import type { JournalEntry } from '../../src/core/journal.ts';
import { ORDERS, aRecord, aRun, aState, anIntent } from '../support/builders.ts';

const BILLS = connectionKey('dev', 'bills');
const MOVED = connectionKey('dev', 'moved');
const outcome = { kind: 'outcome', n: 1, id: 'id-1', etag: '"etag-1"' } as const;
const lost = { kind: 'settled', n: 1, id: null, etag: null } as const;
const found = { kind: 'settled', n: 1, id: 'id-7', etag: '"etag-7"' } as const;

interface Row {
  readonly name: string;
  readonly lines: readonly JournalEntry[];
  /** Keys with their ids, after one connection `dev/bills` with the id id-2 stood in the base. */
  readonly ids: Readonly<Record<string, string>>;
  readonly doubts?: readonly number[];
}

const base = { [BILLS]: 'id-2' };
const rows: Row[] = [
  { name: 'nothing leaves the state as it is', lines: [], ids: base },
  { name: 'the opening line changes nothing', lines: [aRun()], ids: base },
  { name: 'an open intent is a doubt', lines: [anIntent()], ids: base, doubts: [1] },
  {
    name: 'an outcome closes its intent with a record',
    lines: [anIntent(), outcome],
    ids: { ...base, [ORDERS]: 'id-1' },
  },
  {
    name: 'a refusal closes its intent with nothing',
    lines: [anIntent(), { kind: 'refused', n: 1 }],
    ids: base,
  },
  { name: 'one that was found is recorded', lines: [anIntent(), found], ids: { ...base, [ORDERS]: 'id-7' } },
  { name: 'one that was not there is not', lines: [anIntent(), lost], ids: base },
  { name: 'an outcome without an intent says nothing', lines: [outcome], ids: base },
  {
    name: 'an outcome told twice counts once',
    lines: [anIntent(), outcome, { ...outcome, id: 'id-9' }],
    ids: { ...base, [ORDERS]: 'id-1' },
  },
  {
    name: 'a second attempt stands beside the first that is closed',
    lines: [anIntent(), lost, anIntent({ n: 2, attempt: 2 })],
    ids: base,
    doubts: [2],
  },
  {
    name: 'doubts stand in the order of the journal',
    lines: [anIntent({ n: 3 }), anIntent({ n: 1, key: BILLS }), anIntent({ n: 2 }), outcome],
    ids: { [BILLS]: 'id-1' },
    doubts: [3, 2],
  },
  {
    name: 'a record replaces what stood',
    lines: [{ kind: 'record', key: BILLS, record: aRecord({ id: 'id-3' }) }],
    ids: { [BILLS]: 'id-3' },
  },
  {
    name: 'a record that moves stands under its new key',
    lines: [{ kind: 'move', from: BILLS, to: ORDERS }],
    ids: { [ORDERS]: 'id-2' },
  },
  {
    name: 'a move of what is not recorded any more changes nothing',
    lines: [
      { kind: 'forget', key: BILLS },
      { kind: 'move', from: BILLS, to: ORDERS },
    ],
    ids: {},
  },
  {
    name: 'what follows a move is about the new key',
    lines: [
      { kind: 'move', from: BILLS, to: ORDERS },
      { kind: 'record', key: ORDERS, record: aRecord({ id: 'id-3' }) },
    ],
    ids: { [ORDERS]: 'id-3' },
  },
  {
    name: 'one that was settled before it moves goes along',
    lines: [anIntent(), found, { kind: 'move', from: ORDERS, to: MOVED }],
    ids: { ...base, [MOVED]: 'id-7' },
  },
  { name: 'a key that is forgotten is gone', lines: [{ kind: 'forget', key: BILLS }], ids: {} },
  {
    name: 'the last line about a key counts',
    lines: [
      { kind: 'forget', key: BILLS },
      { kind: 'record', key: BILLS, record: aRecord({ id: 'id-3' }) },
    ],
    ids: { [BILLS]: 'id-3' },
  },
];

describe('a journal', () => {
  it.each(rows)('$name', ({ lines, ids, doubts = [] }) => {
    const replayed = replayJournal(aState({ [BILLS]: aRecord({ id: 'id-2' }) }), lines);
    const recorded = [...replayed.state.connections].map(([key, { id }]) => [key, id]);
    expect(Object.fromEntries(recorded)).toEqual(ids);
    expect(replayed.doubts.map(({ n }) => n)).toEqual(doubts);
  });

  it('records what the intent said and the platform answered', () => {
    const record = { ...anIntent().record, description: 'A', credential: 'v1:k:h' };
    const { state } = replayJournal(aState(), [anIntent({ record }), outcome]);
    expect(state.connections.get(ORDERS)).toEqual({ ...record, id: 'id-1', etag: '"etag-1"' });
  });

  it('records an empty etag when none was seen', () => {
    const { state } = replayJournal(aState(), [anIntent(), { ...found, etag: null }]);
    expect(state.connections.get(ORDERS)?.etag).toBe('');
  });

  it('leaves the state that it goes on from untouched', () => {
    const state = aState();
    replayJournal(state, [anIntent(), outcome]);
    expect(state.connections.size).toBe(0);
  });
});
