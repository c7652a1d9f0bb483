// The place in a file of a value that a check talks about. Follows merge keys and aliases, so that the caret stands
// under what the user wrote. Called for faults and for the secret of each entry only, never for every value.
import { isAlias, isMap, isMergeKey, isNode, isScalar, isSeq, keyOf, nameOf } from './document.ts';
import type { Alias, Node, Pair, YAMLMap } from './document.ts';
import type { Source, Span } from './source.ts';
import { spanOf } from './source.ts';

/** Steps from the root of a document: names of fields and indexes of items. */
export type Path = readonly (string | number)[];

/** Where a value stands, and the name before it. */
export interface Located {
  /** The value, or the alias that stands for it. */
  readonly written: Node;
  /** The value itself; undefined for an alias without anchor. */
  readonly node: Node | undefined;
  /** The name of the field. */
  readonly key?: Node;
}

/** Finds a value by its path. What does not exist is located by the nearest value above it. */
export function locate(source: Source, path: Path): Located {
  return path.reduce((located, step) => stepInto(source, located, step), found(source, source.root));
}

/** Goes one step further down; stays where there is no such step. */
export function stepInto(source: Source, located: Located, step: string | number): Located {
  const { node } = located;
  if (isMap(node)) {
    const pair = findPair(source, node, String(step));
    // A field of a brace may stand without a value.
    return pair === undefined ? located : { key: keyOf(pair), ...found(source, valueOf(pair)) };
  }
  const item = isSeq(node) ? node.items[Number(step)] : undefined;
  return isNode(item) ? found(source, item) : located;
}

/** The span of a value, or of the name before it where the value is empty. */
export function valueSpan({ written, key }: Located): Span {
  const span = spanOf(written);
  return key === undefined || span.end > span.start ? span : spanOf(key);
}

/** The span of the name of a field. */
export function keySpan({ written, key }: Located): Span {
  return spanOf(key ?? written);
}

/** The first token of an entry, where something that is missing in it is told. */
export function firstToken({ written }: Located): Span {
  const span = spanOf(written);
  if (!isMap(written)) return span;
  if (written.flow === true) return { start: span.start, end: span.start + 1 };
  for (const pair of written.items) return spanOf(keyOf(pair));
  return span;
}

function found(source: Source, written: Node): Located {
  return { written, node: isAlias(written) ? resolve(source, written) : written };
}

function valueOf(pair: Pair): Node {
  return isNode(pair.value) ? pair.value : keyOf(pair);
}

function findPair(source: Source, map: YAMLMap, name: string): Pair | undefined {
  const own = map.items.find((pair) => nameOf(pair) === name);
  if (own !== undefined) return own;
  const merges = map.items.filter(({ key }) => isMergeKey(key));
  return firstOf(
    merges.flatMap(({ value }) => mappingsOf(source, value)),
    (given) => findPair(source, given, name),
  );
}

/** What a merge key brings in: a mapping, or the mappings of a list. */
function mappingsOf(source: Source, value: unknown): readonly YAMLMap[] {
  const node = isAlias(value) ? resolve(source, value) : value;
  if (isSeq(node)) return node.items.flatMap((item) => mappingsOf(source, item));
  return isMap(node) ? [node] : [];
}

function firstOf<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Found | undefined,
): Found | undefined {
  for (const item of items) {
    const result = find(item);
    if (result !== undefined) return result;
  }
  return undefined;
}

const anchors = new WeakMap<Source, ReadonlyMap<string, readonly Node[]>>();

/** The last node of that name before the alias, as YAML has it. */
function resolve(source: Source, alias: Alias): Node | undefined {
  const named = anchors.get(source) ?? collectAnchors(source.root);
  anchors.set(source, named);
  const { start } = spanOf(alias);
  return named.get(alias.source)?.findLast((node) => spanOf(node).start < start);
}

function collectAnchors(root: Node): ReadonlyMap<string, readonly Node[]> {
  const named = new Map<string, Node[]>();
  const visit = (node: unknown): void => {
    if (!isNode(node)) return;
    if (!isAlias(node) && node.anchor !== undefined) {
      const same = named.get(node.anchor);
      if (same === undefined) named.set(node.anchor, [node]);
      else same.push(node);
    }
    if (isSeq(node)) node.items.forEach(visit);
    if (isMap(node)) for (const { key, value } of node.items) [key, value].forEach(visit);
  };
  visit(root);
  return named;
}

/** Whether a value stands in the file without quotes, and how it is written there. */
export function plainSource({ node }: Located): string | undefined {
  return isScalar(node) && (node.type === undefined || node.type === 'PLAIN') ? node.source : undefined;
}
