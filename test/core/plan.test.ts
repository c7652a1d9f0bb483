// The planning table: desired, recorded and observed in, actions out. One row for every row of the table.
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import { planConnections } from '../../src/core/plan.ts';
import type { PlanInput } from '../../src/core/plan.ts';
import type { Situation } from '../support/builders.ts';
import {
  ORDERS,
  ORDERS_PARAMS,
  aPlanInput,
  aRecord,
  anEntry,
  anObserved,
  without,
} from '../support/builders.ts';

const OLD = connectionKey('dev', 'old-orders');
const otherDatabase = anObserved({ params: { ...ORDERS_PARAMS, database: 'BILLS' } });
const otherUser = anObserved({ params: { ...ORDERS_PARAMS, username: 'writer' } });
const twins = [anObserved(), anObserved({ id: 'id-2' })];

/** Kind, causes and id of every action, as one line each. */
function linesOf(input: PlanInput): string[] {
  return planConnections(input).actions.map(({ kind, causes, id }) =>
    [kind, ...causes, id ?? ''].join(' ').trim(),
  );
}

/** What happens to an entry, in the order of the table; what becomes of other records stands in plan-unlisted.test.ts. */
const table: (Situation & { name: string; lines: string[] })[] = [
  { name: 'creates what nobody recorded and nothing is called', lines: ['create'] },
  {
    name: 'creates beside connections of other names',
    standing: [anObserved({ name: 'Bills' })],
    lines: ['create'],
  },
  { name: 'tells names apart by case', standing: [anObserved({ name: 'orders' })], lines: ['create'] },
  { name: 'adopts one of that name and target', standing: [anObserved()], lines: ['adopt id-1'] },
  {
    name: 'adopts, then updates, when other declared fields differ',
    standing: [otherUser],
    lines: ['adopt id-1', 'update config id-1'],
  },
  {
    name: 'adopts a host name in other letters, because those mean the same',
    standing: [anObserved({ params: { ...ORDERS_PARAMS, server: 'DB2.EXAMPLE.COM:50000' } })],
    lines: ['adopt id-1'],
  },
  { name: 'stops at one of that name on another database', standing: [otherDatabase], lines: ['conflict'] },
  { name: 'stops at several of that name', standing: twins, lines: ['conflict'] },
  {
    name: 'takes a connection that a listing shows on two pages for one',
    standing: [anObserved(), anObserved()],
    lines: ['adopt id-1'],
  },
  {
    name: 'stops at one that logs in another way',
    standing: [anObserved({ specName: 'Connection String Based Authentication' })],
    lines: ['conflict id-1'],
  },
  {
    name: 'adopts one that does not say how it logs in',
    standing: [without(anObserved(), 'specName')],
    lines: ['adopt id-1'],
  },
  {
    name: 'stops at one that is recorded under a key that nobody asks for',
    recorded: { [OLD]: aRecord() },
    standing: [anObserved()],
    lines: ['orphan id-1', 'conflict'],
  },
  {
    name: 'leaves alone what is as it should be',
    recorded: { [ORDERS]: aRecord() },
    standing: [anObserved()],
    lines: ['none id-1'],
  },
  {
    name: 'updates what the list has changed',
    desired: [anEntry({ params: { ...ORDERS_PARAMS, username: 'auditor' } })],
    recorded: { [ORDERS]: aRecord() },
    standing: [anObserved()],
    lines: ['update config id-1'],
  },
  {
    name: 'updates a secret that has changed',
    recorded: { [ORDERS]: aRecord({ credential: 'v1:k1:aaa' }) },
    standing: [anObserved()],
    fingerprints: new Map([[ORDERS, 'v1:k1:bbb']]),
    lines: ['update credential id-1'],
  },
  {
    name: 'updates what drifted',
    recorded: { [ORDERS]: aRecord() },
    standing: [otherUser],
    lines: ['update drift id-1'],
  },
  {
    name: 'knows a recorded connection by its id, whatever it is called now',
    recorded: { [ORDERS]: aRecord() },
    standing: [anObserved({ name: 'Renamed in AEP' })],
    lines: ['update drift id-1'],
  },
  {
    name: 'knows a recorded connection by its id beside another of its name',
    recorded: { [ORDERS]: aRecord() },
    standing: twins,
    lines: ['none id-1'],
  },
  {
    name: 'stops when a recorded connection logs in another way',
    recorded: { [ORDERS]: aRecord() },
    standing: [anObserved({ specName: 'Other' })],
    lines: ['conflict id-1'],
  },
  { name: 'recreates what is gone', recorded: { [ORDERS]: aRecord() }, lines: ['recreate drift id-1'] },
  {
    name: 'adopts instead of recreating when one of that name and target stands',
    recorded: { [ORDERS]: aRecord({ id: 'id-0' }) },
    standing: [anObserved()],
    lines: ['adopt id-1'],
  },
  {
    name: 'stops instead of recreating when that name leads elsewhere',
    recorded: { [ORDERS]: aRecord({ id: 'id-0' }) },
    standing: [otherDatabase],
    lines: ['conflict'],
  },
  {
    name: 'stops instead of recreating when that name stands twice',
    recorded: { [ORDERS]: aRecord({ id: 'id-0' }) },
    standing: twins,
    lines: ['conflict'],
  },
  { name: 'does nothing about what nobody asked for or recorded', desired: [], standing: twins, lines: [] },
  {
    name: 'gives a name that another entry has left to the entry that takes it',
    desired: [anEntry({ name: 'Orders 2' }), anEntry({ key: OLD })],
    recorded: { [ORDERS]: aRecord() },
    standing: [anObserved()],
    lines: ['create', 'update config id-1'],
  },
];

