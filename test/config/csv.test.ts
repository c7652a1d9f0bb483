// Tables as people and spreadsheets write them.
import { describe, expect, it } from 'vitest';
import { parseTable } from '../../src/config/csv.ts';

const parse = (text: string, delimiter?: string) => parseTable({ file: 'a.csv', text }, delimiter);

describe('a table', () => {
  it.each([
    { name: 'commas', text: 'a,b\n1,2\n', delimiter: ',' },
    { name: 'semicolons', text: 'a;"b, c"\n1;2\n', delimiter: ';' },
    { name: 'tabs', text: 'a\tb\n1\t2\n', delimiter: '\t' },
    { name: 'bars', text: 'a|b\n1|2\n', delimiter: '|' },
    { name: 'nothing, in a single column', text: 'a\n1\n', delimiter: ',' },
  ])('is known to be separated by $name', ({ text, delimiter }) => {
    expect(parse(text)).toMatchObject({ ok: true, value: { delimiter } });
  });

  it('takes the separator that is named', () => {
    expect(parse('a:b\n1:2', ':')).toMatchObject({ value: { header: ['a', 'b'] } });
  });

  it.each([
    { name: 'of Unix', end: '\n' },
    { name: 'of Windows', end: '\r\n' },
    { name: 'of an old Mac', end: '\r' },
  ])('tells the line of each row with line ends $name, also behind breaks within a cell', ({ end }) => {
    const text = ['a,b', '1,"x', 'y ""z"""', '', ',', ' 3 ,4', '5,6'].join(end);
    expect(parse(text)).toMatchObject({
      value: {
        rows: [
          { line: 2, cells: ['1', 'x\ny "z"'] },
          { line: 6, cells: ['3', '4'] },
          { line: 7, cells: ['5', '6'] },
        ],
      },
    });
  });

  it('keeps rows that are too long or too short as they are', () => {
    expect(parse('a,b\n1\n1,2,3')).toMatchObject({
      value: { rows: [{ cells: ['1'] }, { cells: ['1', '2', '3'] }] },
    });
  });

  it.each([
    { name: 'is not closed', text: 'a,b\n1,2\n3,"4\n5,6\n', line: 3 },
    { name: 'stands within a cell', text: 'a,b\n1,2\n3,4"\n', line: 3 },
    { name: 'stands within the header', text: 'a,b"\n1,4\n', line: 1 },
    { name: 'is followed by text', text: 'a,b\n1,2\n3,"4"5\n', line: 3 },
  ])('is refused as a whole where a quote $name, without its text', ({ text, line }) => {
    const parsed = parse(text);
    expect(parsed).toMatchObject({
      ok: false,
      problem: { code: 'inventory-unusable', range: { file: 'a.csv', line } },
    });
    expect(JSON.stringify(parsed)).not.toContain('4');
  });

  it.each([{ text: '' }, { text: '\n\n' }, { text: 'a,b\n' }, { text: 'a,b\n,\n' }])(
    'is refused without rows',
    ({ text }) => {
      expect(parse(text)).toMatchObject({ ok: false, problem: { summary: 'the inventory has no rows' } });
    },
  );
});
