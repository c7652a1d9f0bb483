// What a saved plan is bound to: on anything else all of it is stale.
import { describe, expect, it } from 'vitest';
import { judgeBinding } from '../../src/core/saved-plan.ts';
import type { PlanBinding } from '../../src/core/saved-plan.ts';
import { aBinding } from '../support/builders.ts';

describe('a saved plan', () => {
  const rows: { name: string; saved: Partial<PlanBinding>; now: Partial<PlanBinding>; why?: string }[] = [
    { name: 'holds for what it was made from', saved: {}, now: {} },
    {
      name: 'holds for a state that has never been written and has another lineage every time',
      saved: { serial: 0, lineage: 'one' },
      now: { serial: 0, lineage: 'two' },
    },
    {
      name: 'is stale for another platform',
      saved: {},
      now: { platform: 'emulator' },
      why: 'it was made for ACME@AdobeOrg on https://platform.adobe.io, and this run is about ACME@AdobeOrg on emulator',
    },
    {
      name: 'is stale for another organisation',
      saved: {},
      now: { orgId: 'OTHER@AdobeOrg' },
      why: 'it was made for ACME@AdobeOrg on https://platform.adobe.io, and this run is about OTHER@AdobeOrg on https://platform.adobe.io',
    },
    {
      name: 'is stale for another list',
      saved: {},
      now: { configuration: 'sha256:1' },
      why: 'the list has changed since it was made',
    },
    {
      name: 'is stale for another state',
      saved: {},
      now: { lineage: 'another' },
      why: 'it was made from another state',
    },
    {
      name: 'is stale for a state that is behind',
      saved: { serial: 4 },
      now: { serial: 3 },
      why: 'it was made from serial 4 of the state, and the state is only at 3',
    },
    {
      name: 'is stale for a state that has gone on',
      saved: { serial: 3 },
      now: { serial: 4 },
      why: 'the state has gone on from serial 3 to 4 since it was made',
    },
    {
      name: 'is stale for a state that was written after all',
      saved: { serial: 0, lineage: 'one' },
      now: { serial: 1, lineage: 'two' },
      why: 'the state has gone on from serial 0 to 1 since it was made',
    },
  ];

  it.each(rows)('$name', ({ saved, now, why }) => {
    const judged = judgeBinding(aBinding(saved), aBinding(now));
    if (why === undefined) expect(judged).toBeUndefined();
    else
      expect(judged).toMatchObject({
        severity: 'error',
        code: 'plan-stale',
        summary: `the saved plan is stale: ${why}`,
        fix: 'Make a new plan with plan --out, look at it, and apply that.',
      });
  });
});
