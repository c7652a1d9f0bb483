// Which connections an export writes, under which keys, and what speaks against an entry.
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import type { ObservedConnection } from '../../src/core/connection.ts';
import { objections, planAfterExport, planExport, withdraw } from '../../src/core/exporting.ts';
import type { ExportQuestion } from '../../src/core/exporting.ts';
import {
  ORDERS,
  ORDERS_PARAMS,
  aFailure,
  aRange,
  aRecord,
  aState,
  aView,
  anEntry,
  anObserved,
} from '../support/builders.ts';

function ask(standing: readonly ObservedConnection[], further: Partial<ExportQuestion> = {}): ExportQuestion {
  return {
    desired: [],
    moves: [],
    state: aState(),
    observed: new Map([['dev', aView(standing)]]),
    unmanaged: false,
    selectsKey: () => true,
    mayStand: () => true,
    ...further,
  };
}

const named = (id: string, name: string): ObservedConnection => anObserved({ id, name });
const elsewhere = { ...ORDERS_PARAMS, database: 'OTHER' };

function keysOf(question: ExportQuestion): [string, string][] {
  return planExport(question).entries.map(({ key, connection }) => [key, connection.id]);
}

describe('the keys of an export', () => {
  it('are made of names, in order of name and id, whatever the order of the listing', () => {
    const standing = [
      named('3', 'Orders'),
      named('2', 'Billing'),
      named('1', 'orders'),
      named('1', 'orders'),
    ];
    const keys = [
      ['dev/billing', '2'],
      ['dev/orders', '3'],
      ['dev/orders-2', '1'],
    ];
    expect(keysOf(ask(standing))).toEqual(keys);
    expect(keysOf(ask(standing.toReversed()))).toEqual(keys);
  });

  it('are sorted by sandbox, and unique within one only', () => {
    const observed = new Map([
      ['prod', aView([named('1', 'Orders')])],
      ['dev', aView([named('2', 'Orders')])],
    ]);
    expect(keysOf(ask([], { observed }))).toEqual([
      ['dev/orders', '2'],
      ['prod/orders', '1'],
    ]);
  });

  it.each([
    { name: 'recorded', further: { state: aState({ 'dev/mine': aRecord({ id: '1' }) }) }, key: 'dev/mine' },
    {
      name: 'of the entry that would adopt it',
      further: { desired: [anEntry({ key: connectionKey('dev', 'listed') })] },
      key: 'dev/listed',
    },
    {
      name: 'recorded, though the list is about to move it',
      further: {
        state: aState({ 'dev/mine': aRecord({ id: '1' }) }),
        desired: [anEntry()],
        moves: [{ from: connectionKey('dev', 'mine'), to: ORDERS, range: aRange() }],
      },
      key: 'dev/mine',
    },
    {
      name: 'made up where an entry of the list leads elsewhere, unlike that of the entry',
      further: { desired: [anEntry({ params: elsewhere })] },
      key: 'dev/orders-2',
    },
    {
      name: 'made up unlike one that is recorded for another connection',
      further: { state: aState({ 'dev/orders': aRecord({ id: 'gone' }) }) },
      key: 'dev/orders-2',
    },
    {
      name: 'made up where the recorded one is that of another sandbox',
      further: { state: aState({ 'prod/orders': aRecord({ id: '1' }) }) },
      key: 'dev/orders',
    },
  ])('are those $name', ({ further, key }) => {
    expect(keysOf(ask([named('1', 'Orders')], further))).toEqual([[key, '1']]);
  });
});

describe('the variables of an export', () => {
  const variables = (question: ExportQuestion): unknown[] =>
    planExport(question).entries.map(({ fields }) => fields['password'] ?? fields['connectionString']);

  it('are made of whole keys, and unique over sandboxes', () => {
    const observed = new Map([
      ['dev', aView([named('1', 'eu orders'), anObserved({ id: '2', name: 'stock', params: {} })])],
      ['dev-eu', aView([named('3', 'orders')])],
    ]);
    expect(variables(ask([], { observed }))).toEqual([
      { env: 'DEV_EU_ORDERS_PASSWORD' },
      { env: 'DEV_STOCK_CONNECTION_STRING' },
      { env: 'DEV_EU_ORDERS_2_PASSWORD' },
    ]);
  });

  it('are unlike those of entries that stand for no connection here', () => {
    const key = connectionKey('prod', 'other');
    const secret = { ...anEntry().secret, ref: { kind: 'env', name: 'DEV_ORDERS_PASSWORD' } } as const;
    const file = { ...anEntry().secret, ref: { kind: 'file', path: '/x' } } as const;
    const desired = [
      anEntry({ key, sandbox: 'prod', secret }),
      anEntry({ key: connectionKey('prod', 'third'), sandbox: 'prod', name: 'Third', secret: file }),
    ];
    expect(variables(ask([named('1', 'Orders')], { desired }))).toEqual([{ env: 'DEV_ORDERS_2_PASSWORD' }]);
    const same = [anEntry({ secret })];
    expect(variables(ask([named('1', 'Orders')], { desired: same }))).toEqual([
      { env: 'DEV_ORDERS_PASSWORD' },
    ]);
  });
});

