// What a hostile or broken file may cost. Judged by what is told and, where growth matters, by counting.
import { describe, expect, test } from 'vitest';
import { listOf, loaded, LOGIN, refused } from './workspace.ts';

const first = (text: string): string => text.split('\n')[0] ?? '';

describe('nesting', () => {
  const rows: readonly (readonly [name: string, text: string, expected: string])[] = [
    [
      'a hundred thousand brackets',
      '['.repeat(100_000),
      'a.yaml:1:35: error: lists and mappings nest deeper than 32 levels',
    ],
    [
      'a hundred thousand dashes',
      '- '.repeat(100_000),
      'a.yaml:1:68: error: lists and mappings nest deeper than 32 levels',
    ],
    [
      'a hundred thousand braces',
      `x: ${'{a: '.repeat(100_000)}`,
      'a.yaml:1:133: error: lists and mappings nest deeper than 32 levels',
    ],
    [
      'aliases that nest',
      `x-0: &a0 [x]\n${Array.from({ length: 40 }, (_, n) => `x-${n + 1}: &a${n + 1} [*a${n}]\n`).join('')}`,
      'a.yaml:32:13: error: aliases nest deeper than 32 levels',
    ],
    [
      'merges that nest',
      `x-0: &a0 {x: 1}\n${Array.from({ length: 40 }, (_, n) => `x-${n + 1}: &a${n + 1} {<<: *a${n}}\n`).join('')}`,
      'a.yaml:32:17: error: aliases nest deeper than 32 levels',
    ],
  ];
  test.for(rows)('%s', async ([, text, expected]) => {
    expect(first(await refused({ 'a.yaml': text }))).toBe(expected);
  });

  test('thirty levels are fine', async () => {
    const { desired } = await loaded({
      'a.yaml': listOf(`name: A\n${LOGIN}\nparams: { a: ${'['.repeat(27)}x${']'.repeat(27)} }`),
    });
    expect(desired).toHaveLength(1);
  });
});

test('an alias bomb is refused where it stands, without being built', async () => {
  const levels = Array.from(
    { length: 12 },
    (_, n) => `x-${n + 1}: &a${n + 1} [${Array.from({ length: 10 }, () => `*a${n}`).join(', ')}]\n`,
  );
  const before = process.memoryUsage().heapUsed;
  const text = await refused({
    'a.yaml': `version: 1\nx-0: &a0 [x, x]\n${levels.join('')}connections: *a12\n`,
  });
  expect(first(text)).toMatch(/^a\.yaml:\d:\d+: error: aliases expand to more than the file may hold$/);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 1024 * 1024);
});

test('one anchor that every entry uses is no bomb', async () => {
  const entries = Array.from({ length: 500 }, (_, n) => `{ <<: *login, name: N${n} }`);
  const text = `version: 1\nx-login: &login { sandbox: prod, server: s, database: d, username: u, password: { env: P }, tags: [a, b, c] }\nconnections:\n${entries.map((entry) => `  - ${entry}\n`).join('')}`;
  expect((await loaded({ 'a.yaml': text })).desired).toHaveLength(500);
});

test('a mapping of many fields costs no more for each', async () => {
  // The composer's own search for duplicates would compare eighteen million pairs here.
  const fields = Array.from({ length: 6_000 }, (_, n) => `  f${n}: ${n}\n`).join('');
  expect((await loaded({ 'a.yaml': `version: 1\nconnections: []\nx-many:\n${fields}` })).desired).toEqual([]);
});

test('a file of another kind is told in a bounded number of faults', async () => {
  const text = await refused({ 'a.yaml': 'x: "a" b\n'.repeat(400) });
  expect(text.match(/error:/g)).toHaveLength(200);
});

test('every fault is told once and the text grows with the faults, not with the file', async () => {
  const faulty = (count: number): string =>
    listOf(
      ...Array.from(
        { length: count },
        (_, n) => `name: N${n}\nsandbx: prod\n${LOGIN.replace('sandbox: prod\n', '')}\nkey: k${n}`,
      ),
    );
  const small = await refused({ 'a.yaml': faulty(10) });
  const large = await refused({ 'a.yaml': faulty(100) });
  expect(small.match(/unknown field/g)).toHaveLength(10);
  expect(large.match(/unknown field/g)).toHaveLength(100);
  expect(large.length / small.length).toBeLessThan(11);
});

test('the prototype of nothing is changed', async () => {
  await refused({
    'a.yaml': listOf(
      `name: A\n${LOGIN}\n__proto__: { polluted: 1 }\nparams: { __proto__: { polluted: 1 }, constructor: x }`,
    ),
  });
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  const text = await refused({
    'a.yaml': 'version: 1\nx: &x { "__proto__": { polluted: 1 } }\nconnections:\n  - <<: *x\n',
  });
  expect(text).toContain('unknown field `__proto__`');
});
