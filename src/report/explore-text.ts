// Tables and columns as an aligned text table. Pure. Their names come from a database and are made harmless first.
import type { Explored } from '../core/database.ts';
import { record } from './page.ts';
import type { Page } from './page.ts';
import { tableText } from './table.ts';
import { visible } from './visible.ts';

/** Renders what a connection's database holds. `where` names the connection, or the table. */
export function exploreText(explored: Explored, where: string, page: Page): string {
  const rows =
    explored.kind === 'tables'
      ? explored.tables.map(({ name, type, path }) => [name, type, path])
      : explored.columns.map(({ name, type, xdmType }) => [name, type, xdmType ?? '']);
  if (rows.length === 0) return `${record(page, `${visible(where)} shows no ${explored.kind}.`)}\n`;
  const heading = explored.kind === 'tables' ? ['NAME', 'TYPE', 'PATH'] : ['NAME', 'TYPE', 'XDM TYPE'];
  return tableText([heading, ...rows.map((row) => row.map(visible))], page);
}
