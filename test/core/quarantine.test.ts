// Known-bad connections: what counts as known, as new, as changed and as recovered.
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import { EXIT, exitCodeOfTests } from '../../src/core/outcome.ts';
import {
  holdAgainst,
  isQuarantined,
  isRecovered,
  summariseTests,
  updateQuarantine,
} from '../../src/core/quarantine.ts';
import type { KnownFailure, Quarantine, TestRow } from '../../src/core/quarantine.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { aTestResult } from '../support/builders.ts';

const today = '2026-01-15';
const key = connectionKey('dev', 'orders');
const known: KnownFailure = { verdict: 'unreachable', firstSeen: '2025-12-24' };

function row(verdict: Verdict, standing: KnownFailure | null): TestRow {
  const quarantine: Quarantine = standing === null ? new Map() : new Map([[key, standing]]);
  const [found] = holdAgainst([aTestResult({ verdict })], quarantine);
  if (found === undefined) throw new Error('no row');
  return found;
}

describe('a verdict', () => {
  it.each<{ name: string; verdict: Verdict; standing: KnownFailure | null; code: number }>([
    { name: 'good', verdict: 'answers', standing: null, code: EXIT.done },
    { name: 'new', verdict: 'unreachable', standing: null, code: EXIT.partial },
    { name: 'known', verdict: 'unreachable', standing: known, code: EXIT.done },
    { name: 'changed', verdict: 'tls', standing: known, code: EXIT.partial },
    { name: 'recovered', verdict: 'answers', standing: known, code: EXIT.done },
    { name: 'untested', verdict: 'untested', standing: known, code: EXIT.partial },
    { name: 'forbidden everywhere', verdict: 'forbidden', standing: null, code: EXIT.refused },
  ])('that is $name ends with $code', ({ verdict, standing, code }) => {
    const found = row(verdict, standing);
    expect(exitCodeOfTests([{ verdict: found.verdict, quarantined: isQuarantined(found) }])).toBe(code);
  });

  it('forbidden in some places is a matter of these', () => {
    const tests = [
      { verdict: 'forbidden', quarantined: false },
      { verdict: 'answers', quarantined: false },
    ] as const;
    expect(exitCodeOfTests(tests)).toBe(EXIT.partial);
    expect(
      exitCodeOfTests([
        { verdict: 'forbidden', quarantined: false },
        { ...tests[0], verdict: 'fails' },
      ]),
    ).toBe(EXIT.partial);
  });

  it('of nothing is good', () => {
    expect(exitCodeOfTests([])).toBe(EXIT.done);
  });
});

describe('an update', () => {
  const update = (verdict: Verdict, standing: KnownFailure | null, stands = true): Quarantine =>
    updateQuarantine(standing === null ? new Map() : new Map([[key, standing]]), {
      results: [aTestResult({ verdict })],
      today,
      stands: () => stands,
    });

  it.each<{ name: string; verdict: Verdict; standing: KnownFailure | null; becomes: KnownFailure | null }>([
    {
      name: 'takes note of what is new',
      verdict: 'tls',
      standing: null,
      becomes: { verdict: 'tls', firstSeen: today },
    },
    { name: 'keeps the day of what is known', verdict: 'unreachable', standing: known, becomes: known },
    {
      name: 'dates what has changed anew',
      verdict: 'refused-login',
      standing: known,
      becomes: { verdict: 'refused-login', firstSeen: today },
    },
    { name: 'takes out what answers', verdict: 'answers', standing: known, becomes: null },
    { name: 'learns nothing from what was not tested', verdict: 'untested', standing: known, becomes: known },
    { name: 'takes no note of what is our own trouble', verdict: 'forbidden', standing: null, becomes: null },
  ])('$name', ({ verdict, standing, becomes }) => {
    expect(update(verdict, standing).get(key) ?? null).toEqual(becomes);
  });

  it('keeps what was not tested this time, and drops what is no longer anywhere', () => {
    const other = connectionKey('prod', 'other');
    const quarantine: Quarantine = new Map([[other, known]]);
    const updated = (stands: boolean): unknown[] => [
      ...updateQuarantine(quarantine, { results: [], today, stands: () => stands }).keys(),
    ];
    expect(updated(true)).toEqual([other]);
    expect(updated(false)).toEqual([]);
  });
});

it('tests are counted by verdict, and what was known beside', () => {
  const rows = [
    row('unreachable', known),
    row('unreachable', null),
    row('answers', known),
    row('answers', null),
  ];
  expect(rows.map(isRecovered)).toEqual([false, false, true, false]);
  expect(summariseTests(rows)).toEqual({
    answers: 2,
    'refused-login': 0,
    unreachable: 2,
    tls: 0,
    fails: 0,
    gone: 0,
    'platform-trouble': 0,
    forbidden: 0,
    untested: 0,
    quarantined: 1,
    recovered: 1,
  });
});
