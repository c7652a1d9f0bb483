// Where the faults of the YAML syntax are told. Decides the place a reader has to look at, which is often not where the
// parser noticed, and leaves out what only follows from an earlier fault.
import type { Diagnostic } from '../core/diagnostic.ts';
import { isMap, isNode, isSeq, MAX_DEPTH } from './document.ts';
import type { ParsedText, SyntaxFault } from './document.ts';
import { isHidden } from './excerpt.ts';
import type { Source, Span } from './source.ts';
import { firstLine, lineAt, spanOf } from './source.ts';
import type { Words } from './syntax-words.ts';
import { CONFLICT_MARK, NOT_CLOSED, SECOND_DOCUMENT, TOO_DEEP_LINE, wordsFor } from './syntax-words.ts';
import { SECRET_ADVICE, tellAt } from './tell.ts';

/** So many say enough about one file; a file of another kind (a binary, a log) has one in every line. */
const MAX_FAULTS = 200;
/** Once the parser has lost its place at the top level, every later token is a fault to it. */
const LOST = ' in YAML stream';
const UNCLOSED = /^Missing closing|end with a [\]}]$/;
const CLOSING: Readonly<Record<string, string>> = { '"': '"', "'": "'", '[': ']', '{': '}' };

/** A fault that is worth telling. */
interface Finding {
  readonly span: Span;
  readonly words: Words;
  /** Where the parser noticed it. */
  readonly from: number;
  /** Up to where other faults follow from this one. */
  readonly until: number;
}

/** Tells every syntax fault of a file, and limits that kept it from being read. */
export function syntaxDiagnostics(source: Source, parsed: ParsedText): readonly Diagnostic[] {
  const causes = causesOf(parsed.faults).map((fault) => findingOf(fault, source));
  const told = withoutConsequences(causes, source).slice(0, MAX_FAULTS);
  const found = told.map(({ span, words: [summary, fix] }) => {
    const advice = isHidden(source, span) ? SECRET_ADVICE : fix;
    return tellAt(source, span, { code: 'yaml-syntax', summary, fix: advice });
  });
  return [...found, ...limits(source, parsed)];
}

function causesOf(faults: readonly SyntaxFault[]): readonly SyntaxFault[] {
  const lost = faults.findIndex(({ message }) => message.includes(LOST));
  const before = lost === -1 ? faults : faults.slice(0, lost + 1);
  // The parser says so of a whole brace when something inside it is amiss.
  const precise = before.filter(({ code }) => code !== 'BLOCK_IN_FLOW');
  const starts = new Set<number>();
  return (precise.length > 0 ? precise : before).filter(
    ({ start }) => !starts.has(start) && starts.add(start),
  );
}

/** One fault a line; a fault that spans lines is the cause of those in its last line. */
function withoutConsequences(findings: readonly Finding[], { lineStarts }: Source): readonly Finding[] {
  const sorted = [...findings].sort((left, right) => left.from - right.from);
  let told = -1;
  return sorted.filter(({ from, until }) => {
    const first = lineAt(lineStarts, from).index > told;
    told = Math.max(told, lineAt(lineStarts, until).index);
    return first;
  });
}

function findingOf(fault: SyntaxFault, source: Source): Finding {
  const { text, root } = source;
  const from = firstVisible(text, Math.min(fault.start, text.trimEnd().length - 1));
  const until = Math.max(from, fault.end - 1);
  const line = firstLine(text.slice(lineAt(source.lineStarts, from).start));
  if (/^(<{7}|={7}|>{7})( |\r?$)/.test(line)) {
    return { span: { start: from, end: from + 7 }, words: CONFLICT_MARK, from, until };
  }
  if (!UNCLOSED.test(fault.message)) {
    return (
      deeperLine(fault, source) ?? {
        span: { start: from, end: fault.end },
        words: wordsFor(fault),
        from,
        until,
      }
    );
  }
  const opened = openedBefore(root, fault.start, text);
  if (opened === undefined) return { span: { start: from, end: from + 1 }, words: NOT_CLOSED, from, until };
  return { span: { start: opened, end: opened + 1 }, words: wordsFor(fault), from: opened, until };
}

/** Faults of indentation are noticed at the blanks; the place to look at is the token behind them. */
function firstVisible(text: string, offset: number): number {
  const at = Math.max(0, offset);
  return at + (/^ +(?=\S)/.exec(text.slice(at, at + 200))?.[0].length ?? 0);
}

/** A value that goes on as a mapping in the next line: that line is too deep. */
function deeperLine({ code, start }: SyntaxFault, { text }: Source): Finding | undefined {
  if (code !== 'BLOCK_AS_IMPLICIT_KEY') return undefined;
  const line = firstLine(text.slice(start));
  if (/:(\s|$)/.test(line)) return undefined;
  const below = text.slice(start + line.length);
  const begin = start + line.length + below.search(/\S|$/);
  const end = begin + text.slice(begin).search(/\s|$/);
  return { span: { start: begin, end }, words: TOO_DEEP_LINE, from: start, until: end };
}

/** Where the innermost quote, brace or bracket opens that reaches an offset without being closed. */
function openedBefore(node: unknown, offset: number, text: string): number | undefined {
  if (!isNode(node) || spanOf(node).start > offset || spanOf(node).end < offset) return undefined;
  const { start, end } = spanOf(node);
  const open = text.charAt(start);
  const closed = end - start > 1 && text.slice(start, end).trimEnd().at(-1) === CLOSING[open];
  const inner = childrenOf(node).map((child) => openedBefore(child, offset, text));
  return inner.findLast((found) => found !== undefined) ?? (open in CLOSING && !closed ? start : undefined);
}

function childrenOf(node: unknown): readonly unknown[] {
  if (isMap(node)) return node.items.flatMap(({ key, value }) => [key, value]);
  return isSeq(node) ? node.items : [];
}

function limits(source: Source, { tooDeepAt, secondDocumentAt }: ParsedText): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  if (tooDeepAt !== undefined) {
    found.push(
      tellAt(
        source,
        { start: tooDeepAt, end: tooDeepAt + 1 },
        {
          code: 'too-deep',
          summary: `lists and mappings nest deeper than ${MAX_DEPTH} levels`,
          fix: 'a list of connections needs five; check brackets and indentation',
        },
      ),
    );
  }
  if (secondDocumentAt !== undefined) {
    const [summary, fix] = SECOND_DOCUMENT;
    const start = Math.max(0, source.text.lastIndexOf('---', secondDocumentAt));
    found.push(tellAt(source, { start, end: start + 3 }, { code: 'yaml-syntax', summary, fix }));
  }
  return found;
}
