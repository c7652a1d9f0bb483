// What became of tests, as text for people: sandbox by sandbox, what needs work first; then what to do about it, then the
// counts. Many of one sandbox that fared alike are told together, so that they do not hide the one that did not. Pure.
import { compareText } from '../core/order.ts';
import { isQuarantined, isRecovered, summariseTests } from '../core/quarantine.ts';
import type { TestRow } from '../core/quarantine.ts';
import { VERDICTS, adviceOn } from '../core/verdict.ts';
import type { Verdict } from '../core/verdict.ts';
import { columnsOf, padded, record, sentence, whole } from './page.ts';
import type { Page } from './page.ts';
import { counted, shownDuration, shownKeys } from './sentences.ts';
import { visible } from './visible.ts';
import { groupBy } from '../core/grouping.ts';

/** What there is to tell. */
export interface TestTextOptions {
  readonly rows: readonly TestRow[];
  readonly durationMs: number;
  readonly page: Page;
}

/** From so many that fared alike on, they are told in one line. */
const FOLDED_FROM = 10;
/** Keys named in such a line. */
const NAMED_KEYS = 3;

/** Renders the results of tests. */
export function testText({ rows, durationMs, page }: TestTextOptions): string {
  if (rows.length === 0) return 'There is nothing to test.\n';
  const sandboxes = [...new Set(rows.map(({ sandbox }) => sandbox))].sort(compareText);
  const blocks = sandboxes.flatMap((sandbox) => [
    page.paint.bold(visible(sandbox)),
    ...sandboxLines(
      rows.filter((row) => row.sandbox === sandbox),
      page,
    ),
    '',
  ]);
  const advice = adviceLines(rows, page);
  const totals = record(page, totalsLine(rows, durationMs));
  const lines = [...blocks, ...advice, ...(advice.length === 0 ? [] : ['']), totals];
  return `${lines.join('\n')}\n`;
}

/** Rows that fared alike, in the order of what needs work. */
function groupsOf(rows: readonly TestRow[]): TestRow[][] {
  const alike = (row: TestRow): string => JSON.stringify([row.verdict, row.message, standingOf(row)]);
  return [...groupBy([...rows].sort(byUrgency), alike).values()];
}

/** New failures, known ones, then what answers. */
function byUrgency(left: TestRow, right: TestRow): number {
  const rank = (row: TestRow): number =>
    VERDICTS.indexOf(row.verdict) + (isQuarantined(row) ? VERDICTS.length : 0);
  const last = (row: TestRow): number => (row.verdict === 'answers' && !isRecovered(row) ? 1 : 0);
  return last(left) - last(right) || rank(left) - rank(right) || compareText(left.key, right.key);
}

function sandboxLines(rows: readonly TestRow[], page: Page): string[] {
  const groups = groupsOf(rows);
  const single = groups.filter((group) => group.length < FOLDED_FROM).flat();
  const width = Math.max(0, ...single.map(({ key }) => columnsOf(visible(key))));
  return groups.flatMap((group) => {
    const shown =
      group.length < FOLDED_FROM
        ? group.map((row) => ({ row, what: nameOf(row, width) }))
        : group.slice(0, 1).map((row) => ({ row, what: foldedText(group) }));
    return shown.flatMap(({ row, what }) => rowLines(row, what, page));
  });
}

function foldedText(group: readonly TestRow[]): string {
  return `${counted(group.length, 'connection')}: ${visible(shownKeys(group, NAMED_KEYS))}`;
}

function nameOf({ key, name }: TestRow, width: number): string {
  return `${padded(whole(visible(key)), width)}  "${whole(visible(name))}"`;
}

function rowLines(row: TestRow, what: string, page: Page): string[] {
  const label = page.paint[colourOf(row)](whole(row.verdict.padEnd(LABEL_WIDTH)));
  const request = row.requestId === null ? '' : ` (request ${row.requestId})`;
  const why = row.message === null ? [] : [record(page, `${visible(row.message)}${request}`, { first: 6 })];
  const head = { first: 2, rest: LABEL_WIDTH + 3 };
  return [record(page, `${label} ${what}${standingOf(row)}`, head), ...why];
}

const LABEL_WIDTH = Math.max(...VERDICTS.map((verdict) => verdict.length));

/** What the quarantine has to say about a row. */
function standingOf(row: TestRow): string {
  const { known } = row;
  if (known === null) return '';
  if (isQuarantined(row)) return `  (known since ${known.firstSeen})`;
  if (isRecovered(row)) return `  (recovered: was ${known.verdict} since ${known.firstSeen})`;
  return `  (was ${known.verdict} since ${known.firstSeen})`;
}

function colourOf(row: TestRow): 'green' | 'yellow' | 'red' {
  if (row.verdict === 'answers') return 'green';
  return isQuarantined(row) || row.verdict === 'untested' ? 'yellow' : 'red';
}

/** What to do, once for each verdict. */
function adviceLines(rows: readonly TestRow[], page: Page): string[] {
  const met = new Set(rows.map(({ verdict }) => verdict));
  return VERDICTS.filter((verdict) => met.has(verdict)).flatMap((verdict) => {
    const advice = adviceOn(verdict);
    return advice === undefined ? [] : [sentence(page, `${page.paint.cyan(`${verdict}:`)} ${advice}`)];
  });
}

function totalsLine(rows: readonly TestRow[], durationMs: number): string {
  const counts = summariseTests(rows);
  const shown = (verdict: Verdict): string[] =>
    verdict === 'answers' || counts[verdict] === 0 ? [] : [`${counts[verdict]} ${verdict}`];
  const known = counts.quarantined === 0 ? [] : [`${counts.quarantined} known before`];
  const recovered = counts.recovered === 0 ? [] : [`${counts.recovered} recovered`];
  const parts = [
    `${counts.answers} of ${rows.length} answer in ${shownDuration(durationMs)}`,
    VERDICTS.flatMap(shown).join(', '),
    [...known, ...recovered].join(', '),
  ];
  return `Test: ${parts.filter((part) => part !== '').join('; ')}.`;
}
