// What bounds a run, as its commands see it: why it ended early, and the figures of its traffic.
import type { Diagnostic } from '../core/diagnostic.ts';
import { stoppedApplying, stoppedReading } from '../core/limits.ts';
import { unfinished } from '../core/outcome.ts';
import type { ActionOutcome } from '../core/outcome.ts';
import type { RequestTotals } from '../core/ports.ts';
import { figuresOf } from '../core/traffic.ts';
import type { TrafficFigures } from '../core/traffic.ts';
import type { Desk } from './desk.ts';
import { interruption } from './findings.ts';

/** What a run has sent so far. */
export function sentBy({ setup, platform }: Desk): {
  readonly requests: RequestTotals;
  readonly traffic: TrafficFigures;
} {
  const requests = platform.remote.requests();
  return { requests, traffic: figuresOf(platform.traffic.totals(), setup.selected.length, requests.list) };
}

/** Why reading ended before its time, if it did. */
export function endOfReading({ host, platform }: Desk): Diagnostic | undefined {
  if (host.stop.aborted) return interruption();
  const { limit } = platform.brake;
  return limit && stoppedReading(limit);
}

/** Why a state was not opened: what ended the wait for another run counts before that run. */
export function unopened(desk: Desk, problem: Diagnostic): Diagnostic {
  return (problem.code === 'state-locked' ? endOfReading(desk) : undefined) ?? problem;
}

/** The limit that kept a run from finishing, if one did. A limit that is reached with the last entry ends nothing. */
export function endOfApplying(
  { host, platform }: Desk,
  outcomes: readonly ActionOutcome[],
): Diagnostic | undefined {
  const { limit } = platform.brake;
  const left = outcomes.filter(unfinished).length;
  return limit === undefined || left === 0 || host.stop.aborted ? undefined : stoppedApplying(limit, left);
}
