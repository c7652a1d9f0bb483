// Rows as aligned columns. Pure.
import { columnsOf, padded, record, whole } from './page.ts';
import type { Page } from './page.ts';

/** Aligned rows, one line each where there is room; a cell is never cut. Its texts are harmless already. */
export function tableText(rows: readonly (readonly string[])[], page: Page): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, columnsOf(row[column] ?? '')), 0),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => padded(whole(cell), widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return lines.map((line) => `${record(page, line)}\n`).join('');
}
