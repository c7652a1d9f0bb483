// Where secrets may stand in a file, so that no displayed line shows one. Decides by the tree where there is a sound
// one, and by the bare lines (secret-lines.ts) where syntax faults make the tree unreliable. In doubt: a secret.
import { isAlias, isMap, isNode, isScalar, isSeq, keyOf, nameOf } from './document.ts';
import type { Node, Pair, YAMLMap } from './document.ts';
import { isEnvName, REFERENCE_FIELDS } from './reference-fields.ts';
import { secretSpansOfLines } from './secret-lines.ts';
import { isSensitive } from './sensitive.ts';
import type { Source, Span } from './source.ts';
import { spanOf } from './source.ts';
import { closest } from './suggest.ts';

interface Walk {
  readonly text: string;
  readonly spans: Span[];
  readonly anchors: Map<string, Node>;
}

const known = new WeakMap<Source, readonly Span[]>();

/** Every span that may hold a secret, in order and without overlaps. Found once per file, when a line is first shown. */
export function secretSpans(source: Source): readonly Span[] {
  const found = known.get(source) ?? findSpans(source);
  known.set(source, found);
  return found;
}

function findSpans(source: Source): readonly Span[] {
  const walk: Walk = { text: source.text, spans: [], anchors: new Map() };
  visit(source.root, walk);
  if (source.broken) walk.spans.push(...secretSpansOfLines(source));
  return united(walk.spans);
}

function visit(node: unknown, walk: Walk): void {
  if (!isNode(node)) return;
  if (!isAlias(node) && node.anchor !== undefined) walk.anchors.set(node.anchor, node);
  if (isScalar(node)) hideTail(node, walk);
  if (isSeq(node)) for (const item of node.items) visit(item, walk);
  if (isMap(node)) visitMap(node, walk);
}

/**
 * A comma in a password without quotes ends it in a brace, and what follows is a key without a colon; a block text that
 * is not deep enough leaves the password empty. So what follows a secret is one too until a field begins.
 */
function visitMap(map: YAMLMap, walk: Walk): void {
  let follows = false;
  for (const pair of map.items) {
    if (isSensitive(nameOf(pair) ?? '')) {
      hideKeyTail(pair, walk);
      hideValue(pair, walk);
      follows = true;
    } else if (!isWritten(pair, walk) || (follows && !isName(pair, walk))) {
      walk.spans.push(spanOf(keyOf(pair)));
      hideValue(pair, walk);
    } else {
      visit(pair.key, walk);
      visit(pair.value, walk);
      follows = false;
    }
  }
}

/** Whether a key is written as keys are: not left out, no question mark before it. */
function isWritten(pair: Pair, { text }: Walk): boolean {
  const { start, end } = spanOf(keyOf(pair));
  return end > start && !/\?\s*$/.test(text.slice(Math.max(0, start - 40), start));
}

/** Whether a key reads like the name of a field: one line, a word or two, and a colon behind it. */
function isName(pair: Pair, { text }: Walk): boolean {
  const { start, end } = spanOf(keyOf(pair));
  return /^\S+( \S+)?$/.test(text.slice(start, end)) && /^\s*:/.test(text.slice(end, end + 100));
}

/** A colon or blank that is missing turns `password: hunter2` into a text; what follows the word is hidden. */
const TOLD_IN_TEXT =
  /(?:pass(?:word|wd|phrase)?|pwd|secret|token|api_?key|credential)[^\s"':=]*["'\s:=]+(?=\S)/i;

function hideTail(node: Node, { text, spans }: Walk): void {
  const { start, end } = spanOf(node);
  const match = TOLD_IN_TEXT.exec(text.slice(start, end));
  if (match !== null) spans.push({ start: start + match.index + match[0].length, end });
}

/** `{password:hunter2}` and `{password hunter2}` are keys without a value: what follows the first word is hidden. */
function hideKeyTail(pair: Pair, { text, spans }: Walk): void {
  const { start, end } = spanOf(keyOf(pair));
  const tail = text.slice(start, end).replace(/^["']?[\w.-]*["']?\s*/, '');
  spans.push({ start: end - tail.length, end });
}

function hideValue(pair: Pair, walk: Walk): void {
  const { value } = pair;
  if (isMap(value)) hideReference(value, walk);
  else if (isNode(value)) hide(value, pair, walk);
}

/** Hides a value together with the tag or anchor before it: a password may well begin with `!` or `&`. */
function hide(value: Node, pair: Pair, walk: Walk): void {
  const target = isAlias(value) ? walk.anchors.get(value.source) : undefined;
  if (target !== undefined) {
    if (isMap(target)) hideReference(target, walk);
    else walk.spans.push(spanOf(target));
    return;
  }
  const afterKey = spanOf(keyOf(pair)).end;
  const { start, end } = spanOf(value);
  // The text between key and value is the colon, blanks, and a tag or an anchor.
  const begin = afterKey + walk.text.slice(afterKey, end).search(/[^\s:]|$/);
  const from = Math.min(begin, start);
  // A block ends with its line break, and its span with the indentation of what follows.
  walk.spans.push({ start: from, end: from + walk.text.slice(from, end).trimEnd().length });
}

/** A reference may be shown, but only what is certain to be one. */
function hideReference(map: YAMLMap, walk: Walk): void {
  for (const pair of map.items) {
    const name = nameOf(pair) ?? '';
    if (closest(name, REFERENCE_FIELDS) === undefined) walk.spans.push(spanOf(keyOf(pair)));
    if (!isShownReference(name, pair.value)) hideReferenceValue(name, pair, walk);
  }
}

function isShownReference(name: string, value: unknown): boolean {
  if (!isScalar(value) || typeof value.value !== 'string') return false;
  return name === 'env' ? isEnvName(value.value) : name === 'file' || name === 'pointer';
}

/** Of a command the program is shown; its arguments may hold a token. */
function hideReferenceValue(name: string, pair: Pair, walk: Walk): void {
  const { value } = pair;
  if (name === 'exec' && isSeq(value)) {
    // The composer makes nodes of items, which the type leaves open.
    walk.spans.push(...value.items.slice(1).filter(isNode).map(spanOf));
  } else if (isNode(value)) hide(value, pair, walk);
}

/** The same spans in order and without overlaps. */
export function united(spans: Span[]): readonly Span[] {
  spans.sort((left, right) => left.start - right.start);
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last !== undefined && span.start <= last.end) {
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else if (span.end > span.start) result.push(span);
  }
  return result;
}
