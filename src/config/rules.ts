// Rules over all entries of all files: no key twice, no name twice in a sandbox, and a warning where two entries lead to
// one database with one login. The second is told, with the place of the first.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Draft, Identity } from './draft.ts';
import { firstToken, stepInto, valueSpan } from './locate.ts';
import { withoutSecret } from './sensitive.ts';
import type { Source, Span } from './source.ts';
import { placeOf } from './source.ts';
import type { Telling } from './tell.ts';
import { tellAt } from './tell.ts';

interface Place {
  readonly source: Source;
  readonly span: Span;
}

interface Seen {
  readonly keys: Map<string, Draft>;
  readonly names: Map<string, Draft>;
  readonly targets: Map<string, Draft>;
}

/** Faults between entries, in the order of the entries. */
export function crossFaults(drafts: readonly Draft[]): readonly Diagnostic[] {
  const seen: Seen = { keys: new Map(), names: new Map(), targets: new Map() };
  return drafts.flatMap((draft) => {
    const told = draft.identities.flatMap((identity) => identityFaults(draft, identity, seen));
    return told;
  });
}

function identityFaults(draft: Draft, identity: Identity, seen: Seen): readonly Diagnostic[] {
  const { key, sandbox, name } = identity;
  const sameKey = claim(seen.keys, key, draft);
  const sameName = claim(seen.names, JSON.stringify([sandbox, name]), draft);
  const sameTarget = claim(seen.targets, targetOf(draft, sandbox), draft);
  if (sameKey !== undefined && ('key' in draft.own || sameName === undefined)) {
    return [tellTwice(draft, sameKey, { field: 'key', telling: duplicateKey(key), key })];
  }
  if (sameName !== undefined) {
    return [tellTwice(draft, sameName, { field: 'name', telling: duplicateName(identity), key })];
  }
  return sameTarget === undefined
    ? []
    : [tellTwice(draft, sameTarget, { field: 'server', telling: duplicateTarget(sandbox), key })];
}

/** Who had it first; one that lists a sandbox twice has been told so by the schema. */
function claim(seen: Map<string, Draft>, value: string | undefined, draft: Draft): Draft | undefined {
  if (value === undefined) return undefined;
  const first = seen.get(value);
  if (first === undefined) seen.set(value, draft);
  return first === draft ? undefined : first;
}

/** Host names are compared without regard to case, as when observed connections are matched. */
function targetOf({ fields }: Draft, sandbox: string): string | undefined {
  const { server, port, database, username } = fields;
  if (typeof server !== 'string' || typeof database !== 'string' || typeof username !== 'string')
    return undefined;
  const host = typeof port === 'number' ? `${server}:${port}` : server;
  return JSON.stringify([sandbox, host.toLowerCase(), database, username]);
}

interface Twice {
  readonly field: string;
  readonly telling: (first: string) => Telling;
  readonly key: string;
}

function tellTwice(draft: Draft, first: Draft, { field, telling, key }: Twice): Diagnostic {
  const earlier = placeIn(first, field);
  const { source, span } = placeIn(draft, field);
  return tellAt(source, span, {
    ...telling(placeOf(earlier.source, earlier.span.start)),
    key: withoutSecret(key),
  });
}

/** The value that clashes; the entry's first token where it comes from the defaults. */
function placeIn({ source, located, own }: Draft, field: string): Place {
  const named = field in own ? field : field === 'key' ? 'name' : undefined;
  const member = named === undefined ? undefined : stepInto(source, located, named);
  return { source, span: member === undefined ? firstToken(located) : valueSpan(member) };
}

function duplicateKey(key: string): (first: string) => Telling {
  return (first) => ({
    code: 'duplicate-key',
    summary: `key \`${withoutSecret(key)}\` is taken, first at ${first}`,
    detail: 'the key is what an entry is recorded under; without `key` it is the name',
    fix: 'give one of the two another `key`, or remove it if it is a copy',
  });
}

function duplicateName({ name, sandbox }: Identity): (first: string) => Telling {
  return (first) => ({
    code: 'duplicate-name',
    summary: `name \`${withoutSecret(name)}\` stands twice in sandbox \`${sandbox}\`, first at ${first}`,
    detail: 'a connection of the platform is recognised by its name, so two of one name cannot be told apart',
    fix: 'rename one of the two, or remove it if it is a copy',
  });
}

function duplicateTarget(sandbox: string): (first: string) => Telling {
  return (first) => ({
    severity: 'warning',
    code: 'duplicate-target',
    summary: `the same server, database and username stand twice in sandbox \`${sandbox}\`, first at ${first}`,
    detail: 'the platform keeps both; one connection can feed any number of data flows',
    fix: 'remove one of the two unless both are meant',
  });
}
