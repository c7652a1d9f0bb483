// How many deletions one run may do.
import { describe, expect, it } from 'vitest';
import { judgeDeletions, mostDeletions } from '../../src/core/guard.ts';
import type { DeletionLimit } from '../../src/core/guard.ts';
import { planConnections } from '../../src/core/plan.ts';
import type { Plan } from '../../src/core/plan.ts';
import { aPlanInput, aRecord, anObserved } from '../support/builders.ts';

const count = (most: number): DeletionLimit => ({ kind: 'count', most });
const share = (percent: number): DeletionLimit => ({ kind: 'share', percent });

describe('the most deletions of a run', () => {
  const rows: { name: string; limit: DeletionLimit | undefined; recorded: number; most: number }[] = [
    { name: 'five without a word', limit: undefined, recorded: 0, most: 5 },
    { name: 'five of a small state', limit: undefined, recorded: 50, most: 5 },
    { name: 'five up to where a tenth is more', limit: undefined, recorded: 59, most: 5 },
    { name: 'a tenth of a larger state', limit: undefined, recorded: 60, most: 6 },
    { name: 'a tenth, rounded down', limit: undefined, recorded: 129, most: 12 },
    { name: 'a number that was given', limit: count(7), recorded: 10, most: 7 },
    { name: 'a number above what is recorded', limit: count(700), recorded: 10, most: 700 },
    { name: 'none when none may go', limit: count(0), recorded: 1_000, most: 0 },
    { name: 'a share that was given', limit: share(50), recorded: 9, most: 4 },
    { name: 'less than five by a share', limit: share(10), recorded: 20, most: 2 },
    { name: 'none by a share of nothing', limit: share(0), recorded: 1_000, most: 0 },
    { name: 'everything', limit: share(100), recorded: 8, most: 8 },
  ];

  it.each(rows)('is $name: $most of $recorded', ({ limit, recorded, most }) => {
    expect(mostDeletions(limit, recorded)).toBe(most);
  });
});

/** A plan that deletes some of what is recorded and keeps the rest. */
function planWith(deletions: number, recorded: number): Plan {
  const records = Array.from({ length: recorded }, (_, index) => [
    `dev/c${index}`,
    aRecord({ id: `id-${index}`, name: `c${index}`, ...(index >= deletions && { protect: true }) }),
  ]);
  const standing = records.map((_, index) => anObserved({ id: `id-${index}`, name: `c${index}` }));
  const situation = { desired: [], recorded: Object.fromEntries(records) as never, standing };
  return planConnections(aPlanInput(situation, { prune: true }));
}

describe('a plan', () => {
  it.each([
    { name: 'without deletions', deletions: 0, recorded: 0, limit: undefined },
    { name: 'with as many as may go', deletions: 5, recorded: 6, limit: undefined },
    { name: 'with as many as were allowed', deletions: 6, recorded: 6, limit: count(6) },
    { name: 'without deletions where none may go', deletions: 0, recorded: 3, limit: count(0) },
  ])('$name is let through', ({ deletions, recorded, limit }) => {
    expect(judgeDeletions(planWith(deletions, recorded), limit)).toBeUndefined();
  });

  it.each([
    { name: 'more than five of a small state', deletions: 6, recorded: 7, limit: undefined, most: 5 },
    { name: 'one where none may go', deletions: 1, recorded: 7, limit: count(0), most: 0 },
    { name: 'more than a share', deletions: 3, recorded: 7, limit: share(30), most: 2 },
  ])('that deletes $name is refused', ({ deletions, recorded, limit, most }) => {
    expect(judgeDeletions(planWith(deletions, recorded), limit)).toMatchObject({
      severity: 'error',
      code: 'too-many-deletions',
      summary: `the plan deletes ${deletions} of ${recorded} recorded connections, and at most ${most} may go in one run`,
      fix: `If the list is complete and all of them are meant, run again with --max-delete ${deletions}.`,
    });
  });

  it('that is refused names everything that it would delete', () => {
    expect(judgeDeletions(planWith(2, 3), count(1))?.detail).toBe('It would delete: dev/c0, dev/c1.');
  });
});
