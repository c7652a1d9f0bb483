// What comes before what: deletions when everything else is done, and not while an entry that moves to another sandbox
// has no connection there; a record's move before anything else happens to its entry.
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import type { ConnectionKey } from '../../src/core/connection.ts';
import type { JournalEntry } from '../../src/core/journal.ts';
import type { Fault } from '../../src/emulator/faults.ts';
import { ORDERS, ORDERS_PARAMS, aMove, aSavedPlan, anEntry } from '../support/builders.ts';
import { Stage, idsOf } from './stage.ts';
import type { Applied, Asked, StageOptions } from './stage.ts';

const STAGE = connectionKey('stage', 'orders');
const inStage = anEntry({ key: STAGE, sandbox: 'stage' });
const others = ['a', 'b', 'c'].map((name) =>
  anEntry({ key: connectionKey('dev', name), name, params: { ...ORDERS_PARAMS, database: name } }),
);

async function afterCreating(options: StageOptions = {}): Promise<Stage> {
  const stage = await Stage.set(options);
  await stage.apply([anEntry()]);
  return stage;
}

/** The journal of an apply that is not folded into the state. */
async function journalOf(
  stage: Stage,
  desired: Parameters<Stage['apply']>[0],
  asked: Asked,
): Promise<JournalEntry[]> {
  const session = await stage.open();
  const recovered = await stage.recover(session, desired);
  await stage.execute(stage.plan(recovered, desired, asked), { session, recovered, desired });
  const text = await readFile(`${stage.backend.location}.journal`, 'utf8');
  await session.release();
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalEntry);
}

async function standing(stage: Stage): Promise<string[]> {
  return (await stage.standing()).map(({ sandbox, name }) => `${sandbox} ${name}`).sort();
}

function lines({ execution }: Applied): string[] {
  return execution.outcomes.map(({ action, key, outcome }) => `${action} ${key} ${outcome}`);
}

describe('deletions', () => {
  it('come when everything else is done, however slow that is', async () => {
    const stage = await afterCreating({ width: 8 });
    await stage.change({
      faults: [{ on: { route: 'create', name: 'a' }, effect: { kind: 'hang', ms: 40 } }],
    });
    const journal = await journalOf(stage, others, { prune: true });
    expect(journal.map(({ kind }) => kind)).toEqual([
      'run',
      ...['intent', 'intent', 'intent'],
      ...['outcome', 'outcome', 'outcome'],
      'forget',
    ]);
  });

  it('come though something else has failed', async () => {
    const stage = await afterCreating();
    await stage.change({
      faults: [{ on: { route: 'create', name: 'a' }, effect: { kind: 'status', status: 400 } }],
    });
    const applied = await stage.apply(others, undefined, { prune: true });
    expect(lines(applied)).toEqual([
      'create dev/a failed',
      'create dev/b done',
      'create dev/c done',
      'delete dev/orders done',
    ]);
  });
});

describe('an entry that the list asks for in another sandbox', () => {
  const relocate = (stage: Stage, meanwhile?: () => Promise<unknown>): Promise<Applied> =>
    stage.apply([inStage], meanwhile, { prune: true });

  it('is created there, then deleted here', async () => {
    const stage = await afterCreating();
    const applied = await relocate(stage);
    expect(lines(applied)).toEqual(['delete dev/orders done', 'create stage/orders done']);
    expect([await standing(stage), [...applied.state.connections.keys()]]).toEqual([
      ['stage Orders'],
      [STAGE],
    ]);
  });

  const keeping: { name: string; faults: Fault[]; settings?: StageOptions['settings']; told: string }[] = [
    {
      name: 'its create is refused',
      faults: [{ on: { route: 'create' }, effect: { kind: 'status', status: 400 } }],
      told: 'create stage/orders failed',
    },
    {
      name: 'nobody knows whether it was created',
      faults: [
        { on: { route: 'create' }, effect: { kind: 'reset', when: 'before' } },
        { on: { route: 'list', nth: 2, sandbox: 'stage' }, effect: { kind: 'status', status: 403 } },
      ],
      told: 'create stage/orders failed',
    },
    {
      name: 'its sandbox cannot be read',
      faults: [],
      settings: { forbiddenSandboxes: ['stage'] },
      told: 'blocked stage/orders failed',
    },
  ];

  it.each(keeping)('is kept here when $name', async ({ faults, settings = {}, told }) => {
    const stage = await afterCreating();
    await stage.change({ ...settings, faults });
    const applied = await relocate(stage);
    expect(lines(applied)).toEqual(['delete dev/orders skipped', told]);
    const message = 'it is kept, because stage/orders, which takes its place, was not created';
    expect(applied.execution.outcomes[0]?.error).toMatchObject({ code: 'counterpart-missing', message });
    expect(applied.state.connections.has(ORDERS)).toBe(true);
    expect(await standing(stage)).toEqual(['dev Orders']);
  });

  it('is deleted here once a listing has shown that it was created there', async () => {
    const stage = await afterCreating();
    await stage.change({ faults: [{ on: { route: 'create' }, effect: { kind: 'reset', when: 'after' } }] });
    const applied = await relocate(stage);
    expect(lines(applied)).toEqual(['delete dev/orders done', 'create stage/orders done']);
    expect(await standing(stage)).toEqual(['stage Orders']);
  });

  it('is kept here when a saved plan can no longer create it there', async () => {
    const stage = await afterCreating();
    const session = await stage.open();
    const recovered = await stage.recover(session, [inStage]);
    const saved = aSavedPlan(stage.plan(recovered, [inStage], { prune: true }));
    await session.release();
    await stage.somebody('plants', { sandbox: 'stage', name: 'Orders', auth: { params: { server: 'x' } } });
    const applied = await stage.apply([inStage], undefined, { prune: true, saved });
    expect(lines(applied)).toEqual(['delete dev/orders skipped']);
    expect(await standing(stage)).toEqual(['dev Orders', 'stage Orders']);
  });
});

