// What became of tests, and what a database holds, as people read it and as JSON.
import { describe, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import type { KnownFailure, TestRow } from '../../src/core/quarantine.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { exploreText } from '../../src/report/explore-text.ts';
import { applyJson } from '../../src/report/json.ts';
import { testText } from '../../src/report/test-text.ts';
import { aTestResult } from '../support/builders.ts';
import { expectGolden } from './golden-file.ts';
import { expectForms } from './text-forms.ts';
import { outcomes, requests } from './samples.ts';

const since: KnownFailure = { verdict: 'unreachable', firstSeen: '2026-01-15' };

function row(key: string, verdict: Verdict, more: Partial<TestRow> = {}): TestRow {
  const [sandbox = '', name = ''] = key.split('/');
  const message = verdict === 'answers' ? null : `words about ${verdict}`;
  const id = `id-${name}`;
  return {
    ...aTestResult({ key: connectionKey(sandbox, name), sandbox, name, id, verdict, message }),
    known: null,
    ...more,
  };
}

const many = (count: number, verdict: Verdict): TestRow[] =>
  Array.from({ length: count }, (_, index) =>
    row(`stage/account-${String(index).padStart(2, '0')}`, verdict, {
      requestId: verdict === 'answers' ? null : `req-${index}`,
    }),
  );

const rows: readonly TestRow[] = [
  row('dev/works', 'answers'),
  row('dev/recovered', 'answers', { known: since }),
  row('dev/known', 'unreachable', { known: since }),
  row('dev/changed', 'tls', { known: since }),
  row('dev/refused', 'refused-login', {
    message: 'SQL30082N Security processing failed with reason "24".',
    requestId: 'req-1',
  }),
  row('dev/<script>\u001b[2J', 'fails', { message: 'a\u001b[2Jb\nc' }),
  row('dev/gone', 'gone'),
  row('dev/new', 'untested', { id: null, message: 'it is not recorded yet' }),
  row('prod/outage', 'platform-trouble'),
  ...many(12, 'forbidden'),
  ...many(40, 'answers'),
];

describe('tests as text', () => {
  it.each([
    { golden: 'test.txt', options: { rows, durationMs: 12_345 } },
    {
      golden: 'test-all-good.txt',
      options: { rows: [row('dev/a', 'answers'), row('prod/b', 'answers')], durationMs: 61 },
    },
    { golden: 'test-of-nothing.txt', options: { rows: [], durationMs: 0 } },
  ])('are $golden', async ({ golden, options }) => {
    await expectForms(golden, (page) => testText({ ...options, page }));
  });
});

it('tests after an apply are apply-tested.json', async () => {
  const tests = rows.filter(({ sandbox }) => sandbox === 'dev');
  await expectGolden(
    'apply-tested.json',
    applyJson({ outcomes: outcomes.slice(0, 1), requests, tests, diagnostics: [] }),
  );
});

describe('a database as text', () => {
  const tables = [
    { name: 'ORDERS', path: 'SALES.ORDERS', type: 'table' },
    { name: 'ORDER_LINE', path: 'SALES.ORDER_LINE', type: 'view' },
    { name: 'a\u001b[2J', path: 'p\n', type: 'table' },
  ];
  const columns = [
    { name: 'ID', type: 'integer', xdmType: 'integer' },
    { name: 'CREATED_AT', type: 'date-time', xdmType: null },
  ];

  it.each([
    { golden: 'tables.txt', explored: { kind: 'tables', tables } as const },
    { golden: 'columns.txt', explored: { kind: 'columns', columns } as const },
    { golden: 'tables-none.txt', explored: { kind: 'tables', tables: [] } as const },
  ])('is $golden', async ({ golden, explored }) => {
    await expectForms(golden, (page) => exploreText(explored, 'dev/orders', page));
  });
});
