// The words of an export: comments that tell who made a connection, and that nothing can break out of.
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import type { ExportEntry, Omission } from '../../src/core/exporting.ts';
import { exportJson } from '../../src/report/export-json.ts';
import { exportLayout, exportSummary } from '../../src/report/export-text.ts';
import { plain } from '../../src/report/page.ts';
import { anObserved, without } from '../support/builders.ts';
import { requests } from './samples.ts';

const connection = { ...anObserved(), createdAt: 1_597_973_312_000 };
const entry: ExportEntry = {
  key: connectionKey('dev', 'orders'),
  sandbox: 'dev',
  connection,
  fields: { name: 'Orders' },
  leftOut: [],
};
const omission: Omission = {
  key: connectionKey('dev', 'stock'),
  sandbox: 'dev',
  connection: anObserved({ id: 'id-2', name: 'Stock\n- name: evil' }),
  reason: 'no\rway',
};
const scope = { read: ['dev', 'prod'], unread: [], unmanaged: false };

describe('the comments of an export', () => {
  it('head every sandbox, tell of every entry, and end with what is left out', () => {
    const second = { ...entry, leftOut: ['orgId', 'ssl\nPassword'] };
    const { entries, footer } = exportLayout({ entries: [entry, second], omitted: [omission] }, scope);
    expect(entries.map(({ comment }) => comment)).toEqual([
      [
        '--- Sandbox dev: 2 connections, and 1 left out ---',
        '',
        'id-1, created 2020-08-21T01:28:32.000Z by acme@techacct.adobe.com, enabled',
      ],
      [
        'id-1, created 2020-08-21T01:28:32.000Z by acme@techacct.adobe.com, enabled',
        'Not listed, and left as it is on the platform: orgId, ssl\ufffdPassword',
      ],
    ]);
    expect(footer).toEqual([
      'Left out of dev:',
      '  "Stock\ufffd- name: evil" (id-2): no\ufffdway',
      '',
      '--- Sandbox prod: 0 connections ---',
    ]);
  });

  it.each([
    {
      name: 'neither maker nor state',
      seen: without(connection, 'createdAt', 'createdBy', 'state'),
      line: 'id-1',
    },
    {
      name: 'a time that no date can tell',
      seen: { ...without(connection, 'createdBy'), createdAt: 1e300 },
      line: 'id-1, created, enabled',
    },
    {
      name: 'a maker who breaks out of the line',
      seen: { ...connection, createdBy: 'me\n- name: evil\u2028x' },
      line: 'id-1, created 2020-08-21T01:28:32.000Z by me\ufffd- name: evil\ufffdx, enabled',
    },
  ])('tell of $name in one line', ({ seen, line }) => {
    const { entries } = exportLayout({ entries: [{ ...entry, connection: seen }], omitted: [] }, scope);
    expect(entries[0]?.comment.slice(2)).toEqual([line]);
  });

  it('say what is missing, and what the list is to be used with', () => {
    const { header } = exportLayout(
      { entries: [], omitted: [] },
      { ...scope, unread: ['qa'], unmanaged: true },
    );
    expect(header.join('\n')).toContain('Sandbox qa could not be read: its connections are missing.');
    expect(header.join('\n')).toContain('give it to flowrecon together with that list');
  });

  it('stay readable where a name is as long as a book', () => {
    const long = { ...omission, connection: anObserved({ name: 'x'.repeat(100_000) }) };
    const { footer } = exportLayout({ entries: [], omitted: [long] }, scope);
    expect(footer.join('\n').length).toBeLessThan(1_000);
  });
});

describe('the end of an export', () => {
  const next = 'flowrecon plan';
  it.each([
    {
      exported: { entries: [entry], omitted: [] },
      adopted: 0,
      text: 'Exported 1 connection of 2 sandboxes.\nNext: set the variables that the list names, and run: flowrecon plan\n',
    },
    {
      exported: { entries: [entry, entry], omitted: [omission] },
      adopted: 1,
      text: 'Exported 2 connections of 2 sandboxes (1 left out, see the comments). Recorded 1 of them.\nNext: set the variables that the list names, and run: flowrecon plan\n',
    },
    { exported: { entries: [], omitted: [] }, adopted: 0, text: 'Exported 0 connections of 2 sandboxes.\n' },
  ])('is $text', ({ exported, adopted, text }) => {
    expect(exportSummary({ exported, read: scope.read, adopted, next, page: plain })).toBe(text);
  });
});

describe('the document of an export', () => {
  const members = [
    'formatVersion',
    'command',
    'out',
    'yaml',
    'entries',
    'omitted',
    'adopted',
    'requests',
    'diagnostics',
  ];

  it('holds the list, and what became of every connection', () => {
    const exported = { entries: [entry], omitted: [omission] };
    const text = exportJson({
      out: 'a.yaml',
      yaml: 'version: 1\n',
      exported,
      adopted: 1,
      requests,
      diagnostics: [],
    });
    const document = JSON.parse(text) as object;
    expect(Object.keys(document)).toEqual(members);
    expect(document).toMatchObject({
      command: 'export',
      out: 'a.yaml',
      yaml: 'version: 1\n',
      entries: [{ key: 'dev/orders', sandbox: 'dev', name: 'Orders', id: 'id-1' }],
      omitted: [{ sandbox: 'dev', id: 'id-2', name: 'Stock\n- name: evil', reason: 'no\rway' }],
      adopted: 1,
    });
  });

  it('has the same members after a refusal', () => {
    const document = JSON.parse(exportJson({ diagnostics: [] })) as object;
    expect(Object.keys(document)).toEqual(members);
    expect(document).toMatchObject({ out: null, yaml: '', entries: [], omitted: [], adopted: 0 });
  });
});
