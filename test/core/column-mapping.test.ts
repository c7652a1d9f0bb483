// What the columns of an inventory are taken for, by their names alone.
import { describe, expect, it } from 'vitest';
import { columnOf, mapColumns, unsettledFields } from '../../src/core/column-mapping.ts';
import type { ColumnChoice } from '../../src/core/column-mapping.ts';
import { isSensitive } from '../../src/config/sensitive.ts';
import { closest } from '../../src/config/suggest.ts';

const judge = { isSensitive, closest };

/** What each column is taken for, in short. */
function taken(header: readonly string[], choices: readonly ColumnChoice[] = []): string[] {
  return mapColumns(header, choices, judge).map(({ use }) => {
    if (use.kind === 'field') return `${use.field} ${use.how}`;
    return use.kind === 'rival' ? `rival for ${use.field}` : use.kind;
  });
}

describe('columns of an inventory', () => {
  it.each([
    { header: ['Connection Name', 'AEP-Sandbox', 'HOST', 'db_port', 'DB', 'User ID'], as: 'the usual names' },
    {
      header: ['title', 'environment', 'db2 server', 'Port No', 'database name', 'login'],
      as: 'other names',
    },
  ])('are known without doubt under $as', ({ header }) => {
    expect(taken(header)).toEqual([
      ...['name guessed', 'sandbox guessed', 'server guessed'],
      ...['port guessed', 'database guessed', 'username guessed'],
    ]);
    expect(unsettledFields(mapColumns(header, [], judge), undefined)).toEqual([]);
  });

  it.each([
    { name: 'a name that may mean something else', header: ['schema'], use: 'database doubtful' },
    { name: 'a misspelt name', header: ['datbase'], use: 'database doubtful' },
    { name: 'a name within another one', header: ['Primary hostname (new)'], use: 'server doubtful' },
    { name: 'a name that means nothing', header: ['cost centre'], use: 'unused' },
    { name: 'no name', header: [''], use: 'unused' },
    { name: 'a password', header: ['PWD'], use: 'secret' },
    { name: 'a misspelt password', header: ['pasword'], use: 'secret' },
    { name: 'a connection string', header: ['ConnStr'], use: 'secret' },
    { name: 'where a password is', header: ['Password env var'], use: 'password-env guessed' },
    { name: 'a file that holds a password', header: ['secret path'], use: 'password-file guessed' },
  ])('take $name for what it is', ({ header, use }) => {
    expect(taken(header)).toEqual([use]);
  });

  it('of which two have a usual name are left to a person', () => {
    const columns = mapColumns(['host', 'server', 'db'], [], judge);
    expect(columns.map(({ use }) => use.kind)).toEqual(['rival', 'rival', 'field']);
    expect(unsettledFields(columns, 'dev')).toEqual(['name', 'server', 'username']);
  });

  it('of which two may be meant are left to a person too', () => {
    expect(taken(['schema', 'instance'])).toEqual(['unused', 'unused']);
  });

  it('stand for what is said, whatever their names', () => {
    const choices = [{ field: 'server', header: 'database' }] as const;
    expect(taken(['database', 'db', 'host'], choices)).toEqual([
      'server given',
      'database guessed',
      'unused',
    ]);
  });

  it('need no sandbox where one is given for all rows', () => {
    const columns = mapColumns(['name', 'host', 'db', 'user'], [], judge);
    expect(unsettledFields(columns, undefined)).toEqual(['sandbox']);
    expect(unsettledFields(columns, 'dev')).toEqual([]);
    expect(columnOf(columns, 'database')).toBe(2);
    expect(columnOf(columns, 'port')).toBeUndefined();
  });
});
