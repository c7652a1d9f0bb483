// What a plan makes of `moved:`: a record goes to its new key before anything else happens to its connection.
import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/core/action.ts';
import { connectionKey } from '../../src/core/connection.ts';
import { planConnections } from '../../src/core/plan.ts';
import type { PlanInput } from '../../src/core/plan.ts';
import type { Situation } from '../support/builders.ts';
import {
  ORDERS,
  ORDERS_PARAMS,
  aFailure,
  aMove,
  aPlanInput,
  aRecord,
  anEntry,
  anObserved,
} from '../support/builders.ts';

const OLD = connectionKey('dev', 'old-orders');
const OLDER = connectionKey('dev', 'older-orders');
const moves = [aMove(OLD, ORDERS)];
const chain = [aMove(OLDER, OLD), aMove(OLD, ORDERS)];
const other = anObserved({ id: 'id-2', name: 'Other' });
const third = anObserved({ id: 'id-3', name: 'Third' });

function linesOf(actions: readonly Action[]): string[] {
  return actions.map((action) => {
    const because = action.kind === 'orphan' ? [action.because] : [];
    return [action.kind, ...because, ...action.causes, action.key, action.id ?? ''].join(' ').trim();
  });
}

interface PlanRow {
  readonly name: string;
  readonly situation: Situation;
  readonly input?: Partial<PlanInput>;
  readonly lines: readonly string[];
}

const plans: PlanRow[] = [
  {
    name: 'moves a record, and finds its connection as it should be',
    situation: { recorded: { [OLD]: aRecord() }, standing: [anObserved()] },
    lines: ['move dev/orders id-1', 'none dev/orders id-1'],
  },
  {
    name: 'moves a record along a chain',
    situation: { recorded: { [OLDER]: aRecord() }, standing: [anObserved()] },
    input: { moves: chain },
    lines: ['move dev/orders id-1', 'none dev/orders id-1'],
  },
  {
    name: 'moves a record before it updates the connection',
    situation: {
      desired: [anEntry({ name: 'Renamed too', params: { ...ORDERS_PARAMS, username: 'auditor' } })],
      recorded: { [OLD]: aRecord() },
      standing: [anObserved()],
    },
    lines: ['move dev/orders id-1', 'update config dev/orders id-1'],
  },
  {
    name: 'moves a record whose connection is gone before it creates another',
    situation: { recorded: { [OLD]: aRecord() } },
    lines: ['move dev/orders id-1', 'recreate drift dev/orders id-1'],
  },
  {
    name: 'moves no record of a sandbox that cannot be read, where a create may still be in doubt',
    situation: { recorded: { [OLD]: aRecord() } },
    input: { observed: new Map([['dev', aFailure()]]) },
    lines: ['blocked dev/orders id-1'],
  },
  {
    name: 'has nothing to do for a move that has taken place',
    situation: { recorded: { [ORDERS]: aRecord() }, standing: [anObserved()] },
    lines: ['none dev/orders id-1'],
  },
  {
    name: 'has nothing to do for a move where nothing was recorded',
    situation: {},
    lines: ['create dev/orders'],
  },
  {
    name: 'drops the old record of a connection that both keys have recorded',
    situation: { recorded: { [OLD]: aRecord(), [ORDERS]: aRecord() }, standing: [anObserved()] },
    lines: ['forget dev/old-orders id-1', 'none dev/orders id-1'],
  },
  {
    name: 'stops at two connections, and prunes neither',
    situation: {
      recorded: { [OLD]: aRecord(), [ORDERS]: aRecord({ id: 'id-2' }) },
      standing: [anObserved(), other],
    },
    lines: ['orphan held dev/old-orders id-1', 'conflict dev/orders id-2'],
  },
  {
    name: 'stops at two connections of one chain, and prunes neither',
    situation: {
      recorded: { [OLDER]: aRecord(), [OLD]: aRecord({ id: 'id-2' }) },
      standing: [anObserved(), other],
    },
    input: { moves: chain },
    lines: ['orphan held dev/older-orders id-1', 'conflict dev/orders id-2'],
  },
  {
    name: 'stops at three connections of one chain, and prunes none',
    situation: {
      recorded: { [OLDER]: aRecord(), [OLD]: aRecord({ id: 'id-2' }), [ORDERS]: aRecord({ id: 'id-3' }) },
      standing: [anObserved(), other, third],
    },
    input: { moves: chain },
    lines: [
      'orphan held dev/old-orders id-2',
      'orphan held dev/older-orders id-1',
      'conflict dev/orders id-3',
    ],
  },
];

describe('a plan with moves', () => {
  it.each(plans)('$name', ({ situation, input, lines }) => {
    const { actions } = planConnections(aPlanInput(situation, { moves, prune: true, ...input }));
    expect(linesOf(actions)).toEqual(lines);
  });

  it('says where a record comes from', () => {
    const situation = { recorded: { [OLD]: aRecord() }, standing: [anObserved()] };
    const [move] = planConnections(aPlanInput(situation, { moves })).actions;
    expect(move).toMatchObject({ kind: 'move', from: OLD, record: aRecord(), fields: [], causes: [] });
  });

  it('names every key of a clash with its connection, and the way out', () => {
    const recorded = { [OLD]: aRecord(), [ORDERS]: aRecord({ id: 'id-2' }) };
    const [, action] = planConnections(aPlanInput({ recorded, standing: [anObserved()] }, { moves })).actions;
    expect(action).toMatchObject({
      conflict: {
        reason:
          'moved: makes one entry of dev/orders (id-2) and dev/old-orders (id-1), which have recorded different connections',
        fix: "Look at them in AEP, drop what is recorded wrongly with flowrecon state rm 'dev/orders' or flowrecon state rm 'dev/old-orders', and run again.",
        candidates: [],
      },
    });
  });

  it('leaves a record alone when the run is not about its new key', () => {
    const situation = { desired: [], recorded: { [OLD]: aRecord() }, standing: [anObserved()] };
    const listed = [anEntry()];
    expect(planConnections(aPlanInput(situation, { moves, listed, prune: true })).actions).toEqual([]);
  });
});
