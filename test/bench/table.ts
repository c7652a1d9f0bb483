// Rows as a Markdown table. Pure.
import { held } from './figures.ts';
import type { Mark, Row, Unit } from './figures.ts';

const HEAD = ['work', 'measured', 'value', 'mark', 'made from'];

/** The table of a run. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.work,
    row.measured,
    `${shown(row.value, row.unit)}${held(row) === false ? ' **missed**' : ''}`,
    row.mark === undefined ? '' : markText(row.mark, row.unit),
    row.note ?? '',
  ]);
  const widths = HEAD.map((head, column) =>
    Math.max(head.length, ...cells.map((line) => line[column]?.length ?? 0)),
  );
  const line = (texts: readonly string[]): string =>
    `| ${texts.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(HEAD), rule, ...cells.map(line)].join('\n');
}

function markText(mark: Mark, unit: Unit): string {
  return 'atMost' in mark ? `at most ${shown(mark.atMost, unit)}` : `at least ${shown(mark.atLeast, unit)}`;
}

/** A value as it reads. */
function shown(value: number, unit: Unit): string {
  switch (unit) {
    case 'x':
      return `${value.toFixed(value < 10 ? 2 : 0)} x`;
    case 'exponent':
      return value.toFixed(2);
    case 'share':
      return `${(value * 100).toFixed(1)} %`;
    case 'ms':
      return `${value.toFixed(2)} ms`;
    case 'MB':
    case 'KB':
    case 'bytes':
      return `${value.toFixed(0)} ${unit}`;
    case 'requests':
      return value.toFixed(0);
  }
}
