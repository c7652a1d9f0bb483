// Words for what only a person can settle: which connections stand in the way of an entry, and the command that ends
// it. Which match is a conflict is decided in plan.ts.
import { describeTarget, targetOf } from './connection.ts';
import type { DesiredConnection, ObservedConnection } from './connection.ts';
import type { Match } from './match.ts';
import type { Holder } from './moves.ts';
import { compareText } from './order.ts';
import { quoted } from './quoting.ts';

/** One connection that stands in the way of an entry. */
export interface Candidate {
  readonly id: string;
  /** `server/database`. */
  readonly target: string;
  /** Epoch milliseconds, when the platform says so. */
  readonly createdAt?: number;
  readonly createdBy?: string;
}

/** Why an entry can be neither created nor adopted, and the way out. */
export interface Conflict {
  readonly reason: string;
  readonly fix: string;
  readonly candidates: readonly Candidate[];
}

/** The matches that are conflicts. */
export type ConflictingMatch = Extract<Match, { kind: 'elsewhere' | 'ambiguous' | 'held' }>;

/** Explains a match that nobody but a person can settle. */
export function conflictOf(entry: DesiredConnection, match: ConflictingMatch): Conflict {
  const wanted = describeTarget(targetOf(entry.params));
  switch (match.kind) {
    case 'elsewhere': {
      const other = candidateOf(match.observed);
      return {
        reason: `a connection named "${entry.name}" stands in ${entry.sandbox} and leads to ${other.target}, not to ${wanted}`,
        fix: `If it is meant, run: ${importing(entry, other.id)} (the next plan shows what changes). If it is another database, give the entry another name.`,
        candidates: [other],
      };
    }
    case 'ambiguous': {
      const candidates = sortedCandidates(match.candidates);
      return {
        reason: `${candidates.length} connections named "${entry.name}" stand in ${entry.sandbox}: ${listed(candidates)}`,
        fix: `Take the one that dataflows use: ${importing(entry, candidates[0]?.id ?? 'ID')}, or another of these ids. The others stay unmanaged.`,
        candidates,
      };
    }
    case 'held':
      return {
        reason: `the connection named "${entry.name}" (${match.observed.id}) is recorded under ${match.by}, which the list no longer asks for`,
        fix: `If the key was renamed, say so under moved: in the list ({ from: ${JSON.stringify(match.by)}, to: ${JSON.stringify(entry.key)} }), or run: flowrecon state mv ${quoted(match.by)} ${quoted(entry.key)}. If it is another database, give it another name.`,
        candidates: [candidateOf(match.observed)],
      };
  }
}

/** Moves that make one key of several, each with a connection of its own: all of their records but one have to go. */
export function moveConflict(holders: readonly Holder[]): Conflict {
  const told = holders.map(({ key, id }) => `${key} (${id})`).join(' and ');
  const commands = holders.map(({ key }) => `flowrecon state rm ${quoted(key)}`).join(' or ');
  return {
    reason: `moved: makes one entry of ${told}, which have recorded different connections`,
    fix: `Look at them in AEP, drop what is recorded wrongly with ${commands}, and run again.`,
    candidates: [],
  };
}

/** The command that settles which connection an entry is. */
function importing({ key }: DesiredConnection, id: string): string {
  return `flowrecon import ${quoted(key)} ${id}`;
}

/** A connection cannot change its way of logging in: no documented PATCH replaces `auth.specName`. */
export function specConflict(entry: DesiredConnection, observed: ObservedConnection): Conflict | undefined {
  if (observed.specName === undefined || observed.specName === entry.specName) return undefined;
  return {
    reason: `"${entry.name}" logs in by "${observed.specName}" on the platform and by "${entry.specName}" in the list; the service cannot change that in place`,
    fix: `Set specName to "${observed.specName}", or delete ${observed.id} in AEP and run again to have it created anew.`,
    candidates: [candidateOf(observed)],
  };
}

/** Candidates as one phrase: id and target of each. Who made them and when is data, laid out by the report. */
export function listed(candidates: readonly Candidate[]): string {
  return candidates.map(({ id, target }) => `${id} (${target})`).join(', ');
}

/** Candidates in a fixed order, oldest first. */
export function sortedCandidates(connections: readonly ObservedConnection[]): Candidate[] {
  return connections
    .map(candidateOf)
    .sort((left, right) => (left.createdAt ?? 0) - (right.createdAt ?? 0) || compareText(left.id, right.id));
}

function candidateOf(observed: ObservedConnection): Candidate {
  const { id, params, createdAt, createdBy } = observed;
  return {
    id,
    target: describeTarget(targetOf(params)),
    ...(createdAt !== undefined && { createdAt }),
    ...(createdBy !== undefined && { createdBy }),
  };
}
