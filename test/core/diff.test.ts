// Which fields differ, and who moved.
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/connection.ts';
import { diffEntry, paramPath, sameParam, sameValue, secretChange } from '../../src/core/diff.ts';
import { ORDERS_PARAMS, aRange, aRecord, anEntry, anObserved, without } from '../support/builders.ts';

/** Every difference as one line. */
function lines(...parts: Parameters<typeof diffEntry>): string[] {
  const { fields } = diffEntry(...parts);
  return fields.map(
    ({ path, before, after }) => `${path} ${JSON.stringify(before)} -> ${JSON.stringify(after)}`,
  );
}

function withParam(param: string, value: Json | undefined): Record<string, Json> {
  return value === undefined ? ORDERS_PARAMS : { ...ORDERS_PARAMS, [param]: value };
}

describe('three-way comparison of a parameter', () => {
  const rows: { name: string; desired?: Json; applied?: Json; observed?: Json; causes: string[] }[] = [
    { name: 'all agree', desired: 1, applied: 1, observed: 1, causes: [] },
    { name: 'the list moved', desired: 2, applied: 1, observed: 1, causes: ['config'] },
    { name: 'the platform moved', desired: 1, applied: 1, observed: 2, causes: ['drift'] },
    { name: 'both moved apart', desired: 2, applied: 1, observed: 3, causes: ['config', 'drift'] },
    { name: 'both moved to the same', desired: 2, applied: 1, observed: 2, causes: [] },
    { name: 'the list adds it', desired: 1, causes: ['config'] },
    { name: 'the list adds what stands already', desired: 1, observed: 1, causes: [] },
    { name: 'the platform lost it', desired: 1, applied: 1, causes: ['drift'] },
    { name: 'the list drops it', applied: 1, observed: 1, causes: ['config'] },
    { name: 'the list drops what is gone already', applied: 1, causes: [] },
    {
      name: 'the list drops what the platform changed',
      applied: 1,
      observed: 2,
      causes: ['config', 'drift'],
    },
    { name: 'the service added it', observed: 1, causes: [] },
  ];

  it.each(rows)('$name: $causes', ({ desired, applied, observed, causes }) => {
    const entry = anEntry({ params: withParam('p', desired) });
    const record = aRecord({ applied: withParam('p', applied) });
    const seen = anObserved({ params: withParam('p', observed) });
    expect(diffEntry(entry, record, seen).causes).toEqual(causes);
  });

  it('shows a dropped parameter as taken away', () => {
    const record = aRecord({ applied: withParam('p', 1) });
    const seen = anObserved({ params: withParam('p', 2) });
    expect(lines(anEntry(), record, seen)).toEqual(['/auth/params/p 2 -> null']);
  });

  it('has no other cause than config without a record', () => {
    const entry = anEntry({ params: withParam('username', 'writer') });
    expect(diffEntry(entry, undefined, anObserved()).causes).toEqual(['config']);
  });

  it('looks at own members only', () => {
    const entry = anEntry({ params: { ...ORDERS_PARAMS, constructor: 'x' } });
    expect(lines(entry, aRecord(), anObserved())).toEqual(['/auth/params/constructor null -> "x"']);
  });
});

describe('name and description', () => {
  const described = { description: 'Order master' };

  it('shows a new name', () => {
    expect(lines(anEntry({ name: 'New' }), aRecord(), anObserved())).toEqual(['/name "Orders" -> "New"']);
  });

  it('ignores a description that the list never gave', () => {
    expect(lines(anEntry(), aRecord(), anObserved(described))).toEqual([]);
  });

  it.each([
    {
      name: 'adds one',
      entry: anEntry(described),
      record: aRecord(),
      seen: anObserved(),
      line: '/description null -> "Order master"',
    },
    {
      name: 'takes one away that the list has dropped',
      entry: anEntry(),
      record: aRecord(described),
      seen: anObserved(described),
      line: '/description "Order master" -> null',
    },
    {
      name: 'restores one',
      entry: anEntry(described),
      record: aRecord(described),
      seen: anObserved(),
      line: '/description null -> "Order master"',
    },
  ])('$name', ({ entry, record, seen, line }) => {
    expect(lines(entry, record, seen)).toEqual([line]);
  });

  it('has nothing to do when the dropped one is gone already', () => {
    expect(lines(anEntry(), aRecord(described), anObserved())).toEqual([]);
  });
});

