// Words for what only a person can settle: which connections stand in the way of an entry, and the command that ends
// it. Which match is a conflict is decided in plan.ts.
import { describeTarget, targetOf } from './connection.ts';
import type { DesiredConnection, ObservedConnection } from './connection.ts';
import type { Match } from './match.ts';
import { compareText } from './order.ts';

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
        fix: `Give the entry another name, or correct its server and database to ${other.target} to adopt ${other.id}.`,
        candidates: [other],
      };
    }
    case 'ambiguous': {
      const candidates = sortedCandidates(match.candidates);
      return {
        reason: `${candidates.length} connections named "${entry.name}" stand in ${entry.sandbox}: ${listed(candidates)}`,
        fix: 'Keep the one that dataflows use, delete or rename the others in AEP, and run again.',
        candidates,
      };
    }
    case 'held':
      return {
        reason: `the connection named "${entry.name}" (${match.observed.id}) is recorded under ${match.by}, which the list no longer asks for`,
        fix: `If the key was renamed, run: flowrecon state mv '${match.by}' '${entry.key}'. If it is another database, give it another name.`,
        candidates: [candidateOf(match.observed)],
      };
  }
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