describe('a record that moves', () => {
  const RENAMED = connectionKey('dev', 'renamed');
  const renamed = anEntry({ key: RENAMED });
  const moves = [aMove(ORDERS, RENAMED)];

  function keysOf({ state }: Applied): ConnectionKey[] {
    return [...state.connections.keys()];
  }

  it('keeps its connection, and costs no write on the platform', async () => {
    const stage = await afterCreating();
    const [before] = await stage.standing();
    const applied = await stage.apply([renamed], undefined, { moves });
    expect(lines(applied)).toEqual(['move dev/renamed done']);
    expect(applied.execution.outcomes).toMatchObject([{ id: before?.id, attempts: 0 }]);
    expect([idsOf(applied.state), await stage.standing()]).toEqual([
      [`${RENAMED} ${before?.id ?? ''}`],
      [before],
    ]);
    const again = await stage.apply([renamed], undefined, { moves });
    expect([again.execution.outcomes, again.state]).toEqual([[], applied.state]);
  });

  it('is one line of the journal, so that no kill leaves it under both keys or neither', async () => {
    const stage = await afterCreating();
    const journal = await journalOf(stage, [renamed], { moves });
    expect(journal.slice(1)).toEqual([{ kind: 'move', from: ORDERS, to: RENAMED }]);
    const read = await stage.backend.read();
    expect(read.ok && [...read.value.state.connections.keys()]).toEqual([RENAMED]);
  });

  it('moves before its connection is updated, and stays when that fails', async () => {
    const stage = await afterCreating();
    await stage.change({ faults: [{ on: { route: 'update' }, effect: { kind: 'status', status: 400 } }] });
    const wanted = { ...renamed, name: 'Renamed too' };
    const failed = await stage.apply([wanted], undefined, { moves });
    expect(lines(failed)).toEqual(['move dev/renamed done', 'update dev/renamed failed']);
    expect(keysOf(failed)).toEqual([RENAMED]);
    const next = await stage.apply([wanted], undefined, { moves });
    expect([lines(next), await standing(stage)]).toEqual([['update dev/renamed done'], ['dev Renamed too']]);
  });

  it('moves before a connection that is gone is created anew', async () => {
    const stage = await afterCreating();
    await stage.somebody('removes', { name: 'Orders' });
    const applied = await stage.apply([renamed], undefined, { moves });
    expect(lines(applied)).toEqual(['move dev/renamed done', 'recreate dev/renamed done']);
    expect([keysOf(applied), await standing(stage)]).toEqual([[RENAMED], ['dev Orders']]);
  });

  it('leaves the old key free: what is pruned beside it is another connection', async () => {
    const stage = await Stage.set();
    await stage.apply([anEntry(), ...others]);
    const applied = await stage.apply([renamed], undefined, { moves, prune: true });
    expect(lines(applied).sort()).toEqual([
      ...['delete dev/a done', 'delete dev/b done', 'delete dev/c done'],
      'move dev/renamed done',
    ]);
    expect([keysOf(applied), await standing(stage)]).toEqual([[RENAMED], ['dev Orders']]);
  });
});
