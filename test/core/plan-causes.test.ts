// Why a plan updates: config, drift, credential. And what it takes over without an update.
import { describe, expect, it } from 'vitest';
import { planConnections } from '../../src/core/plan.ts';
import type { Action } from '../../src/core/action.ts';
import type { Situation } from '../support/builders.ts';
import { ORDERS, ORDERS_PARAMS, aPlanInput, aRecord, anEntry, anObserved } from '../support/builders.ts';

const newUser = { ...ORDERS_PARAMS, username: 'auditor' };
const drifted = anObserved({ params: { ...ORDERS_PARAMS, username: 'intruder' } });

function only(situation: Situation): Action {
  const { actions } = planConnections(aPlanInput(situation));
  expect(actions).toHaveLength(1);
  return actions[0]!;
}

/** The situation of one recorded connection. */
function tracked(record: Parameters<typeof aRecord>[0], situation: Situation = {}): Situation {
  return { recorded: { [ORDERS]: aRecord(record) }, standing: [anObserved()], ...situation };
}

describe('the cause of an update', () => {
  it.each([
    { name: 'is config when the list changed', desired: newUser, standing: anObserved(), causes: ['config'] },
    {
      name: 'is drift when the platform changed',
      desired: ORDERS_PARAMS,
      standing: drifted,
      causes: ['drift'],
    },
    { name: 'is both when both changed', desired: newUser, standing: drifted, causes: ['config', 'drift'] },
  ])('$name', ({ desired, standing, causes }) => {
    const action = only(tracked({}, { desired: [anEntry({ params: desired })], standing: [standing] }));
    expect(action).toMatchObject({ kind: 'update', causes });
  });

  it('lists config, credential and drift in a fixed order', () => {
    const action = only({
      desired: [anEntry({ params: newUser })],
      recorded: { [ORDERS]: aRecord({ credential: 'v1:k1:aaa' }) },
      standing: [drifted],
      fingerprints: new Map([[ORDERS, 'v1:k1:bbb']]),
    });
    expect(action.causes).toEqual(['config', 'credential', 'drift']);
  });

  it('shows a changed secret as a field without values', () => {
    const fingerprints = new Map([[ORDERS, 'v1:k1:bbb']]);
    const { fields } = only(tracked({ credential: 'v1:k1:aaa' }, { fingerprints }));
    expect(fields).toEqual([{ path: '/auth/params/password', before: null, after: null, sensitive: true }]);
  });
});

describe('drift of an entry that only wants it reported', () => {
  const desired = [anEntry({ onDrift: 'report' })];
  const field = { path: '/auth/params/username', before: 'intruder', after: 'reader', sensitive: false };

  it('is shown and left as it is', () => {
    const action = only(tracked({}, { desired, standing: [drifted] }));
    expect(action).toMatchObject({ kind: 'none', causes: [], fields: [], left: [field], refreshed: false });
  });

  it('keeps the record, so that it is drift again tomorrow', () => {
    const action = only(tracked({}, { desired, standing: [drifted] }));
    expect(action).toMatchObject({ record: aRecord() });
  });

  it('gives way to a change of the same field in the list', () => {
    const changed = [anEntry({ onDrift: 'report', params: newUser })];
    const action = only(tracked({}, { desired: changed, standing: [drifted] }));
    expect(action).toMatchObject({ kind: 'update', causes: ['config', 'drift'], left: [] });
  });

  it('is left as it is when the list changes another field', () => {
    const changed = [anEntry({ onDrift: 'report', name: 'New' })];
    const action = only(tracked({}, { desired: changed, standing: [drifted] }));
    expect(action).toMatchObject({
      kind: 'update',
      causes: ['config'],
      fields: [{ path: '/name' }],
      left: [field],
    });
  });

  it('is left as it is when the secret has changed', () => {
    const fingerprints = new Map([[ORDERS, 'v1:k1:bbb']]);
    const situation = tracked({ credential: 'v1:k1:aaa' }, { desired, standing: [drifted], fingerprints });
    const secret = { path: '/auth/params/password', sensitive: true };
    const action = only(situation);
    expect(action).toMatchObject({ kind: 'update', causes: ['credential'], fields: [secret], left: [field] });
  });

  it('is adopted over like anything else, because nothing has drifted yet', () => {
    const { actions } = planConnections(aPlanInput({ desired, standing: [drifted] }));
    expect(actions).toMatchObject([{ kind: 'adopt' }, { kind: 'update', causes: ['config'], left: [] }]);
  });
});

describe('an unchanged entry', () => {
  it('takes a newer etag over, because an etag that moved alone is no drift', () => {
    const action = only(tracked({}, { standing: [anObserved({ etag: '"etag-2"' })] }));
    expect(action).toMatchObject({ kind: 'none', refreshed: true, record: { etag: '"etag-2"' } });
  });

  it('is not refreshed when nothing moved', () => {
    expect(only(tracked({}))).toMatchObject({ kind: 'none', refreshed: false });
  });

  it('is not refreshed by a later updatedAt or by fields of the service', () => {
    const standing = [anObserved({ updatedAt: 1, params: { ...ORDERS_PARAMS, privateEndpointId: 'p' } })];
    expect(only(tracked({}, { standing }))).toMatchObject({ kind: 'none', refreshed: false });
  });

  it('takes a first fingerprint over', () => {
    const fingerprints = new Map([[ORDERS, 'v1:k1:aaa']]);
    const action = only(tracked({}, { fingerprints }));
    expect(action).toMatchObject({ kind: 'none', refreshed: true, record: { credential: 'v1:k1:aaa' } });
  });

  it('keeps the fingerprint of another state key until the secret is sent again', () => {
    const fingerprints = new Map([[ORDERS, 'v1:k2:bbb']]);
    const action = only(tracked({ credential: 'v1:k1:aaa' }, { fingerprints }));
    expect(action).toMatchObject({ refreshed: false, record: { credential: 'v1:k1:aaa' } });
  });
});
