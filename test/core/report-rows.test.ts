// One row for each entry, with one outcome: what every form of report shows.
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import type { Diagnostic } from '../../src/core/diagnostic.ts';
import { planConnections } from '../../src/core/plan.ts';
import type { Plan } from '../../src/core/plan.ts';
import { countRows, reportRows } from '../../src/core/report-rows.ts';
import type { ReportRow } from '../../src/core/report-rows.ts';
import { isBad } from '../../src/core/row-outcome.ts';
import type { RunReport } from '../../src/core/run-report.ts';
import { aReport, planned } from '../report/report-samples.ts';
import {
  ORDERS,
  ORDERS_PARAMS,
  aFailure,
  aPlanInput,
  aRange,
  aRecord,
  aTestResult,
  anEntry,
  anObserved,
  anOutcome,
  without,
} from '../support/builders.ts';

const creation = planConnections(aPlanInput());
const drifted = anObserved({ params: { ...ORDERS_PARAMS, database: 'OTHER' }, updatedBy: 'jane' });
const recorded = { [ORDERS]: aRecord() };
const correction = planConnections(aPlanInput({ recorded, standing: [drifted] }));
const error = { status: 400, code: 'X-1', message: 'No.', requestId: 'req-1', retryable: false };
const about = { code: 'invalid-value', summary: 'It is odd.', fix: 'Mend it.', key: ORDERS } as const;
const blame: Diagnostic = { ...about, severity: 'error' };
const doubt: Diagnostic = { ...about, severity: 'warning' };

function plan(...[situation, overrides]: Parameters<typeof aPlanInput>): Plan {
  return planConnections(aPlanInput(situation, overrides));
}

function rowOf(run: Partial<RunReport>): ReportRow {
  const [row, ...others] = reportRows(aReport(run));
  if (row === undefined || others.length > 0) throw new TypeError('one row was expected');
  return row;
}

describe('what became of an entry', () => {
  const known = { verdict: 'unreachable', firstSeen: '2026-01-10' } as const;
  const tested = (result: Parameters<typeof aTestResult>[0] = {}) => ({
    ...aTestResult(result),
    known: null,
  });
  const rows: readonly (readonly [outcome: string, name: string, run: Partial<RunReport>])[] = [
    ['planned', 'a plan would create it', { plan: creation }],
    ['changed', 'an apply has created it', { command: 'apply', plan: creation, outcomes: [anOutcome()] }],
    [
      'failed',
      'an apply could not create it',
      { command: 'apply', plan: creation, outcomes: [anOutcome({ outcome: 'failed', error })] },
    ],
    ['skipped', 'an apply ended before it', { command: 'apply', plan: creation, outcomes: [] }],
    [
      'skipped',
      'an apply left it, and said why',
      { command: 'apply', plan: creation, outcomes: [anOutcome({ outcome: 'skipped', error })] },
    ],
    [
      'failed',
      'an apply was refused because of it',
      { command: 'apply', plan: creation, diagnostics: [blame] },
    ],
    ['planned', 'a plan has a doubt about it', { plan: creation, diagnostics: [doubt] }],
    ['planned', 'a plan corrects its drift', { plan: correction }],
    [
      'drift',
      'it asks to have its drift left',
      { plan: plan({ desired: [anEntry({ onDrift: 'report' })], recorded, standing: [drifted] }) },
    ],
    ['ok', 'there is nothing to do', { plan: plan({ recorded, standing: [anObserved()] }) }],
    [
      'kept',
      'the list no longer asks for it',
      { plan: plan({ desired: [], recorded, standing: [anObserved()] }) },
    ],
    ['conflict', 'somebody has to choose', { plan: plan({ standing: [drifted] }), diagnostics: [blame] }],
    [
      'blocked',
      'its sandbox could not be read',
      { plan: plan({}, { observed: new Map([['dev', aFailure({ kind: 'forbidden' })]]) }) },
    ],
    [
      'skipped',
      'a saved plan was stale for it',
      { command: 'apply', plan: plan({ desired: [] }), outcomes: [anOutcome({ outcome: 'skipped', error })] },
    ],
    ['ok', 'its database answers', { command: 'test', tests: [tested()] }],
    ['failed', 'its database does not answer', { command: 'test', tests: [tested({ verdict: 'tls' })] }],
    ['skipped', 'it was not tested', { command: 'test', tests: [tested({ verdict: 'untested' })] }],
    [
      'known',
      'it fails as it did before',
      { command: 'test', tests: [{ ...tested({ verdict: 'unreachable' }), known }] },
    ],
    [
      'failed',
      'it was created and does not answer',
      {
        command: 'apply',
        plan: creation,
        outcomes: [anOutcome()],
        tests: [tested({ verdict: 'fails', message: 'It fails.' })],
      },
    ],
    ['ok', 'a check has nothing against it', { command: 'validate', entries: [anEntry()] }],
    ['warned', 'a check warns', { command: 'validate', entries: [anEntry()], diagnostics: [doubt] }],
    ['failed', 'a check refuses it', { command: 'validate', diagnostics: [doubt, blame] }],
    ['skipped', 'a plan was refused before it was looked at', { command: 'plan', entries: [anEntry()] }],
  ];
  it.each(rows)('is %s where %s', (outcome, _name, run) => {
    expect(rowOf(run)).toMatchObject({ key: ORDERS, sandbox: 'dev', outcome });
  });

  it('fails a run where it did not come about, where a person has to choose, and where nobody could look', () => {
    const bad = rows.flatMap(([outcome, , run]) => (isBad(rowOf(run)) ? [outcome] : []));
    expect(new Set(bad)).toEqual(new Set(['failed', 'conflict', 'blocked']));
  });
});

