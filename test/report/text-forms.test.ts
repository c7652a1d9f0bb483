// The texts that no other test holds against a golden file, in every form.
import { describe, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import type { Diagnostic } from '../../src/core/diagnostic.ts';
import { diagnosticText } from '../../src/report/diagnostics.ts';
import { exportSummary } from '../../src/report/export-text.ts';
import { NO_REQUESTS } from '../../src/report/json.ts';
import type { Page } from '../../src/report/page.ts';
import { questionText } from '../../src/report/question-text.ts';
import { stateListText, stateRecordText, stateVerifiedText } from '../../src/report/state-text.ts';
import { validateText } from '../../src/report/validate-text.ts';
import { aRange, aRecord, anObserved } from '../support/builders.ts';
import { deletionOf, everyKind } from './samples.ts';
import { expectForms } from './text-forms.ts';

const misspelt: Diagnostic = {
  severity: 'error',
  code: 'unknown-field',
  summary:
    'unknown field `databse`; an entry has no field of that name, and none of the fields that it has is missing',
  detail: 'What is not known is refused, so that a mistyped field is not taken for one that was left out.',
  fix: 'did you mean `database`? The fields are described in schemas/connections.schema.json, which editors read.',
  key: 'prod/orders eu',
  range: aRange({ line: 17, column: 5, endLine: 17, endColumn: 12 }),
  sourceLine:
    '    databse: ORDERS_WITH_A_NAME_THAT_IS_LONGER_THAN_ANY_TERMINAL_IS_WIDE # and a remark behind it that goes on',
};
const named: Diagnostic = {
  severity: 'warning',
  code: 'secret-unresolved',
  summary:
    'the password of prod/orders eu does not resolve: the environment variable ORDERS_EU_PASSWORD is not set',
  fix: 'Set ORDERS_EU_PASSWORD, or load it from a file with --env-file.',
  key: 'prod/orders eu',
};
const command: Diagnostic = {
  severity: 'error',
  code: 'conflict',
  summary:
    '2 connections named "Bestellungen 東京 📦" stand in prod: id-1 (db2.example.com:50000/ORDERS), id-2',
  fix: "Take the one that dataflows use: flowrecon import 'prod/Bestellungen 東京 📦' 575abae5-33a1-4e3c-9a2b-0c1d2e3f4a5b, or another of these ids. The others stay unmanaged; see flowrecon plan --unmanaged for them.",
};
const note: Diagnostic = { severity: 'note', code: 'settled', summary: 'settled', fix: undefined };

const size = { files: 2, entries: 41, sandboxes: 3 };
const online = {
  spec: { id: 'aed4cc0e-9a2b-4c1d-8e3f-4a5b6c7d8e9f', hash: 'h', changed: false },
  sandboxes: [
    { name: 'dev', state: 'active' },
    { name: 'prod', state: 'unknown' },
    { name: 'stage', state: 'resetting' },
  ],
  requests: { ...NO_REQUESTS, total: 3 },
};
const rows = [
  ['dev/orders', aRecord()],
  [
    'prod/a key with blanks, and longer than any other',
    aRecord({ id: 'id-2', name: 'Bestellungen 東京 📦' }),
  ],
  ['prod/東京', aRecord({ id: 'id-3', name: 'Tokyo' })],
] as const;
const exported = {
  entries: [
    { key: connectionKey('dev', 'a'), sandbox: 'dev', connection: anObserved(), fields: {}, leftOut: [] },
  ],
  omitted: [],
};
const state = '/home/somebody/connections of the team/connections.state.json';

describe('a text', () => {
  it.each<{ golden: string; render: (page: Page) => string }>([
    { golden: 'diagnostics.txt', render: (page) => diagnosticText([misspelt, named, command, note], page) },
    { golden: 'validate.txt', render: (page) => validateText({ findings: [], checked: size }, page) },
    {
      golden: 'validate-online.txt',
      render: (page) => validateText({ findings: [named], checked: size, online }, page),
    },
    { golden: 'validate-faulty.txt', render: (page) => validateText({ findings: [misspelt, named] }, page) },
    {
      golden: 'export-summary.txt',
      render: (page) =>
        exportSummary({
          ...{ exported, read: ['dev', 'prod'], adopted: 1, page },
          next: "flowrecon plan -f connections.yaml -f 'the list of the team.yaml'",
        }),
    },
    {
      golden: 'question.txt',
      render: (page) =>
        questionText(everyKind, { platform: 'https://platform.adobe.io', orgId: 'ACME@AdobeOrg' }, page),
    },
    {
      golden: 'question-of-deletions.txt',
      render: (page) => questionText(deletionOf(42), { platform: 'emulator', orgId: 'ACME@AdobeOrg' }, page),
    },
    { golden: 'state-list.txt', render: (page) => stateListText(rows, state, page) },
    { golden: 'state-list-empty.txt', render: (page) => stateListText([], state, page) },
    { golden: 'state-record.txt', render: () => stateRecordText('dev/orders', aRecord()) },
    { golden: 'state-verified.txt', render: (page) => stateVerifiedText(41, state, page) },
  ])('is $golden', async ({ golden, render }) => {
    await expectForms(golden, render);
  });
});
