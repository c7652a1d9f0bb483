// The laws of a whole run, over real HTTP, for worlds that nobody made up by hand: what was applied needs nothing more,
// nothing is touched that the plan did not show, and a run about some entries leaves the others as they are.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isChange } from '../../src/core/action.ts';
import type { Action } from '../../src/core/action.ts';
import { connectionKey } from '../../src/core/connection.ts';
import type { ConnectionKey, DesiredConnection } from '../../src/core/connection.ts';
import { planConnections } from '../../src/core/plan.ts';
import type { Plan, PlanInput } from '../../src/core/plan.ts';
import type { Execution } from '../../src/apply/executor.ts';
import { aPlanInput, anEntry } from '../support/builders.ts';
import { Stage } from './stage.ts';

/** The same worlds every time; each takes two or three runs over HTTP. */
const RUNS = { seed: 20_261_124, numRuns: 30 };

const names = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const sandboxes = fc.constantFrom('dev', 'prod');
const params = fc.record(
  {
    server: fc.constantFrom('one:50000', 'ONE:50000', 'two:50000'),
    database: fc.constantFrom('X', 'Y'),
    username: fc.constantFrom('reader', 'writer'),
    authenticationType: fc.constant('Basic'),
    packageCollection: fc.constantFrom('NULLID', 'OTHER'),
  },
  { requiredKeys: ['server', 'database', 'username', 'authenticationType'] },
);

const entry = fc
  .record({
    sandbox: sandboxes,
    name: names,
    renamed: fc.boolean(),
    params,
    description: fc.option(fc.constantFrom('one', 'two'), { nil: undefined }),
    protect: fc.boolean(),
    onDrift: fc.constantFrom('correct', 'report'),
  })
  .map(({ sandbox, name, renamed, description, ...rest }) =>
    anEntry({
      ...rest,
      key: connectionKey(sandbox, name),
      sandbox,
      name: renamed ? `${name} renamed` : name,
      ...(description !== undefined && { description }),
    }),
  );

const list = fc.uniqueArray(entry, {
  selector: ({ sandbox, name }) => `${sandbox}/${name.slice(0, 1)}`,
  maxLength: 6,
});

const foreign = fc.array(fc.record({ sandbox: sandboxes, name: names, auth: fc.record({ params }) }), {
  maxLength: 3,
});

/** What somebody does in the UI to one of the connections that stand. */
const meddling = fc.array(
  fc.record({
    at: fc.nat(9),
    does: fc.constantFrom('removes', 'edits'),
    set: fc.constantFrom(
      { description: 'by hand' },
      { name: 'a' },
      { 'auth.params.username': 'someone' },
      { 'auth.params.database': 'Z' },
      { 'auth.params.certificateCommonName': 'db2' },
    ),
  }),
  { maxLength: 3 },
);

const world = fc.record({ first: list, second: list, planted: foreign, meddling, prune: fc.boolean() });

interface Ran {
  readonly plan: Plan;
  readonly execution: Execution;
}

async function run(
  stage: Stage,
  desired: readonly DesiredConnection[],
  asks: Partial<PlanInput>,
): Promise<Ran> {
  const session = await stage.open();
  const everywhere = [...desired, anEntry({ sandbox: 'dev' }), anEntry({ sandbox: 'prod' })];
  const recovered = await stage.recover(session, everywhere);
  const plan = planConnections(aPlanInput({ desired }, { ...recovered, ...asks }));
  const execution = await stage.execute(plan, { session, recovered, desired });
  await session.checkpoint(execution.state);
  await session.release();
  return { plan, execution };
}

type Standing = Awaited<ReturnType<Stage['standing']>>[number];

async function standing(stage: Stage): Promise<Map<string, Standing>> {
  return new Map((await stage.standing()).map((one) => [one.id, one]));
}

async function meddle(
  stage: Stage,
  what: readonly { at: number; does: string; set: object }[],
): Promise<void> {
  for (const { at, does, set } of what) {
    const all = await stage.standing();
    const one = all[at % Math.max(1, all.length)];
    if (one === undefined) continue;
    await stage.somebody(does === 'edits' ? 'edits' : 'removes', { sandbox: one.sandbox, id: one.id, set });
  }
}

/** Ids of what differs between two looks at the platform. */
function touched(before: ReadonlyMap<string, Standing>, after: ReadonlyMap<string, Standing>): string[] {
  const text = (one: Standing | undefined): string => JSON.stringify(one);
  return [...before].filter(([id, one]) => text(one) !== text(after.get(id))).map(([id]) => id);
}

function acting({ actions }: Plan): Action[] {
  return actions.filter(isChange);
}

describe('in any world', () => {
  it('what was applied needs nothing more, and nothing is touched that was not shown', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(world, async ({ first, second, planted, meddling: done, prune }) => {
        const stage = await Stage.set();
        for (const one of planted) await stage.somebody('plants', one);
        await run(stage, first, {});
        await meddle(stage, done);

        const before = await standing(stage);
        const { plan, execution } = await run(stage, second, { prune });
        const after = await standing(stage);
        for (const { kind } of plan.actions) seen.add(kind);
        const shown = new Set(acting(plan).map(({ id }) => id));
        expect(touched(before, after).filter((id) => !shown.has(id))).toEqual([]);
        const failed = execution.outcomes.filter(({ outcome }) => outcome !== 'done');
        expect(failed.filter(({ action }) => action !== 'conflict')).toEqual([]);

        const again = await run(stage, second, { prune });
        expect(acting(again.plan)).toEqual([]);
        expect(await standing(stage)).toEqual(after);
      }),
      RUNS,
    );
    const verbs = ['create', 'adopt', 'update', 'recreate', 'delete', 'forget', 'orphan', 'conflict', 'none'];
    expect(verbs.filter((verb) => !seen.has(verb))).toEqual([]);
  }, 60_000);

  it('a run about some entries leaves the others as they are', async () => {
    await fc.assert(
      fc.asyncProperty(world, names, async ({ first, second, planted, prune }, chosen) => {
        const stage = await Stage.set();
        for (const one of planted) await stage.somebody('plants', one);
        const applied = await run(stage, first, {});

        const before = await standing(stage);
        const selects = (key: ConnectionKey): boolean => key.endsWith(`/${chosen}`);
        const desired = second.filter(({ key }) => selects(key));
        const { execution } = await run(stage, desired, { prune, listed: second, selectsKey: selects });
        const after = await standing(stage);
        const records = applied.execution.state.connections;
        for (const [key, record] of records) {
          if (selects(key)) continue;
          expect(execution.state.connections.get(key)).toEqual(record);
          expect(after.get(record.id)).toEqual(before.get(record.id));
        }
        for (const { key } of execution.outcomes) expect(selects(key)).toBe(true);
      }),
      { ...RUNS, numRuns: 20 },
    );
  }, 60_000);
});
