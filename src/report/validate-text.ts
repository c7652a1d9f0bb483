// The findings of validate as text: the findings, then one line about what was checked. Pure.
import type { Diagnostic, Severity } from '../core/diagnostic.ts';
import { diagnosticText } from './diagnostics.ts';
import { onlineText } from './online-text.ts';
import type { OnlineReport } from './online-text.ts';
import { record } from './page.ts';
import type { Page } from './page.ts';
import { counted } from './sentences.ts';

/** What there is to tell. */
export interface Validation {
  readonly findings: readonly Diagnostic[];
  /** How much was checked; absent when the list could not be read. */
  readonly checked?: { readonly files: number; readonly entries: number; readonly sandboxes: number };
  /** Absent when the platform was not asked. */
  readonly online?: OnlineReport;
  /** Where more is said about the findings. */
  readonly more?: string;
}

/** Renders the findings. */
export function validateText({ findings, checked, online, more }: Validation, page: Page): string {
  const closing = [
    record(page, closingLine(findings, checked)),
    ...(online === undefined ? [] : [onlineText(online, page)]),
    ...(more === undefined ? [] : [record(page, more)]),
  ].join('\n');
  return `${findings.length === 0 ? '' : `${diagnosticText(findings, page)}\n\n`}${closing}\n`;
}

function closingLine(findings: Validation['findings'], checked: Validation['checked']): string {
  const { errors, warnings } = severities(findings);
  if (checked === undefined || errors > 0) {
    return `${counted(errors, 'error')}, ${counted(warnings, 'warning')}.`;
  }
  const found = warnings === 0 ? '' : `, ${counted(warnings, 'warning')}`;
  const where = `${counted(checked.entries, 'entry', 'entries')} in ${counted(checked.sandboxes, 'sandbox', 'sandboxes')}`;
  return `${counted(checked.files, 'file')} checked: ${where}${found}.`;
}

/** How many findings are errors, and how many are warnings. */
export function severities(findings: readonly Diagnostic[]): { errors: number; warnings: number } {
  const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  return { errors: count('error'), warnings: count('warning') };
}
