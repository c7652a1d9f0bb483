// What a report tells beside its rows, and what a code host shows at the lines of a list.
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/core/diagnostic.ts';
import { planConnections } from '../../src/core/plan.ts';
import { findingsBeside, reportFindings } from '../../src/core/report-findings.ts';
import { reportRows } from '../../src/core/report-rows.ts';
import type { RunReport } from '../../src/core/run-report.ts';
import { aReport } from '../report/report-samples.ts';
import { ORDERS, aPlanInput, aRange, aTestResult, anOutcome } from '../support/builders.ts';

const plan = planConnections(aPlanInput());
const error = { status: 400, code: 'X-1', message: 'It says no.', requestId: 'req-1', retryable: false };
const failed = { command: 'apply', plan, outcomes: [anOutcome({ outcome: 'failed', error })] } as const;
const note: Diagnostic = { severity: 'note', code: 'settled', summary: 'A note.', fix: undefined };
const warning: Diagnostic = {
  severity: 'warning',
  code: 'nothing-selected',
  summary: 'A warning.',
  fix: 'f',
};
const refusal: Diagnostic = {
  severity: 'error',
  code: 'secret-unresolved',
  summary: 'It does not resolve.',
  fix: 'Set it.',
  key: ORDERS,
};

function findings(run: Partial<RunReport>): Diagnostic[] {
  const report = aReport(run);
  return reportFindings(report, reportRows(report));
}

describe('the findings of a run', () => {
  it('hold an entry that failed, at its line, and what was told, the gravest first', () => {
    expect(findings({ ...failed, diagnostics: [note, warning] })).toEqual([
      {
        severity: 'error',
        code: 'request-failed',
        summary: 'the create of "Orders" failed: It says no. (request req-1)',
        fix: 'See what the platform says, correct the entry or what stands in its way, and run again.',
        key: ORDERS,
        range: aRange(),
      },
      warning,
      note,
    ]);
  });

  it('say no more than that of a failure without words', () => {
    const outcomes = [anOutcome({ outcome: 'failed' })];
    expect(findings({ ...failed, outcomes })).toMatchObject([{ summary: 'the create of "Orders" failed' }]);
  });

  it('hold a connection that does not answer, with what to do about it', () => {
    const result = aTestResult({ verdict: 'tls', message: 'Bad certificate.', requestId: 'req-2' });
    expect(findings({ command: 'test', tests: [{ ...result, known: null }] })).toMatchObject([
      {
        code: 'connection-fails',
        summary: 'the test of "Orders" says tls: Bad certificate. (request req-2)',
        fix: expect.stringContaining('certificate') as string,
      },
    ]);
  });

  it('name an entry once where a finding has blamed it already', () => {
    expect(findings({ command: 'apply', plan, diagnostics: [refusal] })).toEqual([refusal]);
  });
});

describe('beside the rows', () => {
  it('stands what concerns the run, and what a row does not say', () => {
    const more = { ...refusal, summary: 'And the name is long.' };
    const report = aReport({ command: 'validate', diagnostics: [warning, refusal, more] });
    expect(findingsBeside(report, reportRows(report))).toEqual([warning, more]);
  });
});
