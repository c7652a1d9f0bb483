// Whether state, journal and platform agree, one finding for every difference.
import { describe, expect, it } from 'vitest';
import { verifyState } from '../../src/core/verify.ts';
import type { Verification } from '../../src/core/verify.ts';
import {
  ORDERS,
  ORDERS_PARAMS,
  aFailure,
  aRecord,
  aState,
  aView,
  anIntent,
  anObserved,
} from '../support/builders.ts';

const outage = aFailure({ message: 'Out of order.' });

function aVerification(overrides: Partial<Verification> = {}): Verification {
  const observed = new Map([['dev', aView([anObserved()])]]);
  return { state: aState({ [ORDERS]: aRecord() }), doubts: [], observed, ...overrides };
}

function standing(overrides: Parameters<typeof anObserved>[0]): Partial<Verification> {
  return { observed: new Map([['dev', aView([anObserved(overrides)])]]) };
}

const described = { state: aState({ [ORDERS]: aRecord({ description: 'A' }) }) };

const rows: { name: string; differs: Partial<Verification>; summaries: string[] }[] = [
  { name: 'all agree', differs: {}, summaries: [] },
  { name: 'an etag moved', differs: standing({ etag: '"etag-2"' }), summaries: [] },
  {
    name: 'the service added a field',
    differs: standing({ params: { ...ORDERS_PARAMS, orgId: 'x' } }),
    summaries: [],
  },
  {
    name: 'somebody described what the list does not describe',
    differs: standing({ description: 'B' }),
    summaries: [],
  },
  {
    name: 'a create is in doubt',
    differs: { doubts: [anIntent()] },
    summaries: ['dev/orders: it is not known whether "Orders" was created in dev'],
  },
  {
    name: 'a connection is gone',
    differs: { observed: new Map([['dev', aView()]]) },
    summaries: ['dev/orders: id-1 is recorded, but does not stand in dev'],
  },
  {
    name: 'its name differs',
    differs: standing({ name: 'B' }),
    summaries: ['dev/orders: id-1 differs from what was applied in /name'],
  },
  {
    name: 'its description differs',
    differs: described,
    summaries: ['dev/orders: id-1 differs from what was applied in /description'],
  },
  {
    name: 'its description agrees',
    differs: { ...described, ...standing({ description: 'A' }) },
    summaries: [],
  },
  {
    name: 'two parameters differ',
    differs: standing({ params: { ...ORDERS_PARAMS, database: 'X', username: 'y' } }),
    summaries: [
      'dev/orders: id-1 differs from what was applied in /auth/params/database, /auth/params/username',
    ],
  },
  {
    name: 'a host name stands there in other letters',
    differs: standing({ params: { ...ORDERS_PARAMS, server: 'DB2.EXAMPLE.COM:50000' } }),
    summaries: [],
  },
  {
    name: 'a sandbox could not be read',
    differs: { observed: new Map([['dev', outage]]) },
    summaries: ['the sandbox dev could not be read: Out of order.'],
  },
  {
    name: 'a connection could not be read',
    differs: { observed: new Map([['dev', { listing: [], unread: new Map([['id-1', outage]]) }]]) },
    summaries: ['dev/orders: id-1 could not be read: Out of order.'],
  },
  { name: 'a sandbox was not asked', differs: { observed: new Map() }, summaries: [] },
];

describe('a state', () => {
  it.each(rows)('is verified when $name', ({ differs, summaries }) => {
    const findings = verifyState(aVerification(differs));
    expect(findings.map(({ summary }) => summary)).toEqual(summaries);
    expect(findings.every(({ severity, fix }) => severity === 'error' && fix !== '')).toBe(true);
  });
});
