// A list is read back with the check of every list, item by item.
import { describe, expect, it } from 'vitest';
import { rereadList } from '../../src/config/list-rereading.ts';
import { LOGIN, listOf } from './workspace.ts';

describe('a list that is read back', () => {
  it('gives the entry of every item', () => {
    const items = rereadList(listOf(`name: A\nkey: a\n${LOGIN}`, `name: B\n${LOGIN}`));
    expect(items).toMatchObject([{ entry: { key: 'prod/a', name: 'A' } }, { entry: { key: 'prod/B' } }]);
  });

  it('says of each faulty item what is wrong, and leaves the others', () => {
    const items = rereadList(
      listOf(
        `name: A\n${LOGIN}`,
        `name: B\n${LOGIN.replace('db2.example.com', 'db2 example')}`,
        `name: C\n${LOGIN.replace('database: ORDERS\n', '')}\nparams: { sslPassword: x, server: y }`,
        `name: A\n${LOGIN}`,
        `name: E\n${LOGIN}`,
      ),
    );
    expect(items.map((item) => ('fault' in item ? item.fault : item.entry.key))).toEqual([
      'prod/A',
      expect.stringContaining('`server`'),
      expect.any(String),
      expect.stringContaining('name `A` stands twice'),
      'prod/E',
    ]);
  });

  it('is nothing where the text is no list', () => {
    expect(rereadList('version: 1\nconnections: [')).toEqual([]);
    expect(rereadList('version: 1\nconnections: []')).toEqual([]);
  });
});
