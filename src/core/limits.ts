// What a run may use up at most, and what is said when it has. Pure.
import type { Diagnostic } from './diagnostic.ts';

/** Limits of a run; absent: none. */
export interface RunLimits {
  /** Milliseconds from the start of the command. */
  readonly maxDurationMs?: number;
  /** Entries that fail when they are carried out, and sandboxes that cannot be read. */
  readonly maxFailures?: number;
  /** Requests to the platform, those for tokens included. */
  readonly maxCalls?: number;
}

/** A limit as its flag. */
export type LimitName = '--max-duration' | '--max-failures' | '--max-calls';

/** The limit on failures, once it is reached. */
export function failureLimit({ maxFailures = Infinity }: RunLimits, failures: number): LimitName | undefined {
  return failures >= maxFailures ? '--max-failures' : undefined;
}

/** The limit on requests, when one more would exceed it. */
export function callLimit({ maxCalls = Infinity }: RunLimits, calls: number): LimitName | undefined {
  return calls >= maxCalls ? '--max-calls' : undefined;
}

/** A run that a limit ended before it had read everything. */
export function stoppedReading(limit: LimitName): Diagnostic {
  const summary = `stopped by ${limit} before everything was read; nothing was changed`;
  return { severity: 'error', code: 'limit-reached', summary, fix: `Run it again with a higher ${limit}.` };
}

/** A run that a limit ended with entries left. */
export function stoppedApplying(limit: LimitName, left: number): Diagnostic {
  const entries = left === 1 ? '1 entry is' : `${left} entries are`;
  const summary = `stopped by ${limit}; ${entries} left, and what was done is recorded`;
  return {
    severity: 'error',
    code: 'limit-reached',
    summary,
    fix: 'Run it again: it goes on with what is left.',
  };
}

/** A test that a limit ended with connections left. */
export function stoppedTesting(limit: LimitName, left: number): Diagnostic {
  const summary = `stopped by ${limit}; ${left === 1 ? '1 connection is' : `${left} connections are`} not tested`;
  return { severity: 'error', code: 'limit-reached', summary, fix: `Run it again with a higher ${limit}.` };
}
