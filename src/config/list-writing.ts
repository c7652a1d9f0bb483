// A list of connections as YAML text. Decides how values are spelt: every text in such a way that each YAML reader takes
// it for the same text. The library quotes; nothing is put together by hand.
import type { Json } from '../core/connection.ts';
import { SECRET_PARAMS } from '../core/connection.ts';
import type { EntryLayout, ListLayout } from '../core/list-layout.ts';
import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from './document.ts';
import { isAmbiguous } from './entry-faults.ts';

/** Writes a list. */
export function listText({ header, platform, entries, footer }: ListLayout): string {
  const list = new YAMLSeq();
  list.items = entries.map(entryNode);
  const root = new YAMLMap();
  root.items.push(new Pair(textNode('version'), new Scalar(1)));
  if (platform !== undefined) root.items.push(section('platform', mapNode(platform)));
  root.items.push(section('connections', list));
  // What a YAML 1.1 reader would take for a number, a date or a truth is quoted too.
  const document = new Document(root, { compat: 'yaml-1.1' });
  document.commentBefore = commentOf(header);
  document.comment = commentOf(footer);
  return document.toString({ lineWidth: 0 });
}

function section(name: string, value: YAMLMap | YAMLSeq): Pair {
  const key = textNode(name);
  key.spaceBefore = true;
  return new Pair(key, value);
}

function entryNode({ comment, fields }: EntryLayout, index: number): YAMLMap {
  const entry = mapNode(fields);
  // A reference is short and reads best in one line.
  for (const { key, value } of entry.items) {
    if (SECRET_PARAMS.some((param) => key.value === param) && value instanceof YAMLMap) value.flow = true;
  }
  entry.commentBefore = commentOf(comment);
  entry.spaceBefore = index > 0;
  return entry;
}

/** The library puts a `#` before every line, but for empty ones. */
function commentOf(lines: readonly string[]): string {
  return lines.map((line) => (line === '' ? '' : ` ${line}`)).join('\n');
}

function mapNode(fields: Readonly<Record<string, Json>>): YAMLMap<Scalar> {
  const map = new YAMLMap<Scalar>();
  map.items = Object.entries(fields).map(([name, value]) => new Pair(textNode(name), nodeOf(value)));
  return map;
}

function nodeOf(value: Json): Scalar | YAMLMap | YAMLSeq {
  if (typeof value === 'string') return textNode(value);
  if (value === null || typeof value !== 'object') return new Scalar(value);
  if (!isList(value)) return mapNode(value);
  const list = new YAMLSeq();
  list.items = value.map(nodeOf);
  return list;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** The library does not know that some texts are taken for truths in any case, and that our reader merges. */
function textNode(text: string): Scalar<string> {
  const node = new Scalar(text);
  if (isAmbiguous(text) || text === '<<') node.type = Scalar.QUOTE_DOUBLE;
  return node;
}
