// Rows of an inventory: entries, and every reason why a row is none.
import { describe, expect, it } from 'vitest';
import { mapColumns } from '../../src/core/column-mapping.ts';
import { readRows } from '../../src/core/inventory-rows.ts';
import type { ReadInventory } from '../../src/core/inventory-rows.ts';
import { USUAL_TEMPLATE } from '../../src/core/secret-template.ts';

const HEADER = ['name', 'key', 'sandbox', 'server', 'port', 'database', 'username', 'tags', 'password env'];
const sound = {
  ...{ name: 'Orders EU', key: '', sandbox: 'dev', server: 'db2.example.com', port: '50000' },
  ...{ database: 'ORDERS', username: 'reader', tags: '', 'password env': '' },
};

function read(
  rows: readonly (Partial<typeof sound> | readonly string[])[],
  refused: ReadonlyMap<number, string> = new Map(),
  sandbox?: string,
): ReadInventory {
  const cells = rows.map((row) => ('length' in row ? row : Object.values({ ...sound, ...row })));
  const columns = mapColumns(HEADER, [], { isSensitive: () => false, closest: () => undefined });
  const table = {
    ...{ file: 'a.csv', delimiter: ',', header: HEADER },
    rows: cells.map((each, index) => ({ line: index + 2, cells: each })),
  };
  const isSandbox = (name: string): boolean => /^[a-z0-9][a-z0-9-]*$/.test(name);
  const given = sandbox !== undefined && { sandbox };
  return readRows({ table, columns, secrets: USUAL_TEMPLATE, isSandbox, ...given }, refused);
}

describe('a row of an inventory', () => {
  it('becomes an entry with a key, a reference and its tags', () => {
    const { entries, faults } = read([{ tags: 'eu, orders;eu' }]);
    expect(faults).toEqual([]);
    expect(entries).toEqual([
      {
        line: 2,
        key: 'dev/orders-eu',
        fields: {
          ...{ name: 'Orders EU', key: 'orders-eu', sandbox: 'dev', server: 'db2.example.com', port: 50000 },
          ...{ database: 'ORDERS', username: 'reader', password: { env: 'DEV_ORDERS_EU_PASSWORD' } },
          tags: ['eu', 'orders'],
        },
      },
    ]);
  });

  it.each([
    { name: 'no server', row: { server: '' }, column: 'server', message: 'there is no server' },
    {
      name: 'a port of letters',
      row: { port: '5000O' },
      column: 'port',
      message: 'the port is no whole number from 1 to 65535',
    },
    {
      name: 'a port that is too large',
      row: { port: '65536' },
      column: 'port',
      message: 'the port is no whole number from 1 to 65535',
    },
    {
      name: 'two ports',
      row: { server: 'db2:1' },
      column: 'port',
      message: 'the server names another port than the port column',
    },
    {
      name: 'a sandbox in capitals',
      row: { sandbox: 'PROD' },
      column: 'sandbox',
      message: 'sandboxes are written in lower case: prod',
    },
    {
      name: 'a title of a sandbox',
      row: { sandbox: 'My box' },
      column: 'sandbox',
      message: 'this is no name of a sandbox: lower-case letters, digits and - only',
    },
    {
      name: 'a password for a variable',
      row: { 'password env': 'hunter-2' },
      column: 'password env',
      message: 'this is no name of an environment variable',
    },
  ])('is told to have $name', ({ row, column, message }) => {
    expect(read([row])).toEqual({ entries: [], faults: [{ line: 2, column, message }] });
  });

  it('has all its faults told, and none of its cells where they have slipped', () => {
    expect(read([{ server: '', port: 'x' }]).faults).toHaveLength(2);
    expect(read([['a', 'b']]).faults).toEqual([
      { line: 2, message: 'the row has 2 cells, and the header has 9' },
    ]);
    expect(read([[...Object.values(sound), 'more']]).faults).toHaveLength(1);
    expect(read([[...Object.values(sound), '', '']]).faults).toEqual([]);
  });

  it('gives way to an earlier one of its key or name', () => {
    const { entries, faults } = read([
      {},
      { key: 'other' },
      { name: 'Stock', key: 'stock' },
      { name: 'Stock 2', key: 'stock' },
      { sandbox: 'prod' },
    ]);
    expect(entries.map(({ line }) => line)).toEqual([2, 4, 6]);
    expect(faults).toEqual([
      { line: 3, message: 'the name stands twice in sandbox dev, first at a.csv:2' },
      { line: 5, message: 'the key stands twice in sandbox dev, first at a.csv:4' },
    ]);
  });

  it('takes no key that another row gives itself', () => {
    const { entries } = read([
      { name: 'A b' },
      { name: 'A-b' },
      { name: 'x', key: 'a-b' },
      { name: 'plain' },
    ]);
    expect(entries.map(({ key }) => key)).toEqual(['dev/a-b-2', 'dev/a-b-3', 'dev/a-b', 'dev/plain']);
    expect(entries.at(-1)?.fields).not.toHaveProperty('key');
  });

  it('stays out for a reason that shows only in the list, and makes room for the next', () => {
    const { entries, faults } = read([{}, {}], new Map([[2, 'it does not fit']]));
    expect(entries.map(({ line }) => line)).toEqual([3]);
    expect(faults).toEqual([{ line: 2, message: 'it does not fit' }]);
  });

  it('is of the sandbox of all rows where it names none', () => {
    expect(
      read([{ sandbox: '' }, { sandbox: 'qa' }], new Map(), 'prod').entries.map(({ key }) => key),
    ).toEqual(['prod/orders-eu', 'qa/orders-eu']);
  });

  it('keeps a port of its server, and a reference of its own', () => {
    const [entry] = read([{ server: '[::1]:50000', 'password env': 'PW' }]).entries;
    expect(entry?.fields).toMatchObject({ server: '[::1]:50000', password: { env: 'PW' } });
    expect(entry?.fields).not.toHaveProperty('port');
    expect(read([{ port: '' }]).entries[0]?.fields).not.toHaveProperty('port');
  });

  it('needs no more columns than it has, and takes the file that it names', () => {
    const header = ['name', 'server', 'database', 'username', 'password file', 'description'];
    const columns = mapColumns(header, [], { isSensitive: () => false, closest: () => undefined });
    const rows = [
      { line: 2, cells: ['A', 'h', 'd', 'u', 'secrets/a', 'first'] },
      { line: 3, cells: ['B', 'h', 'd', 'u', '', ''] },
    ];
    const table = { file: 'a.csv', delimiter: ',', header, rows };
    const reading = { table, columns, secrets: USUAL_TEMPLATE };
    const sound = readRows({ ...reading, sandbox: 'dev', isSandbox: () => true }, new Map());
    expect(sound.entries.map(({ fields }) => fields['password'])).toEqual([
      { file: 'secrets/a' },
      { env: 'DEV_B_PASSWORD' },
    ]);
    expect(sound.entries.map(({ fields }) => fields['description'])).toEqual(['first', undefined]);
    const faulty = readRows({ ...reading, sandbox: 'DEV', isSandbox: (name) => name === 'dev' }, new Map());
    expect(faulty.faults[0]).toEqual({ line: 2, message: 'sandboxes are written in lower case: dev' });
  });
});
