// Facts about connections that other decisions stand on: identity and target.
import { describe, expect, it } from 'vitest';
import { connectionKey, describeTarget, sameTarget, targetOf } from '../../src/core/connection.ts';
import { hasErrors } from '../../src/core/diagnostic.ts';

const target = { server: 'db2.example.com:50000', database: 'ORDERS' };

describe('the key of an entry', () => {
  it('joins sandbox and local key', () => {
    expect(connectionKey('prod', 'orders-eu')).toBe('prod/orders-eu');
  });
});

describe('two targets', () => {
  it.each([
    { name: 'are the same when server and database are', other: target, same: true },
    {
      name: 'are the same when host names differ in case',
      other: { ...target, server: 'DB2.Example.COM:50000' },
      same: true,
    },
    { name: 'differ when databases differ in case', other: { ...target, database: 'orders' }, same: false },
    { name: 'differ in another port', other: { ...target, server: 'db2.example.com:50001' }, same: false },
    { name: 'differ when one names no port', other: { ...target, server: 'db2.example.com' }, same: false },
    { name: 'differ when one is hidden in a connection string', other: {}, same: false },
    { name: 'differ in another database', other: { ...target, database: 'BILLS' }, same: false },
  ])('$name', ({ other, same }) => {
    expect(sameTarget(target, other)).toBe(same);
    expect(sameTarget(other, target)).toBe(same);
  });

  it('are the same when a number is shown as text', () => {
    expect(sameTarget({ server: 'a', database: 5 }, { server: 'a', database: '5' })).toBe(true);
  });
});

describe('the words for a target', () => {
  it.each([
    { params: target, words: 'db2.example.com:50000/ORDERS' },
    { params: { server: 'a' }, words: 'a/?' },
    { params: { database: 'B' }, words: '?/B' },
    { params: { username: 'reader' }, words: 'a connection string' },
  ])('are $words', ({ params, words }) => {
    expect(describeTarget(targetOf(params))).toBe(words);
  });
});

describe('a list of diagnostics', () => {
  const warning = { severity: 'warning', code: 'usage', summary: 'Hm.', fix: 'Nothing to do.' } as const;

  it.each([
    {
      name: 'holds errors when one is an error',
      told: [warning, { ...warning, severity: 'error' as const }],
      errors: true,
    },
    { name: 'holds none when all are warnings', told: [warning], errors: false },
  ])('$name', ({ told, errors }) => {
    expect(hasErrors(told)).toBe(errors);
  });
});
