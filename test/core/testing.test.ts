// Which connections a test is about.
import { expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import { stoppedTesting } from '../../src/core/limits.ts';
import { planConnections } from '../../src/core/plan.ts';
import { sealSecret } from '../../src/core/secret.ts';
import { recordedTargets, writtenTargets } from '../../src/core/testing.ts';
import {
  ORDERS,
  ORDERS_PARAMS,
  aPlanInput,
  aRecord,
  anEntry,
  anObserved,
  anOutcome,
} from '../support/builders.ts';

const BILLS = connectionKey('dev', 'bills');

it('a test is about every entry, and knows which of them are recorded, and what is secret', () => {
  const entries = [anEntry(), anEntry({ key: BILLS, name: 'Bills' })];
  const secret = sealSecret('hunter2');
  expect(recordedTargets(entries, new Map([[ORDERS, aRecord()]]), new Map([[BILLS, secret]]))).toEqual([
    { key: ORDERS, sandbox: 'dev', name: 'Orders', id: 'id-1' },
    { key: BILLS, sandbox: 'dev', name: 'Bills', id: null, secret },
  ]);
});

const server = { ...ORDERS_PARAMS, server: 'other:50000' };
const recorded = { [ORDERS]: aRecord() };

it.each([
  { name: 'what was created', situation: {}, outcome: {}, tested: ['id-1'] },
  {
    name: 'what was created anew',
    situation: { recorded },
    outcome: { action: 'recreate', id: 'id-2' } as const,
    tested: ['id-2'],
  },
  {
    name: 'what has another login',
    situation: { desired: [anEntry({ params: server })], recorded, standing: [anObserved()] },
    outcome: { action: 'update' } as const,
    tested: ['id-1'],
  },
  {
    name: 'not what has another description',
    situation: { desired: [anEntry({ description: 'New' })], recorded, standing: [anObserved()] },
    outcome: { action: 'update' } as const,
    tested: [],
  },
  {
    name: 'not what was only adopted',
    situation: { standing: [anObserved()] },
    outcome: { action: 'adopt' } as const,
    tested: [],
  },
  { name: 'not what failed', situation: {}, outcome: { outcome: 'failed', id: null } as const, tested: [] },
  { name: 'not what was skipped', situation: {}, outcome: { outcome: 'skipped' } as const, tested: [] },
  {
    name: 'not what became of another action',
    situation: {},
    outcome: { action: 'move' } as const,
    tested: [],
  },
  { name: 'not what became of another entry', situation: {}, outcome: { key: BILLS }, tested: [] },
  { name: 'not what has no id', situation: {}, outcome: { id: null }, tested: [] },
])('after an apply it is about $name', ({ situation, outcome, tested }) => {
  const plan = planConnections(aPlanInput(situation));
  const targets = writtenTargets(plan, [anOutcome(outcome)], new Map());
  expect(targets.map(({ id }) => id)).toEqual(tested);
});

it('after an apply no answer may repeat the secret that was sent', () => {
  const secret = sealSecret('hunter2');
  const [target] = writtenTargets(planConnections(aPlanInput()), [anOutcome()], new Map([[ORDERS, secret]]));
  expect(target).toEqual({ key: ORDERS, sandbox: 'dev', name: 'Orders', id: 'id-1', secret });
});

it.each([
  { left: 1, summary: 'stopped by --max-duration; 1 connection is not tested' },
  { left: 7, summary: 'stopped by --max-duration; 7 connections are not tested' },
])('a limit that is reached says what is left: $left', ({ left, summary }) => {
  expect(stoppedTesting('--max-duration', left)).toMatchObject({ code: 'limit-reached', summary });
});
