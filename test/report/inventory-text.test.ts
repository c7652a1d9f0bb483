// What an inventory says to people: what its columns are taken for, and the faults of its rows; and to machines.
import { describe, expect, it } from 'vitest';
import type { InventoryColumn } from '../../src/core/inventory.ts';
import { initJson } from '../../src/report/init-json.ts';
import { columnTable, delimiterName, faultLines } from '../../src/report/inventory-text.ts';
import { plain } from '../../src/report/page.ts';
import { expectGolden } from './golden-file.ts';

const columns: readonly InventoryColumn[] = [
  { header: 'Title', use: { kind: 'field', field: 'name', how: 'guessed' } },
  { header: 'Schema', use: { kind: 'field', field: 'database', how: 'doubtful' } },
  { header: 'host', use: { kind: 'rival', field: 'server' } },
  { header: 'Password', use: { kind: 'secret' } },
  { header: '', use: { kind: 'unused' } },
  { header: `\u001b[31m${'long '.repeat(20)}`, use: { kind: 'unused' } },
];
const table = {
  ...{ file: 'a.csv', delimiter: ';', header: columns.map(({ header }) => header) },
  rows: [{ line: 2, cells: [] }],
};
const faults = [
  { line: 17, column: 'Title', message: 'there is no name' },
  { line: 18, message: 'the row has 2 cells, and the header has 6' },
];

describe('an inventory', () => {
  it('shows what each column is taken for, and no control character', async () => {
    await expectGolden('columns-of-inventory.txt', columnTable(table, columns, plain));
  });

  it('tells one fault in one line, as compilers do', async () => {
    await expectGolden('faults-of-inventory.txt', faultLines('a.csv', faults, plain));
  });

  it('is one document, with every row and every fault', async () => {
    const inventory = { table, columns, entries: [{ line: 2, key: 'dev/a' as never, fields: {} }], faults };
    const files = [{ path: 'connections.yaml', outcome: 'written' }] as const;
    await expectGolden('init.json', initJson({ files, entries: 1, inventory, diagnostics: [] }));
    await expectGolden('init-refused.json', initJson({ diagnostics: [] }));
  });

  it('names what separates its cells', () => {
    expect([',', ';', '\t', '|', ':'].map(delimiterName)).toEqual([
      'commas',
      'semicolons',
      'tabs',
      'bars',
      '":"',
    ]);
  });
});
