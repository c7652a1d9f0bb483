// Creates one connection: intent on disk, one POST, outcome on disk. A create whose answer never came is handed back as
// a doubt; only settle.ts may find out about it, and only then may it be repeated.
import type { DesiredConnection } from '../core/connection.ts';
import { nextStep } from '../core/failure.ts';
import type { Failure } from '../core/failure.ts';
import type { Intent } from '../core/journal.ts';
import type { Identity } from '../core/ports.ts';
import type { Secret } from '../core/secret.ts';
import { completeRecord, pendingRecord } from '../core/state.ts';
import type { Run } from './run.ts';

/** A create whose answer never came. */
export interface Doubt {
  readonly entry: DesiredConnection;
  readonly intent: Intent;
  readonly failure: Failure;
  /** When it was given up, epoch milliseconds. */
  readonly failedAt: number;
}

/** What became of one create. */
export type Creation =
  | { readonly kind: 'created'; readonly identity: Identity; readonly attempts: number }
  | { readonly kind: 'refused'; readonly failure: Failure; readonly attempts: number }
  | { readonly kind: 'doubtful'; readonly doubt: Doubt; readonly attempts: number }
  | { readonly kind: 'skipped' };

/** Creates a connection, for the `attempt`-th time in this run. */
export async function createEntry(run: Run, entry: DesiredConnection, attempt: number): Promise<Creation> {
  const { clock, remote, secrets, fingerprints } = run.options;
  const secret = secrets.get(entry.key);
  if (secret === undefined) throw new TypeError(`no secret was resolved for ${entry.key}`);
  const record = pendingRecord(entry, fingerprints.get(entry.key));
  const at = clock.now();
  const n = run.takeNumber();
  const intent: Intent = { kind: 'intent', n, key: entry.key, attempt, at, skew: remote.clockSkew(), record };
  const written = await run.write(intent);
  if (!written.ok) return { kind: 'skipped' };
  if (run.halted) return withdraw(run, intent);
  return send(run, { entry, secret, intent });
}

/** The run was halted while the intent was being written: nothing was sent. */
function withdraw(run: Run, intent: Intent): Creation {
  run.writeLater({ kind: 'refused', n: intent.n });
  return { kind: 'skipped' };
}

interface Prepared {
  readonly entry: DesiredConnection;
  readonly secret: Secret;
  readonly intent: Intent;
}

async function send(run: Run, { entry, secret, intent }: Prepared): Promise<Creation> {
  const { remote, clock } = run.options;
  const { result, attempts } = await remote.create(entry, secret);
  if (result.ok) {
    const identity = result.value;
    run.ledger.record(entry.key, completeRecord(intent.record, identity));
    run.ledger.noteCreate(entry.sandbox, { id: identity.id, at: intent.at });
    run.writeLater({ kind: 'outcome', n: intent.n, id: identity.id, etag: identity.etag });
    return { kind: 'created', identity, attempts };
  }
  const failure = result.problem;
  // The one decider of repeats also says what is in doubt; the jitter plays no part in that.
  const step = nextStep({ method: 'POST', failure, attempt: intent.attempt, fraction: 0 });
  if (step.do === 'settle') {
    return { kind: 'doubtful', doubt: { entry, intent, failure, failedAt: clock.now() }, attempts };
  }
  run.writeLater({ kind: 'refused', n: intent.n });
  return { kind: 'refused', failure, attempts };
}
