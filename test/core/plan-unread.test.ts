// What a plan does about what could not be read: nothing, and it says why. And what it leaves to other runs.
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import { planConnections } from '../../src/core/plan.ts';
import type { Failure } from '../../src/core/failure.ts';
import type { Observed, SandboxView } from '../../src/core/plan.ts';
import { ORDERS, aFailure, aPlanInput, aRecord, aView, anEntry, anObserved } from '../support/builders.ts';

const outage = aFailure({ kind: 'forbidden', status: 403, message: 'No access.' });
const PROD = connectionKey('prod', 'orders');
const prodEntry = anEntry({ key: PROD, sandbox: 'prod' });
const recorded = { [ORDERS]: aRecord() };

function kindsOf(input: Parameters<typeof planConnections>[0]): string[] {
  return planConnections(input).actions.map(({ kind, key }) => `${kind} ${key}`);
}

describe('a sandbox that could not be read', () => {
  const observed: Observed = new Map<string, SandboxView | Failure>([
    ['dev', outage],
    ['prod', aView()],
  ]);

  it('blocks its entries, and the rest go on', () => {
    const input = aPlanInput({ desired: [prodEntry, anEntry()] }, { observed });
    expect(kindsOf(input)).toEqual(['blocked dev/orders', 'create prod/orders']);
  });

  it('gives its reason and the recorded id', () => {
    const [action] = planConnections(aPlanInput({ recorded }, { observed })).actions;
    expect(action).toMatchObject({ kind: 'blocked', failure: outage, id: 'id-1' });
  });

  it('keeps the records that the list no longer asks for', () => {
    expect(kindsOf(aPlanInput({ desired: [], recorded }, { observed }))).toEqual(['orphan dev/orders']);
  });

  it('is never taken for an empty one when nobody read it', () => {
    const [action] = planConnections(aPlanInput({}, { observed: new Map() })).actions;
    expect(action).toMatchObject({ kind: 'blocked', failure: { message: 'the sandbox was not read' } });
  });
});

describe('a recorded connection that could not be read by its id', () => {
  const unread = new Map([['id-1', outage]]);
  const observed: Observed = new Map([['dev', { listing: [], unread }]]);

  it('blocks its entry instead of recreating it', () => {
    expect(kindsOf(aPlanInput({ recorded }, { observed }))).toEqual(['blocked dev/orders']);
  });

  it('is not forgotten while nobody can tell', () => {
    expect(kindsOf(aPlanInput({ desired: [], recorded }, { observed }))).toEqual(['orphan dev/orders']);
  });

  it('blocks no entry of another name', () => {
    const other = anEntry({ key: connectionKey('dev', 'bills'), name: 'Bills' });
    const input = aPlanInput({ desired: [other], recorded }, { observed });
    expect(kindsOf(input)).toEqual(['create dev/bills', 'orphan dev/orders']);
  });

  it('blocks a new entry of its name, which would be created as its twin', () => {
    const renamed = anEntry({ key: connectionKey('dev', 'renamed') });
    const input = aPlanInput({ desired: [renamed], recorded }, { observed });
    expect(planConnections(input).actions).toMatchObject([
      { kind: 'orphan', key: ORDERS, because: 'unread' },
      { kind: 'blocked', key: renamed.key, failure: outage },
    ]);
  });

  it('blocks no new entry of its name when its own entry has only left that name', () => {
    const taker = anEntry({ key: connectionKey('dev', 'taker') });
    const input = aPlanInput({ desired: [anEntry({ name: 'Left' }), taker], recorded }, { observed });
    expect(kindsOf(input)).toEqual(['blocked dev/orders', 'create dev/taker']);
  });

  it('gives the reason of the first of several of its name', () => {
    const gateway = aFailure({ message: 'First.' });
    const both = new Map([
      ['id-2', outage],
      ['id-1', gateway],
      ['id-3', outage],
    ]);
    const records = { 'dev/a': aRecord({ id: 'id-2' }), 'dev/b': aRecord() };
    const view: Observed = new Map([['dev', { listing: [], unread: both }]]);
    const { actions } = planConnections(aPlanInput({ recorded: records }, { observed: view }));
    expect(actions.at(-1)).toMatchObject({ kind: 'blocked', failure: gateway });
  });
});

describe('a run over a part of the list', () => {
  const listed = [anEntry(), anEntry({ key: PROD, sandbox: 'prod' })];

  it('does not take what it leaves out for an orphan', () => {
    const input = aPlanInput({ desired: [], recorded, standing: [anObserved()] }, { listed });
    expect(planConnections(input)).toMatchObject({ actions: [], unmanaged: [] });
  });

  it('looks only after the unlisted records that it selects', () => {
    const input = aPlanInput(
      { desired: [], recorded },
      { selectsKey: (_key, sandbox) => sandbox === 'prod' },
    );
    expect(kindsOf(input)).toEqual([]);
  });

  it('takes no connection away from an entry that it leaves out', () => {
    const entry = anEntry({ key: connectionKey('dev', 'orders-2') });
    const input = aPlanInput({ desired: [entry], recorded, standing: [anObserved()] }, { listed });
    expect(kindsOf(input)).toEqual(['create dev/orders-2']);
  });
});
