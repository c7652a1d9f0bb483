// Small rules about words: near misses, and which names announce a secret.
import { describe, expect, test } from 'vitest';
import { clip, fieldText, isSensitive, withoutSecret } from '../../src/config/sensitive.ts';
import { closest } from '../../src/config/suggest.ts';

describe('a near miss is recognised, a guess is not made', () => {
  const fields = ['server', 'port', 'database', 'username', 'password', 'tags', 'env'];
  const rows: readonly (readonly [word: string, expected: string | undefined])[] = [
    ['databse', 'database'],
    ['DataBase', 'database'],
    ['user_name', 'username'],
    ['user name', 'username'],
    ['evn', 'env'],
    ['prot', 'port'],
    ['tag', 'tags'],
    ['passwrod', 'password'],
    ['colour', undefined],
    ['xyz', undefined],
    ['-', undefined],
    ['password'.repeat(20), undefined],
  ];
  test.for(rows)('%s', ([word, expected]) => {
    expect(closest(word, fields)).toBe(expected);
  });
});

describe('names that announce a secret', () => {
  const rows: readonly (readonly [name: string, expected: boolean])[] = [
    ['password', true],
    ['pasword', true],
    ['PASSWD', true],
    ['db_pwd', true],
    ['connection-string', true],
    ['conectionString', true],
    ['accessToken', true],
    ['api_key', true],
    ['userpass', true],
    ['connections', false],
    ['connection', false],
    ['username', false],
    ['key', false],
    ['port', false],
    ['authenticationType', false],
    ['description', false],
  ];
  test.for(rows)('%s', ([name, expected]) => {
    expect(isSensitive(name)).toBe(expected);
  });
});

test('what is said of a name leaves out what may be a secret', () => {
  expect(fieldText('colour')).toBe('field `colour`');
  expect(fieldText('password:HUNTER2')).toBe('field `password`');
  expect(fieldText('password HUNTER2')).toBe('field `password`');
  expect(fieldText('HUNTER2 HUNTER2')).toBe('field');
  expect(fieldText('x'.repeat(70))).toBe(`field \`${'x'.repeat(60)}…\``);
  expect(withoutSecret('dev/A password: HUNTER2')).toBe('dev/A password:********');
  expect(withoutSecret('dev/Token Service')).toBe('dev/Token Service');
  expect(clip('abc', 3)).toBe('abc');
});
