// What stands against keeping a state, in words. Decides nothing.
import { basename } from 'node:path';
import type { Diagnostic } from '../core/diagnostic.ts';
import { describeOwner } from '../core/lease.ts';
import type { Lease, LeaseOwner } from '../core/lease.ts';
import type { State } from '../core/state.ts';

/** Something on disk cannot be read, or does not belong together. */
export function damaged(summary: string, fix: string): Diagnostic {
  return { severity: 'error', code: 'state-damaged', summary, fix };
}

/** Nothing, or nothing more, can be written. */
export function unwritable(path: string, error: unknown): Diagnostic {
  const why = error instanceof Error ? error.message : String(error);
  return {
    severity: 'error',
    code: 'state-unwritable',
    summary: `the state cannot be written beside ${path}: ${why}`,
    fix: 'See that the folder is there, can be written to and has room, and run again; what the journal holds is taken up then.',
  };
}

/** Another owner has the state. */
export function locked(path: string, holder: Lease): Diagnostic {
  const since = holder.startedAt === 0 ? '' : ` since ${new Date(holder.startedAt).toISOString()}`;
  return {
    severity: 'error',
    code: 'state-locked',
    summary: `${path} is locked by ${describeOwner(holder)}${since}`,
    fix: `Wait for that run, or give --lock-timeout to have this one wait. If it is dead, run: flowrecon state unlock (removes ${basename(path)}.lock).`,
  };
}

/** The lease was taken away while it was held. */
export function leaseLost(path: string, holder: LeaseOwner | undefined): Diagnostic {
  const how = holder === undefined ? 'it was removed' : `it is now held by ${describeOwner(holder)}`;
  return {
    severity: 'error',
    code: 'state-locked',
    summary: `the lock ${path} was lost during the run: ${how}`,
    fix: 'Nothing new was sent from then on. Run again once no other run is under way; what the journal holds is taken up then.',
  };
}

/** Somebody who does not hold the lease has replaced the state, for example by a `git pull`. */
export function replacedMeanwhile(path: string, found: State, expected: State): Diagnostic {
  return {
    severity: 'error',
    code: 'state-foreign',
    summary: `the state file ${path} was replaced during the run: it is at serial ${found.serial} of lineage ${found.lineage}, and the run went on from serial ${expected.serial} of lineage ${expected.lineage}`,
    fix: 'It is left as it is, and the journal beside it keeps what this run did. Run again; if the two do not fit, restore the state that the journal goes on from.',
  };
}

/** The lease of a dead owner was taken over. */
export function takenOver(dead: LeaseOwner): Diagnostic {
  const summary = `the lock of ${describeOwner(dead)} was taken over: that run is dead`;
  const fix = 'Nothing to do: what it left open is settled now.';
  return { severity: 'warning', code: 'lease-taken-over', summary, fix };
}
