// Laws of planning: the same question gives the same bytes, what was applied needs nothing more, and nothing is deleted
// that anybody still has a claim on.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/core/action.ts';
import { adoptedRecord } from '../../src/core/adoption.ts';
import { planConnections } from '../../src/core/plan.ts';
import type { PlanInput, SandboxView } from '../../src/core/plan.ts';
import { completeRecord, pendingRecord } from '../../src/core/state.ts';
import type { ConnectionRecord } from '../../src/core/state.ts';
import { RUNS, anyPlanInput, shuffled } from '../support/any-plan.ts';
import { aPlanInput, aView, anObserved } from '../support/builders.ts';

function bytesOf(input: PlanInput): string {
  return JSON.stringify(planConnections(input));
}

function listingsOf({ observed }: PlanInput): [string, SandboxView][] {
  return [...observed].flatMap(([sandbox, view]) => ('listing' in view ? [[sandbox, view]] : []));
}

/** The same question with everything in another order. */
function reordered(input: PlanInput): fc.Arbitrary<PlanInput> {
  const views = listingsOf(input).map(([sandbox, { listing, unread }]) =>
    fc.tuple(shuffled(listing), shuffled([...unread])).map(([shown, failed]) => {
      return [sandbox, { listing: shown, unread: new Map(failed) }] as const;
    }),
  );
  const parts = fc.tuple(
    shuffled(input.desired),
    shuffled(input.moves),
    shuffled([...input.state.connections]),
    fc.tuple(...views),
  );
  return parts.map(([desired, moves, recorded, seen]) => ({
    ...input,
    desired,
    moves,
    state: { ...input.state, connections: new Map(recorded) },
    observed: new Map([...[...input.observed].toReversed(), ...seen]),
  }));
}

describe('a plan', () => {
  it.each([false, true])(
    'is the same bytes whatever the order of listing, list, moves and state (--prune: %s)',
    (prune) => {
      const questions = anyPlanInput.chain((input) => fc.tuple(fc.constant(input), reordered(input)));
      fc.assert(
        fc.property(questions, ([input, other]) => {
          expect(bytesOf({ ...other, prune })).toBe(bytesOf({ ...input, prune }));
        }),
        RUNS,
      );
    },
  );

  it('never takes one connection for two entries', () => {
    fc.assert(
      fc.property(anyPlanInput, (input) => {
        const recorded = [...input.state.connections].filter(([key]) => isListed(input, key));
        fc.pre(new Set(recorded.map(([, { id }]) => id)).size === recorded.length);
        const taken = planConnections(input).actions.flatMap(({ kind, id }) =>
          kind === 'adopt' || kind === 'none' ? [id] : [],
        );
        expect(new Set(taken).size).toBe(taken.length);
      }),
      RUNS,
    );
  });

  it('of what was applied has nothing to do', () => {
    fc.assert(
      fc.property(anyPlanInput, ({ desired }) => {
        const identity = (index: number): { id: string; etag: string } => ({
          id: `id-${index}`,
          etag: '"1"',
        });
        const recorded = desired.map((entry, index) => [
          entry.key,
          completeRecord(pendingRecord(entry, undefined), identity(index)),
        ]);
        const seen = (sandbox: string): SandboxView => {
          const standing = desired.map((entry, index) => ({
            sandbox: entry.sandbox,
            ...anObserved({ ...entry, ...identity(index) }),
          }));
          return aView(standing.filter((each) => each.sandbox === sandbox));
        };
        const views = new Map(['dev', 'prod'].map((sandbox) => [sandbox, seen(sandbox)]));
        const situation = {
          desired,
          recorded: Object.fromEntries(recorded) as Record<string, ConnectionRecord>,
        };
        const { actions } = planConnections(aPlanInput(situation, { observed: views, prune: true }));
        expect(actions.filter((action) => action.kind !== 'none' || action.refreshed)).toEqual([]);
      }),
      RUNS,
    );
  });

  it('of what was adopted has nothing to take over', () => {
    fc.assert(
      fc.property(anyPlanInput, (input) => {
        const { actions } = planConnections({ ...input, rotates: () => false });
        const adopted = actions.flatMap((action) => (action.kind === 'adopt' ? [action] : []));
        const connections = new Map(input.state.connections);
        for (const { key, entry, observed } of adopted)
          connections.set(key, adoptedRecord(entry, observed, input.fingerprints.get(key)));
        const next = planConnections({ ...input, state: { ...input.state, connections } });
        const keys = new Set(adopted.map(({ key }) => key));
        const idle = next.actions.filter(({ key, kind }) => keys.has(key) && kind === 'none');
        expect(idle.filter((action) => action.kind === 'none' && action.refreshed)).toEqual([]);
      }),
      RUNS,
    );
  });
});

