// Records and what is derived from them.
import { describe, expect, it } from 'vitest';
import {
  claimedIds,
  completeRecord,
  pendingRecord,
  sameRecord,
  sameState,
  sortedRecord,
} from '../../src/core/state.ts';
import { ORDERS, ORDERS_PARAMS, aRecord, aState, anEntry } from '../support/builders.ts';

describe('the record of an entry', () => {
  it('holds the declared fields, and id and etag once they are known', () => {
    const identity = { id: 'id-1', etag: '"etag-1"', state: 'enabled' };
    expect(completeRecord(pendingRecord(anEntry(), undefined), identity)).toEqual(aRecord());
  });

  it.each([
    {
      name: 'a description when the list gives one',
      entry: anEntry({ description: 'A' }),
      credential: undefined,
      holds: { description: 'A' },
    },
    {
      name: 'an unusual way of logging in',
      entry: anEntry({ specName: 'Other' }),
      credential: undefined,
      holds: { specName: 'Other' },
    },
    {
      name: 'a fingerprint when there is one',
      entry: anEntry(),
      credential: 'v1:k:h',
      holds: { credential: 'v1:k:h' },
    },
    {
      name: 'that it is protected, and nothing when it is not',
      entry: anEntry({ protect: true }),
      credential: undefined,
      holds: { protect: true },
    },
    { name: 'nothing else', entry: anEntry(), credential: undefined, holds: {} },
  ])('holds $name', ({ entry, credential, holds }) => {
    const always = { sandbox: 'dev', name: 'Orders', applied: ORDERS_PARAMS };
    expect(pendingRecord(entry, credential)).toEqual({ ...always, ...holds });
  });
});

describe('two records', () => {
  it('say the same whatever the order of their members', () => {
    const { id, ...rest } = aRecord();
    const applied = Object.fromEntries(Object.entries(ORDERS_PARAMS).reverse());
    expect(sameRecord(aRecord(), { id, ...rest, applied })).toBe(true);
  });

  it.each([
    { name: 'etag', other: aRecord({ etag: '"etag-2"' }) },
    { name: 'description', other: aRecord({ description: 'A' }) },
    { name: 'way of logging in', other: aRecord({ specName: 'Other' }) },
    { name: 'fingerprint', other: aRecord({ credential: 'v1:k:h' }) },
    { name: 'protection', other: aRecord({ protect: true }) },
    { name: 'parameter', other: aRecord({ applied: { ...ORDERS_PARAMS, database: 'BILLS' } }) },
  ])('differ in their $name', ({ other }) => {
    expect(sameRecord(aRecord(), other)).toBe(false);
  });
});

describe('two states', () => {
  it('say the same whatever the order of their records', () => {
    const [orders, bills] = [aRecord(), aRecord({ id: 'id-2' })];
    const state = aState({ 'dev/orders': orders, 'dev/bills': bills });
    expect(sameState(state, aState({ 'dev/bills': bills, 'dev/orders': orders }))).toBe(true);
  });

  it.each([
    { name: 'serial', other: { ...aState({ [ORDERS]: aRecord() }), serial: 4 } },
    { name: 'lack of a record', other: aState() },
    { name: 'keys', other: aState({ 'dev/bills': aRecord() }) },
    { name: 'records', other: aState({ [ORDERS]: aRecord({ id: 'id-2' }) }) },
  ])('differ in their $name', ({ other }) => {
    expect(sameState(aState({ [ORDERS]: aRecord() }), other)).toBe(false);
  });
});

describe('the order of a record on disk', () => {
  it('is the same for every record', () => {
    const applied = { b: 1, a: 2 };
    const record = aRecord({ protect: true, credential: 'c', specName: 's', description: 'd', applied });
    const members = ['sandbox', 'name', 'description', 'specName', 'id', 'etag', 'applied', 'credential'];
    expect(Object.keys(sortedRecord(record))).toEqual([...members, 'protect']);
    expect(Object.keys(sortedRecord(record).applied)).toEqual(['a', 'b']);
  });
});

describe('claims', () => {
  it('say which key has recorded which id', () => {
    const state = aState({ [ORDERS]: aRecord(), 'dev/bills': aRecord({ id: 'id-2' }) });
    expect(Object.fromEntries(claimedIds(state.connections))).toEqual({
      'id-1': ORDERS,
      'id-2': 'dev/bills',
    });
  });

  it('of one id under several keys go to the first of these, whatever their order', () => {
    const [one, two] = [aRecord(), aRecord()];
    for (const connections of [
      aState({ 'dev/a': one, 'dev/b': two }),
      aState({ 'dev/b': two, 'dev/a': one }),
    ])
      expect(claimedIds(connections.connections).get('id-1')).toBe('dev/a');
  });
});