describe('a row', () => {
  it('has place, fields, causes, duration, and who changed the connection last', () => {
    const outcomes = [anOutcome({ action: 'update', causes: ['drift'] })];
    expect(rowOf({ command: 'apply', plan: correction, outcomes })).toMatchObject({
      name: 'Orders',
      kinds: ['update'],
      causes: ['drift'],
      fields: [{ path: '/auth/params/database', before: 'OTHER', after: 'ORDERS', sensitive: false }],
      range: aRange(),
      id: 'id-1',
      durationMs: 61,
      message: null,
      drift: { by: 'jane', at: 1_700_000_000_000 },
    });
  });

  it('says nothing of who and when where the platform does not', () => {
    const standing = [without(drifted, 'updatedBy', 'updatedAt')];
    expect(rowOf({ plan: plan({ recorded, standing }) }).drift).toEqual({});
  });

  it('has no duration where nothing was sent', () => {
    const outcomes = [anOutcome({ outcome: 'skipped', attempts: 0 })];
    expect(rowOf({ command: 'apply', plan: creation, outcomes }).durationMs).toBeNull();
  });

  it.each([
    [
      'a conflict its reason and way out',
      { plan: plan({ standing: [drifted] }) },
      /stands in dev/,
      /flowrecon import/,
    ],
    [
      'a failure the words of the platform',
      { command: 'apply', plan: creation, outcomes: [anOutcome({ outcome: 'failed', error })] },
      /^No\.$/,
      null,
    ],
    [
      'a passing failure that it may pass',
      {
        command: 'apply',
        plan: creation,
        outcomes: [anOutcome({ outcome: 'failed', error: { ...error, retryable: true } })],
      },
      /^No\.$/,
      /Running again/,
    ],
    [
      'a bad test what to do about it',
      { command: 'test', tests: [{ ...aTestResult({ verdict: 'tls', message: 'TLS.' }), known: null }] },
      /^TLS\.$/,
      /certificate/,
    ],
    ['a refused entry the finding about it', { command: 'validate', diagnostics: [blame] }, /odd/, /Mend/],
    [
      'a note, which has no way out, none',
      {
        command: 'validate',
        entries: [anEntry()],
        diagnostics: [{ ...doubt, severity: 'note', fix: undefined }],
      },
      null,
      null,
    ],
  ] as const)('tells of %s', (...[, run, message, advice]) => {
    const row = rowOf(run);
    if (message === null) expect(row.message).toBeNull();
    else expect(row.message).toMatch(message);
    if (advice === null) expect(row.advice).toBeNull();
    else expect(row.advice).toMatch(advice);
  });

  it('takes sandbox and name from its key where nothing else knows them', () => {
    const stale = anOutcome({ key: connectionKey('prod', 'a/b'), outcome: 'skipped', id: null });
    expect(rowOf({ command: 'apply', outcomes: [stale] })).toMatchObject({
      sandbox: 'prod',
      name: 'a/b',
      id: null,
    });
  });

  it('takes its place from a finding where the list could not be read', () => {
    const range = aRange({ line: 7 });
    expect(rowOf({ command: 'validate', diagnostics: [{ ...blame, range }] })).toMatchObject({ range });
  });
});

describe('the rows of a run', () => {
  const rows = reportRows(planned);

  it('are one for each entry, what needs work first', () => {
    const keys = rows.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    const order = [...countRows(rows).keys()];
    expect(order).toEqual(['conflict', 'blocked', 'drift', 'kept', 'planned', 'ok']);
    expect(rows.map(({ outcome }) => order.indexOf(outcome))).toEqual(
      rows.map(({ outcome }) => order.indexOf(outcome)).sort((one, other) => one - other),
    );
  });

  it('never hold a value of a secret', () => {
    const secrets = rows.flatMap(({ fields }) => fields.filter(({ sensitive }) => sensitive));
    expect(secrets.length).toBeGreaterThan(0);
    for (const { before, after } of secrets) expect([before, after]).toEqual([null, null]);
  });
});
