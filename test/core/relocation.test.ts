// The same entry in another sandbox: a create there and an orphan or a deletion here, which name each other.
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import { planConnections } from '../../src/core/plan.ts';
import type { Observed, PlanInput } from '../../src/core/plan.ts';
import { aFailure, aPlanInput, aRecord, aView, anEntry, anObserved } from '../support/builders.ts';

const STAGE = connectionKey('stage', 'orders');
const PROD = connectionKey('prod', 'orders');
const recorded = { 'dev/orders': aRecord() };
const inStage = anEntry({ key: STAGE, sandbox: 'stage' });
const inProd = anEntry({ key: PROD, sandbox: 'prod' });
const views: Observed = new Map([
  ['dev', aView([anObserved()])],
  ['stage', aView()],
  ['prod', aView()],
]);

/** Kind, key and counterpart of every action, as one line each. */
function linesOf(desired: PlanInput['desired'], overrides: Partial<PlanInput> = {}): string[] {
  const input = aPlanInput({ desired, recorded }, { observed: views, ...overrides });
  return planConnections(input).actions.map(({ kind, key, counterpart }) =>
    [kind, key, ...(counterpart === undefined ? [] : ['<->', counterpart])].join(' '),
  );
}

interface Row {
  readonly name: string;
  readonly desired: PlanInput['desired'];
  readonly input?: Partial<PlanInput>;
  readonly lines: readonly string[];
}

const rows: Row[] = [
  {
    name: 'is created there and kept here',
    desired: [inStage],
    lines: ['orphan dev/orders <-> stage/orders', 'create stage/orders <-> dev/orders'],
  },
  {
    name: 'is created there and deleted here when that is asked for',
    desired: [inStage],
    input: { prune: true },
    lines: ['delete dev/orders <-> stage/orders', 'create stage/orders <-> dev/orders'],
  },
  {
    name: 'is only created there when it stays here too',
    desired: [anEntry(), inStage],
    lines: ['none dev/orders', 'create stage/orders'],
  },
  {
    name: 'is only created there when it is gone here',
    desired: [inStage],
    input: { observed: new Map([...views, ['dev', aView()]]) },
    lines: ['forget dev/orders', 'create stage/orders'],
  },
  {
    name: 'is only adopted there when it stands there already',
    desired: [inStage],
    input: { observed: new Map([...views, ['stage', aView([anObserved({ id: 'id-2' })])]]) },
    lines: ['orphan dev/orders', 'adopt stage/orders'],
  },
  {
    name: 'in two others takes the place of one',
    desired: [inStage, inProd],
    lines: [
      'orphan dev/orders <-> prod/orders',
      'create prod/orders <-> dev/orders',
      'create stage/orders <-> dev/orders',
    ],
  },
  {
    name: 'waits here while a conflict stands in its way there',
    desired: [inStage],
    input: {
      prune: true,
      observed: new Map([
        ...views,
        ['stage', aView([anObserved({ id: 'id-2' }), anObserved({ id: 'id-3' })])],
      ]),
    },
    lines: ['delete dev/orders <-> stage/orders', 'conflict stage/orders'],
  },
  {
    name: 'waits here while nobody can read the other sandbox',
    desired: [inStage],
    input: { prune: true, observed: new Map([...views, ['stage', aFailure()]]) },
    lines: ['delete dev/orders <-> stage/orders', 'blocked stage/orders'],
  },
  {
    name: 'does not wait for an entry that has its connection there',
    desired: [inStage],
    input: {
      prune: true,
      state: aPlanInput({ recorded: { ...recorded, [STAGE]: aRecord({ id: 'id-2', sandbox: 'stage' }) } })
        .state,
      observed: new Map([...views, ['stage', aFailure()]]),
    },
    lines: ['delete dev/orders', 'blocked stage/orders'],
  },
];

describe('an entry that the list asks for in another sandbox', () => {
  it.each(rows)('$name', ({ desired, input, lines }) => {
    expect(linesOf(desired, input)).toEqual(lines);
    expect(linesOf(desired.toReversed(), input)).toEqual(lines);
  });
});

it('An entry of another key is no counterpart, whatever its name', () => {
  const bills = anEntry({ key: connectionKey('stage', 'bills'), sandbox: 'stage' });
  expect(linesOf([bills])).toEqual(['orphan dev/orders', 'create stage/bills']);
});
