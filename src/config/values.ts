// Syntax tree to plain values: merge keys and aliases resolved, duplicate fields found. Decides how much aliases may
// expand to; a file can ask for no more nodes than it has characters, so an alias bomb costs what its size costs.
import type { Diagnostic } from '../core/diagnostic.ts';
import { isAlias, isMap, isMergeKey, isNode, isSeq, keyOf, MAX_DEPTH, nameOf } from './document.ts';
import type { Alias, Node, Pair, Scalar, YAMLMap } from './document.ts';
import { isHidden } from './excerpt.ts';
import { fieldText } from './sensitive.ts';
import type { Source, Span } from './source.ts';
import { placeOf, spanOf } from './source.ts';
import type { Telling } from './tell.ts';
import { SECRET_ADVICE, tellAt } from './tell.ts';

/** Expansion that even the smallest file may use. */
const FREE_EXPANSION = 10_000;

/** A mapping as plain data. Fields are its own; nothing is inherited but the members of Object.prototype. */
export type Fields = Record<string, unknown>;

/** A file's content as plain data, or undefined where it cannot be had. */
export interface PlainContent {
  readonly value: unknown;
  readonly diagnostics: readonly Diagnostic[];
  /** Mappings that lack what a merge should have brought. */
  readonly incomplete: WeakSet<Fields>;
}

interface Run {
  readonly source: Source;
  readonly diagnostics: Diagnostic[];
  readonly incomplete: WeakSet<Fields>;
  /** What an anchor names by now; `open` while the anchored node is still being read. */
  readonly anchors: Map<string, Node | 'open'>;
  /** How many more nodes aliases may expand to. */
  left: number;
  /** The alias in the file that is being expanded; faults below it were told where they stand. */
  alias: Alias | undefined;
  stopped: boolean;
}

/** Turns a parsed file into plain values. */
export function plainContent(source: Source): PlainContent {
  const left = FREE_EXPANSION + source.text.length;
  const [diagnostics, incomplete]: [Diagnostic[], WeakSet<Fields>] = [[], new WeakSet()];
  const anchors = new Map<string, Node | 'open'>();
  const run: Run = { source, diagnostics, incomplete, anchors, left, alias: undefined, stopped: false };
  const value = convert(source.root, 0, run);
  return { value: run.stopped ? undefined : value, diagnostics, incomplete };
}

/** Whether plain data is a mapping. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function convert(node: unknown, depth: number, run: Run): unknown {
  if (!isNode(node) || run.stopped) return null;
  if (isAlias(node)) return expand(node, depth, run);
  if (run.alias !== undefined && !mayExpand(run.alias, depth, run)) return null;
  if (node.anchor === undefined || run.alias !== undefined) return convertHere(node, depth, run);
  run.anchors.set(node.anchor, 'open');
  const value = convertHere(node, depth, run);
  run.anchors.set(node.anchor, node);
  return value;
}

function convertHere(node: Exclude<Node, Alias>, depth: number, run: Run): unknown {
  if (isMap(node)) return convertMap(node, depth, run);
  if (isSeq(node)) return node.items.map((item) => convert(item, depth + 1, run));
  return convertScalar(node, run);
}

/** Digits that a number would lose, and numbers that JSON does not have, are refused; text keeps them. */
function convertScalar(node: Scalar, run: Run): unknown {
  const { value } = node;
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const digits = /^[-+]?\d+$/.test(String(node.source));
  // What is no reference to a secret is told as that.
  if ((digits || !Number.isFinite(value)) && !isHidden(run.source, spanOf(node))) {
    tellOnce(run, spanOf(node), {
      code: 'invalid-value',
      summary: digits
        ? 'this number has more digits than can be kept'
        : 'this is not a number that JSON can carry',
      fix: 'put the value in quotes to have it as text',
    });
  }
  return value;
}

function convertMap(map: YAMLMap, depth: number, run: Run): Fields {
  const fields: Fields = {};
  const taken = new Map<string, Pair>();
  const merges: unknown[] = [];
  for (const pair of map.items) {
    if (isMergeKey(pair.key)) merges.push(pair.value);
    else addField(fields, pair, { taken, depth, run });
  }
  for (const value of merges) merge(fields, value, { depth, run });
  return fields;
}

