// The hash of a configuration, by which a saved plan knows the list that it was made from. Decides what counts: what is
// asked for does; where it stands, and in which order, does not.
import { createHash } from 'node:crypto';
import { relative, sep } from 'node:path';
import type { DesiredConnection } from '../core/connection.ts';
import type { Move } from '../core/moves.ts';
import { compareText } from '../core/order.ts';
import { isFields } from './values.ts';

/** What a hash is made of. */
export interface HashedConfiguration {
  readonly desired: readonly DesiredConnection[];
  readonly moves: readonly Move[];
  /** The folder that paths of secrets are seen from, so that every checkout has the same hash. */
  readonly folder: string;
}

/** `sha256:<hex>` over everything that the list asks for. Secrets count by their references, not by their values. */
export function configurationHash({ desired, moves, folder }: HashedConfiguration): string {
  const asked = {
    connections: [...desired]
      .sort((left, right) => compareText(left.key, right.key))
      .map((entry) => askedBy(entry, folder)),
    moved: moves
      .map(({ from, to }) => ({ from, to }))
      .sort((left, right) => compareText(left.from, right.from) || compareText(left.to, right.to)),
  };
  return `sha256:${createHash('sha256').update(JSON.stringify(asked, sortMembers)).digest('hex')}`;
}

/** All of an entry but its places, so that a field of the future counts without a word here. */
function askedBy({ secret, tags, ...rest }: DesiredConnection, folder: string): object {
  const { param, ref } = secret;
  const seen = ref.kind === 'file' ? { ...ref, path: relative(folder, ref.path).replaceAll(sep, '/') } : ref;
  return { ...rest, secret: { param, ref: seen }, tags: [...tags].sort(compareText), range: undefined };
}

/** Gives every object its members in one order, as a replacer of JSON.stringify. */
export function sortMembers(_name: string, value: unknown): unknown {
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => compareText(left, right)));
}
