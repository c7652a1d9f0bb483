// Deletes one connection that the list no longer asks for: looks once more that it is still the one that was shown,
// deletes it, and reads until it is gone. A DELETE has no If-Match, so the look before it is all that guards an edit.
import type { ActionThat } from '../core/action.ts';
import type { ObservedConnection } from '../core/connection.ts';
import { sameValue } from '../core/diff.ts';
import type { Failure } from '../core/failure.ts';
import { success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { Run } from './run.ts';

/** What became of a deletion. */
export type Deletion =
  | { readonly kind: 'deleted'; readonly attempts: number }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly attempts: number };

/** An accepted deletion (202) may take effect later: it is looked for so often, at growing intervals. */
const MOST_LOOKS = 5;
const FIRST_PAUSE_MS = 500;

/** Deletes the connection of an action and drops its record once it is known to be gone. */
export async function deleteConnection(run: Run, action: ActionThat<'delete'>): Promise<Deletion> {
  const { sandbox, observed } = action;
  const { remote } = run.options;
  const seen = await remote.get(sandbox, observed.id);
  if (!seen.ok) return { kind: 'failed', failure: seen.problem, attempts: 0 };
  if (seen.value === undefined) return forget(run, action, 0);
  if (!isSame(observed, seen.value)) return { kind: 'failed', failure: changed(seen.value), attempts: 0 };
  const { result, attempts } = await remote.delete(sandbox, observed.id);
  if (!result.ok) return { kind: 'failed', failure: withWayOut(result.problem), attempts };
  const gone = await isGone(run, action);
  if (!gone.ok) return { kind: 'failed', failure: notKnown(gone.problem), attempts };
  if (!gone.value) return { kind: 'failed', failure: STILL_THERE, attempts };
  return forget(run, action, attempts);
}

function forget(run: Run, { key }: ActionThat<'delete'>, attempts: number): Deletion {
  run.ledger.forget(key);
  run.writeLater({ kind: 'forget', key });
  return { kind: 'deleted', attempts };
}

async function isGone(
  run: Run,
  { sandbox, observed }: ActionThat<'delete'>,
): Promise<Result<boolean, Failure>> {
  const { remote, clock, stop } = run.options;
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    if (look > 0) await clock.sleep(FIRST_PAUSE_MS * 2 ** (look - 1), stop);
    const seen = await remote.get(sandbox, observed.id);
    if (!seen.ok) return seen;
    if (seen.value === undefined) return success(true);
  }
  return success(false);
}

/** An etag moves without a change at times, so what can be seen is compared instead. */
function isSame(planned: ObservedConnection, seen: ObservedConnection): boolean {
  return (
    planned.name === seen.name &&
    sameValue(planned.description, seen.description) &&
    sameValue(planned.params, seen.params)
  );
}

function changed({ updatedBy = 'somebody' }: ObservedConnection): Failure {
  return {
    kind: 'stale',
    status: null,
    code: 'conflict',
    message: `it was changed on the platform by ${updatedBy} after its deletion was planned, and is kept; run plan again to see what it is now`,
    requestId: null,
    retryable: false,
  };
}

/** Catalogue codes of a connection that dataflows still use. */
const IN_USE = /14(?:18|47)/;

function withWayOut(failure: Failure): Failure {
  if (!IN_USE.test(failure.code ?? '')) return failure;
  const stop = /[.!?]$/.test(failure.message) ? '' : '.';
  const message = `${failure.message}${stop} Dataflows use it: delete them and their source connections in AEP first, or put the entry back into the list`;
  return { ...failure, message };
}

/** Also what an interrupt makes of a deletion that has left already: it is no longer one that was not begun. */
function notKnown(failure: Failure): Failure {
  const message = `the platform accepted the deletion, but it is not known whether the connection is gone (${failure.message}); its record is kept, and the next run finds out`;
  return { ...failure, code: 'in-doubt', message };
}

const STILL_THERE: Failure = {
  kind: 'outcome-unknown',
  status: null,
  code: 'still-there',
  message: 'the platform accepted the deletion, but the connection still stands; its record is kept',
  requestId: null,
  retryable: true,
};
