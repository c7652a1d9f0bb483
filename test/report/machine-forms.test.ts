// The forms that code hosts read: SARIF and the workflow commands of GitHub Actions.
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/core/diagnostic.ts';
import { githubText } from '../../src/report/github.ts';
import { sarifText } from '../../src/report/sarif.ts';

const range = { file: 'lists/eu, west.yaml', line: 3, column: 5, endLine: 3, endColumn: 9 };
const error: Diagnostic = {
  severity: 'error',
  code: 'unknown-field',
  summary: 'one',
  detail: 'two',
  fix: 'three',
  key: 'prod/a:b',
  range,
};
const warning: Diagnostic = { severity: 'warning', code: 'duplicate-target', summary: 'w', fix: 'f' };
const note: Diagnostic = { severity: 'note', code: 'settled', summary: 'n', fix: undefined };

/** A rule of a SARIF log: its help names the section of the page. */
function rule(id: string, text: string): object {
  const help = { text: expect.stringContaining(`what-happens-when.md#${id} `) as unknown };
  return { id, shortDescription: { text }, help };
}

describe('workflow commands', () => {
  const rows: readonly (readonly [name: string, diagnostic: Diagnostic, expected: string])[] = [
    [
      'place, title, and the sentences as lines',
      error,
      '::error file=lists/eu%2C west.yaml,line=3,col=5,endLine=3,endColumn=9,title=flowrecon%3A prod/a%3Ab::one%0Atwo%0Ahint: three',
    ],
    ['a warning without a place', warning, '::warning title=flowrecon::w%0Ahint: f'],
    ['a note', note, '::notice title=flowrecon::n'],
    [
      'a message cannot end its command',
      { ...warning, summary: '100 %\r\n::error::x' },
      '::warning title=flowrecon::100 %25\ufffd\ufffd::error::x%0Ahint: f',
    ],
    [
      'nor can a property',
      { ...warning, key: 'a\r\n%,:' },
      '::warning title=flowrecon%3A a%0D%0A%25%2C%3A::w%0Ahint: f',
    ],
  ];
  test.for(rows)('%s', ([, diagnostic, expected]) => {
    expect(githubText([diagnostic])).toBe(expected);
  });

  test('one line each, none for none', () => {
    expect(githubText([warning, note]).split('\n')).toHaveLength(2);
    expect(githubText([])).toBe('');
  });
});

describe('SARIF', () => {
  test('is a log of version 2.1.0 with one run, its rules and its results', () => {
    expect(JSON.parse(sarifText([error, warning, note]))).toEqual({
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'flowrecon',
              rules: [
                rule('duplicate-target', 'duplicate target'),
                rule('settled', 'settled'),
                rule('unknown-field', 'unknown field'),
              ],
            },
          },
          columnKind: 'utf16CodeUnits',
          results: [
            {
              ruleId: 'unknown-field',
              ruleIndex: 2,
              level: 'error',
              message: { text: 'one\ntwo\nhint: three' },
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'lists/eu%2C%20west.yaml' },
                    region: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 9 },
                  },
                  logicalLocations: [{ fullyQualifiedName: 'prod/a:b' }],
                },
              ],
            },
            { ruleId: 'duplicate-target', ruleIndex: 0, level: 'warning', message: { text: 'w\nhint: f' } },
            { ruleId: 'settled', ruleIndex: 1, level: 'note', message: { text: 'n' } },
          ],
        },
      ],
    });
  });

  const rows: readonly (readonly [file: string, uri: string])[] = [
    ['a.yaml', 'a.yaml'],
    ['../x y/a#1.yaml', '../x%20y/a%231.yaml'],
    ['/tmp/a b.yaml', 'file:///tmp/a%20b.yaml'],
    ['C:/lists/a b.yaml', 'file:///C:/lists/a%20b.yaml'],
  ];
  test.for(rows)('%s becomes a valid address', ([file, expected]) => {
    const log: unknown = JSON.parse(sarifText([{ ...warning, range: { ...range, file } }]));
    expect(JSON.stringify(log)).toContain(`"uri":"${expected}"`);
    expect(JSON.stringify(log)).not.toContain('logicalLocations');
  });

  test('is empty but valid without findings', () => {
    expect(JSON.parse(sarifText([]))).toMatchObject({
      runs: [{ results: [], tool: { driver: { rules: [] } } }],
    });
  });
});
