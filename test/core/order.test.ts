// The one order of texts.
import { describe, expect, it } from 'vitest';
import { compareText } from '../../src/core/order.ts';

describe('the order of texts', () => {
  it.each([
    { name: 'equal texts are equal', left: 'a', right: 'a', sign: 0 },
    { name: 'a prefix comes first', left: 'a', right: 'ab', sign: -1 },
    { name: 'a longer text comes last', left: 'ab', right: 'a', sign: 1 },
    { name: 'upper case comes before lower case, whatever the language', left: 'Z', right: 'a', sign: -1 },
    { name: 'an umlaut comes after z, whatever the language', left: 'ä', right: 'z', sign: 1 },
    { name: 'digits are compared as characters', left: '10', right: '9', sign: -1 },
  ])('$name', ({ left, right, sign }) => {
    expect(compareText(left, right)).toBe(sign);
  });
});
