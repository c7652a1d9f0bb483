// The plan schema that is shipped describes what the program writes, and nothing looser.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodePlan } from '../../src/backend/plan-format.ts';
import { connectionKey } from '../../src/core/connection.ts';
import { planConnections } from '../../src/core/plan.ts';
import type { SavedPlan } from '../../src/core/saved-plan.ts';
import { RUNS, anyPlanInput } from '../support/any-plan.ts';
import {
  ORDERS,
  aMove,
  aPlanInput,
  aRecord,
  aSavedPlan,
  anAskedPlan,
  anObserved,
} from '../support/builders.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../schemas/plan.schema.json'), 'utf8'),
) as object;
const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);

function written(plan: SavedPlan): unknown {
  return JSON.parse(encodePlan(plan));
}

const OLD = connectionKey('dev', 'old');
const situation = { recorded: { [OLD]: aRecord() }, standing: [anObserved()] };
const rotated = planConnections(aPlanInput(situation, { moves: [aMove(OLD, ORDERS)], rotates: () => true }));
const asked = anAskedPlan({
  state: 'state.json',
  sandboxes: ['dev'],
  only: ['orders'],
  tags: ['eu'],
  prune: true,
  rotate: ['**'],
});

describe('the plan schema accepts', () => {
  test.each([
    ['a plan without changes', aSavedPlan(planConnections(aPlanInput({ desired: [] })))],
    ['a move with a rotation, asked for with every flag', aSavedPlan(rotated, { asked })],
    [
      'a number of deletions',
      aSavedPlan(rotated, { asked: anAskedPlan({ maxDelete: { kind: 'count', most: 0 } }) }),
    ],
    [
      'a share of deletions',
      aSavedPlan(rotated, { asked: anAskedPlan({ maxDelete: { kind: 'share', percent: 100 } }) }),
    ],
  ])('%s', (_, plan) => {
    expect(validate(written(plan)), JSON.stringify(validate.errors)).toBe(true);
  });

  test('every plan that can be made, with every kind of action', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyPlanInput, fc.boolean(), (input, prune) => {
        const plan = aSavedPlan(planConnections({ ...input, prune }));
        for (const { action } of plan.changes) seen.add(action);
        expect(validate(written(plan)), JSON.stringify(validate.errors)).toBe(true);
      }),
      RUNS,
    );
    const { enum: actions } = (
      schema as { definitions: { change: { properties: { action: { enum: string[] } } } } }
    ).definitions.change.properties.action;
    expect([...seen].sort()).toEqual([...actions].sort());
  });
});

type Members = Readonly<Record<string, unknown>>;

const plan = aSavedPlan(rotated);
const [move, update] = plan.changes;
const [field] = update?.fields ?? [];

function withMembers(members: Members): object {
  return { ...(written(plan) as object), ...members };
}

function withChange(members: Members): object {
  return withMembers({ changes: [{ ...update, ...members }] });
}

/** What the program refuses, and what it reads but never finds in a plan made anew. */
const damaged: [string, object][] = [
  ['another version', withMembers({ formatVersion: '2.0' })],
  ['another kind', withMembers({ kind: 'flowrecon-state' })],
  ['a member that is not known', withMembers({ extra: true })],
  ['no binding', withMembers({ binding: undefined })],
  ['a serial that is no number', withMembers({ binding: { ...plan.binding, serial: '3' } })],
  ['a hash of another form', withMembers({ binding: { ...plan.binding, configuration: 'md5:1' } })],
  ['nothing said of pruning', withMembers({ asked: { ...plan.asked, prune: undefined } })],
  ['files that are no texts', withMembers({ asked: { ...plan.asked, files: [1] } })],
  [
    'a limit above everything',
    withMembers({ asked: { ...plan.asked, maxDelete: { kind: 'share', percent: 101 } } }),
  ],
  [
    'a limit of two kinds',
    withMembers({ asked: { ...plan.asked, maxDelete: { kind: 'count', percent: 5 } } }),
  ],
  ['an action that does not exist', withChange({ action: 'destroy' })],
  ['an action that is none', withChange({ action: 'none' })],
  ['a cause that does not exist', withChange({ cause: ['whim'] })],
  ['a change without etag', withChange({ etag: undefined })],
  ['a change without key', withChange({ key: '' })],
  ['a move from nowhere', withMembers({ changes: [{ ...move, from: undefined }] })],
  ['an update from somewhere', withChange({ from: OLD })],
  ['a place without line', withChange({ source: { file: 'a.yaml', column: 1 } })],
  ['a field without its old value', withChange({ fields: [{ ...field, before: undefined }] })],
  ['a field with a secret in it', withChange({ fields: [{ ...field, after: 'hunter2' }] })],
  ['a path that is no pointer', withChange({ fields: [{ ...field, path: 'name' }] })],
];

test.each(damaged)('the plan schema refuses %s', (_, document) => {
  expect(validate(JSON.parse(JSON.stringify(document)))).toBe(false);
});
