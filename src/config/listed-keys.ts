// The keys that the entries of all files ask for. Decides whose key is in doubt: an entry may have a fault in the very
// fields that name it, and nothing may then be concluded from the key that it seems to have.
import type { ConnectionKey } from '../core/connection.ts';
import type { CheckedFile } from './check.ts';
import type { Draft } from './draft.ts';
import { meantField } from './name-words.ts';
import { fieldNames, isFullKey } from './schema.ts';
import { wordOf } from './sensitive.ts';
import { closest } from './suggest.ts';
import { isFields } from './values.ts';

/** What is certain about the keys of the list. */
export interface ListedKeys {
  /** The entry that asks for a key, the first of several. */
  readonly entries: ReadonlyMap<ConnectionKey, Draft>;
  /** Whether no key of the list is in doubt, so that what is missing here is not asked for. */
  readonly complete: boolean;
}

/** Collects the keys of all files; those of a file that could not be read are in doubt as a whole. */
export function collectKeys(files: readonly CheckedFile[], allRead: boolean): ListedKeys {
  const certain = files.map(({ drafts }) => drafts.filter(isCertain));
  const entries = new Map<ConnectionKey, Draft>();
  for (const draft of certain.flat()) {
    for (const { key } of draft.identities) if (!entries.has(key)) entries.set(key, draft);
  }
  const complete = files.every(({ value }, index) => countItems(value) === certain[index]?.length);
  return { entries, complete: allRead && complete };
}

function countItems(value: unknown): number | undefined {
  const list = isFields(value) ? value['connections'] : undefined;
  return Array.isArray(list) ? list.length : undefined;
}

const NAMING = ['name', 'key', 'sandbox', 'sandboxes'];

/** Whether all keys of an entry are what they are meant to be. */
function isCertain({ fields, identities }: Draft): boolean {
  const known = fieldNames().connection;
  const given = Object.keys(fields);
  const mistyped = given.some(
    (name) => !known.includes(name) && NAMING.includes(meantField(wordOf(name), known) ?? ''),
  );
  const { key, sandboxes } = fields;
  const count = Array.isArray(sandboxes) ? sandboxes.length : 1;
  const whole = identities.length > 0 && identities.length === count;
  // Without a value it reads like an entry without `key`.
  const keyed = !given.includes('key') || typeof key === 'string';
  return !mistyped && whole && keyed && identities.every((identity) => isFullKey(identity.key));
}

/** The listed key that is most likely meant by one that is not listed: nearly that text, or the entry of that name. */
export function nearestKey(
  key: ConnectionKey,
  entries: ReadonlyMap<ConnectionKey, Draft>,
): ConnectionKey | undefined {
  const prefix = key.slice(0, key.indexOf('/') + 1);
  const near = new Map<string, ConnectionKey>();
  for (const { identities } of entries.values()) {
    for (const { sandbox, name, key: listed } of identities)
      if (`${sandbox}/` === prefix) near.set(name, listed);
  }
  for (const listed of entries.keys()) {
    if (listed.startsWith(prefix)) near.set(listed.slice(prefix.length), listed);
  }
  const meant = closest(key.slice(prefix.length), [...near.keys()]);
  return meant === undefined ? undefined : near.get(meant);
}
