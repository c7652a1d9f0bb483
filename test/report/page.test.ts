// How text is cut into lines, and what is never cut.
import { describe, expect, it } from 'vitest';
import { columnsOf, createPage, padded, record, sentence, whole } from '../../src/report/page.ts';
import type { Page } from '../../src/report/page.ts';

const pipe = createPage({ coloured: false, terminal: false, columns: 40 });
const terminal = createPage({ coloured: false, terminal: true, columns: 40 });
const words = 'one two three four five six seven eight nine ten';

describe('a page', () => {
  it.each<{ name: string; page: Page; lay: typeof record; lines: number }>([
    { name: 'keeps a record of a pipe in one line', page: pipe, lay: record, lines: 1 },
    { name: 'wraps a record on a terminal', page: terminal, lay: record, lines: 2 },
    { name: 'wraps a sentence in a pipe', page: pipe, lay: sentence, lines: 2 },
    { name: 'wraps a sentence on a terminal', page: terminal, lay: sentence, lines: 2 },
  ])('$name', ({ page, lay, lines }) => {
    expect(lay(page, words).split('\n')).toHaveLength(lines);
  });

  it('hangs what goes on below what it belongs to', () => {
    expect(record(terminal, words, { first: 4 })).toBe(
      '    one two three four five six seven\n      eight nine ten',
    );
    expect(record(terminal, words, { first: 0, rest: 30 })).toBe(
      `one two three four five six seven eight\n${' '.repeat(30)}nine ten`,
    );
  });

  it('fills each line as far as it goes, and no further', () => {
    const long = Array.from({ length: 200 }, (_, index) => 'x'.repeat(1 + (index % 12))).join(' ');
    for (const columns of [40, 41, 80, 120]) {
      const lines = sentence({ ...terminal, columns }, long, { first: 2, rest: 8 }).split('\n');
      lines.forEach((line, index) => {
        expect(columnsOf(line)).toBeLessThanOrEqual(columns);
        const [next = ''] = lines[index + 1]?.trim().split(' ') ?? [];
        if (next !== '') expect(columnsOf(`${line} ${next}`)).toBeGreaterThan(columns);
      });
      expect(lines.map((line) => line.trim()).join(' ')).toBe(long);
    }
  });

  it.each([
    { name: 'a word', text: `see the id ${'0123456789'.repeat(5)} for more`, unit: '0123456789'.repeat(5) },
    {
      name: 'a command after a colon',
      text: "Look at it first, and then run: node dist/cli.js apply --yes --sandbox prod -f 'a b.yaml'",
      unit: "node dist/cli.js apply --yes --sandbox prod -f 'a b.yaml'",
    },
    {
      name: 'a command before a remark',
      text: "If it is meant, run: flowrecon import 'dev/a b' id-elsewhere (the next plan shows it).",
      unit: "flowrecon import 'dev/a b' id-elsewhere",
    },
    {
      name: 'a command within a sentence',
      text: 'Whoever wants to know more may look at flowrecon state list --json for all of the keys.',
      unit: 'flowrecon state list --json',
    },
    {
      name: 'what stands between quotes',
      text: "The line of the list that was meant is 'one of several words', and no other.",
      unit: "'one of several words'",
    },
    {
      name: 'an item of the list',
      text: 'Say so under moved: in the list, with ({ from: "dev/before", to: "dev/renamed" }), and plan again.',
      unit: '{ from: "dev/before", to: "dev/renamed" }',
    },
  ])('never cuts $name', ({ text, unit }) => {
    expect(text).toContain(unit);
    for (let columns = 40; columns <= 120; columns += 1)
      expect(sentence({ ...terminal, columns }, text)).toContain(unit);
  });

  it('takes an apostrophe for no quote', () => {
    const text = "See the platform's words above, and the database's certificate, too.";
    expect(sentence(terminal, text).split('\n')[0]).toBe("See the platform's words above, and the");
  });

  it('never cuts what it is told to keep, and gives its blanks back', () => {
    expect(record(terminal, `aaaaaaaaaaaaaaaaaaaa ${whole('dev/a key with blanks in it')} b`)).toBe(
      'aaaaaaaaaaaaaaaaaaaa\n  dev/a key with blanks in it b',
    );
    expect(record(pipe, whole('a b'))).toBe('a b');
  });

  it('leaves letters and their marks as they are', () => {
    const decomposed = `${words} caf\u0065\u0301`;
    expect(sentence(terminal, decomposed)).toBe(decomposed);
  });

  it('colours what goes on like what it belongs to', () => {
    const { paint } = createPage({ coloured: true, terminal: true, columns: 40 });
    const lines = record({ ...terminal, paint }, paint.bold(words)).split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line.trim()).toMatch(/^\u001b\[1m.*\u001b\[22m$/);
  });

  it('measures what the terminal shows', () => {
    expect(columnsOf('東京')).toBe(4);
    expect(columnsOf('📦')).toBe(2);
    expect(columnsOf('\u001b[31mred\u001b[39m')).toBe(3);
    expect(padded('東京', 6)).toBe('東京  ');
  });
});
