// A secret shows itself to nobody who does not open it.
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { SECRET_MASK, describeSecretRef, revealSecret, sealSecret } from '../../src/core/secret.ts';

const TEXT = 'hunter2';

function thrownBy(work: () => unknown): string {
  try {
    return String(work());
  } catch (error) {
    return String(error);
  }
}

describe('a sealed secret', () => {
  it('is opened by revealSecret only', () => {
    expect(revealSecret(sealSecret(TEXT))).toBe(TEXT);
  });

  it('may be an empty text', () => {
    expect(revealSecret(sealSecret(''))).toBe('');
  });

  it.each([
    { name: 'String', show: (secret: unknown) => String(secret) },
    { name: 'a template', show: (secret: unknown) => `of ${secret as string}` },
    { name: 'concatenation', show: (secret: unknown) => 'of ' + (secret as string) },
    { name: 'JSON.stringify', show: (secret: unknown) => JSON.stringify({ secret }) },
    { name: 'util.inspect', show: (secret: unknown) => inspect({ secret }, { depth: 9, showHidden: true }) },
    { name: 'an error message', show: (secret: unknown) => inspect(new Error(`bad: ${secret as string}`)) },
  ])('shows its mask to $name', ({ show }) => {
    const shown = show(sealSecret(TEXT));
    expect(shown).toContain(SECRET_MASK);
    expect(shown).not.toContain(TEXT);
  });

  it.each([
    { name: 'spreading', show: (secret: object) => inspect({ ...secret }, { showHidden: true }) },
    { name: 'its entries', show: (secret: object) => inspect(Object.entries(secret)) },
    { name: 'its own members', show: (secret: object) => inspect(Reflect.ownKeys(secret)) },
    { name: 'structuredClone', show: (secret: object) => thrownBy(() => structuredClone(secret)) },
    { name: 'Object.assign', show: (secret: object) => thrownBy(() => Object.assign({}, secret)) },
  ])('gives nothing away to $name', ({ show }) => {
    expect(show(sealSecret(TEXT))).not.toContain(TEXT);
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(sealSecret(TEXT))).toBe(true);
  });

  it('is not something that only looks like one', () => {
    const copy = { ...sealSecret(TEXT) };
    expect(() => revealSecret(copy)).toThrow('not a secret made by sealSecret');
  });
});

describe('a reference to a secret', () => {
  it.each([
    { ref: { kind: 'env', name: 'ORDERS_PASSWORD' } as const, words: 'env ORDERS_PASSWORD' },
    { ref: { kind: 'file', path: 'secrets/orders' } as const, words: 'file secrets/orders' },
    { ref: { kind: 'exec', command: ['pass', 'show', 'orders'] } as const, words: 'exec pass' },
    { ref: { kind: 'exec', command: [] } as const, words: 'exec ' },
  ])('reads as $words', ({ ref, words }) => {
    expect(describeSecretRef(ref)).toBe(words);
  });
});
