// When a sandbox counts as failing, what its lane lets through then, and what is said about the rest.
import { describe, expect, it } from 'vitest';
import {
  CLOSED_LANE,
  NEW_LANE,
  closedFailure,
  closedWarnings,
  concernsSandbox,
  laneGate,
  stepLane,
} from '../../src/core/lane.ts';
import type { Lane } from '../../src/core/lane.ts';
import type { Failure } from '../../src/core/failure.ts';
import { aFailure } from '../support/builders.ts';

const SECOND = 1_000;

/** So many calls that fail one after the other, one a second. */
function failing(count: number, lane: Lane = NEW_LANE): Lane {
  return Array.from({ length: count }).reduce<Lane>((state, _, index) => {
    const sentAt = index * SECOND + 1;
    return stepLane(state, { kind: 'failed', call: index, sentAt, why: 'No.' }, (index + 1) * SECOND);
  }, lane);
}

describe('a lane', () => {
  it.each([
    { failures: 0, gate: { kind: 'open' } },
    { failures: 2, gate: { kind: 'open' } },
    { failures: 3, gate: { kind: 'narrow', waitMs: 1_000 } },
    { failures: 4, gate: { kind: 'narrow', waitMs: 2_000 } },
    { failures: 5, gate: { kind: 'narrow', waitMs: 4_000 } },
    { failures: 6, gate: { kind: 'closed', why: 'No.' } },
  ])('is $gate.kind after $failures failures in a row', ({ failures, gate }) => {
    expect(laneGate(failing(failures), failures * SECOND)).toEqual(gate);
  });

  it('lets one task through when its pause is over', () => {
    expect(laneGate(failing(3), 4 * SECOND)).toEqual({ kind: 'narrow', waitMs: 0 });
  });

  it.each([
    { failures: 6, closedFor: 5 },
    { failures: 7, closedFor: 10 },
    { failures: 9, closedFor: 40 },
    { failures: 20, closedFor: 60 },
  ])('that is closed by $failures failures is tried again after $closedFor s', ({ failures, closedFor }) => {
    const lane = failing(failures);
    const at = (failures + closedFor) * SECOND;
    expect([laneGate(lane, at - 1).kind, laneGate(lane, at)]).toEqual([
      'closed',
      { kind: 'narrow', waitMs: 0 },
    ]);
  });

  it('is open again after one success', () => {
    expect(stepLane(failing(7), { kind: 'succeeded' }, 0)).toEqual(NEW_LANE);
    expect(stepLane(NEW_LANE, { kind: 'succeeded' }, 0)).toBe(NEW_LANE);
  });

  it('counts what fails together as one failure', () => {
    const lane = [1, 2, 3, 4, 5, 6].reduce<Lane>(
      (state, call) => stepLane(state, { kind: 'failed', call, sentAt: call, why: 'No.' }, 500 + call),
      NEW_LANE,
    );
    expect(lane.failures).toBe(1);
  });

  it('counts a call that fails however often it is repeated as one failure', () => {
    const lane = [1, 2, 3, 4, 5, 6].reduce<Lane>(
      (state, at) =>
        stepLane(state, { kind: 'failed', call: 7, sentAt: at * 100, why: 'No.' }, at * 100 + 50),
      NEW_LANE,
    );
    expect(lane.failures).toBe(1);
  });
});

describe('a failure', () => {
  const rows: readonly { name: string; failure: Partial<Failure>; concerns: boolean }[] = [
    { name: 'no access', failure: { kind: 'forbidden', status: 403 }, concerns: true },
    {
      name: 'an unknown sandbox',
      failure: { kind: 'missing', status: 404, code: 'FLOW-2100-404' },
      concerns: true,
    },
    {
      name: 'an unknown connection',
      failure: { kind: 'missing', status: 404, code: 'FLOW-1439-404' },
      concerns: false,
    },
    { name: 'a 404 without a code', failure: { kind: 'missing', status: 404, code: null }, concerns: false },
    { name: 'an internal error', failure: { kind: 'outcome-unknown', status: 500 }, concerns: true },
    {
      name: 'no answer in time',
      failure: { kind: 'outcome-unknown', status: null, code: 'TIMEOUT' },
      concerns: true,
    },
    {
      name: 'a reset',
      failure: { kind: 'outcome-unknown', status: null, code: 'ECONNRESET' },
      concerns: false,
    },
    {
      name: 'a success that cannot be read',
      failure: { kind: 'outcome-unknown', status: 200 },
      concerns: false,
    },
    { name: 'nothing that listens', failure: { kind: 'not-sent', status: null }, concerns: false },
    { name: 'throttling', failure: { kind: 'throttled', status: 429 }, concerns: false },
    { name: 'a refused token', failure: { kind: 'unauthorised', status: 401 }, concerns: false },
    { name: 'an old etag', failure: { kind: 'stale', status: 412 }, concerns: false },
    { name: 'a bad parameter', failure: { kind: 'rejected', status: 400 }, concerns: false },
    { name: 'a redirect', failure: { kind: 'untrusted', status: 302 }, concerns: false },
  ];

  it.each(rows)('such as $name speaks against its sandbox: $concerns', ({ failure, concerns }) => {
    expect(concernsSandbox(aFailure(failure))).toBe(concerns);
  });
});

describe('what is left of a closed lane', () => {
  const { code, message } = closedFailure('dev', 'Out of order.');
  const other = closedFailure('prod', 'No access.').message;
  const left = (text: string): { error: { code: string; message: string } } => ({
    error: { code: CLOSED_LANE, message: text },
  });

  it('says why, and that the next run may begin it', () => {
    expect([code, message]).toEqual([
      CLOSED_LANE,
      'the sandbox dev keeps failing (Out of order.); its remaining entries are left for the next run',
    ]);
  });

  it('is told once for every sandbox, with the number of entries', () => {
    const outcomes = [left(message), left(message), { error: null }, left(other), { error: aFailure() }];
    expect(closedWarnings(outcomes).map(({ severity, summary }) => `${severity}: ${summary}`)).toEqual([
      `warning: ${message}: 2 entries`,
      `warning: ${other}: 1 entry`,
    ]);
  });
});