describe('two values', () => {
  const rows: { name: string; left: Json | undefined; right: Json | undefined; same: boolean }[] = [
    { name: 'a number and its text', left: 5, right: '5', same: true },
    { name: 'a truth value and its text', left: true, right: 'true', same: true },
    { name: 'nothing and an empty text', left: undefined, right: '', same: true },
    { name: 'null and nothing', left: null, right: undefined, same: true },
    { name: 'zero and nothing', left: 0, right: undefined, same: false },
    { name: 'false and nothing', left: false, right: undefined, same: false },
    { name: 'texts in other letters', left: 'A', right: 'a', same: false },
    { name: 'texts with a blank more', left: 'a', right: 'a ', same: false },
    {
      name: 'objects whose members stand in another order',
      left: { a: 1, b: { c: 2, d: null } },
      right: { b: { d: null, c: 2 }, a: 1 },
      same: true,
    },
    { name: 'objects that differ deep down', left: { a: [{ b: 1 }] }, right: { a: [{ b: 2 }] }, same: false },
    { name: 'lists in another order', left: [1, 2], right: [2, 1], same: false },
  ];

  it.each(rows)('$name: same is $same', ({ left, right, same }) => {
    expect(sameValue(left, right)).toBe(same);
    expect(sameValue(right, left)).toBe(same);
  });
});

describe('two values of', () => {
  const rows: { param: string; left: Json | undefined; right: Json | undefined; same: boolean }[] = [
    { param: 'server', left: 'DB2.Example.com:50000', right: 'db2.example.COM:50000', same: true },
    { param: 'server', left: 'db2.example.com:50000', right: 'db2.example.com:50001', same: false },
    { param: 'server', left: 'db2.example.com', right: undefined, same: false },
    { param: 'authenticationType', left: 'Basic', right: undefined, same: true },
    { param: 'authenticationType', left: 'Basic', right: '', same: true },
    { param: 'authenticationType', left: undefined, right: undefined, same: true },
    { param: 'authenticationType', left: 'Kerberos', right: undefined, same: false },
    { param: 'authenticationType', left: 'Basic', right: 'basic', same: false },
    { param: 'database', left: 'ORDERS', right: 'orders', same: false },
    { param: 'username', left: 'reader', right: 'Reader', same: false },
    { param: 'port', left: 50_000, right: '50000', same: true },
  ];

  it.each(rows)('$param, $left and $right: same is $same', ({ param, left, right, same }) => {
    expect(sameParam(param, left, right)).toBe(same);
    expect(sameParam(param, right, left)).toBe(same);
  });

  it('a parameter are compared by what they mean, whoever spelled them', () => {
    const seen = { ...without(ORDERS_PARAMS, 'authenticationType'), server: 'DB2.EXAMPLE.COM:50000' };
    expect(diffEntry(anEntry(), aRecord(), anObserved({ params: seen }))).toEqual({
      fields: [],
      causes: [],
      left: [],
    });
  });
});

describe('an entry that wants drift only reported', () => {
  const entry = anEntry({ onDrift: 'report', name: 'New', params: { ...ORDERS_PARAMS, p: 2, q: 2 } });
  const record = aRecord({ applied: { ...ORDERS_PARAMS, p: 1, q: 2 } });
  const moved = anObserved({ params: { ...ORDERS_PARAMS, p: 3, q: 3 } });

  it('has the list’s changes made, and leaves what only the platform changed', () => {
    const { fields, left, causes } = diffEntry(entry, record, moved);
    expect(fields.map(({ path }) => path)).toEqual(['/name', '/auth/params/p']);
    expect(left).toEqual([{ path: '/auth/params/q', before: 3, after: 2, sensitive: false }]);
    expect(causes).toEqual(['config', 'drift']);
  });

  it('gives the reasons of what is changed only', () => {
    const seen = anObserved({ params: { ...ORDERS_PARAMS, p: 2, q: 3 } });
    expect(diffEntry(entry, record, seen).causes).toEqual(['config']);
  });

  it('leaves a name and a description that drifted too', () => {
    const described = anEntry({ onDrift: 'report', description: 'A' });
    const seen = anObserved({ name: 'By hand', description: 'B' });
    const { fields, left } = diffEntry(described, aRecord({ description: 'A' }), seen);
    expect([fields, left.map(({ path }) => path)]).toEqual([[], ['/name', '/description']]);
  });
});

describe('the path of a parameter', () => {
  it('is a JSON Pointer', () => {
    expect(paramPath('a/b~c')).toBe('/auth/params/a~1b~0c');
  });

  it('of a secret shows no value', () => {
    const secret = { param: 'connectionString', ref: { kind: 'env', name: 'X' }, range: aRange() } as const;
    const path = '/auth/params/connectionString';
    expect(secretChange(anEntry({ secret }))).toEqual({ path, before: null, after: null, sensitive: true });
  });
});
