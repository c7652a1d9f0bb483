// Moves that cannot be, in our words.
import type { ConnectionKey } from '../core/connection.ts';
import { clip, withoutSecret } from './sensitive.ts';
import type { Telling } from './tell.ts';

/** A move to the key that it begins at. */
export const sameKey: Telling = {
  code: 'invalid-value',
  summary: '`from` and `to` are the same key',
  fix: 'write the key that the entry had before as `from`, or take the item out',
};

/** A move to another sandbox. */
export function otherSandbox(from: string, to: string): Telling {
  return {
    code: 'invalid-value',
    summary: `\`from\` is in sandbox \`${from}\` and \`to\` in \`${to}\`; a connection cannot change its sandbox`,
    fix: 'take the item out; the plan then shows a create and, with --prune, a deletion',
  };
}

/** A second move from one key. */
export function movedTwice(key: ConnectionKey, first: string): Telling {
  return {
    code: 'duplicate-key',
    summary: `key ${quote(key)} is moved already, first at ${first}`,
    detail: 'one connection is recorded under it, and that cannot become two entries',
    fix: 'keep the item that leads to the right entry, and take the other out',
  };
}

/** A second move to one key. */
export function reachedTwice(key: ConnectionKey, first: string): Telling {
  return {
    code: 'duplicate-key',
    summary: `another move leads to key ${quote(key)} already, first at ${first}`,
    detail: 'two connections cannot become one entry',
    fix: 'keep the item whose connection the entry is to have, and take the other out',
  };
}

/** How many keys of a circle are named; the first of them is where it can be cut. */
const SHOWN_KEYS = 5;

/** Moves that lead back to where they begin. */
export function circle(keys: readonly ConnectionKey[]): Telling {
  const shown = keys.slice(0, SHOWN_KEYS).map(quote);
  const way = [...shown, ...(keys.length > SHOWN_KEYS ? ['…'] : []), ...shown.slice(0, 1)];
  return {
    code: 'invalid-value',
    summary: `the moves go in a circle: ${way.join(' to ')}`,
    fix: 'keep the items that lead to the key that the list asks for, and take out the one that leads away from it',
  };
}

/** A move from a key that an entry still has. */
export function stillListed(key: ConnectionKey, entry: string): Telling {
  return {
    code: 'duplicate-key',
    summary: `key ${quote(key)} is moved away, but the entry at ${entry} still asks for it`,
    detail: 'the recorded connection would belong to two entries',
    fix: 'take the item out if that entry is to keep its connection; otherwise the entry has to go',
  };
}

/** A move that ends at no entry. */
export function leadsNowhere(key: ConnectionKey, meant: ConnectionKey | undefined): Telling {
  return {
    code: 'invalid-value',
    summary: `no entry has the key ${quote(key)}`,
    detail: '`to` is the key of an entry of the list, or the `from` of another move',
    fix:
      meant === undefined
        ? 'write the key of the entry as plans show it, or take the item out if there is no such entry any more'
        : `did you mean ${quote(meant)}?`,
  };
}

function quote(key: ConnectionKey): string {
  return `\`${clip(withoutSecret(key), 100)}\``;
}
