// A run as Markdown for a comment on a pull request: what needs work first, then what changes, sandbox by sandbox. Stays
// below what a comment of GitHub holds, and says how much it leaves out. Pure.
import { addressOf } from '../core/code-host.ts';
import type { Diagnostic, SourceRange } from '../core/diagnostic.ts';
import type { FieldChange } from '../core/diff.ts';
import { groupBy } from '../core/grouping.ts';
import { compareText } from '../core/order.ts';
import { findingsBeside } from '../core/report-findings.ts';
import { reportRows } from '../core/report-rows.ts';
import type { ReportRow } from '../core/report-rows.ts';
import type { RowOutcome } from '../core/row-outcome.ts';
import { REPORT_MARKS } from '../core/run-report.ts';
import type { RunReport } from '../core/run-report.ts';
import { creationLines, fieldLine, leftLine } from './field-lines.ts';
import { markdownCode, markdownText, shortened } from './markdown-text.ts';
import { OUTCOME_WORDS, changeText, countsText, factsText, sentencesOf } from './report-words.ts';
import { counted } from './sentences.ts';

/** A comment of GitHub holds 65,536 characters; some are left for what a workflow puts above the report. */
const MOST_CHARACTERS = 64_000;
/** Kept free for the line that says how much is left out. */
const LAST_WORDS = 300;
/** A table of more rows is folded, so that the comment stays a page. */
const OPEN_ROWS = 20;
/** A pull request has no secrets, so a plan of one has a warning for each: these are read when they are asked for. */
const OPEN_NOTES = 5;
/** Characters shown of one field or sentence. */
const LONGEST_TEXT = 300;

/** Outcomes that somebody has to look at. */
const WORK: ReadonlySet<RowOutcome> = new Set<RowOutcome>([
  'failed',
  'conflict',
  'blocked',
  'drift',
  'warned',
]);

/** Renders a run. */
export function markdownReport(run: RunReport): string {
  const rows = reportRows(run);
  const urgent = rows.filter(({ outcome }) => WORK.has(outcome));
  const rest = rows.filter(({ outcome }) => !WORK.has(outcome) && outcome !== 'ok');
  const sandboxes = [...groupBy(rest, ({ sandbox }) => sandbox)];
  const sections = [
    section('Needs work', urgent, run),
    ...findingsSections(findingsBeside(run, rows)),
    ...sandboxes
      .sort(([one], [other]) => compareText(one, other))
      .map(([sandbox, of]) => section(markdownCode(sandbox), of, run)),
  ];
  const facts = factsText(run).map(([label, value]) => `${label} ${markdownCode(value)}`);
  const head = [
    REPORT_MARKS.markdown,
    `## flowrecon ${run.command}: ${countsText(rows)}`,
    '',
    facts.join(' \u00b7 '),
  ];
  return filled(head, sections);
}

/** A heading, and lines of which the last may be left out where there is no more room. */
interface Section {
  readonly opening: readonly string[];
  readonly items: readonly string[];
  readonly closing: readonly string[];
}

function section(title: string, rows: readonly ReportRow[], run: RunReport): Section {
  if (rows.length === 0) return { opening: [], items: [], closing: [] };
  const head = ['| entry | outcome | what and why | where |', '| --- | --- | --- | --- |'];
  const heading = ['', `### ${title}: ${countsText(rows)}`, ''];
  const folds = rows.length > OPEN_ROWS;
  const summary = `<summary>${counted(rows.length, 'entry', 'entries')}</summary>`;
  return {
    opening: folds ? [...heading, `<details>${summary}`, '', ...head] : [...heading, ...head],
    items: rows.map((row) => rowLine(row, run.sources)),
    closing: folds ? ['', '</details>'] : [],
  };
}

