// The line of the source that is shown under a diagnostic. Decides what of it may be seen: no secret, no comment behind
// the place that is meant, no line too long to read. Columns before the caret are kept, so that it points right.
import { secretSpans, united } from './secret-spans.ts';
import type { Source, Span } from './source.ts';
import { lineAt } from './source.ts';

/** Longer lines (minified JSON) are not shown: position and entry say enough, and copies of them would add up. */
const MAX_LINE = 400;
const MASK = '********';
/** User and password in an address, and `password=...` inside a longer text. */
const INLINE = [
  /(?<=\/\/)[^\s/@]+(?=@)/g,
  /(?<=[^\s:/@"']:)[^\s:/@"']+(?=@)/g,
  /(?<=(?:pass\w*|pwd|secret|token|api_?key|credential\w*)\s*(?:=\s*|:(?=[^\s"'{])))[^\s;&,}"']+/gi,
];

/** Whether a text holds what reads like a login: a password in an address, or after its name. */
export function holdsLogin(text: string): boolean {
  return INLINE.some((pattern) => text.search(pattern) !== -1);
}

/** What is shown of a place: the place itself, moved to the start of a secret if it lies inside one, and its line. */
export interface Excerpt {
  readonly span: Span;
  readonly line?: string;
}

/** Cuts out the line of a place, with everything masked that could be a secret. */
export function excerptAt(source: Source, wanted: Span): Excerpt {
  const line = lineOf(source, wanted.start);
  const short = line.end - line.start <= MAX_LINE;
  const hidden = short ? hiddenIn(source, line) : secretSpans(source);
  const secret = overlapping(hidden, { ...wanted, end: Math.max(wanted.start + 1, wanted.end) })[0];
  const span = secret === undefined ? wanted : besides(source, wanted, secret);
  // A secret of several lines begins further up.
  const shown = span.start < line.start ? lineOf(source, span.start) : line;
  if (shown.end - shown.start > MAX_LINE) return { span };
  return { span, line: textOf(source, shown, span) };
}

/** Whether a place begins inside what could be a secret. */
export function isHidden(source: Source, { start }: Span): boolean {
  return overlapping(secretSpans(source), { start, end: start + 1 }).length > 0;
}

/** The length of a secret is nobody's business either: a place ends before one, or is its first character. */
function besides({ text }: Source, wanted: Span, secret: Span): Span {
  if (wanted.start >= secret.start) return { start: secret.start, end: secret.start + 1 };
  return { start: wanted.start, end: wanted.start + text.slice(wanted.start, secret.start).trimEnd().length };
}

function lineOf({ text, lineStarts }: Source, offset: number): Span {
  const { start } = lineAt(lineStarts, offset);
  const found = text.indexOf('\n', start);
  const end = found === -1 ? text.length : found;
  return { start, end: text[end - 1] === '\r' ? end - 1 : end };
}

/** What is masked in one line, by its place in the file or by what it looks like. */
function hiddenIn(source: Source, line: Span): readonly Span[] {
  const raw = source.text.slice(line.start, line.end);
  const inline = INLINE.flatMap((pattern) =>
    [...raw.matchAll(pattern)].map(({ index, 0: found }) => ({
      start: line.start + index,
      end: line.start + index + found.length,
    })),
  );
  return united([...overlapping(secretSpans(source), line), ...inline]);
}

function textOf(source: Source, line: Span, caret: Span): string {
  let text = '';
  let at = line.start;
  for (const { start: begin, end: finish } of hiddenIn(source, line)) {
    const start = Math.max(begin, line.start);
    const end = Math.min(finish, line.end);
    const mask = start < caret.start ? '*'.repeat(Math.min(end, caret.start) - start) : MASK;
    text += source.text.slice(at, start) + mask;
    at = end;
  }
  return withoutComment(text + source.text.slice(at, line.end), caret.end - line.start);
}

/** Drops a comment behind the place: people leave passwords in comments. */
function withoutComment(text: string, from: number): string {
  const comment = text.slice(from).search(/(^|\s)#/);
  return (comment === -1 ? text : text.slice(0, from + comment)).trimEnd();
}

/** The spans that share at least one character with a piece of the file; they are in order. */
function overlapping(spans: readonly Span[], piece: Span): readonly Span[] {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const span = spans[middle];
    if (span !== undefined && span.end <= piece.start) low = middle + 1;
    else high = middle;
  }
  const found: Span[] = [];
  for (let span = spans[low]; span !== undefined && span.start < piece.end; span = spans[++low])
    found.push(span);
  return found;
}
