// How a fault found in a file becomes a diagnostic: its place as line and column, and the masked line under it.
import type { Diagnostic, DiagnosticCode } from '../core/diagnostic.ts';
import { excerptAt } from './excerpt.ts';
import type { Source, Span } from './source.ts';
import { rangeOf } from './source.ts';

/** What to do where a secret stands in a file, whatever else is wrong there. */
export const SECRET_ADVICE =
  'a secret never stands in this file; name where it comes from: { env: NAME }, { file: path } or { exec: [command, argument] }';

/** What is told about a place, before the place is known. */
export interface Telling {
  /** An error unless it says otherwise. */
  readonly severity?: 'error' | 'warning';
  readonly code: DiagnosticCode;
  readonly summary: string;
  readonly detail?: string | undefined;
  readonly fix: string;
  readonly key?: string | undefined;
}

/** A diagnostic about a place in a file. */
export function tellAt(source: Source, wanted: Span, telling: Telling): Diagnostic {
  const { span, line } = excerptAt(source, wanted);
  return { ...tell(telling), range: rangeOf(source, span), ...(line !== undefined && { sourceLine: line }) };
}

/** A diagnostic about a file as a whole, or about none. */
export function tell({ severity = 'error', code, summary, detail, fix, key }: Telling): Diagnostic {
  return {
    severity,
    code,
    summary,
    fix,
    ...(detail !== undefined && { detail }),
    ...(key !== undefined && { key }),
  };
}

/** A diagnostic about a file that has no readable line to point at. */
export function tellFile(file: string, telling: Telling, at = { line: 1, column: 1 }): Diagnostic {
  return { ...tell(telling), range: { file, ...at, endLine: at.line, endColumn: at.column } };
}