describe('a plan', () => {
  it.each(table)('$name', ({ lines, ...situation }) => {
    expect(linesOf(aPlanInput(situation))).toEqual(lines);
  });

  it('is bound to the state that it was made from', () => {
    const input = aPlanInput({ recorded: { [OLD]: aRecord(), [ORDERS]: aRecord({ id: 'id-2' }) } });
    const { lineage, serial } = input.state;
    expect(planConnections(input)).toMatchObject({ lineage, serial, recorded: 2 });
  });

  it('names the connection that is gone when it recreates', () => {
    const [action] = planConnections(aPlanInput({ recorded: { [ORDERS]: aRecord({ id: 'id-0' }) } })).actions;
    expect(action).toMatchObject({ kind: 'recreate', id: 'id-0', name: 'Orders', range: anEntry().range });
  });

  it('shows every declared field of what it creates, and no secret', () => {
    const entry = anEntry({ description: 'Order master' });
    const [action] = planConnections(aPlanInput({ desired: [entry] })).actions;
    expect(action?.fields).toEqual([
      { path: '/name', before: null, after: 'Orders', sensitive: false },
      { path: '/description', before: null, after: 'Order master', sensitive: false },
      { path: '/auth/specName', before: null, after: 'Basic Authentication', sensitive: false },
      { path: '/auth/params/server', before: null, after: 'db2.example.com:50000', sensitive: false },
      { path: '/auth/params/database', before: null, after: 'ORDERS', sensitive: false },
      { path: '/auth/params/authenticationType', before: null, after: 'Basic', sensitive: false },
      { path: '/auth/params/username', before: null, after: 'reader', sensitive: false },
      { path: '/auth/params/password', before: null, after: null, sensitive: true },
    ]);
  });
});

describe('unmanaged connections', () => {
  it('are those that are neither desired, nor recorded, nor about to be adopted', () => {
    const standing = [anObserved(), anObserved({ id: 'id-9', name: 'Bills' }), anObserved({ id: 'id-8' })];
    const recorded = { [OLD]: aRecord({ id: 'id-8' }) };
    const { unmanaged } = planConnections(aPlanInput({ recorded, standing }));
    expect(unmanaged.map(({ sandbox, connection }) => `${sandbox} ${connection.id}`)).toEqual(['dev id-9']);
  });

  it('are counted once when a listing shows them twice', () => {
    const standing = [anObserved({ name: 'Bills' }), anObserved({ name: 'Bills' })];
    expect(planConnections(aPlanInput({ standing })).unmanaged).toHaveLength(1);
  });
});
