// The way from a message to the page that says what happens when something goes wrong. Decides which findings are worth
// the line: errors, and each code once in a run.
import type { Diagnostic, DiagnosticCode } from '../core/diagnostic.ts';

/** One line that leads from errors to their sections of the page; undefined where that was said before, or nothing is wrong. */
export function guideLine(
  told: readonly Diagnostic[],
  page: string,
  before: readonly Diagnostic[] = [],
): string | undefined {
  const known = new Set(errorCodes(before));
  const codes = [...new Set(errorCodes(told))].filter((code) => !known.has(code));
  if (codes.length === 0) return undefined;
  // A heading of the page is the code itself, so it is the anchor too.
  return codes.length === 1
    ? `More about it: ${page}#${codes.join('')}`
    : `More about ${codes.join(', ')}: ${page}`;
}

function errorCodes(diagnostics: readonly Diagnostic[]): DiagnosticCode[] {
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}
