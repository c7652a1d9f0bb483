// Tables and columns as an aligned text table. Pure. Their names come from a database and are made harmless first.
import type { Explored } from '../core/database.ts';
import { visible } from './visible.ts';

/** Renders what a connection's database holds. `where` names the connection, or the table. */
export function exploreText(explored: Explored, where: string): string {
  const rows =
    explored.kind === 'tables'
      ? explored.tables.map(({ name, type, path }) => [name, type, path])
      : explored.columns.map(({ name, type, xdmType }) => [name, type, xdmType ?? '']);
  if (rows.length === 0) return `${visible(where)} shows no ${explored.kind}.\n`;
  const heading = explored.kind === 'tables' ? ['NAME', 'TYPE', 'PATH'] : ['NAME', 'TYPE', 'XDM TYPE'];
  return aligned([heading, ...rows.map((row) => row.map(visible))]);
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), 0),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
