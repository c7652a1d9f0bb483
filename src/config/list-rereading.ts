// Reads a list that is about to be written, with every check that it will meet once it is a file.
import type { DesiredConnection } from '../core/connection.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { checkFile } from './check.ts';
import type { CheckedFile } from './check.ts';
import { desiredFrom } from './draft.ts';
import { platformOf } from './platform.ts';
import { crossFaults } from './rules.ts';
import { lineAt, rangeOf, trimmedSpan } from './source.ts';

/** What one item of the list comes to: an entry, or the first fault that keeps it from being one. */
export type Reread =
  { readonly entry: DesiredConnection } | { readonly entry: undefined; readonly fault: string };

/** Reads a list of items with one sandbox each, in order. */
export function rereadList(text: string): readonly Reread[] {
  const { source, drafts, diagnostics } = check(text);
  const starts = drafts.map(({ located }) => rangeOf(source, trimmedSpan(source, located.written)).line);
  const faults = new Map<number, string>();
  for (const { severity, range, summary } of [...diagnostics, ...crossFaults(drafts)]) {
    const { index } = lineAt(starts, Number(range?.line));
    if (severity === 'error' && !faults.has(index)) faults.set(index, summary);
  }
  return drafts.flatMap((draft, index): Reread[] => {
    const fault = faults.get(index);
    if (fault !== undefined) return [{ entry: undefined, fault }];
    return desiredFrom(draft).map((entry) => ({ entry }));
  });
}

/** Every error of a list as a whole. */
export function listErrors(text: string): readonly Diagnostic[] {
  const checked = check(text);
  const found = [
    ...checked.diagnostics,
    ...crossFaults(checked.drafts),
    ...platformOf([checked]).diagnostics,
  ];
  return found.filter(({ severity }) => severity === 'error');
}

function check(text: string): CheckedFile {
  return checkFile({ file: 'the list', path: '/', text });
}
