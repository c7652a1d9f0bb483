// How the fields of a change read: what it was and what it will be, a secret without either. Pure.
import type { FieldChange } from '../core/diff.ts';
import { shownValue } from './sentences.ts';

/** One field that changes. */
export function fieldLine({ path, before, after, sensitive }: FieldChange): string {
  return sensitive ? `${path}: (changed)` : `${path}: ${shownValue(before)} -> ${shownValue(after)}`;
}

/** One field that has drifted and stays as it is. */
export function leftLine(change: FieldChange): string {
  return `${fieldLine(change)}, left as it is: onDrift is report`;
}

/** Every field of a connection that is about to be made: in one line what it leads to, in full one line each. */
export function creationLines(fields: readonly FieldChange[], fullDiff: boolean): string[] {
  if (fullDiff)
    return fields.map(
      ({ path, after, sensitive }) => `${path}: ${sensitive ? '(secret)' : shownValue(after)}`,
    );
  const params = fields.filter(({ path }) => path.startsWith(PARAMS));
  return [params.map(paramText).join(' ')];
}

const PARAMS = '/auth/params/';

function paramText({ path, after, sensitive }: FieldChange): string {
  const value = typeof after === 'string' ? after : JSON.stringify(after);
  return `${path.slice(PARAMS.length)}=${sensitive ? '(secret)' : value}`;
}
