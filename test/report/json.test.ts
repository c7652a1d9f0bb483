// The documents of --json: exactly the members of the contract, in success and in failure.
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/core/diagnostic.ts';
import { planConnections } from '../../src/core/plan.ts';
import { applyJson, planJson } from '../../src/report/json.ts';
import { ORDERS, aPlanInput, aRecord, anEntry, anObserved } from '../support/builders.ts';
import { expectGolden } from './golden-file.ts';
import { everyKind, outcomes, requests, traffic } from './samples.ts';

interface Document {
  readonly changes: readonly Readonly<Record<string, unknown>>[];
  readonly results: readonly object[];
  readonly summary: Readonly<Record<string, number>>;
}

const locked: Diagnostic = { severity: 'error', code: 'state-locked', summary: 'Locked.', fix: 'Wait.' };

function parsed(text: string): Document {
  return JSON.parse(text) as Document;
}

describe('a JSON document', () => {
  it.each([
    {
      golden: 'plan.json',
      text: planJson({ plan: everyKind, requests, traffic, diagnostics: [], unmanaged: true }),
    },
    { golden: 'plan-refused.json', text: planJson({ diagnostics: [locked] }) },
    {
      golden: 'apply.json',
      text: applyJson({ plan: everyKind, outcomes, requests, traffic, diagnostics: [] }),
    },
    { golden: 'apply-refused.json', text: applyJson({ diagnostics: [locked] }) },
  ])('is $golden', async ({ golden, text }) => {
    await expectGolden(golden, text);
  });

  it.each([
    {
      name: 'plan',
      text: planJson({ plan: everyKind, requests, diagnostics: [] }),
      members: ['formatVersion', 'command', 'changes', 'summary', 'requests', 'traffic', 'diagnostics'],
    },
    {
      name: 'plan that was refused',
      text: planJson({ diagnostics: [locked] }),
      members: ['formatVersion', 'command', 'changes', 'summary', 'requests', 'traffic', 'diagnostics'],
    },
    {
      name: 'apply',
      text: applyJson({ outcomes, requests, diagnostics: [] }),
      members: ['formatVersion', 'command', 'results', 'summary', 'requests', 'traffic', 'diagnostics'],
    },
    {
      name: 'apply that was refused',
      text: applyJson({ diagnostics: [locked] }),
      members: ['formatVersion', 'command', 'results', 'summary', 'requests', 'traffic', 'diagnostics'],
    },
  ])('of $name has the members of the contract, and ends in a line break', ({ text, members }) => {
    expect(Object.keys(parsed(text))).toEqual(members);
    expect(text.endsWith('}\n')).toBe(true);
  });
});

describe('a change', () => {
  const { changes, summary } = parsed(planJson({ plan: everyKind, requests, diagnostics: [] }));
  const members = ['key', 'sandbox', 'name', 'action', 'cause', 'id', 'fields', 'source'];

  it('is told of every action but none', () => {
    expect(changes.map(({ action }) => action)).not.toContain('none');
    expect(changes).toHaveLength(everyKind.actions.filter(({ kind }) => kind !== 'none').length);
  });

  it.each([
    { key: 'dev/create', further: [] },
    { key: 'dev/adopt', further: [] },
    { key: 'dev/update', further: ['credential'] },
    { key: 'dev/half-left', further: ['credential', 'left'] },
    { key: 'dev/recreate', further: [] },
    { key: 'dev/moved', further: ['from'] },
    { key: 'dev/no-longer-listed', further: [] },
    { key: 'dev/relocated', further: ['counterpart'] },
    { key: 'stage/relocated', further: ['counterpart'] },
    { key: 'dev/forget', further: [] },
    { key: 'dev/unread', further: ['because'] },
    { key: 'dev/twins', further: ['reason', 'fix', 'candidates'] },
    { key: 'prod/p-blocked', further: ['reason', 'error'] },
  ])('of $key has the members of the contract and $further', ({ key, further }) => {
    const change = changes.find((each) => each['key'] === key);
    expect(Object.keys(change ?? {})).toEqual([...members, ...further]);
  });

  it.each([
    { today: 'v1:one:new', credential: 'changed' },
    { today: 'v1:one:old', credential: 'unchanged' },
    { today: 'v1:other:old', credential: 'unknown' },
  ])('says that the secret is $credential', ({ today, credential }) => {
    const plan = planConnections(
      aPlanInput({
        desired: [anEntry({ description: 'New' })],
        recorded: { [ORDERS]: aRecord({ credential: 'v1:one:old' }) },
        standing: [anObserved()],
        fingerprints: new Map([[ORDERS, today]]),
      }),
    );
    expect(parsed(planJson({ plan, diagnostics: [] })).changes).toMatchObject([{ credential }]);
  });

  it('has no source when the list no longer asks for it', () => {
    expect(changes.find(({ action }) => action === 'orphan')?.['source']).toBeNull();
  });

  it('that is blocked or a conflict says why', () => {
    const why = (action: string): unknown => changes.find((each) => each['action'] === action)?.['reason'];
    expect([why('blocked'), typeof why('conflict')]).toEqual(['No access to the sandbox.', 'string']);
  });

  it('is counted', () => {
    const actions = [
      'create',
      'adopt',
      'update',
      'recreate',
      'move',
      'delete',
      'forget',
      'orphan',
      'none',
      'conflict',
    ];
    expect(Object.keys(summary)).toEqual([...actions, 'blocked', 'unmanaged']);
  });
});

describe('a result', () => {
  const { results, summary } = parsed(applyJson({ outcomes, requests, diagnostics: [] }));

  it('has the members of the contract', () => {
    const contract = ['key', 'action', 'outcome', 'id', 'etag', 'attempts', 'settled', 'durationMs', 'error'];
    const members = [...contract, 'cause'];
    expect(results.every((result) => Object.keys(result).join() === members.join())).toBe(true);
  });

  it('is counted', () => {
    expect(summary).toEqual({ done: 4, failed: 3, skipped: 2, ambiguous: 1, settled: 1 });
  });
});
