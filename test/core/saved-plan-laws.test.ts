// Laws of carrying out a saved plan: all of it while nothing changes, never more than it shows, and no change in silence.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isChange } from '../../src/core/action.ts';
import { planConnections } from '../../src/core/plan.ts';
import type { Plan } from '../../src/core/plan.ts';
import { restrictPlan } from '../../src/core/saved-plan.ts';
import { RUNS, anyPlanInput } from '../support/any-plan.ts';
import { aSavedPlan } from '../support/builders.ts';

/** A plan, and the one that is made when it is carried out: of one sandbox everything else is seen by then. */
const plans = fc
  .tuple(anyPlanInput, anyPlanInput, fc.boolean())
  .map(([input, { observed, fingerprints }, prune]): [Plan, Plan] => {
    const dev = observed.get('dev');
    const later = new Map([...input.observed, ...(dev === undefined ? [] : [['dev', dev] as const])]);
    return [
      planConnections({ ...input, prune }),
      planConnections({ ...input, prune, observed: later, fingerprints }),
    ];
  });

describe('any saved plan', () => {
  it('is carried out as a whole while nothing changes', () => {
    fc.assert(
      fc.property(plans, ([plan]) => {
        const { plan: kept, stale, unplanned } = restrictPlan(aSavedPlan(plan), plan);
        expect(kept).toEqual({ ...plan, actions: plan.actions.filter(({ kind }) => kind !== 'none') });
        expect([stale, unplanned]).toEqual([[], []]);
      }),
      RUNS,
    );
  });

  it('has nothing done that it does not show', () => {
    fc.assert(
      fc.property(plans, ([then, now]) => {
        const saved = aSavedPlan(then);
        const { changes } = aSavedPlan(restrictPlan(saved, now).plan);
        for (const change of changes.filter(({ action }) => isChange({ kind: action })))
          expect(saved.changes).toContainEqual(change);
      }),
      RUNS,
    );
  });

  it('has each of its changes either done or told to be stale', () => {
    fc.assert(
      fc.property(plans, ([then, now]) => {
        const saved = aSavedPlan(then);
        const { plan, stale } = restrictPlan(saved, now);
        const told = [...plan.actions.filter(isChange), ...stale.map(({ change }) => change)];
        const changes = saved.changes.filter(({ action }) => isChange({ kind: action }));
        expect(told.map(({ key }) => key).sort()).toEqual(changes.map(({ key }) => key).sort());
      }),
      RUNS,
    );
  });

  it('tells of every entry that has changes beside those that it shows', () => {
    fc.assert(
      fc.property(plans, ([then, now]) => {
        const { plan, stale, unplanned } = restrictPlan(aSavedPlan(then), now);
        const dealtWith = [...plan.actions, ...stale.map(({ change }) => change)].map(({ key }) => key);
        const pending = now.actions.filter(isChange).map(({ key }) => key);
        const rest = pending.filter((key) => !dealtWith.includes(key));
        expect([...unplanned]).toEqual([...new Set(rest)]);
      }),
      RUNS,
    );
  });
});
