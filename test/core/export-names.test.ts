// The names that an export makes up.
import { describe, expect, it } from 'vitest';
import { namesBeside, numbered, slugOf, variableOf } from '../../src/core/export-names.ts';

describe('a key made of a name', () => {
  it.each([
    { name: 'Orders EU', slug: 'orders-eu' },
    { name: 'orders', slug: 'orders' },
    { name: '  Orders -- (EU)  ', slug: 'orders-eu' },
    { name: 'Übersicht Größe', slug: 'ubersicht-gro-e' },
    { name: 'Crème Brûlée №1', slug: 'creme-brulee-no1' },
    { name: 'ＦＵＬＬ', slug: 'full' },
    { name: 'DB2/ORDERS:prod', slug: 'db2-orders-prod' },
    { name: '数据库', slug: 'connection' },
    { name: '', slug: 'connection' },
    { name: '../../etc', slug: 'etc' },
    { name: '__proto__', slug: 'proto' },
  ])('is $slug for "$name"', ({ name, slug }) => {
    expect(slugOf(name)).toBe(slug);
  });
});

describe('a variable made of a key', () => {
  it.each([
    { key: 'prod/orders-eu', variable: 'PROD_ORDERS_EU' },
    { key: 'prod/Orders EU', variable: 'PROD_ORDERS_EU' },
    { key: 'eu-west/Übersicht (1)', variable: 'EU_WEST_UBERSICHT_1' },
    { key: '2dev/orders', variable: '_2DEV_ORDERS' },
    { key: 'dev/数据', variable: 'DEV' },
  ])('is $variable for $key', ({ key, variable }) => {
    expect(variableOf(key)).toBe(variable);
  });
});

describe('names beside others', () => {
  const inRow = (stem: string) => (number: number) => `${stem}${numbered(number, '-')}`;

  it('numbers whatever is taken, and goes round numbers that are taken too', () => {
    const next = namesBeside<string>(['orders', 'orders-3']);
    expect(['orders', 'orders', 'billing', 'billing', 'orders-2'].map((stem) => next(inRow(stem)))).toEqual([
      'orders-2',
      'orders-4',
      'billing',
      'billing-2',
      'orders-2-2',
    ]);
  });

  it('does not start a row anew for each of its names', () => {
    const next = namesBeside<string>([]);
    let tried = 0;
    for (let count = 0; count < 10_000; count += 1) {
      next((number) => {
        tried += 1;
        return `same${numbered(number, '-')}`;
      });
    }
    expect(tried).toBeLessThan(60_000);
  });
});
