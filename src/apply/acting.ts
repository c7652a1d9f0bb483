// Carries out one action and notes what became of it: in the ledger, in the journal, in the score.
import type { Action, ActionThat } from '../core/action.ts';
import { adoptedRecord } from '../core/adoption.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Failure } from '../core/failure.ts';
import { createEntry } from './create.ts';
import type { Creation, Doubt } from './create.ts';
import { deleteConnection } from './delete.ts';
import type { Run } from './run.ts';
import type { Tally } from './tally.ts';
import { updateEntry } from './update.ts';

/** A run and its score. */
export interface Scored {
  readonly run: Run;
  readonly tally: Tally;
}

/** Carries out one action; the create that was left in doubt, if there was one. */
export async function carryOut(scored: Scored, action: Action): Promise<Doubt | undefined> {
  const { run, tally } = scored;
  switch (action.kind) {
    case 'none':
      if (action.refreshed) run.ledger.record(action.key, action.record);
      return undefined;
    case 'orphan':
      return undefined;
    case 'conflict':
    case 'blocked':
      tally.fail(action, stuckFailure(action));
      return undefined;
    case 'create':
    case 'recreate':
    case 'adopt':
    case 'update':
    case 'move':
    case 'delete':
    case 'forget':
      if (run.halted) return undefined;
      tally.begin(action);
      return act(scored, action);
  }
}

type Acting = ActionThat<'create' | 'recreate' | 'adopt' | 'update' | 'move' | 'delete' | 'forget'>;

async function act(scored: Scored, action: Acting): Promise<Doubt | undefined> {
  switch (action.kind) {
    case 'create':
    case 'recreate':
      return noteCreation(scored, action, await createEntry(scored.run, action.entry, 1));
    case 'update':
      await update(scored, action);
      return undefined;
    case 'delete':
      await remove(scored, action);
      return undefined;
    case 'adopt':
    case 'move':
    case 'forget':
      changeRecord(scored, action);
      return undefined;
  }
}

/** The actions that send nothing. */
function changeRecord({ run, tally }: Scored, action: ActionThat<'adopt' | 'move' | 'forget'>): void {
  const { key } = action;
  switch (action.kind) {
    case 'adopt': {
      const record = adoptedRecord(action.entry, action.observed, run.options.fingerprints.get(key));
      run.ledger.record(key, record);
      run.writeLater({ kind: 'record', key, record });
      tally.finish(action, action.observed, 0);
      return;
    }
    case 'move':
      run.ledger.move(action.from, key);
      run.writeLater({ kind: 'move', from: action.from, to: key });
      tally.finish(action, action.record, 0);
      return;
    case 'forget':
      run.ledger.forget(key);
      run.writeLater({ kind: 'forget', key });
      tally.finish(action, undefined, 0);
  }
}

async function update(scored: Scored, action: ActionThat<'update'>): Promise<void> {
  const updating = await updateEntry(scored.run, action);
  if (updating.kind === 'updated') scored.tally.finish(action, updating.identity, updating.attempts);
  else noteFailure(scored, action, updating);
}

async function remove(scored: Scored, action: ActionThat<'delete'>): Promise<void> {
  const { run, tally } = scored;
  if (action.counterpart !== undefined && !tally.isDone(action.counterpart)) {
    tally.leave(action, counterpartMissing(action.counterpart));
    return;
  }
  const deletion = await deleteConnection(run, action);
  if (deletion.kind === 'deleted') tally.finish(action, undefined, deletion.attempts);
  else noteFailure(scored, action, deletion);
}

/** Notes how a create ended; the doubt, if that is how. */
export function noteCreation(scored: Scored, action: Action, creation: Creation): Doubt | undefined {
  switch (creation.kind) {
    case 'created':
      scored.tally.finish(action, creation.identity, creation.attempts);
      return undefined;
    case 'refused':
      noteFailure(scored, action, creation);
      return undefined;
    case 'skipped':
      return undefined;
    case 'doubtful':
      scored.tally.doubt(action, creation.attempts);
      return creation.doubt;
  }
}

function noteFailure(
  { run, tally }: Scored,
  action: Action,
  { failure, attempts }: { readonly failure: Failure; readonly attempts: number },
): void {
  // A request that an interrupt kept back has not failed: its entry is left for the next run.
  if (failure.code === 'stopped') return;
  tally.fail(action, failure, attempts);
  if (failure.kind === 'unauthorised') run.halt(loginLost(failure));
}

/** Every further request would be refused for the same reason. */
function loginLost(failure: Failure): Diagnostic {
  return {
    severity: 'error',
    code: 'unauthorised',
    summary: failure.message,
    fix: 'Check AEP_CLIENT_ID and AEP_CLIENT_SECRET, or renew AEP_ACCESS_TOKEN, and run again: what was done is recorded.',
  };
}

function stuckFailure(action: ActionThat<'conflict' | 'blocked'>): Failure {
  if (action.kind === 'blocked') return action.failure;
  const message = `${action.conflict.reason}. ${action.conflict.fix}`;
  return { kind: 'rejected', status: null, code: 'conflict', message, requestId: null, retryable: false };
}

/** An entry that moves to another sandbox keeps its old connection until the new one stands. */
function counterpartMissing(counterpart: string): Failure {
  return {
    kind: 'not-sent',
    status: null,
    code: 'counterpart-missing',
    message: `it is kept, because ${counterpart}, which takes its place, was not created`,
    requestId: null,
    retryable: true,
  };
}