function rowLine(row: ReportRow, sources: string | undefined): string {
  const { key, name, sandbox, outcome, range } = row;
  const named = key === `${sandbox}/${name}` ? '' : `<br>${markdownText(shortened(name, LONGEST_TEXT))}`;
  const change = markdownText(changeText(row));
  const about = [
    ...(change === '' ? [] : [change]),
    ...sentencesOf(row).map((sentence) => markdownText(shortened(sentence, LONGEST_TEXT))),
    ...fieldTexts(row).map((text) => markdownCode(shortened(text, LONGEST_TEXT))),
  ].join('<br>');
  const cells = [`${markdownCode(key)}${named}`, OUTCOME_WORDS[outcome], about, placeText(range, sources)];
  return `| ${cells.join(' | ')} |`;
}

function fieldTexts({ kinds, fields, left }: ReportRow): string[] {
  const made = kinds.includes('create') || kinds.includes('recreate');
  return [...fieldsText(fields, made), ...left.map(leftLine)];
}

function fieldsText(fields: readonly FieldChange[], made: boolean): string[] {
  return made ? creationLines(fields, false) : fields.map(fieldLine);
}

function placeText(range: SourceRange | undefined, sources: string | undefined): string {
  if (range === undefined) return '';
  const shown = markdownCode(`${range.file}:${range.line}`);
  const address = addressOf(range, sources);
  return address === undefined ? shown : `[${shown}](${address})`;
}

function findingsSections(findings: readonly Diagnostic[]): Section[] {
  const grave = findings.filter(({ severity }) => severity === 'error');
  const others = findings.filter(({ severity }) => severity !== 'error');
  return [listOf('Errors', grave, OPEN_ROWS), listOf('Warnings and notes', others, OPEN_NOTES)];
}

function listOf(title: string, findings: readonly Diagnostic[], open: number): Section {
  const items = findings.map(findingLine);
  if (items.length === 0) return { opening: [], items, closing: [] };
  const heading = ['', `### ${title}: ${items.length}`, ''];
  if (items.length <= open) return { opening: heading, items, closing: [] };
  const summary = `<details><summary>${counted(items.length, 'finding')}</summary>`;
  return { opening: [...heading, summary, ''], items, closing: ['', '</details>'] };
}

function findingLine({ severity, summary, detail, fix, key, range }: Diagnostic): string {
  const place = range === undefined ? [] : [`${markdownCode(`${range.file}:${range.line}`)}:`];
  const entry = key === undefined ? [] : [`(${markdownCode(key)})`];
  const sentences = [summary, ...(detail === undefined ? [] : [detail]), ...(fix === undefined ? [] : [fix])];
  const texts = sentences.map((sentence) => markdownText(shortened(sentence, 2 * LONGEST_TEXT)));
  return ['-', ...place, `**${severity}**`, texts.join('<br>'), ...entry].join(' ');
}

/** As much as there is room for; what is left out is counted. */
function filled(head: readonly string[], sections: readonly Section[]): string {
  const lines = [...head];
  let room = MOST_CHARACTERS - LAST_WORDS - sizeOf(head);
  let missing = 0;
  for (const { opening, items, closing } of sections) {
    room -= sizeOf(opening) + sizeOf(closing);
    const fitting = room < 0 ? 0 : fittingOf(items, room);
    missing += items.length - fitting;
    if (fitting === 0) {
      room += sizeOf(opening) + sizeOf(closing);
      continue;
    }
    const shown = items.slice(0, fitting);
    room -= sizeOf(shown);
    lines.push(...opening, ...shown, ...closing);
  }
  const cut = `**${missing} more** are left out, because a comment holds no more; the reports in \`.html\`, \`.json\` and \`.xml\` hold all.`;
  return `${[...lines, ...(missing === 0 ? [] : ['', cut])].join('\n')}\n`;
}

/** How many of the first lines there is room for. */
function fittingOf(lines: readonly string[], room: number): number {
  let used = 0;
  const index = lines.findIndex((line) => {
    used += line.length + 1;
    return used > room;
  });
  return index === -1 ? lines.length : index;
}

function sizeOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}
