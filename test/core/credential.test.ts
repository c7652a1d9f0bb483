// What the fingerprint of a secret tells, and what a plan makes of it: changed, unchanged, unknown, or of another key.
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import { judgeCredential } from '../../src/core/credential.ts';
import { planConnections } from '../../src/core/plan.ts';
import type { PlanInput } from '../../src/core/plan.ts';
import type { Situation } from '../support/builders.ts';
import { ORDERS, ORDERS_PARAMS, aPlanInput, aRecord, anEntry, anObserved } from '../support/builders.ts';

const verdicts: { recorded: string | undefined; today: string | undefined; verdict: string }[] = [
  { recorded: undefined, today: undefined, verdict: 'unknown' },
  { recorded: 'v1:k1:aaa', today: undefined, verdict: 'unknown' },
  { recorded: undefined, today: 'v1:k1:aaa', verdict: 'unknown' },
  { recorded: 'v1:k1:aaa', today: 'v1:k1:aaa', verdict: 'unchanged' },
  { recorded: 'v1:k1:aaa', today: 'v1:k1:bbb', verdict: 'changed' },
  { recorded: 'v1:k1:aaa', today: 'v1:k2:aaa', verdict: 'other-key' },
  { recorded: 'v1:k1:aaa', today: 'v1:k2:bbb', verdict: 'other-key' },
  { recorded: 'v1:k1:aaa', today: 'v2:k1:aaa', verdict: 'other-key' },
];

describe('the verdict about a secret', () => {
  it.each(verdicts)('recorded as $recorded and $today today is $verdict', ({ recorded, today, verdict }) => {
    expect(judgeCredential(recorded, today)).toBe(verdict);
  });
});

/** The situation of one recorded connection whose secret has these fingerprints. */
function tracked(recorded: string | undefined, today: string | undefined): Situation {
  return {
    recorded: { [ORDERS]: aRecord(recorded === undefined ? {} : { credential: recorded }) },
    standing: [anObserved()],
    fingerprints: new Map(today === undefined ? [] : [[ORDERS, today]]),
  };
}

describe('a secret', () => {
  it.each(verdicts)(
    'recorded as $recorded and $today today is told to be $verdict, and updated only when it changed',
    ({ recorded, today, verdict }) => {
      const [action] = planConnections(aPlanInput(tracked(recorded, today))).actions;
      const kind = verdict === 'changed' ? 'update' : 'none';
      expect(action).toMatchObject({ kind, credential: verdict });
    },
  );
});

const OTHER = connectionKey('dev', 'bills');
const rotatesOrders: Partial<PlanInput> = { rotates: (key) => key === ORDERS };
const writer = { ...ORDERS_PARAMS, username: 'writer' };
const password = { path: '/auth/params/password', before: null, after: null, sensitive: true };

interface Row {
  readonly name: string;
  readonly situation: Situation;
  /** Kind and causes of every action. */
  readonly lines: readonly string[];
}

const rotations: Row[] = [
  {
    name: 'updates an entry that is as it should be',
    situation: tracked(undefined, undefined),
    lines: ['update credential'],
  },
  {
    name: 'updates an entry whose secret is known to be unchanged',
    situation: tracked('v1:k1:aaa', 'v1:k1:aaa'),
    lines: ['update credential'],
  },
  {
    name: 'updates an entry whose secret was recorded under another key',
    situation: tracked('v1:k1:aaa', 'v1:k2:aaa'),
    lines: ['update credential'],
  },
  {
    name: 'joins an update for other reasons',
    situation: { ...tracked(undefined, undefined), desired: [anEntry({ params: writer })] },
    lines: ['update config credential'],
  },
  {
    name: 'updates after an adoption',
    situation: { standing: [anObserved()] },
    lines: ['adopt', 'update credential'],
  },
  {
    name: 'leaves drift that is only reported where it is',
    situation: {
      ...tracked(undefined, undefined),
      desired: [anEntry({ onDrift: 'report' })],
      standing: [anObserved({ params: writer })],
    },
    lines: ['update credential'],
  },
  { name: 'adds nothing to a create', situation: {}, lines: ['create'] },
  {
    name: 'adds nothing to a recreation',
    situation: { recorded: { [ORDERS]: aRecord() } },
    lines: ['recreate drift'],
  },
  {
    name: 'settles no conflict',
    situation: { standing: [anObserved(), anObserved({ id: 'id-2' })] },
    lines: ['conflict'],
  },
];

describe('a rotation', () => {
  it.each(rotations)('$name', ({ situation, lines }) => {
    const { actions } = planConnections(aPlanInput(situation, rotatesOrders));
    expect(actions.map(({ kind, causes }) => [kind, ...causes].join(' '))).toEqual(lines);
  });

  it('is about the entries that it names', () => {
    const bills = anEntry({ key: OTHER, name: 'Bills' });
    const situation = {
      desired: [anEntry(), bills],
      recorded: { [ORDERS]: aRecord(), [OTHER]: aRecord({ id: 'id-2', name: 'Bills' }) },
      standing: [anObserved(), anObserved({ id: 'id-2', name: 'Bills' })],
    };
    const { actions } = planConnections(aPlanInput(situation, rotatesOrders));
    expect(actions.map(({ kind, key }) => `${kind} ${key}`)).toEqual(['none dev/bills', 'update dev/orders']);
  });

  it('shows the secret as a field without values, after the others', () => {
    const situation = { ...tracked(undefined, undefined), desired: [anEntry({ params: writer })] };
    const [action] = planConnections(aPlanInput(situation, rotatesOrders)).actions;
    expect(action?.fields.map(({ path }) => path)).toEqual(['/auth/params/username', password.path]);
    expect(action?.fields.at(-1)).toEqual(password);
  });
});
