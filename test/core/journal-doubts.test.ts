// What a listing says about a create whose answer never came.
import { describe, expect, it } from 'vitest';
import { judgeDoubt } from '../../src/core/journal.ts';
import type { Intent, SettlingContext, Verdict } from '../../src/core/journal.ts';
import type { ObservedConnection } from '../../src/core/connection.ts';
import { ORDERS_PARAMS, anIntent, anObserved, without } from '../support/builders.ts';

const AT = 1_700_000_000_000;

interface Row {
  readonly name: string;
  readonly doubt?: Partial<Intent>;
  readonly seen?: Partial<ObservedConnection>;
  readonly context?: Partial<SettlingContext>;
  readonly verdict: Verdict['kind'];
}

const rows: Row[] = [
  { name: 'of that name and target is ours', verdict: 'found' },
  { name: 'of another name is not', seen: { name: 'Bills' }, verdict: 'absent' },
  {
    name: 'of another database is not',
    seen: { params: { ...ORDERS_PARAMS, database: 'BILLS' } },
    verdict: 'absent',
  },
  {
    name: 'with its host name in other letters is',
    seen: { params: { ...ORDERS_PARAMS, server: 'DB2.EXAMPLE.com:50000' } },
    verdict: 'found',
  },
  {
    name: 'with another user is, because somebody may have changed it',
    seen: { params: { ...ORDERS_PARAMS, username: 'x' } },
    verdict: 'found',
  },
  {
    name: 'that belongs to an entry already is not',
    context: { claimed: new Set(['id-1']) },
    verdict: 'absent',
  },
  { name: 'that stood before the intent is not', context: { before: new Set(['id-1']) }, verdict: 'absent' },
  {
    name: 'that is new since the intent is, whatever its clock says',
    seen: { createdAt: 0 },
    context: { before: new Set() },
    verdict: 'found',
  },
  { name: 'created at the moment of the intent is', seen: { createdAt: AT }, verdict: 'found' },
  { name: 'created within the tolerance before it is', seen: { createdAt: AT - 5_000 }, verdict: 'found' },
  { name: 'created earlier than the tolerance is not', seen: { createdAt: AT - 5_001 }, verdict: 'absent' },
  { name: 'created long afterwards is', seen: { createdAt: AT + 86_400_000 }, verdict: 'found' },
  {
    name: 'created late by a clock that is ahead is',
    doubt: { skew: 60_000 },
    seen: { createdAt: AT + 55_000 },
    verdict: 'found',
  },
  {
    name: 'created early by a clock that is ahead is not',
    doubt: { skew: 60_000 },
    seen: { createdAt: AT + 54_999 },
    verdict: 'absent',
  },
  {
    name: 'created by a clock that is behind is',
    doubt: { skew: -60_000 },
    seen: { createdAt: AT - 65_000 },
    verdict: 'found',
  },
  {
    name: 'created early by a clock that is behind is not',
    doubt: { skew: -60_000 },
    seen: { createdAt: AT - 65_001 },
    verdict: 'absent',
  },
];

describe('a connection', () => {
  it.each(rows)('$name', ({ doubt, seen, context, verdict }) => {
    const judged = judgeDoubt(anIntent(doubt), [anObserved(seen)], { claimed: new Set(), ...context });
    expect(judged.kind).toBe(verdict);
  });

  it('that does not say when it was created is ours', () => {
    const ageless = without(anObserved(), 'createdAt');
    expect(judgeDoubt(anIntent(), [ageless], { claimed: new Set() })).toEqual({
      kind: 'found',
      connection: ageless,
    });
  });
});

describe('a listing', () => {
  const claimed = new Set(['id-9']);

  it('that is empty says that nothing was created', () => {
    expect(judgeDoubt(anIntent(), [], { claimed })).toEqual({ kind: 'absent' });
  });

  it('that shows several that could be it names them all', () => {
    const candidates = [anObserved(), anObserved({ id: 'id-2' })];
    const listing = [...candidates, anObserved({ id: 'id-9' }), anObserved({ id: 'id-3', name: 'Bills' })];
    expect(judgeDoubt(anIntent(), listing, { claimed })).toEqual({ kind: 'several', candidates });
  });
});
