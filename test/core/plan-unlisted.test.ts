// What a plan makes of records that the list no longer asks for: kept, deleted with --prune, or forgotten.
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import type { DesiredConnection, ObservedConnection } from '../../src/core/connection.ts';
import { planConnections } from '../../src/core/plan.ts';
import type { Action } from '../../src/core/action.ts';
import type { Observed, PlanInput } from '../../src/core/plan.ts';
import type { ConnectionRecord } from '../../src/core/state.ts';
import { planUnlisted } from '../../src/core/unlisted.ts';
import {
  ORDERS,
  ORDERS_PARAMS,
  aFailure,
  aPlanInput,
  aRecord,
  anEntry,
  anObserved,
} from '../support/builders.ts';

const OLD = connectionKey('dev', 'old-orders');
const bills = anObserved({ params: { ...ORDERS_PARAMS, database: 'BILLS' } });

/** Kind, reason, key and id of every action, as one line each. */
function linesOf(actions: readonly Action[]): string[] {
  return actions.map((action) => {
    const { kind, key, id } = action;
    const because = action.kind === 'orphan' ? [action.because] : [];
    return [kind, ...because, key, id ?? ''].join(' ').trim();
  });
}

interface Row {
  readonly name: string;
  readonly desired?: readonly DesiredConnection[];
  readonly recorded?: Readonly<Record<string, ConnectionRecord>>;
  readonly standing?: readonly ObservedConnection[];
  readonly observed?: Observed;
  readonly kept: readonly string[];
  /** With --prune; the same when absent. */
  readonly pruned?: readonly string[];
}

const rows: Row[] = [
  {
    name: 'one that stands is kept, and deleted when that is asked for',
    kept: ['orphan not-asked dev/old-orders id-1'],
    pruned: ['delete dev/old-orders id-1'],
  },
  { name: 'one that is gone is forgotten', standing: [], kept: ['forget dev/old-orders id-1'] },
  {
    name: 'one that was protected when it was applied last is never deleted',
    recorded: { [OLD]: aRecord({ protect: true }) },
    kept: ['orphan protected dev/old-orders id-1'],
  },
  {
    name: 'one that was protected and is gone is forgotten',
    recorded: { [OLD]: aRecord({ protect: true }) },
    standing: [],
    kept: ['forget dev/old-orders id-1'],
  },
  {
    name: 'one that stands under another name by now is deleted by its id',
    standing: [anObserved({ name: 'Renamed in AEP' }), anObserved({ id: 'id-2' })],
    kept: ['orphan not-asked dev/old-orders id-1'],
    pruned: ['delete dev/old-orders id-1'],
  },
  {
    name: 'one whose sandbox could not be read is kept',
    observed: new Map([['dev', aFailure()]]),
    kept: ['orphan unread dev/old-orders id-1'],
  },
  {
    name: 'one whose sandbox nobody asked to read is kept',
    observed: new Map(),
    kept: ['orphan unread dev/old-orders id-1'],
  },
  {
    name: 'one that could not be read by its id is kept',
    observed: new Map([['dev', { listing: [], unread: new Map([['id-1', aFailure()]]) }]]),
    kept: ['orphan unread dev/old-orders id-1'],
  },
  {
    name: 'one that may be meant for a renamed key is kept until somebody says so',
    desired: [anEntry()],
    kept: ['orphan held dev/old-orders id-1', 'conflict dev/orders'],
  },
  {
    name: 'one of the name of a new entry is kept also when it leads to another database',
    desired: [anEntry()],
    standing: [bills],
    kept: ['orphan held dev/old-orders id-1', 'conflict dev/orders'],
  },
  {
    name: 'one beside a conflict about others is deleted',
    desired: [anEntry()],
    standing: [anObserved({ name: 'Old' }), anObserved({ id: 'id-2' }), anObserved({ id: 'id-3' })],
    kept: ['orphan not-asked dev/old-orders id-1', 'conflict dev/orders'],
    pruned: ['delete dev/old-orders id-1', 'conflict dev/orders'],
  },
  {
    name: 'one whose id a listed entry has recorded too is forgotten',
    desired: [anEntry()],
    recorded: { [OLD]: aRecord(), [ORDERS]: aRecord() },
    kept: ['forget dev/old-orders id-1', 'none dev/orders id-1'],
  },
  {
    name: 'two records of one connection are two orphans of it',
    recorded: { [OLD]: aRecord(), 'dev/older': aRecord() },
    kept: ['orphan not-asked dev/old-orders id-1', 'orphan not-asked dev/older id-1'],
    pruned: ['delete dev/old-orders id-1', 'delete dev/older id-1'],
  },
];

