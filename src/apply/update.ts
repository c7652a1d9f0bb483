// Brings one connection to what its entry asks for, guarded by the etag that the plan saw. When somebody else was
// faster, the entry is read and planned again; only a change that was shown is ever sent.
import { sendsSecret } from '../core/action.ts';
import type { Action, ActionThat } from '../core/action.ts';
import type { ObservedConnection } from '../core/connection.ts';
import type { FieldChange } from '../core/diff.ts';
import type { Failure } from '../core/failure.ts';
import { planMatch } from '../core/plan.ts';
import type { Identity } from '../core/ports.ts';
import { completeRecord, pendingRecord } from '../core/state.ts';
import type { Run } from './run.ts';

/** The action that this file carries out. */
export type Update = ActionThat<'update'>;

/** What became of an update. */
export type Updating =
  | { readonly kind: 'updated'; readonly identity: Identity; readonly attempts: number }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly attempts: number };

/** Sends the shown changes; after a 412 once more, if they are still the same. */
export async function updateEntry(run: Run, update: Update): Promise<Updating> {
  const first = await send(run, update);
  if (first.kind === 'updated' || first.failure.kind !== 'stale') return first;
  const { attempts } = first;
  const { sandbox, observed } = update;
  const seen = await run.options.remote.get(sandbox, observed.id);
  if (!seen.ok) return { kind: 'failed', failure: seen.problem, attempts };
  if (seen.value === undefined) return { kind: 'failed', failure: GONE, attempts };
  const [again] = planAgain(run, update, seen.value);
  if (again?.kind === 'none')
    return { ...finish(run, update, { identity: seen.value, sent: false }), attempts };
  if (again?.kind === 'update' && unshown(again.fields, update.fields).length === 0) {
    const second = await send(run, again);
    return { ...second, attempts: attempts + second.attempts };
  }
  return { kind: 'failed', failure: changedMeanwhile(update, seen.value, again), attempts };
}

async function send(run: Run, update: Update): Promise<Updating> {
  const { entry, observed, fields, left } = update;
  const sent = sendsSecret(update);
  const secret = sent ? run.options.secrets.get(entry.key) : undefined;
  const { result, attempts } = await run.options.remote.update({ entry, observed, fields, left, secret });
  if (!result.ok) return { kind: 'failed', failure: result.problem, attempts };
  return { ...finish(run, update, { identity: result.value, sent }), attempts };
}

/** Records what stands now. `sent` says whether the secret as declared today has gone out. */
function finish(
  run: Run,
  { entry }: Update,
  { identity, sent }: { readonly identity: Identity; readonly sent: boolean },
): { kind: 'updated'; identity: Identity } {
  const held = run.ledger.recordOf(entry.key)?.credential;
  const today = run.options.fingerprints.get(entry.key);
  const credential = sent ? today : (held ?? today);
  const { id, etag } = identity;
  const record = completeRecord(pendingRecord(entry, credential), { id, etag });
  run.ledger.record(entry.key, record);
  run.writeLater({ kind: 'record', key: entry.key, record });
  return { kind: 'updated', identity: { id, etag } };
}

/** Whether the secret is sent was decided when the plan was shown, so today's fingerprint has no say in it any more. */
function planAgain(run: Run, { entry, fields }: Update, observed: ObservedConnection): Action[] {
  const record = run.ledger.recordOf(entry.key);
  const rotate = fields.some(({ sensitive }) => sensitive);
  return planMatch({
    entry,
    record,
    match: { kind: 'tracked', observed },
    fingerprint: undefined,
    rotate,
  });
}

/** Changes that were not shown, or not from the same values: sent, they would overwrite somebody's edit unseen. */
function unshown(fields: readonly FieldChange[], shown: readonly FieldChange[]): FieldChange[] {
  const known = new Set(shown.map((field) => JSON.stringify(field)));
  return fields.filter((field) => !known.has(JSON.stringify(field)));
}

function changedMeanwhile(
  { name, key, fields }: Update,
  seen: ObservedConnection,
  again: Action | undefined,
): Failure {
  const who = seen.updatedBy ?? 'somebody';
  const paths = unshown(again?.fields ?? [], fields).map(
    ({ path, before, after }) =>
      `${path} (wanted ${JSON.stringify(after)}, now ${before === null ? 'not shown' : JSON.stringify(before)})`,
  );
  const what = again?.kind === 'conflict' ? again.conflict.reason : paths.join(', ');
  return {
    kind: 'stale',
    status: 412,
    code: 'conflict',
    message: `"${name}" (${key}) was changed on the platform by ${who} after it was planned: ${what}; run plan again to see both sides`,
    requestId: null,
    retryable: false,
  };
}

const GONE: Failure = {
  kind: 'missing',
  status: 404,
  code: 'gone',
  message:
    'the connection was deleted on the platform after it was planned; run again to have it created anew',
  requestId: null,
  retryable: false,
};
