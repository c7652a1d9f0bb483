// A plan as people read it.
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import type { Plan } from '../../src/core/plan.ts';
import { planConnections } from '../../src/core/plan.ts';
import { createPage, plain } from '../../src/report/page.ts';
import { planText, summaryText } from '../../src/report/plan-text.ts';
import type { PlanTextOptions } from '../../src/report/plan-text.ts';
import { aFailure, aPlanInput, anEntry, anObserved } from '../support/builders.ts';
import {
  alikeOf,
  creationOf,
  deletionOf,
  everyKind,
  everyKindKept,
  nothingToDo,
  rotationOf,
} from './samples.ts';
import { expectForms } from './text-forms.ts';

const coloured = createPage({ coloured: true, terminal: false, columns: Infinity });

function shown(plan: Plan, options: Partial<PlanTextOptions> = {}): string {
  return planText(plan, { page: plain, unmanaged: false, fullDiff: false, ...options });
}

function linesWith(text: string, part: string): string[] {
  return text.split('\n').filter((line) => line.includes(part));
}

describe('a plan as text', () => {
  it.each([
    { golden: 'plan.txt', plan: everyKind },
    { golden: 'plan-in-full.txt', plan: everyKind, options: { fullDiff: true } },
    { golden: 'plan-without-prune.txt', plan: everyKindKept },
    { golden: 'plan-with-unmanaged.txt', plan: everyKindKept, options: { unmanaged: true, fullDiff: true } },
    { golden: 'plan-of-nothing.txt', plan: nothingToDo, options: { unmanaged: true } },
  ])('is $golden', async ({ golden, plan, options }) => {
    await expectForms(golden, (page) => shown(plan, { ...options, page }));
  });

  it.each([{ plan: everyKind }, { plan: alikeOf(6) }, { plan: creationOf(30) }])(
    'differs in nothing but colour when it is coloured',
    ({ plan }) => {
      const text = shown(plan, { unmanaged: true, page: coloured });
      expect(text.replaceAll(/\u001b\[\d+m/g, '')).toBe(shown(plan, { unmanaged: true }));
    },
  );

  it('does not promise that --prune deletes what is protected', () => {
    const [, about] = shown(everyKindKept).split('dev/protected');
    expect(about?.split('\n')[1]).toContain('is kept: it was protected');
  });

  it('does not fail for a moment of creation that is no date', () => {
    const twins = [anObserved({ createdAt: 1e20 }), anObserved({ id: 'id-2' })];
    expect(shown(planConnections(aPlanInput({ standing: twins })))).toContain('ORDERS, created by acme@');
  });
});

describe('changes that are alike', () => {
  it.each([
    { golden: 'plan-rotation.txt', plan: rotationOf(300) },
    { golden: 'plan-rotation-in-full.txt', plan: rotationOf(8), options: { fullDiff: true } },
    { golden: 'plan-creation.txt', plan: creationOf(30) },
    { golden: 'plan-alike.txt', plan: alikeOf(12) },
    { golden: 'plan-not-yet-alike.txt', plan: alikeOf(2) },
  ])('are told as $golden', async ({ golden, plan, options }) => {
    await expectForms(golden, (page) => shown(plan, { ...options, page }));
  });

  it('are told one by one up to a number', () => {
    expect(linesWith(shown(rotationOf(5)), '~ update')).toHaveLength(6);
    expect(linesWith(shown(rotationOf(6)), '~ update')).toHaveLength(2);
    expect(linesWith(shown(creationOf(21)), '+ create')).toHaveLength(20);
    expect(linesWith(shown(creationOf(22)), '+ create')).toHaveLength(11);
  });

  it('are all named in full', () => {
    expect(linesWith(shown(rotationOf(40), { fullDiff: true }), '~ update')).toHaveLength(41);
    expect(linesWith(shown(creationOf(40), { fullDiff: true }), '+ create')).toHaveLength(39);
    expect(linesWith(shown(alikeOf(40), { fullDiff: true }), '! blocked')).toHaveLength(40);
  });

  it('are named one by one when they are deletions', () => {
    expect(linesWith(shown(deletionOf(40)), '- delete')).toHaveLength(40);
  });

  // So many that a call with one argument each would overflow the stack, and a loop within a loop the time limit.
  it('are told, however many there are', { timeout: 30_000 }, () => {
    const few = everyKind.actions.filter(({ kind }) => kind === 'delete' || kind === 'move');
    const actions = Array.from({ length: 50_000 }, (_, index) =>
      few.map((action) => ({ ...action, key: connectionKey('dev', `${action.name}-${index}`) })),
    ).flat();
    expect(linesWith(shown({ ...everyKind, actions }), '- delete')).toHaveLength(100_000);
    expect(linesWith(shown(alikeOf(10_000)), '')).toHaveLength(linesWith(shown(alikeOf(12)), '').length);
  });
});

describe('text from outside', () => {
  const hostile = 'a\u001b[2J\r\nb\u009b\u202e';

  it.each([
    {
      name: 'the name of an entry',
      plan: planConnections(aPlanInput({ desired: [anEntry({ name: hostile })] })),
    },
    {
      name: 'the name of a connection',
      plan: planConnections(aPlanInput({ desired: [], standing: [anObserved({ name: hostile })] })),
    },
    {
      name: 'whoever made a connection',
      plan: planConnections(
        aPlanInput({ standing: [anObserved({ createdBy: hostile }), anObserved({ id: 'id-2' })] }),
      ),
    },
    {
      name: 'a message',
      plan: planConnections(aPlanInput({}, { observed: new Map([['dev', aFailure({ message: hostile })]]) })),
    },
  ])('cannot steer a terminal: $name', ({ plan }) => {
    const text = shown(plan, { unmanaged: true });
    expect(text).toContain('a\ufffd[2J\ufffd\ufffdb\ufffd\ufffd');
    expect(text).not.toMatch(/[\u001b\u009b\u202e\r]/);
  });
});

describe('the closing line', () => {
  const oneOf = (kinds: readonly string[]): Plan => ({
    ...everyKind,
    actions: kinds.flatMap((kind) => everyKind.actions.find((action) => action.kind === kind) ?? []),
    unmanaged: [],
  });

  it.each([
    { kinds: [], line: 'Plan: nothing to do.' },
    { kinds: ['none', 'none'], line: 'Plan: nothing to do; 2 unchanged.' },
    { kinds: ['create'], line: 'Plan: 1 to create.' },
    { kinds: ['create', 'forget'], line: 'Plan: 1 to create, 1 to forget.' },
    { kinds: ['adopt', 'update', 'recreate'], line: 'Plan: 1 to adopt, 1 to update, 1 to recreate.' },
    { kinds: ['forget', 'delete', 'move'], line: 'Plan: 1 to move, 1 to delete, 1 to forget.' },
    { kinds: ['conflict'], line: 'Plan: no changes; 1 conflict.' },
    { kinds: ['orphan', 'blocked'], line: 'Plan: no changes; 1 blocked, 1 no longer listed (kept).' },
  ])('is: $line', ({ kinds, line }) => {
    expect(summaryText(oneOf(kinds))).toBe(line);
  });
});
