// What is recorded on the day a connection is adopted.
import { describe, expect, it } from 'vitest';
import { adoptedRecord } from '../../src/core/adoption.ts';
import { diffEntry } from '../../src/core/diff.ts';
import { ORDERS_PARAMS, aRecord, anEntry, anObserved, without } from '../support/builders.ts';

describe('the record of an adopted connection', () => {
  it('says what stands there, with its id and etag', () => {
    expect(adoptedRecord(anEntry(), anObserved(), undefined)).toEqual(aRecord());
  });

  it('keeps the fingerprint of the secret as declared that day', () => {
    expect(adoptedRecord(anEntry(), anObserved(), 'v1:k:h').credential).toBe('v1:k:h');
  });

  it('remembers that the entry is protected', () => {
    expect(adoptedRecord(anEntry({ protect: true }), anObserved(), undefined).protect).toBe(true);
  });

  it('leaves out what the service added', () => {
    const observed = anObserved({ params: { ...ORDERS_PARAMS, orgId: 'x' } });
    expect(adoptedRecord(anEntry(), observed, undefined).applied).toEqual(ORDERS_PARAMS);
  });

  it('leaves out what stands only in the list', () => {
    const entry = anEntry({ params: { ...ORDERS_PARAMS, constructor: 'x' } });
    expect(adoptedRecord(entry, anObserved(), undefined).applied).toEqual(ORDERS_PARAMS);
  });

  it('spells a value as the list does where both mean the same', () => {
    const entry = anEntry({ params: { ...ORDERS_PARAMS, timeout: 5 } });
    const observed = anObserved({ params: { ...ORDERS_PARAMS, timeout: '5' } });
    expect(adoptedRecord(entry, observed, undefined).applied['timeout']).toBe(5);
  });

  it.each([
    { name: 'a host name in other letters', seen: { ...ORDERS_PARAMS, server: 'DB2.EXAMPLE.COM:50000' } },
    { name: 'no way of checking a login', seen: without(ORDERS_PARAMS, 'authenticationType') },
  ])('has the list’s word for $name, which means the same', ({ seen }) => {
    const record = adoptedRecord(anEntry(), anObserved({ params: seen }), undefined);
    expect(record.applied).toEqual(ORDERS_PARAMS);
  });

  it('keeps the platform’s value where both differ', () => {
    const observed = anObserved({ params: { ...ORDERS_PARAMS, username: 'writer' } });
    expect(adoptedRecord(anEntry(), observed, undefined).applied['username']).toBe('writer');
  });

  it.each([
    { name: 'the platform’s description when the list gives one too', listed: 'A', seen: 'B', recorded: 'B' },
    { name: 'no description when the platform has none', listed: 'A', seen: undefined, recorded: undefined },
    { name: 'an empty description as the list has it', listed: '', seen: undefined, recorded: '' },
    { name: 'no description when the list gives none', listed: undefined, seen: 'B', recorded: undefined },
  ])('holds $name', ({ listed, seen, recorded }) => {
    const entry = anEntry(listed === undefined ? {} : { description: listed });
    const observed = anObserved(seen === undefined ? {} : { description: seen });
    expect(adoptedRecord(entry, observed, undefined).description).toBe(recorded);
  });

  it('makes an update that follows read as a change of the list, not as drift', () => {
    const entry = anEntry({
      description: 'New',
      params: { ...ORDERS_PARAMS, username: 'auditor', extra: 1 },
    });
    const record = adoptedRecord(entry, anObserved(), undefined);
    expect(diffEntry(entry, record, anObserved()).causes).toEqual(['config']);
  });
});
