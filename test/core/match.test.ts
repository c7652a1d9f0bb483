// Which observed connection an entry is: identity first, then name and target.
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import type { ConnectionKey } from '../../src/core/connection.ts';
import { indexSandbox, matchEntry } from '../../src/core/match.ts';
import type { Claims, Match } from '../../src/core/match.ts';
import { ORDERS, ORDERS_PARAMS, aRecord, anEntry, anObserved } from '../support/builders.ts';

const OLD = connectionKey('dev', 'a-old');
const OLDER = connectionKey('dev', 'b-older');
const LISTED = connectionKey('dev', 'listed');
const other = { ...ORDERS_PARAMS, database: 'BILLS' };

function claimsOf(byId: Record<string, ConnectionKey> = {}): Claims {
  const listed = new Set<ConnectionKey>([ORDERS, LISTED]);
  return { byId: new Map(Object.entries(byId)), isDesired: (key) => listed.has(key) };
}

interface Case {
  readonly name: string;
  readonly recordedId?: string;
  readonly standing?: Parameters<typeof indexSandbox>[0];
  readonly claims?: Claims;
  readonly match: Match;
}

const first = anObserved();
const second = anObserved({ id: 'id-2' });

const cases: Case[] = [
  { name: 'nothing when nothing stands', match: { kind: 'missing' } },
  {
    name: 'the recorded one',
    recordedId: 'id-1',
    standing: [first],
    match: { kind: 'tracked', observed: first },
  },
  {
    name: 'nothing when the recorded one is gone',
    recordedId: 'id-1',
    match: { kind: 'missing', gone: 'id-1' },
  },
  {
    name: 'the only one of its name and target',
    standing: [first],
    match: { kind: 'adoptable', observed: first },
  },
  {
    name: 'another of its name and target when the recorded one is gone',
    recordedId: 'id-0',
    standing: [first],
    match: { kind: 'adoptable', observed: first, gone: 'id-0' },
  },
  {
    name: 'none of several',
    standing: [first, second],
    match: { kind: 'ambiguous', candidates: [first, second] },
  },
  {
    name: 'the free one of two when the other belongs to an entry',
    standing: [first, second],
    claims: claimsOf({ 'id-1': LISTED }),
    match: { kind: 'adoptable', observed: second },
  },
  {
    name: 'the free one of two when the other belongs to an orphan',
    standing: [first, second],
    claims: claimsOf({ 'id-1': OLD }),
    match: { kind: 'adoptable', observed: second },
  },
  {
    name: 'nothing when the only one belongs to another entry',
    standing: [first],
    claims: claimsOf({ 'id-1': LISTED }),
    match: { kind: 'missing' },
  },
  {
    name: 'one that an orphan holds',
    standing: [first],
    claims: claimsOf({ 'id-1': OLD }),
    match: { kind: 'held', observed: first, by: OLD },
  },
  {
    name: 'of several that orphans hold the one of the first key',
    standing: [first, second],
    claims: claimsOf({ 'id-1': OLDER, 'id-2': OLD }),
    match: { kind: 'held', observed: second, by: OLD },
  },
  {
    name: 'one of its name that leads elsewhere',
    standing: [anObserved({ params: other })],
    match: { kind: 'elsewhere', observed: anObserved({ params: other }) },
  },
];

describe('an entry is matched with', () => {
  it.each(cases)('$name', ({ recordedId, standing = [], claims = claimsOf(), match }) => {
    const record = recordedId === undefined ? undefined : aRecord({ id: recordedId });
    const index = indexSandbox(standing);
    expect(matchEntry({ entry: anEntry(), record, index, claims })).toEqual(match);
  });
});

describe('a listing', () => {
  it('that shows one connection twice counts it once, as first shown', () => {
    const index = indexSandbox([first, anObserved({ etag: '"etag-2"' })]);
    expect([...index.byId.values()]).toEqual([first]);
    expect(index.byName.get('Orders')).toEqual([first]);
  });

  it('is looked up by id and by name', () => {
    const index = indexSandbox([first, second]);
    expect(index.byId.get('id-2')).toBe(second);
    expect(index.byName.get('Orders')).toEqual([first, second]);
  });
});
