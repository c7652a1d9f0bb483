// Diagnostics as workflow commands of GitHub Actions, which shows them beside the lines of a pull request. Decides the
// escaping, as in actions/toolkit: a value must not be able to end the command or begin another.
import type { Diagnostic, Severity } from '../core/diagnostic.ts';
import { visible } from './visible.ts';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/** One workflow command for each diagnostic, in lines without a final newline. */
export function githubText(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(commandOf).join('\n');
}

function commandOf({ severity, summary, detail, fix, key, range }: Diagnostic): string {
  const place = range === undefined ? {} : placeOf(range);
  const properties = Object.entries({
    ...place,
    title: key === undefined ? 'flowrecon' : `flowrecon: ${key}`,
  });
  const list = properties.map(([name, value]) => `${name}=${escapeProperty(value)}`).join(',');
  const lines = [summary, detail, fix === undefined ? undefined : `hint: ${fix}`];
  const message = lines
    .filter((line) => line !== undefined)
    .map(visible)
    .join('\n');
  return `::${COMMANDS[severity]} ${list}::${escapeText(message)}`;
}

/** GitHub ignores columns of a place with several lines, and shows the end column as included. */
function placeOf({
  file,
  line,
  column,
  endLine,
  endColumn,
}: NonNullable<Diagnostic['range']>): Record<string, string> {
  const lines = { file, line: String(line) };
  return endLine === line
    ? {
        ...lines,
        col: String(column),
        endLine: String(endLine),
        endColumn: String(Math.max(column, endColumn)),
      }
    : { ...lines, col: String(column), endLine: String(endLine), endColumn: String(endColumn) };
}

function escapeText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
