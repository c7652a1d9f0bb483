// The `moved:` lists of all files, and the rules that make of them one way for each connection: no two moves begin or
// end at one key, none begins where an entry still is, and every way ends at an entry. A move is told about one thing
// for each of its ends; what follows from a fault is not told.
import type { ConnectionKey } from '../core/connection.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Move } from '../core/moves.ts';
import type { CheckedFile } from './check.ts';
import type { ListedKeys } from './listed-keys.ts';
import { collectKeys, nearestKey } from './listed-keys.ts';
import type { Located } from './locate.ts';
import { firstToken, locate, stepInto, valueSpan } from './locate.ts';
import { circle, leadsNowhere, movedTwice, otherSandbox } from './move-words.ts';
import { reachedTwice, sameKey, stillListed } from './move-words.ts';
import { isFullKey } from './schema.ts';
import type { Source, Span } from './source.ts';
import { placeOf, rangeOf, trimmedSpan } from './source.ts';
import type { Telling } from './tell.ts';
import { tellAt } from './tell.ts';
import { isFields } from './values.ts';

/** An item of `moved:`, whatever the schema says of it. */
interface Item {
  readonly source: Source;
  readonly located: Located;
  readonly from: unknown;
  readonly to: unknown;
}

interface WrittenMove extends Item {
  readonly from: ConnectionKey;
  readonly to: ConnectionKey;
}

/** The moves of all files together, in order, and what is wrong with them; `allRead` says that no file is missing. */
export function movesOf(
  files: readonly CheckedFile[],
  allRead: boolean,
): { readonly moves: readonly Move[]; readonly diagnostics: readonly Diagnostic[] } {
  const items = files.flatMap(itemsOf);
  if (items.length === 0) return { moves: [], diagnostics: [] };
  const written = items.filter(isWritten);
  const moves = written.map(({ source, located, from, to }) => ({
    from,
    to,
    range: rangeOf(source, trimmedSpan(source, located.written)),
  }));
  const listed = collectKeys(files, allRead);
  const passed = new Set(items.map(({ from }) => from));
  const complete = listed.complete && items.every(({ from }) => typeof from === 'string');
  return { moves, diagnostics: moveFaults(written, { entries: listed.entries, passed, complete }) };
}

function itemsOf({ source, value }: CheckedFile): readonly Item[] {
  const list = isFields(value) ? value['moved'] : undefined;
  if (!Array.isArray(list)) return [];
  const located = locate(source, ['moved']);
  return list.map((item: unknown, index) => {
    const { from, to } = isFields(item) ? item : {};
    return { source, located: stepInto(source, located, index), from, to };
  });
}

/** What the schema refuses has been told. */
function isWritten(item: Item): item is WrittenMove {
  return isFullKey(item.from) && isFullKey(item.to);
}

type End = 'from' | 'to';

/** The moves that count, by one of their ends. */
type Firsts = ReadonlyMap<ConnectionKey, WrittenMove>;

interface Goals extends ListedKeys {
  /** Where any item begins, faulty ones included: another move may end there. */
  readonly passed: ReadonlySet<unknown>;
  /** Whether neither a key of the list nor the start of a move is in doubt. */
  readonly complete: boolean;
}

function moveFaults(written: readonly WrittenMove[], goals: Goals): readonly Diagnostic[] {
  const possible = written.filter((move) => impossible(move) === undefined);
  const starts = firstsBy('from', possible);
  const circles = circlesOf(starts);
  const circling = new Set(circles.flatMap(({ way }) => way));
  const open = [...starts.values()].filter((move) => !circling.has(move));
  const stops = firstsBy('to', open);
  return [
    ...written.flatMap((move) => tellEnd(move, 'to', impossible(move))),
    ...possible.flatMap((move) => tellEnd(move, 'from', secondStart(move, starts))),
    ...circles.flatMap(({ start, way }) => tellEnd(start, 'to', circle(way.map(({ from }) => from)))),
    ...open.flatMap((move) => tellEnd(move, 'from', keptStart(move, goals))),
    ...open.flatMap((move) => tellEnd(move, 'to', secondStop(move, stops) ?? lostStop(move, goals))),
  ];
}

function impossible({ from, to }: WrittenMove): Telling | undefined {
  if (from === to) return sameKey;
  const [left, right] = [sandboxOf(from), sandboxOf(to)];
  return left === right ? undefined : otherSandbox(left, right);
}

function sandboxOf(key: ConnectionKey): string {
  return key.slice(0, key.indexOf('/'));
}

function secondStart(move: WrittenMove, starts: Firsts): Telling | undefined {
  const first = starts.get(move.from);
  return first === undefined || first === move ? undefined : movedTwice(move.from, placeOfEnd(first, 'from'));
}

function secondStop(move: WrittenMove, stops: Firsts): Telling | undefined {
  const first = stops.get(move.to);
  return first === undefined || first === move ? undefined : reachedTwice(move.to, placeOfEnd(first, 'to'));
}

function keptStart({ from }: WrittenMove, { entries }: Goals): Telling | undefined {
  const entry = entries.get(from);
  if (entry === undefined) return undefined;
  return stillListed(from, placeOf(entry.source, firstToken(entry.located).start));
}

/** While a key is in doubt, that may be the one. */
function lostStop({ from, to }: WrittenMove, { entries, passed, complete }: Goals): Telling | undefined {
  if (!complete || entries.has(to) || passed.has(to)) return undefined;
  const nearest = nearestKey(to, entries);
  return leadsNowhere(to, nearest === from ? undefined : nearest);
}

function firstsBy(end: End, moves: readonly WrittenMove[]): Firsts {
  const firsts = new Map<ConnectionKey, WrittenMove>();
  for (const move of moves) if (!firsts.has(move[end])) firsts.set(move[end], move);
  return firsts;
}

interface Circle {
  readonly start: WrittenMove;
  readonly way: readonly WrittenMove[];
}

/** Every move is passed once, so a long chain costs no more than its length. */
function circlesOf(starts: Firsts): readonly Circle[] {
  const passed = new Set<WrittenMove>();
  return [...starts.values()].flatMap((first) => {
    const path: WrittenMove[] = [];
    let move: WrittenMove | undefined = first;
    while (move !== undefined && !passed.has(move)) {
      passed.add(move);
      path.push(move);
      move = starts.get(move.to);
    }
    // A way that joins an earlier one is no new circle.
    const begin = move === undefined ? -1 : path.indexOf(move);
    return move === undefined || begin === -1 ? [] : [{ start: move, way: path.slice(begin) }];
  });
}

function tellEnd(move: WrittenMove, end: End, telling: Telling | undefined): readonly Diagnostic[] {
  return telling === undefined ? [] : [tellAt(move.source, spanOfEnd(move, end), telling)];
}

function spanOfEnd({ source, located }: WrittenMove, end: End): Span {
  return valueSpan(stepInto(source, located, end));
}

function placeOfEnd(move: WrittenMove, end: End): string {
  return placeOf(move.source, spanOfEnd(move, end).start);
}
