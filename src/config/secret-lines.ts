// Where secrets may stand in a file whose syntax is broken, judged line by line. Decides broadly: from the name of a
// secret to the end of its line, and every deeper line below, is a secret, except what is plainly a reference.
import { isSensitive } from './sensitive.ts';
import type { Source, Span } from './source.ts';

const WORD = /[A-Za-z_][\w.-]*/g;
/** A line that begins a field, or an item that is a mapping: what stood open above is over. */
const FIELD_LINE = /^\s*(-\s+)*\{?\s*["']?[\w.-]+["']?\s*:/;
const REFERENCE_BLOCK = /^\s*(env|file|pointer)\s*:\s*[^\s]*\s*$/;
const REFERENCE_FLOW = /^\{\s*(env|file)\s*:\s*[\w./-]+\s*(,\s*pointer\s*:\s*[\w./~-]+\s*)?\}/;

/** What the lines above leave open: text of a secret goes on while lines are deeper or no fields, or up to a quote. */
interface Open {
  readonly indent: number;
  readonly quote?: string;
}

interface Line {
  readonly start: number;
  readonly text: string;
  readonly indent: number;
}

/** Spans that may hold a secret, found without a syntax tree. */
export function secretSpansOfLines(source: Source): readonly Span[] {
  const spans: Span[] = [];
  let open: Open | undefined;
  let start = 0;
  for (const text of source.text.split('\n')) {
    const line = { start, text, indent: text.search(/\S|$/) };
    start += text.length + 1;
    if (text.trim() === '') continue;
    open = open === undefined ? scan(line, spans) : goOn(line, open, spans);
  }
  return spans;
}

function goOn(line: Line, open: Open, spans: Span[]): Open | undefined {
  if (open.quote !== undefined) {
    spans.push(rest(line, line.indent));
    return line.text.includes(open.quote) ? undefined : open;
  }
  if (line.indent <= open.indent && FIELD_LINE.test(line.text)) return scan(line, spans);
  if (!REFERENCE_BLOCK.test(line.text)) spans.push(rest(line, line.indent));
  return open;
}

function scan(line: Line, spans: Span[]): Open | undefined {
  let shownTo = 0;
  for (const { index, 0: word } of line.text.matchAll(WORD)) {
    if (index < shownTo || !isSensitive(word)) continue;
    const value = line.text.slice(index + word.length).replace(/^["']?\s*[:=]?\s*/, '');
    const from = line.text.length - value.length;
    const reference = REFERENCE_FLOW.exec(value);
    if (reference === null) return hideFrom(line, { from, key: index }, spans);
    shownTo = from + reference[0].length;
  }
  return undefined;
}

function hideFrom(line: Line, { from, key }: { from: number; key: number }, spans: Span[]): Open {
  const value = line.text.slice(from).trim();
  if (value !== '') spans.push(rest(line, from));
  const quote = /^(?:[&!]\S*\s+)*(["'])/.exec(value)?.[1];
  const unclosed = quote !== undefined && value.split(quote).length === 2;
  // In a block mapping the key's own column is the limit; further to the right it stands in a flow mapping.
  const first = /^[\s"'?-]*$/.test(line.text.slice(0, key));
  const open = { indent: first ? key : line.indent };
  return unclosed ? { ...open, quote } : open;
}

function rest(line: Line, from: number): Span {
  return { start: line.start + from, end: line.start + line.text.trimEnd().length };
}
