// A line of the source with a caret under the place that is meant. Decides what of a long line is shown, and keeps the
// caret right under tabs and under characters that take two columns.
import type { SourceRange } from '../core/diagnostic.ts';
import { columnsOf } from './page.ts';
import type { Page } from './page.ts';
import { visible } from './visible.ts';

/** More of a line than this is no help, however wide the page. */
const WIDEST = 100;
/** Share of the width that is kept before the place when the line is cut. */
const BEFORE = 0.6;

/** The line and, under it, the caret line. */
export function sourceFrame(line: string, range: SourceRange, { paint, columns }: Page): readonly string[] {
  const number = String(range.line);
  const width = Math.min(WIDEST, columns - `  ${number} | `.length - 1);
  const { text, from, to } = cut(line, span(line, range), width);
  const gutter = ' '.repeat(number.length);
  const carets = '^'.repeat(Math.max(1, columnsOf(text.slice(from, to).replaceAll('\t', ' '))));
  return [
    `  ${paint.dim(`${number} |`)} ${visible(text)}`,
    `  ${paint.dim(`${gutter} |`)} ${padding(text.slice(0, from))}${paint.red(carets)}`,
  ];
}

interface Cut {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** The place within the line: to the end of the line where it goes on below. */
function span(line: string, { line: first, column, endLine, endColumn }: SourceRange): Omit<Cut, 'text'> {
  const from = Math.min(column - 1, line.length);
  const to = endLine === first ? endColumn - 1 : line.length;
  return { from, to: Math.max(from, Math.min(to, line.length)) };
}

function cut(line: string, { from, to }: Omit<Cut, 'text'>, width: number): Cut {
  if (line.length <= width) return { text: line, from, to };
  const start = Math.max(0, Math.min(from - Math.floor(BEFORE * width), line.length - width));
  const end = start + width;
  const head = start > 0 ? '…' : '';
  const text = `${head}${line.slice(start + head.length, end)}${end < line.length ? '…' : ''}`;
  return { text, from: from - start, to: Math.min(to, end) - start };
}

/** Blanks as wide as a text; tabs stay tabs, because only the terminal knows how wide they are. */
function padding(text: string): string {
  return Array.from(text)
    .map((character) => (character === '\t' ? '\t' : ' '.repeat(columnsOf(character))))
    .join('');
}
