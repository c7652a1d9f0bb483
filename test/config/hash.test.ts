// What the hash of a configuration notices, and what it does not.
import { describe, expect, test } from 'vitest';
import { configurationHash } from '../../src/config/hash.ts';
import type { DesiredConnection } from '../../src/core/connection.ts';
import { connectionKey } from '../../src/core/connection.ts';
import type { Move } from '../../src/core/moves.ts';
import { listOf, loaded, LOGIN } from './workspace.ts';

const range = { file: 'a.yaml', line: 1, column: 1, endLine: 2, endColumn: 1 };
const elsewhere = { file: 'b.yaml', line: 7, column: 3, endLine: 9, endColumn: 4 };
const ref = { kind: 'env', name: 'P', pointer: '/a' } as const;

const undescribed: DesiredConnection = {
  key: connectionKey('prod', 'orders'),
  sandbox: 'prod',
  name: 'Orders',
  specName: 'Basic Authentication',
  params: { server: 'db2', options: { a: 1, b: [{ c: 2, d: null }, 4] } },
  secret: { param: 'password', ref, range },
  tags: ['eu', 'orders'],
  protect: true,
  onDrift: 'report',
  range,
};
const entry: DesiredConnection = { ...undescribed, description: 'Order master' };
const other: DesiredConnection = { ...entry, key: connectionKey('dev', 'orders') };
const move: Move = { from: connectionKey('prod', 'a'), to: entry.key, range };
const chained: Move = { from: connectionKey('prod', 'b'), to: move.from, range };
const folder = '/repo';
const hash = hashOf([entry, other], [move, chained]);

function hashOf(desired: readonly DesiredConnection[], moves: readonly Move[]): string {
  return configurationHash({ desired, moves, folder });
}

/** The same members in the opposite order. */
function turned(given: DesiredConnection): DesiredConnection {
  return Object.fromEntries(Object.entries(given).reverse()) as unknown as DesiredConnection;
}

test('is a SHA-256 with its name before it', () => {
  expect(hash).toMatch(/^sha256:[0-9a-f]{64}$/);
});

describe('does not notice', () => {
  const params = { options: { b: [{ d: null, c: 2 }, 4], a: 1 }, server: 'db2' };
  const rows: readonly (readonly [
    name: string,
    desired: readonly DesiredConnection[],
    moves: readonly Move[],
  ])[] = [
    ['the order of entries and moves', [other, entry], [chained, move]],
    ['the order of members', [turned(entry), turned(other)], [move, chained]],
    ['the order of params at any depth', [{ ...entry, params }, other], [move, chained]],
    ['the order of tags', [{ ...entry, tags: ['orders', 'eu'] }, other], [move, chained]],
    [
      'places',
      [{ ...entry, range: elsewhere, secret: { ...entry.secret, range: elsewhere } }, other],
      [{ ...move, range: elsewhere }, chained],
    ],
  ];
  test.for(rows)('%s', ([, desired, moves]) => {
    expect(hashOf(desired, moves)).toBe(hash);
  });

  test('how a list is spread over files', async () => {
    const [first, second] = [`name: A\n${LOGIN}\ntags: [x, y]`, `name: B\n${LOGIN}`];
    const moved = 'moved: [{ from: prod/C, to: prod/B }]\n';
    const one = await loaded({ 'c.yaml': moved + listOf(first, second) });
    const two = await loaded({
      'a.yaml': listOf(second),
      'b.yaml': listOf(`tags: [y, x]\n${first.replace('\ntags: [x, y]', '')}`) + moved,
    });
    expect(hashOf(one.desired, one.moves)).toBe(hashOf(two.desired, two.moves));
  });
});

describe('notices', () => {
  const secret = entry.secret;
  const changes: Readonly<Record<Exclude<keyof DesiredConnection, 'range'>, readonly object[]>> = {
    key: [{ key: connectionKey('prod', 'other') }],
    sandbox: [{ sandbox: 'stage' }],
    name: [{ name: 'orders' }],
    description: [{ description: '' }],
    specName: [{ specName: 'Other' }],
    params: [
      { params: { server: 'db2' } },
      { params: { ...entry.params, extra: null } },
      { params: { ...entry.params, server: 5 } },
      { params: { ...entry.params, options: { a: 1, b: [4, { c: 2, d: null }] } } },
      { params: { ...entry.params, options: { a: 1, b: [{ c: 2, d: false }, 4] } } },
    ],
    secret: [
      { secret: { ...secret, param: 'connectionString' } },
      { secret: { ...secret, ref: { ...ref, name: 'Q' } } },
      { secret: { ...secret, ref: { ...ref, pointer: '/b' } } },
      { secret: { ...secret, ref: { kind: 'file', path: 'P', pointer: '/a' } } },
      { secret: { ...secret, ref: { kind: 'exec', command: ['P', '/a'] } } },
    ],
    tags: [{ tags: ['eu'] }, { tags: ['eu orders'] }],
    protect: [{ protect: false }],
    onDrift: [{ onDrift: 'correct' }],
  };
  test.for(Object.entries(changes))('another %s', ([, variants]) => {
    const hashes = variants.map((change) => hashOf([{ ...entry, ...change }, other], [move, chained]));
    expect(new Set([hash, ...hashes]).size).toBe(variants.length + 1);
  });

  const rows: readonly (readonly [
    name: string,
    desired: readonly DesiredConnection[],
    moves: readonly Move[],
  ])[] = [
    ['a description less', [undescribed, other], [move, chained]],
    ['an entry less', [entry], [move, chained]],
    ['a move less', [entry, other], [move]],
    ['a move from elsewhere', [entry, other], [{ ...move, from: connectionKey('prod', 'c') }, chained]],
    ['a move to elsewhere', [entry, other], [{ ...move, to: other.key }, chained]],
  ];
  test.for(rows)('%s', ([, desired, moves]) => {
    expect(hashOf(desired, moves)).not.toBe(hash);
  });
});

test('is the same in every checkout, wherever it lies', () => {
  const at = (root: string): string => {
    const file = { kind: 'file', path: `${root}/secrets/orders.txt` } as const;
    const desired = [{ ...entry, secret: { ...entry.secret, ref: file } }];
    return configurationHash({ desired, moves: [], folder: root });
  };
  expect(at('/home/one/repo')).toBe(at('/builds/two'));
});
