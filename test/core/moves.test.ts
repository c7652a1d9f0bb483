// What `moved:` does to the recorded keys. What a plan makes of it stands in plan-moves.test.ts.
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import type { ConnectionKey } from '../../src/core/connection.ts';
import { followMoves } from '../../src/core/moves.ts';
import { aMove, aRecord, aState } from '../support/builders.ts';

const a = connectionKey('dev', 'a');
const b = connectionKey('dev', 'b');
const c = connectionKey('dev', 'c');

/** Ids by key, as a test writes them. */
type Ids = Readonly<Record<string, string>>;

interface Row {
  readonly name: string;
  readonly moves: readonly [ConnectionKey, ConnectionKey][];
  readonly recorded: Ids;
  readonly becomes: Ids;
  readonly pending?: Ids;
  readonly clashes?: Readonly<Record<string, readonly string[]>>;
}

const rows: Row[] = [
  { name: 'nothing moves without a word', moves: [], recorded: { [a]: 'id-1' }, becomes: { [a]: 'id-1' } },
  {
    name: 'a record goes to its new key',
    moves: [[a, b]],
    recorded: { [a]: 'id-1' },
    becomes: { [b]: 'id-1' },
    pending: { [b]: a },
  },
  {
    name: 'a move that has taken place stays without effect',
    moves: [[a, b]],
    recorded: { [b]: 'id-1' },
    becomes: { [b]: 'id-1' },
  },
  {
    name: 'a move of what was never recorded has no effect',
    moves: [[a, b]],
    recorded: { [c]: 'id-1' },
    becomes: { [c]: 'id-1' },
  },
  {
    name: 'a chain leads to its end from its start',
    moves: [
      [a, b],
      [b, c],
    ],
    recorded: { [a]: 'id-1' },
    becomes: { [c]: 'id-1' },
    pending: { [c]: a },
  },
  {
    name: 'a chain leads to its end from its middle',
    moves: [
      [a, b],
      [b, c],
    ],
    recorded: { [b]: 'id-1' },
    becomes: { [c]: 'id-1' },
    pending: { [c]: b },
  },
  {
    name: 'one connection under both keys is left to be forgotten under the old one',
    moves: [[a, b]],
    recorded: { [a]: 'id-1', [b]: 'id-1' },
    becomes: { [a]: 'id-1', [b]: 'id-1' },
  },
  {
    name: 'two connections do not become one',
    moves: [[a, b]],
    recorded: { [a]: 'id-1', [b]: 'id-2' },
    becomes: { [a]: 'id-1', [b]: 'id-2' },
    clashes: { [b]: ['dev/b id-2', 'dev/a id-1'] },
  },
  {
    name: 'two connections of one chain do not become one at its end',
    moves: [
      [a, b],
      [b, c],
    ],
    recorded: { [a]: 'id-1', [b]: 'id-2' },
    becomes: { [c]: 'id-1', [b]: 'id-2' },
    pending: { [c]: a },
    clashes: { [c]: ['dev/a id-1', 'dev/b id-2'] },
  },
  {
    name: 'three connections of one chain are all told',
    moves: [
      [a, b],
      [b, c],
    ],
    recorded: { [a]: 'id-1', [b]: 'id-2', [c]: 'id-3' },
    becomes: { [a]: 'id-1', [b]: 'id-2', [c]: 'id-3' },
    clashes: { [c]: ['dev/c id-3', 'dev/a id-1', 'dev/b id-2'] },
  },
];

function recordsOf(ids: Ids): Record<string, ReturnType<typeof aRecord>> {
  return Object.fromEntries(Object.entries(ids).map(([key, id]) => [key, aRecord({ id })]));
}

describe('of moves', () => {
  it.each(rows)('$name', ({ moves, recorded, becomes, pending = {}, clashes = {} }) => {
    for (const order of [moves, moves.toReversed()]) {
      const moved = followMoves(
        aState(recordsOf(recorded)),
        order.map((pair) => aMove(...pair)),
      );
      expect(Object.fromEntries([...moved.connections].map(([key, { id }]) => [key, id]))).toEqual(becomes);
      expect(Object.fromEntries(moved.pending)).toEqual(pending);
      const told = [...moved.clashes].map(([to, holders]) => [
        to,
        holders.map(({ key, id }) => `${key} ${id}`),
      ]);
      expect(Object.fromEntries(told)).toEqual(clashes);
    }
  });

  it('a circle that slipped through the check ends', () => {
    const moves = [aMove(a, b), aMove(b, a)];
    expect(followMoves(aState({ [a]: aRecord() }), moves).connections.size).toBe(1);
  });
});
