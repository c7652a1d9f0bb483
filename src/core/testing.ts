// Decides which connections a test is about, and what their results come to.
import { sendsSecret } from './action.ts';
import type { ConnectionKey, DesiredConnection } from './connection.ts';
import type { ActionOutcome } from './outcome.ts';
import type { Plan } from './plan.ts';
import type { Secret } from './secret.ts';
import type { ConnectionRecord } from './state.ts';
import type { Judgement } from './verdict.ts';

/** One connection to be tested. */
export interface TestTarget {
  readonly key: ConnectionKey;
  readonly sandbox: string;
  readonly name: string;
  /** Null when there is no connection yet. */
  readonly id: string | null;
  /** The secret that it logs in with, where this run knows it: no answer may repeat it. */
  readonly secret?: Secret;
}

/** What became of one test. */
export interface TestResult extends Omit<TestTarget, 'secret'>, Judgement {
  readonly durationMs: number;
}

/** The connections of some entries, with the secrets of those that are known. */
export function recordedTargets(
  entries: readonly DesiredConnection[],
  records: ReadonlyMap<ConnectionKey, ConnectionRecord>,
  secrets: ReadonlyMap<ConnectionKey, Secret>,
): TestTarget[] {
  return entries.map(({ key, sandbox, name }) => {
    const secret = secrets.get(key);
    const id = records.get(key)?.id ?? null;
    return { key, sandbox, name, id, ...(secret !== undefined && { secret }) };
  });
}

/** The connections whose login a run has written: what it created, and what it changed in `/auth/params`. */
export function writtenTargets(
  { actions }: Plan,
  outcomes: readonly ActionOutcome[],
  secrets: ReadonlyMap<ConnectionKey, Secret>,
): TestTarget[] {
  return actions.filter(sendsSecret).flatMap(({ key, sandbox, name, kind }) => {
    const id = outcomes.find(
      (each) => each.key === key && each.action === kind && each.outcome === 'done',
    )?.id;
    const secret = secrets.get(key);
    return typeof id === 'string'
      ? [{ key, sandbox, name, id, ...(secret !== undefined && { secret }) }]
      : [];
  });
}
