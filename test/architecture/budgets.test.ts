// Size, shape and names of the sources, and the proof that each check would notice.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exportsOf, findEmptyNames, findFaults, parseSource, readSources } from './budgets.ts';

/** Share of the exported declarations outside core/ that carry a doc comment. Inside it is all of them. */
const DOCUMENTED_SHARE = 0.8;

describe('in src', () => {
  const sources = readSources(join(import.meta.dirname, '../..'), 'src');
  const exported = sources.flatMap(exportsOf);

  test('there are sources to measure', () => {
    expect(exported.length).toBeGreaterThan(0);
  });

  test('files and functions are short, and no check is switched off', () => {
    expect(sources.flatMap(findFaults)).toEqual([]);
  });

  test('no path and no exported type is named with an empty word', () => {
    expect(sources.flatMap(findEmptyNames)).toEqual([]);
  });

  test('every exported declaration of core/ carries a doc comment', () => {
    const bare = exported.filter(({ path, documented }) => path.startsWith('src/core/') && !documented);
    expect(bare.map(({ path, name }) => `${path}: ${name}`)).toEqual([]);
  });

  test('four in five exported declarations outside core/ carry a doc comment', () => {
    const outside = exported.filter(({ path }) => !path.startsWith('src/core/'));
    const bare = outside.filter(({ documented }) => !documented);
    const allowed = outside.length * (1 - DOCUMENTED_SHARE);
    expect(bare.length, bare.map(({ path, name }) => `${path}: ${name}`).join('\n')).toBeLessThanOrEqual(
      allowed,
    );
  });
});

function lines(count: number): string {
  return '1;\n'.repeat(count);
}

test.each([
  { fault: 'a long file', text: lines(251), says: 'src/a.ts: 251 lines' },
  {
    fault: 'a long function',
    text: `\nexport function f() {\n${lines(59)}}`,
    says: 'src/a.ts:2: function of 61 lines',
  },
  {
    fault: 'a long arrow function',
    text: `const f = () => {\n${lines(59)}};`,
    says: 'src/a.ts:1: function of 61 lines',
  },
  { fault: 'any', text: 'const list: any[] = [];', says: 'src/a.ts:1: `any`' },
  { fault: 'a claim that a value is there', text: 'const b = list[0]!;', says: 'src/a.ts:1: `!`' },
  { fault: 'a claim that a value will be there', text: 'let b!: string;', says: 'src/a.ts:1: `!:`' },
  {
    fault: 'a silenced compiler',
    text: '\n// @ts-expect-error: wrong\nf(1);',
    says: 'src/a.ts:2: @ts-expect-error',
  },
  { fault: 'a silenced linter', text: '/* eslint-disable max-lines */', says: 'src/a.ts:1: eslint-disable' },
])('$fault is a fault', ({ text, says }) => {
  expect(findFaults(parseSource('src/a.ts', text))).toEqual([expect.stringContaining(says)]);
});

test('files and functions of the largest size are no fault', () => {
  const text = `function f() {\n${lines(58)}}\n${lines(190)}`;
  expect(findFaults(parseSource('src/a.ts', text))).toEqual([]);
});

test.each([
  { path: 'src/core/plan-utils.ts', text: '', word: 'utils' },
  { path: 'src/helpers/plan.ts', text: '', word: 'helpers' },
  { path: 'src/core/plan.ts', text: 'export interface PlanData {}', word: 'data' },
  { path: 'src/core/plan.ts', text: 'export type ServiceError = string;', word: 'service' },
  { path: 'src/core/plan.ts', text: 'export class HTTPHandler {}', word: 'handler' },
])('`$word` is an empty word in $path $text', ({ path, text, word }) => {
  expect(findEmptyNames(parseSource(path, text))).toEqual([expect.stringContaining(`\`${word}\``)]);
});

test.each([
  { path: 'src/flow-service/database.ts', text: 'export interface FlowServiceError {}' },
  {
    path: 'src/core/plan.ts',
    text: 'type Info = string; export const factory = 1; export type Metadata = 1;',
  },
])('no word is empty in $path $text', ({ path, text }) => {
  expect(findEmptyNames(parseSource(path, text))).toEqual([]);
});

test('an exported declaration is documented by a doc comment of its own', () => {
  const text = `
    // A remark.
    export function bare() {}
    /** Says what. */
    export const said = 1;
    /** Says what. */
    export function overloaded(a: 1): 1;
    export function overloaded(a: 2): 2;
    /** @internal */
    export interface Tagged {}
    interface Own {}`;
  const found = exportsOf(parseSource('src/a.ts', text)).map(({ name, documented }) => [name, documented]);
  expect(found).toEqual([
    ['bare', false],
    ['said', true],
    ['overloaded', true],
    ['Tagged', false],
  ]);
});
