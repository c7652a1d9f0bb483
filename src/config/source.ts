// One configuration file as text, and the way from offsets to lines and columns. Offsets are converted here and nowhere
// else, and only for what is told or for the start of an entry.
import type { SourceRange } from '../core/diagnostic.ts';
import type { Node } from './document.ts';

/** A piece of a file, by offsets; the end is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A file as it was read, without regard to what stands in it. */
export interface SourceText {
  /** Path as the user would type it. */
  readonly file: string;
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
}

/** A file and its syntax tree. */
export interface Source extends SourceText {
  readonly lineStarts: readonly number[];
  readonly root: Node;
  /** Whether syntax faults make the tree unreliable. */
  readonly broken: boolean;
}

/** A line, by its index from 0 and the offset at which it begins. */
export interface LinePlace {
  readonly index: number;
  readonly start: number;
}

/** The line that holds an offset. */
export function lineAt(lineStarts: readonly number[], offset: number): LinePlace {
  let [low, start, high] = [0, 0, lineStarts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const begin = lineStarts[middle];
    if (begin !== undefined && begin <= offset) [low, start] = [middle, begin];
    else high = middle - 1;
  }
  return { index: low, start };
}

/** A span as lines and columns, both from 1; columns count UTF-16 code units, as editors do. */
export function rangeOf(source: Source, span: Span): SourceRange {
  const { line, column } = position(source, span.start);
  const end = position(source, Math.max(span.start, span.end));
  return { file: source.file, line, column, endLine: end.line, endColumn: end.column };
}

/** `file:line:column` of an offset, for messages that name a second place. */
export function placeOf(source: Source, offset: number): string {
  const { line, column } = position(source, offset);
  return `${source.file}:${line}:${column}`;
}

function position(source: Source, offset: number): { readonly line: number; readonly column: number } {
  const { index, start } = lineAt(source.lineStarts, offset);
  return { line: index + 1, column: offset - start + 1 };
}

/** The part of the text that a node covers, without the line breaks that end a block. */
export function trimmedSpan({ text }: Source, node: Node): Span {
  const { start, end } = spanOf(node);
  return { start, end: start + text.slice(start, end).trimEnd().length };
}

/** The part of the text that a node covers. */
export function spanOf(node: Node): Span {
  // The composer gives every node a range, which the type leaves open.
  const [start, end] = node.range as [number, number, number];
  return { start, end };
}

/** The first line of a text, without its line break. */
export function firstLine(text: string): string {
  return text.slice(0, text.search(/\n|$/));
}
