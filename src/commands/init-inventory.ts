// A list from an inventory. Rows become entries, the list of them is read back by the check of every list, and what does
// not stand it is left out and told, row by row.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { InventoryColumn, InventoryTable } from '../core/inventory.ts';
import { readRows } from '../core/inventory-rows.ts';
import type { ReadInventory, RowReading } from '../core/inventory-rows.ts';
import type { InventoryOptions } from '../core/request.ts';
import { refusal, success } from '../core/result.ts';
import { faultLines, inventoryLayout } from '../report/inventory-text.ts';
import { counted } from '../report/sentences.ts';
import { loadListForm } from '../wiring-export.ts';
import { readInventory } from '../wiring-init.ts';
import { settleColumns } from './init-columns.ts';
import { commandOn } from './init-desk.ts';
import type { Drafted, InitDesk } from './init-desk.ts';

type ListForm = Awaited<ReturnType<typeof loadListForm>>;

/** Drafts the list of an inventory. */
export async function draftInventory(desk: InitDesk, options: InventoryOptions): Promise<Drafted> {
  const { request, host, voice, schema } = desk;
  const form = await loadListForm();
  const read = await readInventory(options, host);
  if (!read.ok) return refusal({ problems: [read.problem] });
  const table = read.value;
  const settled = await settleColumns(desk, table, options.columns);
  if (!settled.ok) return refusal({ problems: [settled.problem] });
  const { columns } = settled.value;
  voice.tell(secretColumns(columns));
  const reading = { ...settled.value, table, secrets: options.secrets, isSandbox: form.isSandbox };
  const { text, entries, faults } = settle(reading, schema.named, form);
  voice.say(faultLines(table.file, faults, voice.errPage));
  const inventory = { table, columns, entries, faults };
  const left = table.rows.length - entries.length;
  if (entries.length === 0) return refusal({ problems: [noneLeft(table)], inventory });
  const next = [
    `Set what the list takes the passwords from, and check it: ${commandOn(request, 'validate')}`,
    `See what would change: ${commandOn(request, 'plan')}`,
  ];
  return success({
    text,
    entries: entries.length,
    next,
    findings: left === 0 ? [] : [leftOut(table, left)],
    inventory,
  });
}

/** Every round leaves fewer rows in the list, so that it comes to an end. */
function settle(
  reading: RowReading,
  schema: string,
  form: ListForm,
): ReadInventory & { readonly text: string } {
  const refused = new Map<number, string>();
  for (;;) {
    const inventory = readRows(reading, refused);
    const text = form.listText(inventoryLayout(schema, reading.table.file, inventory));
    const items = form.rereadList(text);
    const before = refused.size;
    for (const [index, { line, key }] of inventory.entries.entries()) {
      const item = items[index];
      if (item?.entry === undefined) refused.set(line, item?.fault ?? 'it cannot be written');
      else if (item.entry.key !== key) refused.set(line, 'its key cannot be written');
    }
    if (refused.size === before) return { ...inventory, text };
  }
}

function secretColumns(columns: readonly InventoryColumn[]): Diagnostic[] {
  const names = columns.flatMap(({ header, use }) => (use.kind === 'secret' ? [header] : []));
  if (names.length === 0) return [];
  const summary = `${counted(names.length, 'column')} may hold secrets and ${names.length === 1 ? 'is' : 'are'} not read: ${names.join(', ')}`;
  const fix =
    'A secret never stands in a list: every entry refers to one instead. Move the passwords to where the references point, and delete the column.';
  return [{ severity: 'warning', code: 'column-refused', summary, fix }];
}

function leftOut({ file, rows }: InventoryTable, left: number): Diagnostic {
  const summary = `${left} of ${counted(rows.length, 'row')} of ${file} ${left === 1 ? 'is' : 'are'} left out`;
  const fix =
    'Correct the rows that are named above, and write their entries into the list; or move it away and run the command again.';
  return { severity: 'error', code: 'rows-left-out', summary, fix };
}

function noneLeft({ file }: InventoryTable): Diagnostic {
  const summary = `no row of ${file} comes to an entry, so nothing was written`;
  const fix =
    'Correct the rows that are named above, and look whether the columns are taken for what they are.';
  return { severity: 'error', code: 'inventory-unusable', summary, fix };
}
