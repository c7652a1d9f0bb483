// Diagnostics as text and as JSON. Decides the layout and nothing about what is told: place and sentence, entry, source
// line with a caret, reason, hint.
import type { Diagnostic, Severity } from '../core/diagnostic.ts';
import { record, sentence, whole } from './page.ts';
import type { Page } from './page.ts';
import { shownPlace } from './sentences.ts';
import { sourceFrame } from './source-frame.ts';
import { visible } from './visible.ts';

/** All diagnostics as text, separated by empty lines, without a final newline. */
export function diagnosticText(diagnostics: readonly Diagnostic[], page: Page): string {
  return diagnostics.map((diagnostic) => linesOf(diagnostic, page).join('\n')).join('\n\n');
}

function linesOf(diagnostic: Diagnostic, page: Page): readonly string[] {
  const { severity, summary, detail, fix, key, range, sourceLine } = diagnostic;
  const { paint } = page;
  const place = range === undefined ? '' : `${whole(visible(shownPlace(range)))}: `;
  // A key is copied as a whole, also out of the sentence.
  const told = key === undefined ? visible(summary) : visible(summary).replaceAll(visible(key), whole);
  return [
    // A record: editors and CI find faults by lines of this form.
    record(page, `${place}${paint[COLOURS[severity]](`${severity}:`)} ${paint.bold(told)}`, { first: 0 }),
    ...(key === undefined ? [] : [record(page, `entry: ${whole(visible(key))}`, UNDER)]),
    ...(range === undefined || sourceLine === undefined ? [] : sourceFrame(sourceLine, range, page)),
    ...(detail === undefined ? [] : [sentence(page, visible(detail), UNDER)]),
    ...(fix === undefined ? [] : [sentence(page, `${paint.cyan('hint:')} ${visible(fix)}`, HINT)]),
  ];
}

const UNDER = { first: 2, rest: 2 };
const HINT = { first: 2, rest: 2 + 'hint: '.length };

const COLOURS: Readonly<Record<Severity, 'red' | 'yellow' | 'cyan'>> = {
  error: 'red',
  warning: 'yellow',
  note: 'cyan',
};

/** A diagnostic as the JSON documents show it. */
export interface DiagnosticDocument {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly key?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** A diagnostic as plain JSON data. */
export function diagnosticJson({
  severity,
  code,
  summary,
  detail,
  fix,
  key,
  range,
}: Diagnostic): DiagnosticDocument {
  return {
    severity,
    code,
    message: summary,
    ...(detail !== undefined && { detail }),
    ...(fix !== undefined && { hint: fix }),
    ...(key !== undefined && { key }),
    ...range,
  };
}
