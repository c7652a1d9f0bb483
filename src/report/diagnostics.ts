// Diagnostics as text and as JSON. Decides the layout and nothing about what is told: place and sentence, entry, source
// line with a caret, reason, hint.
import type { Diagnostic, Severity } from '../core/diagnostic.ts';
import type { Paint } from './paint.ts';
import { shownPlace } from './sentences.ts';
import { sourceFrame } from './source-frame.ts';
import { visible } from './visible.ts';

/** All diagnostics as text, separated by empty lines, without a final newline. */
export function diagnosticText(diagnostics: readonly Diagnostic[], paint: Paint): string {
  return diagnostics.map((diagnostic) => linesOf(diagnostic, paint).join('\n')).join('\n\n');
}

function linesOf(diagnostic: Diagnostic, paint: Paint): readonly string[] {
  const { severity, summary, detail, fix, key, range, sourceLine } = diagnostic;
  const place = range === undefined ? '' : `${visible(shownPlace(range))}: `;
  return [
    `${place}${paint[COLOURS[severity]](`${severity}:`)} ${paint.bold(visible(summary))}`,
    ...(key === undefined ? [] : [`  entry: ${visible(key)}`]),
    ...(range === undefined || sourceLine === undefined ? [] : sourceFrame(sourceLine, range, paint)),
    ...(detail === undefined ? [] : [`  ${visible(detail)}`]),
    ...(fix === undefined ? [] : [`  ${paint.cyan('hint:')} ${visible(fix)}`]),
  ];
}

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
