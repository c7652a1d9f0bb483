// The document of `init --json`: the same members on success and on failure. Pure.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { InventoryColumn, InventoryTable, RowFault } from '../core/inventory.ts';
import type { InventoryEntry } from '../core/inventory-rows.ts';
import { diagnosticJson } from './diagnostics.ts';
import type { FirstFileOutcome } from './first-files.ts';
import { document } from './json.ts';

/** An inventory as far as it was read. */
export interface InventoryReport {
  readonly table: InventoryTable;
  readonly columns: readonly InventoryColumn[];
  readonly entries: readonly InventoryEntry[];
  readonly faults: readonly RowFault[];
}

/** An init as far as it came. */
export interface InitDocument {
  readonly files?: readonly FirstFileOutcome[];
  readonly entries?: number;
  readonly inventory?: InventoryReport;
  readonly diagnostics: readonly Diagnostic[];
}

/** The document of `init`. */
export function initJson({ files = [], entries = 0, inventory, diagnostics }: InitDocument): string {
  return document('init', {
    files,
    entries,
    inventory: inventory === undefined ? null : inventoryJson(inventory),
    diagnostics: diagnostics.map(diagnosticJson),
  });
}

function inventoryJson({ table, columns, entries, faults }: InventoryReport): object {
  return {
    file: table.file,
    delimiter: table.delimiter,
    columns: columns.map(({ header, use }) => ({
      header,
      field: 'field' in use && use.kind === 'field' ? use.field : null,
      use: use.kind === 'field' ? use.how : use.kind,
    })),
    rows: entries.map(({ line, key }) => ({ line, key })),
    faults: faults.map(({ line, column, message }) => ({ line, column: column ?? null, message })),
  };
}
