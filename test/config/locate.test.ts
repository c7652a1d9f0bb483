import { expect, test } from 'vitest';
import { parseText } from '../../src/config/document.ts';
import { keySpan, locate, valueSpan } from '../../src/config/locate.ts';
import { placeOf } from '../../src/config/source.ts';
import type { Source } from '../../src/config/source.ts';

function sourceOf(text: string): Source {
  const { root, lineStarts } = parseText(text);
  return { file: 'c.yaml', path: '/c.yaml', text, root, lineStarts, broken: false };
}

test('finds values and names by their path', () => {
  const source = sourceOf('a:\n  - b: c\n    d: e\n');
  const located = locate(source, ['a', 0, 'd']);
  expect(placeOf(source, keySpan(located).start)).toBe('c.yaml:3:5');
  expect(placeOf(source, valueSpan(located).start)).toBe('c.yaml:3:8');
});

test('what does not exist is located by the nearest value above it', () => {
  const source = sourceOf('a:\n  - b: c\n');
  expect(keySpan(locate(source, ['x', 'y']))).toEqual({ start: 0, end: 12 });
  expect(keySpan(locate(source, ['a', 5, 'z']))).toEqual({ start: 0, end: 1 });
});
