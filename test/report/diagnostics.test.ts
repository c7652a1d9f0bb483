import { describe, expect, test } from 'vitest';
import type { Diagnostic, SourceRange } from '../../src/core/diagnostic.ts';
import { diagnosticJson, diagnosticText } from '../../src/report/diagnostics.ts';
import { createPage, plain } from '../../src/report/page.ts';

const range: SourceRange = { file: 'a.yaml', line: 12, column: 5, endLine: 12, endColumn: 9 };
const error: Diagnostic = {
  severity: 'error',
  code: 'unknown-field',
  summary: 'unknown field `nmae`',
  fix: 'did you mean `name`?',
  key: 'prod/a',
  range,
  sourceLine: '    nmae: x',
};

test('shows place, sentence, entry, line with caret, reason and hint', () => {
  expect(diagnosticText([{ ...error, detail: 'because' }], plain)).toBe(
    [
      'a.yaml:12:5: error: unknown field `nmae`',
      '  entry: prod/a',
      '  12 |     nmae: x',
      '     |     ^^^^',
      '  because',
      '  hint: did you mean `name`?',
    ].join('\n'),
  );
});

test('shows as much as there is, and an empty line between two', () => {
  const note: Diagnostic = { severity: 'note', code: 'settled', summary: 'settled', fix: undefined };
  const warning: Diagnostic = { severity: 'warning', code: 'usage', summary: 'careful', fix: 'look', range };
  expect(diagnosticText([note, warning], plain)).toBe(
    'note: settled\n\na.yaml:12:5: warning: careful\n  hint: look',
  );
  expect(diagnosticText([], plain)).toBe('');
});

test('paints severity and hint where colours are wanted', () => {
  const escape = String.fromCharCode(27);
  const text = diagnosticText([error], createPage({ coloured: true, terminal: true, columns: 80 }));
  expect(text).toContain(`${escape}[31merror:${escape}[39m`);
  expect(text).toContain(`${escape}[36mhint:${escape}[39m`);
});

test('lets no control character of a message or a line reach the terminal', () => {
  const wild = '\u001b[2J\u202e\r\n\u0007';
  const text = diagnosticText(
    [
      {
        ...error,
        summary: `a${wild}`,
        key: `b${wild}`,
        fix: `c${wild}`,
        detail: `d${wild}`,
        sourceLine: `e${wild}`,
      },
    ],
    plain,
  );
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/u);
  expect(text.split('\n')).toHaveLength(6);
});

describe('the caret stands under the place', () => {
  const rows: readonly (readonly [
    name: string,
    line: string,
    place: Partial<SourceRange>,
    expected: string,
  ])[] = [
    ['a token', 'a: bc', { column: 4, endColumn: 6 }, 'a: bc|   ^^'],
    ['an empty place', 'a:', { column: 3, endColumn: 3 }, 'a:|  ^'],
    ['behind a tab', '\ta: b', { column: 5, endColumn: 6 }, '\ta: b|\t   ^'],
    ['behind wide characters', 'a: 東京 x', { column: 7, endColumn: 8 }, 'a: 東京 x|        ^'],
    ['under wide characters', 'a: 東京', { column: 4, endColumn: 6 }, 'a: 東京|   ^^^^'],
    [
      'several lines: to the end of the first',
      'a: bc',
      { column: 4, endLine: 14, endColumn: 2 },
      'a: bc|   ^^',
    ],
    ['a place past the end of a masked line', 'a: ***', { column: 30, endColumn: 40 }, 'a: ***|      ^'],
    [
      'a line that is too long',
      `${'x'.repeat(200)}YY${'z'.repeat(200)}`,
      { column: 201, endColumn: 203 },
      `…${'x'.repeat(59)}YY${'z'.repeat(38)}…|${' '.repeat(60)}^^`,
    ],
    [
      'the end of such a line',
      `${'x'.repeat(200)}YY`,
      { column: 201, endColumn: 203 },
      `…${'x'.repeat(97)}YY|${' '.repeat(98)}^^`,
    ],
    [
      'a place wider than the screen',
      'y'.repeat(200),
      { column: 1, endColumn: 201 },
      `${'y'.repeat(100)}…|${'^'.repeat(100)}`,
    ],
  ];
  test.for(rows)('%s', ([, sourceLine, place, expected]) => {
    const text = diagnosticText([{ ...error, sourceLine, range: { ...range, ...place } }], plain);
    const [line = '', caret = ''] = expected.split('|');
    expect(text.split('\n').slice(2, 4)).toEqual([`  12 | ${line}`, `     | ${caret}`]);
  });
});

test('JSON has the members of the documented form and no source line', () => {
  expect(diagnosticJson({ ...error, detail: 'because' })).toEqual({
    severity: 'error',
    code: 'unknown-field',
    message: 'unknown field `nmae`',
    detail: 'because',
    hint: 'did you mean `name`?',
    key: 'prod/a',
    file: 'a.yaml',
    line: 12,
    column: 5,
    endLine: 12,
    endColumn: 9,
  });
  expect(diagnosticJson({ severity: 'note', code: 'settled', summary: 'x', fix: undefined })).toEqual({
    severity: 'note',
    code: 'settled',
    message: 'x',
  });
});
