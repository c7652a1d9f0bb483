// What of a saved plan may still be done.
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import { planConnections } from '../../src/core/plan.ts';
import type { Plan, PlanInput } from '../../src/core/plan.ts';
import { restrictPlan } from '../../src/core/saved-plan.ts';
import type { Situation } from '../support/builders.ts';
import {
  ORDERS,
  ORDERS_PARAMS,
  aFailure,
  aMove,
  aPlanInput,
  aRecord,
  aSavedPlan,
  anEntry,
  anObserved,
  without,
} from '../support/builders.ts';

const OLD = connectionKey('dev', 'old-orders');
const moves = [aMove(OLD, ORDERS)];
const recorded = { [ORDERS]: aRecord() };
const writer = { ...ORDERS_PARAMS, username: 'writer' };
const changed: Situation = { desired: [anEntry({ params: writer })], recorded, standing: [anObserved()] };
const withSecret = { recorded: { [ORDERS]: aRecord({ credential: 'v1:k1:aa' }) }, standing: [anObserved()] };
const tomorrow = new Map([[ORDERS, 'v1:k1:bb']]);

interface Row {
  readonly name: string;
  readonly saved: Situation;
  /** What differs when it is carried out. */
  readonly now?: Situation;
  readonly input?: Partial<PlanInput>;
  readonly kept: readonly string[];
  /** Action, key and reason. */
  readonly stale?: readonly string[];
  readonly unplanned?: readonly string[];
}

const rows: Row[] = [
  { name: 'does what still is as it was shown', saved: changed, kept: ['update config'] },
  {
    name: 'tells again what it told, and does nothing about it',
    saved: { desired: [], recorded, standing: [anObserved()] },
    kept: ['orphan'],
  },
  {
    name: 'leaves out a change whose connection has another etag',
    saved: changed,
    now: { ...changed, standing: [anObserved({ etag: '"2"', updatedBy: 'ui-user' })] },
    kept: [],
    stale: [
      'update dev/orders: the connection was changed on the platform by ui-user since the plan was made',
    ],
  },
  {
    name: 'leaves out a change whose fields are others now',
    saved: changed,
    now: {
      ...changed,
      standing: [
        { ...without(anObserved(), 'updatedBy'), params: { ...ORDERS_PARAMS, username: 'intruder' } },
      ],
    },
    kept: [],
    stale: ['update dev/orders: the connection was changed on the platform since the plan was made'],
  },
  {
    name: 'leaves out a change that somebody has made already',
    saved: changed,
    now: { ...changed, standing: [anObserved({ params: writer })] },
    kept: [],
    stale: ['update dev/orders: nothing is left to do'],
  },
  {
    name: 'leaves out a change that would now be another one',
    saved: changed,
    now: { ...changed, standing: [] },
    kept: [],
    stale: ['update dev/orders: it would now take: recreate'],
  },
  {
    name: 'leaves out a create over which a conflict has arisen',
    saved: {},
    now: { standing: [anObserved(), anObserved({ id: 'id-2' })] },
    kept: [],
    stale: [
      'create dev/orders: 2 connections named "Orders" stand in dev: id-1 (db2.example.com:50000/ORDERS), id-2 (db2.example.com:50000/ORDERS)',
    ],
  },
  {
    name: 'leaves out a create that would now be an adoption',
    saved: {},
    now: { standing: [anObserved()] },
    kept: [],
    stale: ['create dev/orders: it would now take: adopt'],
  },
  {
    name: 'leaves out an adoption together with its update when either has changed',
    saved: { standing: [anObserved({ params: writer })] },
    now: { standing: [anObserved()] },
    kept: [],
    stale: ['adopt dev/orders: it would now take: adopt', 'update dev/orders: it would now take: adopt'],
  },
  {
    name: 'leaves alone what it does not show',
    saved: { ...changed, standing: [anObserved({ params: writer })] },
    now: changed,
    kept: [],
    unplanned: [ORDERS],
  },
  {
    name: 'leaves alone what it could not read then',
    saved: { desired: [], recorded, standing: [] },
    now: {},
    kept: [],
    stale: ['forget dev/orders: it would now take: create'],
  },
  {
    name: 'made without the secrets does its change of other fields without that of a secret',
    saved: { ...withSecret, desired: [anEntry({ params: writer })] },
    now: { ...withSecret, desired: [anEntry({ params: writer })], fingerprints: tomorrow },
    kept: ['update config'],
  },
  {
    name: 'made without the secrets leaves a secret that has changed for another plan',
    saved: withSecret,
    now: { ...withSecret, fingerprints: tomorrow },
    kept: [],
    unplanned: [ORDERS],
  },
  {
    name: 'made with the secrets does that change too',
    saved: { ...withSecret, fingerprints: tomorrow },
    kept: ['update credential'],
  },
  {
    name: 'made with the secrets does nothing when nobody can tell any more that one has changed',
    saved: { ...withSecret, fingerprints: tomorrow },
    now: withSecret,
    kept: [],
    stale: ['update dev/orders: nothing is left to do'],
  },
  {
    name: 'moves what it says it moves',
    saved: { recorded: { [OLD]: aRecord() }, standing: [anObserved()] },
    input: { moves },
    kept: ['move'],
  },
  {
    name: 'made without the secrets moves a record, whatever has become of its secret',
    saved: { recorded: { [OLD]: aRecord({ credential: 'v1:k1:aa' }) }, standing: [anObserved()] },
    now: {
      recorded: { [OLD]: aRecord({ credential: 'v1:k1:aa' }) },
      standing: [anObserved()],
      fingerprints: tomorrow,
    },
    input: { moves },
    kept: ['move'],
  },
  {
    name: 'leaves out a move of a connection that has drifted since',
    saved: { recorded: { [OLD]: aRecord() }, standing: [anObserved()] },
    now: { recorded: { [OLD]: aRecord() }, standing: [anObserved({ params: writer })] },
    input: { moves },
    kept: [],
    stale: ['move dev/orders: it would now take: move and update'],
  },
];

function restrict(saved: Plan, fresh: Plan): { kept: string[]; stale: string[]; unplanned: string[] } {
  const { plan, stale, unplanned } = restrictPlan(aSavedPlan(saved), fresh);
  return {
    kept: plan.actions.map(({ kind, causes }) => [kind, ...causes].join(' ')),
    stale: stale.map(({ change, why }) => `${change.action} ${change.key}: ${why}`),
    unplanned: [...unplanned],
  };
}

describe('carrying out a saved plan', () => {
  it.each(rows)('$name', ({ saved, now, input, kept, stale = [], unplanned = [] }) => {
    const before = planConnections(aPlanInput(saved, input));
    const fresh = planConnections(aPlanInput(now ?? saved, input));
    expect(restrict(before, fresh)).toEqual({ kept, stale, unplanned });
  });

  it('leaves out what cannot be read now, with the reason', () => {
    const observed = new Map([['dev', aFailure({ message: 'No access.' })]]);
    const fresh = planConnections(aPlanInput({}, { observed }));
    expect(restrict(planConnections(aPlanInput()), fresh)).toEqual({
      kept: [],
      stale: ['create dev/orders: No access.'],
      unplanned: [],
    });
  });

  it('leaves alone what it could not read when it was made', () => {
    const unread = planConnections(aPlanInput({}, { observed: new Map([['dev', aFailure()]]) }));
    const told = restrict(unread, planConnections(aPlanInput()));
    expect(told).toEqual({ kept: [], stale: [], unplanned: [ORDERS] });
  });
});