interface Place {
  readonly depth: number;
  readonly run: Run;
}

function addField(fields: Fields, pair: Pair, place: Place & { readonly taken: Map<string, Pair> }): void {
  const { taken, depth, run } = place;
  const name = nameOf(pair);
  const value = convert(pair.value, depth + 1, run);
  const first = name === undefined ? undefined : taken.get(name);
  if (name === undefined) tellOnce(run, keySpan(pair), noText);
  else if (name === '__proto__') tellOnce(run, keySpan(pair), noPrototype);
  else if (first !== undefined) tellOnce(run, keySpan(pair), duplicate(name, { first, pair, run }));
  else {
    taken.set(name, pair);
    fields[name] = value;
  }
}

function duplicate(name: string, { first, pair, run }: { first: Pair; pair: Pair; run: Run }): Telling {
  const said = isHidden(run.source, keySpan(pair)) ? '' : name;
  return {
    code: 'yaml-syntax',
    summary: `the ${fieldText(said)} stands twice in one mapping, first at ${placeOf(run.source, keySpan(first).start)}`,
    fix: 'remove one of the two',
  };
}

const noPrototype: Telling = {
  code: 'unknown-field',
  summary: 'unknown field `__proto__`',
  fix: 'remove it; no field may have this name',
};

const noText: Telling = {
  code: 'schema-violation',
  summary: 'a field name has to be text',
  detail: 'a mapping, a list or an alias stands where the name of a field belongs',
  fix: 'write `name: value`; text that contains braces or brackets needs quotes',
};

function keySpan(pair: Pair): Span {
  return spanOf(keyOf(pair));
}

/** What stands in the mapping wins over what is merged, and what is merged first over what follows. */
function merge(fields: Fields, node: unknown, place: Place): void {
  const { run, depth } = place;
  // Deeper by one, so that a chain of merges is bounded as nesting is.
  const value = convert(node, depth + 1, run);
  for (const given of Array.isArray(value) ? value : [value]) {
    if (isFields(given)) {
      for (const name of Object.keys(given)) if (!Object.hasOwn(fields, name)) fields[name] = given[name];
    } else {
      run.incomplete.add(fields);
      if (given !== undefined && isNode(node)) tellOnce(run, spanOf(node), badMerge);
    }
  }
}

const badMerge: Telling = {
  code: 'yaml-syntax',
  summary: '`<<` merges mappings only',
  fix: 'name the anchor of a mapping, as in `<<: *name`, or a list of such',
};

/** What an alias stands for; undefined where that is not known, which no later check complains about again. */
function expand(alias: Alias, depth: number, run: Run): unknown {
  const node = run.anchors.get(alias.source);
  if (node === undefined || node === 'open') {
    tellOnce(run, spanOf(alias), {
      code: 'yaml-syntax',
      // The name is not repeated: a password that begins with an asterisk reads as an alias.
      summary:
        node === 'open' ? 'this alias stands inside what it names' : 'no anchor of this name stands above',
      fix: isHidden(run.source, spanOf(alias))
        ? SECRET_ADVICE
        : 'define it with `&name` above this line, or put text that begins with `*` in quotes',
    });
    return undefined;
  }
  const outer = run.alias;
  run.alias = outer ?? alias;
  const value = convert(node, depth, run);
  run.alias = outer;
  return value;
}

function mayExpand(alias: Alias, depth: number, run: Run): boolean {
  run.left -= 1;
  if (run.left >= 0 && depth <= MAX_DEPTH) return true;
  run.diagnostics.push(tellAt(run.source, spanOf(alias), run.left >= 0 ? tooDeep : tooLarge));
  run.stopped = true;
  return false;
}

const tooDeep: Telling = {
  code: 'too-deep',
  summary: `aliases nest deeper than ${MAX_DEPTH} levels`,
  fix: 'write the values out, or merge smaller mappings',
};

const tooLarge: Telling = {
  code: 'too-large',
  summary: 'aliases expand to more than the file may hold',
  detail: 'a few lines of aliases that name each other can grow without bounds',
  fix: 'write the values out, or merge smaller mappings',
};

function tellOnce({ source, diagnostics, alias }: Run, span: Span, telling: Telling): void {
  if (alias === undefined) diagnostics.push(tellAt(source, span, telling));
}