/** The deletions of a plan, with what they start from. */
function deletionsOf(input: PlanInput): Extract<Action, { kind: 'delete' }>[] {
  const { actions } = planConnections({ ...input, prune: true });
  return actions.flatMap((action) => (action.kind === 'delete' ? [action] : []));
}

function isListed({ listed }: PlanInput, key: string): boolean {
  return listed.some((entry) => entry.key === key);
}

describe('a plan that prunes', () => {
  it('deletes only what it sees, what nobody lists, and what was not protected', () => {
    fc.assert(
      fc.property(anyPlanInput, (input) => {
        const { connections } = input.state;
        const standing = new Map(listingsOf(input).map(([sandbox, { listing }]) => [sandbox, listing]));
        const claimed = [...connections].filter(([key]) => isListed(input, key)).map(([, { id }]) => id);
        for (const { key, id, sandbox } of deletionsOf(input)) {
          expect(standing.get(sandbox)?.map((each) => each.id)).toContain(id);
          expect(connections.get(key)).toMatchObject({ id, sandbox });
          expect(connections.get(key)?.protect).toBeUndefined();
          expect(isListed(input, key)).toBe(false);
          expect(claimed).not.toContain(id);
        }
      }),
      RUNS,
    );
  });

  it('deletes nothing that it does anything else about', () => {
    fc.assert(
      fc.property(anyPlanInput, (input) => {
        const deleted = new Set(deletionsOf(input).map(({ id }) => id));
        const { actions } = planConnections({ ...input, prune: true });
        // What a state merged by hand holds twice is forgotten or kept under the other key.
        const others = actions.filter(({ kind }) => !['delete', 'forget', 'orphan'].includes(kind));
        expect(others.filter(({ id }) => id !== null && deleted.has(id))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('differs from one that does not in orphans that it deletes, and in nothing else', () => {
    fc.assert(
      fc.property(anyPlanInput, (input) => {
        const kept = planConnections(input).actions;
        const pruned = planConnections({ ...input, prune: true }).actions;
        expect(pruned).toHaveLength(kept.length);
        for (const [index, action] of pruned.entries()) {
          const { key, kind } = kept[index] ?? {};
          if (action.kind === 'delete') expect({ key, kind }).toEqual({ key: action.key, kind: 'orphan' });
          else expect(action).toEqual(kept[index]);
        }
      }),
      RUNS,
    );
  });
});

/** The question narrowed to the keys for which something holds, as --sandbox and --only do. */
function narrowed(input: PlanInput, selects: (key: string) => boolean): PlanInput {
  return { ...input, desired: input.desired.filter(({ key }) => selects(key)), selectsKey: selects };
}

/** Actions without their counterparts: one in a sandbox that a run leaves out is nothing that it could wait for. */
function alone(actions: readonly Action[]): object[] {
  return actions.map((action) => ({ ...action, counterpart: undefined }));
}

const anySelection = fc.uniqueArray(fc.constantFrom<string>('k1', 'k2', 'k3', 'k4', 'k5'));

describe('a plan over a part of the list', () => {
  it.each([false, true])(
    'that is a sandbox is what the whole plan says of that sandbox (--prune: %s)',
    (prune) => {
      fc.assert(
        fc.property(anyPlanInput, (input) => {
          const selects = (key: string): boolean => key.startsWith('dev/');
          const part = planConnections({ ...narrowed(input, selects), prune }).actions;
          const whole = planConnections({ ...input, prune }).actions.filter(({ key }) => selects(key));
          expect(alone(part)).toEqual(alone(whole));
        }),
        RUNS,
      );
    },
  );

  it('that is some keys is what the whole plan says of these keys', () => {
    fc.assert(
      fc.property(anyPlanInput, anySelection, (input, locals) => {
        const selects = (key: string): boolean => locals.includes(key.slice(key.indexOf('/') + 1));
        const part = planConnections(narrowed(input, selects)).actions;
        const whole = planConnections(input).actions.filter(({ key }) => selects(key));
        // Whether an entry beside the run waits for an orphan only a plan with that entry can tell.
        const kinds = (actions: readonly Action[]): object[] =>
          alone(actions).map((action) => ({ ...action, because: undefined }));
        expect(kinds(part)).toEqual(kinds(whole));
      }),
      RUNS,
    );
  });
});
