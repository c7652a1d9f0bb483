// The words of an inventory that becomes a list: what each column was taken for, the rows that are left out, and the
// comments in the list. Pure. What stands in cells is not shown, but for the names of columns.
import type { EntryLayout, ListLayout } from '../core/list-layout.ts';
import type { InventoryColumn, InventoryTable, RowFault } from '../core/inventory.ts';
import type { ReadInventory } from '../core/inventory-rows.ts';
import { schemaLine } from './first-files.ts';
import { columnsOf, padded, record, sentence } from './page.ts';
import type { Page } from './page.ts';
import { counted } from './sentences.ts';
import { visible } from './visible.ts';

const DELIMITER_NAMES: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
};

/** A character that separates cells, as people call it. */
export function delimiterName(delimiter: string): string {
  return DELIMITER_NAMES[delimiter] ?? JSON.stringify(delimiter);
}

/** What each column of an inventory is taken for. */
export function columnTable(
  { file, delimiter, rows }: InventoryTable,
  columns: readonly InventoryColumn[],
  page: Page,
): string {
  const names = columns.map(({ header }) => shownHeader(header));
  const width = Math.max(...names.map(columnsOf));
  const head = `${visible(file)}: ${counted(rows.length, 'row')}, separated by ${delimiterName(delimiter)}`;
  const lines = columns.map(({ use }, index) =>
    record(page, `${padded(names[index] ?? '', width)}  ${useText(use)}`, { first: 2 }),
  );
  return `${[sentence(page, head), ...lines].join('\n')}\n`;
}

function useText(use: InventoryColumn['use']): string {
  switch (use.kind) {
    case 'field':
      return `-> ${use.field}${use.how === 'doubtful' ? ' ?' : ''}`;
    case 'secret':
      return 'not read: it may hold secrets';
    case 'rival':
      return `not used: not the only one for ${use.field}`;
    case 'unused':
      return 'not used';
  }
}

/** Longer than any name of a column that a person gave. */
const LONGEST_HEADER = 40;

function shownHeader(header: string): string {
  const name = visible(header);
  if (name === '') return '(no name)';
  return name.length > LONGEST_HEADER ? `${name.slice(0, LONGEST_HEADER)}…` : name;
}

/** One line for each fault, as compilers write them. */
export function faultLines(file: string, faults: readonly RowFault[], page: Page): string {
  const lines = faults.map(({ line, column, message }) => {
    const where = column === undefined ? '' : ` (column ${shownHeader(column)})`;
    const told = `${visible(file)}:${line}: ${page.paint.red('error:')} ${visible(message)}${where}`;
    return `${record(page, told, { first: 0 })}\n`;
  });
  return lines.join('');
}

/** The list that an inventory comes to: above every entry the row that it comes from. */
export function inventoryLayout(schema: string, file: string, { entries }: ReadInventory): ListLayout {
  const rows: EntryLayout[] = entries.map(({ line, fields }) => ({
    comment: [`${visible(file)}:${line}`],
    fields,
  }));
  return {
    header: [
      schemaLine(schema),
      `IBM DB2 connections, taken from ${visible(file)} by flowrecon init. Above each entry: the row that it comes from.`,
      'No password stands here: each entry says where its password comes from.',
    ],
    entries: rows,
    footer: [],
  };
}
