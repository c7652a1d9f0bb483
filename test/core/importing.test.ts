// Whether a connection may be recorded under a key because a person says so.
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import { judgeImport, notListed } from '../../src/core/importing.ts';
import type { ImportQuestion } from '../../src/core/importing.ts';
import { ORDERS, ORDERS_PARAMS, aRange, aRecord, aState, anEntry, anObserved } from '../support/builders.ts';

const BILLS = connectionKey('dev', 'bills');

function judge(overrides: Partial<ImportQuestion> = {}): ReturnType<typeof judgeImport> {
  return judgeImport({
    entry: anEntry(),
    id: 'id-1',
    observed: anObserved(),
    state: aState(),
    recordedStands: false,
    fingerprint: undefined,
    ...overrides,
  });
}

describe('an import', () => {
  const rows: { name: string; question: Partial<ImportQuestion>; record: ReturnType<typeof aRecord> }[] = [
    { name: 'records the connection', question: {}, record: aRecord() },
    {
      name: 'records what stands there, so that the next plan shows what changes',
      question: {
        observed: anObserved({ name: 'By hand', params: { ...ORDERS_PARAMS, database: 'BILLS' } }),
      },
      record: aRecord({ name: 'By hand', applied: { ...ORDERS_PARAMS, database: 'BILLS' } }),
    },
    {
      name: 'records the fingerprint of the secret as declared that day',
      question: { fingerprint: 'v1:k1:aaa' },
      record: aRecord({ credential: 'v1:k1:aaa' }),
    },
    {
      name: 'records that an entry is protected',
      question: { entry: anEntry({ protect: true }) },
      record: aRecord({ protect: true }),
    },
    {
      name: 'replaces a record whose connection is gone',
      question: { state: aState({ [ORDERS]: aRecord({ id: 'id-0' }) }) },
      record: aRecord(),
    },
    {
      name: 'renews the record of the same connection',
      question: { state: aState({ [ORDERS]: aRecord({ etag: '"old"' }) }), recordedStands: true },
      record: aRecord(),
    },
  ];

  it.each(rows)('$name', ({ question, record }) => {
    expect(judge(question)).toEqual({ ok: true, value: record });
  });

  const refusals: { name: string; question: Partial<ImportQuestion>; summary: string; fix: string }[] = [
    {
      name: 'of an id that does not stand there',
      question: { observed: undefined },
      summary: 'no DB2 connection id-1 stands in the sandbox dev',
      fix: 'Look the id up in AEP, or in: flowrecon plan --unmanaged --sandbox dev.',
    },
    {
      name: 'of a connection that belongs to another key',
      question: { state: aState({ [BILLS]: aRecord() }) },
      summary: 'id-1 is recorded under dev/bills',
      fix: "One connection belongs to one entry. If the key was renamed, run: flowrecon state mv 'dev/bills' 'dev/orders'.",
    },
    {
      name: 'for a key whose own connection still stands',
      question: { state: aState({ [ORDERS]: aRecord({ id: 'id-0' }) }), recordedStands: true },
      summary: 'dev/orders has recorded id-0, which still stands',
      fix: "Drop that record first, if it is the wrong one: flowrecon state rm 'dev/orders'.",
    },
    {
      name: 'of a connection that logs in another way',
      question: { observed: anObserved({ specName: 'Other' }) },
      summary:
        '"Orders" logs in by "Other" on the platform and by "Basic Authentication" in the list; the service cannot change that in place',
      fix: 'Set specName to "Other", or delete id-1 in AEP and run again to have it created anew.',
    },
  ];

  it.each(refusals)('$name is refused, with the way out', ({ question, summary, fix }) => {
    const problem = { severity: 'error', code: 'not-importable', summary, fix, key: ORDERS, range: aRange() };
    expect(judge(question)).toEqual({ ok: false, problem });
  });
});

describe('a key that is not listed', () => {
  it.each([
    {
      name: 'and looks like another names that',
      near: 'dev/orders',
      fix: 'Did you mean dev/orders? Otherwise write an entry for it into the list first.',
    },
    {
      name: 'is to be written down first',
      near: undefined,
      fix: 'Write an entry for it into the list first, or have one written: flowrecon export.',
    },
  ])('$name', ({ near, fix }) => {
    expect(notListed('dev/ordres', near)).toEqual({
      severity: 'error',
      code: 'not-importable',
      summary: 'no entry of the list has the key dev/ordres',
      fix,
    });
  });
});