function inputOf(row: Row, overrides: Partial<PlanInput> = {}): PlanInput {
  const { desired = [], recorded = { [OLD]: aRecord() }, standing = [anObserved()], observed } = row;
  return aPlanInput({ desired, recorded, standing }, { ...(observed && { observed }), ...overrides });
}

describe('of the records that the list no longer asks for', () => {
  it.each(rows)('$name', (row) => {
    expect(linesOf(planConnections(inputOf(row)).actions)).toEqual(row.kept);
    expect(linesOf(planConnections(inputOf(row, { prune: true })).actions)).toEqual(row.pruned ?? row.kept);
  });

  it('those that a run leaves out are left alone', () => {
    const narrowed = aPlanInput(
      { desired: [], recorded: { [OLD]: aRecord() }, standing: [anObserved()] },
      { prune: true, selectsKey: (key) => key !== OLD },
    );
    expect(planConnections(narrowed).actions).toEqual([]);
  });

  it('those that only an entry beside the run holds are not deleted either', () => {
    const recorded = { [OLD]: aRecord(), [ORDERS]: aRecord() };
    const situation = { desired: [], recorded, standing: [anObserved()] };
    const narrowed = aPlanInput(situation, { prune: true, listed: [anEntry()] });
    expect(linesOf(planConnections(narrowed).actions)).toEqual(['forget dev/old-orders id-1']);
  });
});

describe('a renamed key that a run leaves out', () => {
  it.each([
    { when: 'has no record yet', recorded: { [OLD]: aRecord() }, lines: ['orphan held dev/old-orders id-1'] },
    {
      when: 'has lost its own connection',
      recorded: { [OLD]: aRecord(), [ORDERS]: aRecord({ id: 'id-2' }) },
      lines: ['orphan held dev/old-orders id-1'],
    },
  ])('keeps the connection of its name when it $when', ({ recorded, lines }) => {
    const situation = { desired: [], recorded, standing: [anObserved()] };
    const narrowed = aPlanInput(situation, {
      prune: true,
      listed: [anEntry()],
      selectsKey: (key) => key === OLD,
    });
    expect(linesOf(planConnections(narrowed).actions)).toEqual(lines);
  });
});

describe('a deletion', () => {
  it('shows every field that it ends, and no secret', () => {
    const observed = anObserved({ description: 'Order master' });
    const [action] = planConnections(
      aPlanInput({ desired: [], recorded: { [OLD]: aRecord() }, standing: [observed] }, { prune: true }),
    ).actions;
    expect(action).toMatchObject({ kind: 'delete', observed, record: aRecord(), causes: [] });
    expect(action?.fields).toEqual([
      { path: '/name', before: 'Orders', after: null, sensitive: false },
      { path: '/description', before: 'Order master', after: null, sensitive: false },
      { path: '/auth/params/server', before: 'db2.example.com:50000', after: null, sensitive: false },
      { path: '/auth/params/database', before: 'ORDERS', after: null, sensitive: false },
      { path: '/auth/params/authenticationType', before: 'Basic', after: null, sensitive: false },
      { path: '/auth/params/username', before: 'reader', after: null, sensitive: false },
    ]);
  });

  it('is known by what was recorded, not by what stands there now', () => {
    const question = { key: OLD, record: aRecord({ name: 'Then' }), prune: true, shared: false, held: false };
    const index = { byId: new Map([['id-1', anObserved({ name: 'Now' })]]), byName: new Map() };
    expect(planUnlisted({ ...question, index })).toMatchObject({ kind: 'delete', name: 'Then', id: 'id-1' });
  });
});
