// The `moved:` lists as they are handed on. What is refused about them stands in cases/.
import { describe, expect, test } from 'vitest';
import { listOf, loaded, LOGIN, refused } from './workspace.ts';

const entry = (key: string, login = LOGIN): string => `name: N ${key}\nkey: ${key}\n${login}`;

function movedBy(...moves: readonly (readonly [from: string, to: string])[]): string {
  return `moved:\n${moves.map(([from, to]) => `  - { from: ${from}, to: ${to} }\n`).join('')}`;
}

async function keysOf(text: string): Promise<readonly (readonly string[])[]> {
  const { moves } = await loaded({ 'c.yaml': text });
  return moves.map(({ from, to }) => [from, to]);
}

test('a list without moves has none', async () => {
  expect(await keysOf(listOf(entry('a')))).toEqual([]);
  expect(await keysOf(`${listOf(entry('a'))}moved: []\n`)).toEqual([]);
});

test('moves come from all files in order, each with the place of its item', async () => {
  const files = {
    'a.yaml': `${listOf(entry('a'), entry('b c'))}moved: [{ from: prod/y/z, to: prod/b c }]\n`,
    'b.yaml': `version: 1\nconnections: []\nmoved:\n  - from: prod/x   # was\n    to: prod/a\n`,
  };
  const { moves } = await loaded(files);
  expect(moves).toEqual([
    {
      from: 'prod/y/z',
      to: 'prod/b c',
      range: { file: 'a.yaml', line: 17, column: 9, endLine: 17, endColumn: 41 },
    },
    {
      from: 'prod/x',
      to: 'prod/a',
      range: { file: 'b.yaml', line: 4, column: 5, endLine: 5, endColumn: 15 },
    },
  ]);
});

test('an entry without a key is named by its name, and one in several sandboxes by each of them', async () => {
  const text = listOf(`name: New\n${LOGIN.replace('sandbox: prod', 'sandboxes: [dev, prod]')}`);
  const moves = [
    ['dev/Old', 'dev/New'],
    ['prod/Old', 'prod/New'],
  ] as const;
  expect(await keysOf(text + movedBy(...moves))).toEqual(moves);
});

test('a chain is fine in any order and over several files', async () => {
  const { moves } = await loaded({
    'a.yaml': listOf(entry('c')) + movedBy(['prod/b', 'prod/c']),
    'b.yaml': `version: 1\nconnections: []\n${movedBy(['prod/a', 'prod/b'])}`,
  });
  expect(moves).toHaveLength(2);
});

test('a long chain costs no more than its length', async () => {
  const count = 5_000;
  const steps = Array.from(
    { length: count },
    (_, n) => [`prod/${count - n}`, `prod/${count - n - 1}`] as const,
  );
  expect(await keysOf(listOf(entry('"0"')) + movedBy(...steps))).toHaveLength(count);
});

test('an item may come from an anchor, and is told where it stands', async () => {
  const shared = `x-move: &move { from: prod/a, to: prod/b }\n`;
  expect(await keysOf(`${shared}${listOf(entry('b'))}moved: [*move]\n`)).toEqual([['prod/a', 'prod/b']]);
  const text = await refused({ 'c.yaml': `${shared}${listOf(entry('c'))}moved: [*move]\n` });
  expect(text).toContain('c.yaml:1:35: error: no entry has the key `prod/b`');
});

describe('nothing is concluded about a key that is in doubt', () => {
  const rows: readonly (readonly [name: string, entry: string, fault: string])[] = [
    ['the name is missing', `key: b\n${LOGIN}`, 'the entry has no `name`'],
    ['the key has no value', `name: a\nkey:\n${LOGIN}`, '`key` has no value'],
    ['the key is called something else', `name: a\nid: b\n${LOGIN}`, 'unknown field `id`'],
    ['the sandbox is mistyped', entry('b', LOGIN.replace('sandbox', 'sandbx')), 'unknown field `sandbx`'],
    [
      'one of the sandboxes is no text',
      entry('b', LOGIN.replace('sandbox: prod', 'sandboxes: [dev, 7]')),
      'an item of `sandboxes` has to be text',
    ],
    ['the entry is no mapping', 'b', 'an entry has to be a mapping'],
  ];
  test.for(rows)('%s', async ([, text, fault]) => {
    const told = await refused({ 'c.yaml': listOf(text) + movedBy(['prod/a', 'prod/b']) });
    expect(told).toContain(fault);
    expect(told.match(/error:/g)).toHaveLength(1);
  });

  test('the start of another move is mistyped', async () => {
    const told = await refused({
      'c.yaml': `${listOf(entry('c'))}moved:\n  - { from: prod/a, to: prod/b }\n  - { form: prod/b, to: prod/c }\n`,
    });
    expect(told).toContain('did you mean `from`?');
    expect(told.match(/error:/g)).toHaveLength(1);
  });

  test('a file is missing', async () => {
    const text = `version: 1\nconnections: []\n${movedBy(['prod/a', 'prod/b'])}`;
    const told = await refused({ 'a.yaml': text }, ['a.yaml', 'gone.yaml']);
    expect(told.match(/error:/g)).toHaveLength(1);
  });

  test('a fault beside the key leaves no doubt', async () => {
    const told = await refused({
      'c.yaml': listOf(`${entry('b')}\ncolour: green`) + movedBy(['prod/b', 'prod/c']),
    });
    expect(told).toContain('unknown field `colour`');
    expect(told).toContain('key `prod/b` is moved away, but the entry at c.yaml:3:5 still asks for it');
    expect(told).toContain('no entry has the key `prod/c`');
  });
});

test('the key that is moved away is never what was meant', async () => {
  const told = await refused({
    'c.yaml': listOf(entry('orders')) + movedBy(['prod/orders', 'prod/orders2']),
  });
  expect(told).not.toContain('did you mean');
});
