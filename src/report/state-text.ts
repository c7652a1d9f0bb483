// What the state command shows, as text. Pure.
import type { ConnectionRecord } from '../core/state.ts';
import { record } from './page.ts';
import type { Page } from './page.ts';
import { counted } from './sentences.ts';
import { tableText } from './table.ts';
import { visible } from './visible.ts';

/** Every record in a line: key, id and name. */
export function stateListText(
  rows: readonly (readonly [key: string, record: ConnectionRecord])[],
  path: string,
  page: Page,
): string {
  if (rows.length === 0) return `${record(page, `No connection is recorded in ${path}.`)}\n`;
  return tableText(
    rows.map(([key, { id, name }]) => [key, id, `"${name}"`].map(visible)),
    page,
  );
}

/** One record, as it stands in the file: never wrapped, because it is JSON. */
export function stateRecordText(key: string, shown: object): string {
  return `${visible(key)}\n${JSON.stringify(shown, null, 2)}\n`;
}

/** That state and platform agree. */
export function stateVerifiedText(count: number, path: string, page: Page): string {
  return `${record(page, `State, journal and platform agree: ${counted(count, 'connection')} in ${path}.`)}\n`;
}
