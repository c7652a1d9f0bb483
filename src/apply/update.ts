// Brings one connection to what its entry asks for, guarded by the etag that the plan saw. When somebody else was
// faster, the entry is read and planned again; only a change that was shown is ever sent.
import type { ObservedConnection } from '../core/connection.ts';
import type { FieldChange } from '../core/diff.ts';
import type { Failure } from '../core/failure.ts';
import { planMatch, sendsSecret } from '../core/plan.ts';
import type { Action } from '../core/plan.ts';
import type { Identity } from '../core/ports.ts';
import { completeRecord, pendingRecord } from '../core/state.ts';
import type { Run } from './run.ts';

/** The action that this file carries out. */
export type Update = Extract<Action, { kind: 'update' }>;

/** What became of an update. */
export type Updating =
  | { readonly kind: 'updated'; readonly identity: Identity; readonly attempts: number }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly attempts: number };

/** Sends the shown changes; after a 412 once more, if they are still the same. */
export async function updateEntry(run: Run, update: Update): Promise<Updating> {
  const first = await send(run, update);
  if (first.kind === 'updated' || first.failure.kind !== 'stale') return first;
  const { sandbox, observed } = update;
  const seen = await run.options.remote.get(sandbox, observed.id);
  if (!seen.ok) return { kind: 'failed', failure: seen.problem, attempts: first.attempts };
  if (seen.value === undefined) return { kind: 'failed', failure: GONE, attempts: first.attempts };
  const [again] = planAgain(run, update, seen.value);
  if (again?.kind === 'none') return { ...finish(run, update, seen.value), attempts: first.attempts };
  if (again?.kind !== 'update' || !isWithin(again.fields, update.fields)) {
    return { kind: 'failed', failure: changedMeanwhile(update, seen.value), attempts: first.attempts };
  }
  const second = await send(run, again);
  return { ...second, attempts: first.attempts + second.attempts };
}

async function send(run: Run, update: Update): Promise<Updating> {
  const { entry, observed, fields } = update;
  const secret = sendsSecret(update) ? run.options.secrets.get(entry.key) : undefined;
  const { result, attempts } = await run.options.remote.update({ entry, observed, fields, secret });
  if (!result.ok) return { kind: 'failed', failure: result.problem, attempts };
  return { ...finish(run, update, result.value), attempts };
}

function finish(run: Run, update: Update, identity: Identity): { kind: 'updated'; identity: Identity } {
  const { entry } = update;
  const held = run.ledger.recordOf(entry.key)?.credential;
  const today = run.options.fingerprints.get(entry.key);
  const credential = sendsSecret(update) ? today : (held ?? today);
  const { id, etag } = identity;
  const record = completeRecord(pendingRecord(entry, credential), { id, etag });
  run.ledger.record(entry.key, record);
  run.writeLater({ kind: 'record', key: entry.key, record });
  return { kind: 'updated', identity: { id, etag } };
}

function planAgain(run: Run, { entry }: Update, observed: ObservedConnection): Action[] {
  const record = run.ledger.recordOf(entry.key);
  const fingerprint = run.options.fingerprints.get(entry.key);
  return planMatch({ entry, record, match: { kind: 'tracked', observed }, fingerprint });
}

/** The shown change or a part of it, from the same values: nobody's edit of the same field is overwritten unseen. */
function isWithin(fields: readonly FieldChange[], shown: readonly FieldChange[]): boolean {
  const known = new Set(shown.map((field) => JSON.stringify(field)));
  return fields.every((field) => known.has(JSON.stringify(field)));
}

function changedMeanwhile({ name, key, fields }: Update, seen: ObservedConnection): Failure {
  const who = seen.updatedBy ?? 'somebody';
  const paths = fields.map(
    ({ path, after }) => `${path} (wanted ${JSON.stringify(after)}, now ${nowAt(seen, path)})`,
  );
  return {
    kind: 'stale',
    status: 412,
    code: 'conflict',
    message: `"${name}" (${key}) was changed on the platform by ${who} after it was planned: ${paths.join(', ')}; run plan again to see both sides`,
    requestId: null,
    retryable: false,
  };
}

function nowAt(seen: ObservedConnection, path: string): string {
  if (path === '/name') return JSON.stringify(seen.name);
  if (path === '/description') return JSON.stringify(seen.description ?? null);
  const param = path.split('/').at(-1) ?? '';
  return Object.hasOwn(seen.params, param) ? JSON.stringify(seen.params[param]) : 'not shown';
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
