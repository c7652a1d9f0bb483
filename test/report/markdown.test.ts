// The Markdown report: fit for a comment whatever names and however many entries a run has.
import { describe, expect, test } from 'vitest';
import { countRows, reportRows } from '../../src/core/report-rows.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { markdownCode, markdownText } from '../../src/report/markdown-text.ts';
import { expectGolden } from './golden-file.ts';
import { aReport, applied, applyOf, hostile, planned } from './report-samples.ts';

describe('a run as Markdown', () => {
  test.each([
    { golden: 'report-plan.md', run: { ...planned, sources: 'https://github.com/acme/lists/blob/0123abc/' } },
    { golden: 'report-apply.md', run: applied },
    { golden: 'report-of-nothing.md', run: aReport({ command: 'validate' }) },
  ])('is $golden', async ({ golden, run }) => {
    await expectGolden(golden, markdownReport(run));
  });

  test('shows no value of a secret', () => {
    expect(markdownReport(planned)).toContain('password=(secret)');
  });

  test('of thousands of entries stays within a comment, and counts what it leaves out', () => {
    const run = applyOf(3_000);
    const text = markdownReport(run);
    expect(text.length).toBeLessThan(65_536);
    expect(text.length).toBeGreaterThan(60_000);
    // One line for each row of a table, one for each finding.
    const shown = text.split('\n').filter((line) => /^(\| <code>|- )/.test(line)).length;
    const [, missing] = /\*\*(\d+) more\*\* are left out/.exec(text) ?? [];
    const inOrder = countRows(reportRows(run)).get('ok') ?? 0;
    expect(shown + Number(missing)).toBe(3_000 - inOrder + 1);
    expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)?.length ?? 0);
  });
});

describe('a text in Markdown', () => {
  const text = markdownReport(hostile);

  test('is never HTML, a cell, a link or a mention', () => {
    const known = /<\/?(?:code|br|details|summary)>|<!-- flowrecon report -->/g;
    expect(text.replaceAll(known, '')).not.toMatch(/[<>]/);
    expect(text).not.toMatch(/@everyone|`b`|\[c\]|\*d\*|https:\/\/evil|www\.evil/);
  });

  test('never breaks the rows of a table', () => {
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    expect(rows.length).toBeGreaterThan(8);
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(5);
  });

  test.each([
    ['plain words', 'plain words'],
    ['a|b', 'a&#124;b'],
    ['snake_case stays', 'snake_case stays'],
    ['_not emphasis_', '&#95;not emphasis&#95;'],
    ['a\nb\u0007', 'a b '],
    ['@someone', '&#64;\u200bsomeone'],
    ['#12', '#\u200b12'],
    ['http://x', 'http&#58;//x'],
  ])('%j reads %j', (given, expected) => {
    expect(markdownText(given)).toBe(expected);
  });

  test('of nothing but blanks is no code', () => {
    expect(markdownCode(' ')).toBe('');
    expect(markdownCode('a`b')).toBe('<code>a&#96;b</code>');
  });
});
