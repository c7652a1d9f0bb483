// A plan as people read it.
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/core/plan.ts';
import { planConnections } from '../../src/core/plan.ts';
import { createPaint, plain } from '../../src/report/paint.ts';
import { planText, summaryText } from '../../src/report/plan-text.ts';
import { aFailure, aPlanInput, anEntry, anObserved } from '../support/builders.ts';
import { expectGolden } from './golden-file.ts';
import { everyKind, nothingToDo } from './samples.ts';

describe('a plan as text', () => {
  it.each([
    { golden: 'plan.txt', plan: everyKind, paint: plain, unmanaged: false },
    { golden: 'plan-coloured.txt', plan: everyKind, paint: createPaint(true), unmanaged: false },
    { golden: 'plan-with-unmanaged.txt', plan: everyKind, paint: plain, unmanaged: true },
    { golden: 'plan-of-nothing.txt', plan: nothingToDo, paint: plain, unmanaged: true },
  ])('is $golden', async ({ golden, plan, paint, unmanaged }) => {
    await expectGolden(golden, planText(plan, { paint, unmanaged }));
  });

  it('differs in nothing but colour when it is coloured', () => {
    const options = { unmanaged: true };
    const coloured = planText(everyKind, { ...options, paint: createPaint(true) });
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(planText(everyKind, { ...options, paint: plain }));
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
    const text = planText(plan, { paint: plain, unmanaged: true });
    expect(text).toContain('a\ufffd[2J\ufffd\ufffdb\ufffd\ufffd');
    expect(text).not.toMatch(/[\u001b\u009b\u202e\r]/);
  });
});

describe('the closing line', () => {
  const only = (kinds: readonly string[]): Plan => ({
    ...everyKind,
    actions: everyKind.actions.filter(({ kind }) => kinds.includes(kind)),
    unmanaged: [],
  });

  it.each([
    { kinds: [], line: 'Plan: nothing to do.' },
    { kinds: ['none'], line: 'Plan: nothing to do; 2 unchanged.' },
    { kinds: ['create'], line: 'Plan: 1 to create.' },
    { kinds: ['create', 'forget'], line: 'Plan: 1 to create, 1 to forget.' },
    { kinds: ['adopt', 'update', 'recreate'], line: 'Plan: 1 to adopt, 1 to update, 1 to recreate.' },
    { kinds: ['conflict'], line: 'Plan: no changes; 2 conflicts.' },
    { kinds: ['orphan', 'blocked'], line: 'Plan: no changes; 1 blocked, 1 no longer listed (kept).' },
  ])('is: $line', ({ kinds, line }) => {
    expect(summaryText(only(kinds))).toBe(line);
  });
});