describe('an export', () => {
  it('passes over sandboxes that could not be read', () => {
    const observed = new Map([['prod', aFailure()]]);
    expect(planExport(ask([], { observed }))).toEqual({ entries: [], omitted: [] });
  });

  it('is about the keys that were asked for, and names stay what they are', () => {
    const selectsKey: ExportQuestion['selectsKey'] = (key) => key === 'dev/orders-2';
    const { entries } = planExport(ask([named('1', 'Orders'), named('2', 'orders')], { selectsKey }));
    expect(entries).toMatchObject([
      { key: 'dev/orders-2', fields: { password: { env: 'DEV_ORDERS_2_PASSWORD' } } },
    ]);
  });

  it('leaves out connections of one name, of which nothing tells which is meant', () => {
    const { entries, omitted } = planExport(
      ask([named('1', 'Orders'), named('2', 'Orders'), named('3', 'Billing')]),
    );
    expect(entries.map(({ key }) => key)).toEqual(['dev/billing']);
    expect(omitted.map(({ connection }) => connection.id)).toEqual(['1', '2']);
    expect(omitted[0]?.reason).toContain('2 connections of its sandbox have this name');
  });

  it('writes the recorded one of several of one name', () => {
    const state = aState({ 'dev/mine': aRecord({ id: '2' }) });
    const { entries, omitted } = planExport(ask([named('1', 'Orders'), named('2', 'Orders')], { state }));
    expect(entries.map(({ key }) => key)).toEqual(['dev/mine']);
    expect(omitted).toMatchObject([
      { connection: { id: '1' }, reason: expect.stringContaining('dev/mine is 2') as string },
    ]);
  });

  it('of what is unmanaged leaves out what is recorded or about to be adopted, and names that are taken', () => {
    const state = aState({ 'dev/mine': aRecord({ id: '1', name: 'Mine' }) });
    const desired = [
      anEntry(),
      anEntry({ key: connectionKey('dev', 'stock'), name: 'Stock', params: elsewhere }),
      anEntry({ key: connectionKey('dev', 'new'), name: 'New' }),
    ];
    const standing = [named('1', 'Mine'), named('2', 'Orders'), named('3', 'Stock'), named('4', 'Free')];
    const question = ask(standing, { state, desired, unmanaged: true });
    const { entries, omitted } = planExport(question);
    expect(entries.map(({ key }) => key)).toEqual(['dev/free']);
    expect(omitted).toMatchObject([
      {
        connection: { id: '3' },
        reason: 'the list has another entry of this name in its sandbox, dev/stock',
      },
    ]);
    expect(keysOf({ ...question, unmanaged: false }).map(([key]) => key)).toEqual([
      'dev/free',
      'dev/mine',
      'dev/orders',
      'dev/stock-2',
    ]);
  });
});

describe('the plan after an export', () => {
  it('speaks against nothing that is left alone or adopted as what it is', () => {
    const state = aState({ [ORDERS]: aRecord() });
    const question = ask([anObserved(), named('2', 'Stock')], { state });
    const exported = planExport(question);
    const stock = anEntry({ key: connectionKey('dev', 'stock'), name: 'Stock' });
    const plan = planAfterExport(question, [anEntry(), stock]);
    expect(plan.actions.map(({ kind }) => kind)).toEqual(['none', 'adopt']);
    expect(objections(plan, exported)).toEqual(new Map());
  });

  it.each([
    {
      name: 'an update',
      entry: anEntry({ description: 'new' }),
      reason: 'plan would update it (/description)',
    },
    {
      name: 'a conflict',
      entry: anEntry({ params: elsewhere }),
      reason: expect.stringContaining('leads to db2.example.com:50000/ORDERS') as string,
    },
  ])('speaks against $name', ({ entry, reason }) => {
    const question = ask([anObserved()]);
    const found = objections(planAfterExport(question, [entry]), planExport(question));
    expect([...found]).toEqual([[ORDERS, reason]]);
  });

  it('knows the list that the export is to stand beside', () => {
    const desired = [anEntry({ key: connectionKey('dev', 'mine') })];
    const state = aState({ 'dev/mine': aRecord({ id: '9' }) });
    const entry = anEntry({ key: connectionKey('dev', 'new') });
    const kinds = (unmanaged: boolean): string[] =>
      planAfterExport(ask([named('9', 'Orders')], { desired, state, unmanaged }), [entry]).actions.map(
        ({ kind }) => kind,
      );
    expect(kinds(true)).toEqual(['create']);
    expect(kinds(false)).toEqual(['conflict']);
  });
});

it('takes entries out of an export, each with its reason and in order', () => {
  const exported = planExport(ask([named('1', 'A'), named('2', 'B'), named('3', 'C'), named('4', 'C')]));
  const { entries, omitted } = withdraw(exported, new Map([[connectionKey('dev', 'b'), 'because']]));
  expect(entries.map(({ key }) => key)).toEqual(['dev/a']);
  expect(omitted.map(({ connection }) => connection.id)).toEqual(['2', '3', '4']);
  expect(omitted[0]).toMatchObject({ key: 'dev/b', reason: 'because' });
});
