// YAML text to a syntax tree with offsets. Decides how deep a file may nest, before the tree is built: composing it
// recurses. Nothing is resolved here; values, aliases and merge keys are for values.ts.
import { Composer, isScalar, Lexer, LineCounter, Parser, Scalar } from 'yaml';
import type { CST, Document, ErrorCode, Node, Pair } from 'yaml';

export { Document, isAlias, isMap, isNode, isScalar, isSeq, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
export type { Alias, ErrorCode, Node } from 'yaml';

/** Nesting that a list of connections never needs; the stack of Node allows a hundred times that. */
export const MAX_DEPTH = 32;

/** A fault of the YAML syntax as the parser reports it; its message may quote the source and is never shown. */
export interface SyntaxFault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** A parsed file: the tree of its only document, or what kept it from being one. */
export interface ParsedText {
  /** An empty value where there is none. */
  readonly root: Node;
  /** Offsets at which the lines begin. */
  readonly lineStarts: readonly number[];
  readonly faults: readonly SyntaxFault[];
  /** Where the nesting passed the limit; nothing was composed then. */
  readonly tooDeepAt?: number;
  /** Where a second document begins. */
  readonly secondDocumentAt?: number;
}

/** Parses one file. All syntax faults are collected. */
export function parseText(text: string): ParsedText {
  const lines = new LineCounter();
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens = tokensOf(text, parser);
  if (tokens === undefined) {
    return { root: emptyValue(), lineStarts: lines.lineStarts, faults: [], tooDeepAt: parser.offset };
  }
  const documents = compose(tokens, text.length);
  const [first, second] = documents;
  const found = documents.slice(0, 1).flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  return {
    root: first?.contents ?? emptyValue(),
    lineStarts: lines.lineStarts,
    faults: found.map(({ code, message, pos }) => ({ code, message, start: pos[0], end: pos[1] })),
    ...(second !== undefined && { secondDocumentAt: second.range[0] }),
  };
}

function emptyValue(): Node {
  return Object.assign(new Scalar(null), { range: [0, 0, 0] as const });
}

function tokensOf(text: string, parser: Parser): CST.Token[] | undefined {
  const tokens: CST.Token[] = [];
  // Besides the open collections the stack holds the document and the scalar under way.
  const limit = MAX_DEPTH + 2;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > limit) return undefined;
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

function compose(tokens: readonly CST.Token[], length: number): Document.Parsed[] {
  // Looking for duplicate keys is left to values.ts: the composer's own search is quadratic in the size of a mapping.
  const composer = new Composer({ merge: true, uniqueKeys: false, logLevel: 'silent' });
  return [...composer.compose(tokens, true, length)];
}

/** The key of a field. The composer makes a node of every key, which the type leaves open. */
export function keyOf(pair: Pair): Node {
  return pair.key as Node;
}

/** The name of a field, or undefined for merge keys and names that are no text. */
export function nameOf({ key }: Pair): string | undefined {
  return isScalar(key) && typeof key.value !== 'symbol' ? String(key.value) : undefined;
}

/** Whether a key is `<<`. */
export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && typeof key.value === 'symbol';
}
