// Whether a value that was read from the platform may stand in a list: the schema takes it, and neither its name nor
// its text speaks of a secret. Decides rather once too often that it may not, because what a list does not say is left
// alone on the platform.
import { rendersSecret } from '../core/connection.ts';
import type { Json } from '../core/connection.ts';
import type { EntryFields } from '../core/export-fields.ts';
import { holdsLogin } from './excerpt.ts';
import { schemaFaults } from './schema.ts';
import { isSensitive } from './sensitive.ts';

/** Deeper than anyone nests parameters, and far from what a file may nest. */
const MAX_DEPTH = 8;

/** Whether fields may stand in an entry as they were read. */
export function mayStand(fields: EntryFields): boolean {
  const faults = schemaFaults({ version: 1, connections: [{ name: 'any', ...fields }] });
  return faults.length === 0 && !speaksOfSecret(fields, 0);
}

function speaksOfSecret(value: Json, depth: number): boolean {
  if (typeof value === 'string') return rendersSecret(value) || holdsLogin(value);
  if (value === null || typeof value !== 'object') return false;
  if (depth > MAX_DEPTH) return true;
  return Object.entries(value).some(
    ([name, member]) =>
      (typeof member !== 'boolean' && isSensitive(name)) || speaksOfSecret(member, depth + 1),
  );
}
