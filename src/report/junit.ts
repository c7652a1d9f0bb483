// A run as JUnit XML: one test case for each entry, its sandbox as the class, so that a build server shows entries the way
// it shows tests. Pure; well-formed whatever a name holds.
import type { Diagnostic } from '../core/diagnostic.ts';
import { groupBy } from '../core/grouping.ts';
import { compareText } from '../core/order.ts';
import { findingsBeside } from '../core/report-findings.ts';
import { reportRows } from '../core/report-rows.ts';
import type { ReportRow } from '../core/report-rows.ts';
import { isBad } from '../core/row-outcome.ts';
import { REPORT_MARKS } from '../core/run-report.ts';
import type { RunReport } from '../core/run-report.ts';
import { fieldLine, leftLine } from './field-lines.ts';
import { OUTCOME_WORDS, changeText, factsText, sentencesOf } from './report-words.ts';
import { shownPlace } from './sentences.ts';

interface Suite {
  readonly name: string;
  readonly cases: readonly string[];
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  readonly durationMs: number;
}

/** Renders a run. */
export function junitReport(run: RunReport): string {
  const rows = reportRows(run);
  const errors = findingsBeside(run, rows).filter(({ severity }) => severity === 'error');
  const sandboxes = [...groupBy(rows, ({ sandbox }) => sandbox)].sort(([one], [other]) =>
    compareText(one, other),
  );
  const suites = [
    ...(errors.length === 0 ? [] : [runSuite(run, errors)]),
    ...sandboxes.map(([sandbox, of]) => sandboxSuite(sandbox, of)),
  ];
  const sum = (of: (suite: Suite) => number): number => suites.reduce((all, suite) => all + of(suite), 0);
  const totals = {
    name: `flowrecon ${run.command}`,
    tests: sum(({ cases }) => cases.length),
    failures: sum(({ failures }) => failures),
    errors: sum((suite) => suite.errors),
    skipped: sum(({ skipped }) => skipped),
    time: seconds(run.durationMs),
    timestamp: timestampOf(run),
  };
  const facts = factsText(run).map(([name, value]) => element('property', { name, value }));
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    REPORT_MARKS.junit,
    `<testsuites${attributes(totals)}>`,
    ...suites.flatMap((suite, index) => suiteLines(suite, run, index === 0 ? facts : [])),
    '</testsuites>',
  ].join('\n')}\n`;
}

/** What stands against the run as a whole is a test case of its own: a run without entries must not read as passed. */
function runSuite({ command, durationMs }: RunReport, errors: readonly Diagnostic[]): Suite {
  const cases = errors.map((error, index) => {
    const { code, summary, detail, fix, key, range } = error;
    const about = { type: code, message: summary };
    const place = shownPlace(range);
    const text = [place, detail, fix].filter((line) => line !== undefined && line !== '').join('\n');
    const named = { classname: 'flowrecon', name: `${key ?? command} ${index + 1}: ${code}`, time: '0.000' };
    return element('testcase', named, element('error', about, escaped(text)));
  });
  return { name: 'flowrecon', cases, failures: 0, errors: errors.length, skipped: 0, durationMs };
}

function sandboxSuite(sandbox: string, rows: readonly ReportRow[]): Suite {
  const isSkipped = ({ outcome }: ReportRow): boolean => outcome === 'skipped' || outcome === 'known';
  return {
    name: sandbox,
    cases: [...rows].sort((one, other) => compareText(one.key, other.key)).map(caseOf),
    failures: rows.filter(isBad).length,
    errors: 0,
    skipped: rows.filter(isSkipped).length,
    durationMs: rows.reduce((sum, row) => sum + (row.durationMs ?? 0), 0),
  };
}

function caseOf(row: ReportRow): string {
  const { key, sandbox, range, durationMs } = row;
  const place = range === undefined ? {} : { file: range.file, line: range.line };
  const named = { classname: sandbox, name: key, ...place, time: seconds(durationMs ?? 0) };
  return element('testcase', named, verdictOf(row));
}

function verdictOf(row: ReportRow): string {
  const { outcome, message, range, fields, left } = row;
  const change = changeText(row);
  const lines = [
    ...(range === undefined ? [] : [shownPlace(range)]),
    `${OUTCOME_WORDS[outcome]}${change === '' ? '' : `: ${change}`}`,
    ...sentencesOf(row),
    ...fields.map(fieldLine),
    ...left.map(leftLine),
  ];
  const text = escaped(lines.join('\n'));
  if (isBad(row))
    return element('failure', { type: outcome, message: message ?? OUTCOME_WORDS[outcome] }, text);
  if (outcome === 'skipped' || outcome === 'known')
    return element('skipped', { message: message ?? 'not carried out' });
  return outcome === 'ok' ? '' : element('system-out', {}, text);
}

/** The facts of the run stand once, in the first suite: the format has no other place for them. */
function suiteLines(suite: Suite, run: RunReport, facts: readonly string[]): string[] {
  const { name, cases, failures, errors, skipped, durationMs } = suite;
  const counts = { tests: cases.length, failures, errors, skipped };
  const head = { name, ...counts, time: seconds(durationMs), timestamp: timestampOf(run) };
  const properties =
    facts.length === 0 ? [] : ['  <properties>', ...facts.map((fact) => `    ${fact}`), '  </properties>'];
  return [
    `<testsuite${attributes(head)}>`,
    ...properties,
    ...cases.map((each) => `  ${each}`),
    '</testsuite>',
  ];
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1_000).toFixed(3);
}

/** Without fractions, which some readers of the format refuse. */
function timestampOf({ startedAt }: RunReport): string {
  return `${new Date(startedAt).toISOString().slice(0, 19)}Z`;
}

type Attributes = Readonly<Record<string, string | number>>;

function element(name: string, of: Attributes, content = ''): string {
  return content === '' ? `<${name}${attributes(of)}/>` : `<${name}${attributes(of)}>${content}</${name}>`;
}

function attributes(of: Attributes): string {
  const one = ([name, value]: [string, string | number]): string => ` ${name}="${escaped(String(value))}"`;
  return Object.entries(of).map(one).join('');
}

/** Characters that XML 1.0 (2.2) has no way to hold, and the marks that turn the direction of text. */
const UNSPEAKABLE =
  /[\p{Cs}\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/** A text as content or as the value of an attribute: in both, `]]>` and quotes are harmless, and line breaks survive. */
function escaped(text: string): string {
  return text
    .replaceAll(UNSPEAKABLE, '\ufffd')
    .replaceAll(/[&<>"\n\r\t]/g, (letter) => ENTITIES[letter] ?? letter);
}
