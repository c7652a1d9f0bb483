// The words of an export: the comments in the list that it writes, and its one line for people. Pure. Everything that
// the platform gave has been made harmless before it stands in a comment: no name may break out of its line.
import type { Export, ExportEntry, Omission, Standing } from '../core/exporting.ts';
import type { EntryLayout, ListLayout } from '../core/list-layout.ts';
import { sentence } from './page.ts';
import type { Page } from './page.ts';
import { counted, shownOrigin } from './sentences.ts';
import { visible } from './visible.ts';
import { groupBy } from '../core/grouping.ts';

/** What was asked for, as far as the comments tell it. */
export interface ExportScope {
  /** Sandboxes that were read, in order. */
  readonly read: readonly string[];
  /** Sandboxes that could not be read, in order. */
  readonly unread: readonly string[];
  /** Whether the list is to stand beside the one that there is. */
  readonly unmanaged: boolean;
}

const HEADER = [
  'IBM DB2 connections as they stand in Adobe Experience Platform, written by flowrecon export.',
  'Passwords and connection strings cannot be read from the platform. Set the environment variables that are named',
  'here, or refer to a file or a command instead: { file: path }, { exec: [command, argument] }.',
];

const BESIDE = [
  'It holds what is neither listed nor recorded elsewhere; give it to flowrecon together with that list.',
];

/** The comments around the entries of an export. */
export function exportLayout(exported: Export, { read, unread, unmanaged }: ExportScope): ListLayout {
  const entries: EntryLayout[] = [];
  const written = groupBy(exported.entries, ({ sandbox }) => sandbox);
  const omitted = groupBy(exported.omitted, ({ sandbox }) => sandbox);
  let above: string[] = [];
  for (const sandbox of read) {
    const [own, left] = [written.get(sandbox) ?? [], omitted.get(sandbox) ?? []];
    above.push(headingOf(sandbox, own.length, left.length), '');
    for (const entry of own) {
      entries.push({ comment: [...above, ...entryComment(entry)], fields: entry.fields });
      above = [];
    }
    if (left.length > 0) above.push(...omissionComment(sandbox, left), '');
  }
  const missing = unread.map(
    (sandbox) => `Sandbox ${sandbox} could not be read: its connections are missing.`,
  );
  return {
    header: [...HEADER, ...(unmanaged ? BESIDE : []), ...missing],
    entries,
    footer: above.slice(0, -1),
  };
}

function headingOf(sandbox: string, written: number, omitted: number): string {
  const more = omitted === 0 ? '' : `, and ${omitted} left out`;
  return `--- Sandbox ${sandbox}: ${counted(written, 'connection')}${more} ---`;
}

function entryComment({ connection, leftOut }: ExportEntry): string[] {
  const { id, state } = connection;
  const now = state === undefined ? '' : `, ${state}`;
  const kept = leftOut.map(short).join(', ');
  return [
    short(`${id}${shownOrigin(connection)}${now}`),
    ...(leftOut.length === 0 ? [] : [`Not listed, and left as it is on the platform: ${kept}`]),
  ];
}

function omissionComment(sandbox: string, omitted: readonly Omission[]): string[] {
  return [
    `Left out of ${sandbox}:`,
    ...omitted.map(({ connection, reason }) => `  ${named(connection)}: ${visible(reason)}`),
  ];
}

/** A connection without an entry, by name and id. */
export function named({ name, id }: Standing['connection']): string {
  return `"${short(name)}" (${short(id)})`;
}

/** Longer than any name that a person gave. */
const LONGEST = 200;

function short(text: string): string {
  return visible(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}

/** What an export has come to. */
export interface ExportSummary extends Pick<ExportScope, 'read'> {
  readonly exported: Export;
  readonly adopted: number;
  /** The command that looks at the list next. */
  readonly next: string;
  readonly page: Page;
}

/** The end of an export for people. */
export function exportSummary({ exported, read, adopted, next, page }: ExportSummary): string {
  const { entries, omitted } = exported;
  const left = omitted.length === 0 ? '' : ` (${omitted.length} left out, see the comments)`;
  const recorded = adopted === 0 ? '' : ` Recorded ${adopted} of them.`;
  const sandboxes = counted(read.length, 'sandbox', 'sandboxes');
  const told = `Exported ${counted(entries.length, 'connection')} of ${sandboxes}${left}.${recorded}`;
  const further = `Next: set the variables that the list names, and run: ${next}`;
  const lines = entries.length === 0 ? [told] : [told, further];
  return lines.map((line) => `${sentence(page, line)}\n`).join('');
}
