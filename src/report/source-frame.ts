// A line of the source with a caret under the place that is meant. Decides what of a long line is shown, and keeps the
// caret right under tabs and under characters that take two columns.
import type { SourceRange } from '../core/diagnostic.ts';
import type { Paint } from './paint.ts';
import { visible } from './visible.ts';

/** Fits beside a line number into a terminal of the usual width. */
const WIDTH = 100;
/** Text kept before the place when the line is cut. */
const BEFORE = 60;
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff00-\uff60]/u;

/** The line and, under it, the caret line. */
export function sourceFrame(line: string, range: SourceRange, paint: Paint): readonly string[] {
  const { text, from, to } = cut(line, span(line, range));
  const number = String(range.line);
  const gutter = ' '.repeat(number.length);
  const carets = '^'.repeat(Math.max(1, columns(text.slice(from, to))));
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

function cut(line: string, { from, to }: Omit<Cut, 'text'>): Cut {
  if (line.length <= WIDTH) return { text: line, from, to };
  const start = Math.max(0, Math.min(from - BEFORE, line.length - WIDTH));
  const end = start + WIDTH;
  const head = start > 0 ? '…' : '';
  const text = `${head}${line.slice(start + head.length, end)}${end < line.length ? '…' : ''}`;
  return { text, from: from - start, to: Math.min(to, end) - start };
}

/** Blanks as wide as a text; tabs stay tabs, because only the terminal knows how wide they are. */
function padding(text: string): string {
  return Array.from(text)
    .map((character) => (character === '\t' ? '\t' : ' '.repeat(columns(character))))
    .join('');
}

function columns(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0);
}
