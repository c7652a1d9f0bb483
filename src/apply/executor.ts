// Carries out a plan: many entries at once, the actions of one entry in order, every result in the ledger and the
// journal. It decides nothing but when to stop; one entry's failure stops that entry only.
import { adoptedRecord } from '../core/adoption.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Failure } from '../core/failure.ts';
import { listed, sortedCandidates } from '../core/conflict.ts';
import type { ActionOutcome } from '../core/outcome.ts';
import type { Action, Plan } from '../core/plan.ts';
import type { State } from '../core/state.ts';
import { createEntry } from './create.ts';
import type { Creation, Doubt } from './create.ts';
import { Run } from './run.ts';
import type { RunOptions } from './run.ts';
import { settleDoubts } from './settle.ts';
import type { Settled } from './settle.ts';
import { Tally } from './tally.ts';
import { updateEntry } from './update.ts';

/** What a run has done. */
export interface Execution {
  /** One for every action that was to be carried out, in the order of the plan. */
  readonly outcomes: readonly ActionOutcome[];
  readonly state: State;
  /** Why the run ended early, other than by an interrupt. */
  readonly fatal: Diagnostic | undefined;
}

/** A create is tried this often before its entry is given up: each try costs a listing. */
const MOST_CREATE_ATTEMPTS = 3;

/** Carries out a plan and reports what became of every action. */
export async function executePlan(plan: Plan, options: RunOptions): Promise<Execution> {
  const run = new Run(options);
  const tally = new Tally(plan.actions, options);
  const groups = groupByKey(plan.actions);
  const doubts = await Promise.all(
    groups.map((actions) => options.pool.run(() => tally.during(() => carryOut(run, tally, actions)))),
  );
  await settleInRounds(run, tally, doubts.flat());
  await run.drained();
  return { outcomes: tally.outcomes(), state: run.ledger.state, fatal: run.fatal };
}

function groupByKey(actions: readonly Action[]): Action[][] {
  const groups: Action[][] = [];
  for (const action of actions) {
    const last = groups.at(-1);
    if (last?.[0]?.key === action.key) last.push(action);
    else groups.push([action]);
  }
  return groups;
}

/** Carries out the actions of one entry, and returns the create that was left in doubt. */
async function carryOut(run: Run, tally: Tally, actions: readonly Action[]): Promise<Doubt[]> {
  const doubts: Doubt[] = [];
  for (const action of actions) {
    const doubt = await carryOutOne(run, tally, action);
    if (doubt !== undefined) doubts.push(doubt);
  }
  return doubts;
}

async function carryOutOne(run: Run, tally: Tally, action: Action): Promise<Doubt | undefined> {
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
    case 'forget':
      if (run.halted) return undefined;
      tally.begin(action);
      return act(run, tally, action);
  }
}

type Acting = Exclude<Action, { kind: 'none' | 'orphan' | 'conflict' | 'blocked' }>;

async function act(run: Run, tally: Tally, action: Acting): Promise<Doubt | undefined> {
  switch (action.kind) {
    case 'create':
    case 'recreate':
      return noteCreation(run, tally, { action, creation: await createEntry(run, action.entry, 1) });
    case 'adopt': {
      const { key, entry, observed } = action;
      const record = adoptedRecord(entry, observed, run.options.fingerprints.get(key));
      run.ledger.record(key, record);
      run.writeLater({ kind: 'record', key, record });
      tally.finish(action, observed, 0);
      return undefined;
    }
    case 'update': {
      const updating = await updateEntry(run, action);
      if (updating.kind === 'updated') tally.finish(action, updating.identity, updating.attempts);
      else noteFailure(run, tally, { action, failure: updating.failure, attempts: updating.attempts });
      return undefined;
    }
    case 'forget':
      run.ledger.forget(action.key);
      run.writeLater({ kind: 'forget', key: action.key });
      tally.finish(action, undefined, 0);
      return undefined;
  }
}

interface Created {
  readonly action: Action;
  readonly creation: Creation;
}

function noteCreation(run: Run, tally: Tally, { action, creation }: Created): Doubt | undefined {
  switch (creation.kind) {
    case 'created':
      tally.finish(action, creation.identity, creation.attempts);
      return undefined;
    case 'refused':
      noteFailure(run, tally, { action, failure: creation.failure, attempts: creation.attempts });
      return undefined;
    case 'skipped':
      return undefined;
    case 'doubtful':
      tally.doubt(action, creation.attempts);
      return creation.doubt;
  }
}

interface Failed {
  readonly action: Action;
  readonly failure: Failure;
  readonly attempts: number;
}

function noteFailure(run: Run, tally: Tally, { action, failure, attempts }: Failed): void {
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

async function settleInRounds(run: Run, tally: Tally, first: readonly Doubt[]): Promise<void> {
  let doubts = [...first];
  while (doubts.length > 0) {
    if (run.halted) {
      leaveInDoubt(tally, doubts);
      return;
    }
    tally.waiting(`settling ${doubts.length} creates whose answer never came`);
    const settled = await settleDoubts(run, doubts);
    const again = await Promise.all(settled.map((each) => noteSettled(run, tally, each)));
    doubts = again.filter((doubt) => doubt !== undefined);
  }
}

function leaveInDoubt(tally: Tally, doubts: readonly Doubt[]): void {
  for (const { entry, failure } of doubts) {
    const message = `it is not known whether it was created (${failure.message}); the next run finds out before it does anything else`;
    tally.failKey(entry.key, { ...failure, code: 'in-doubt', message, retryable: true });
  }
}

async function noteSettled(run: Run, tally: Tally, { doubt, verdict }: Settled): Promise<Doubt | undefined> {
  const { entry, intent, failure } = doubt;
  switch (verdict.kind) {
    case 'found':
      tally.finishSettled(entry.key, verdict.connection);
      return undefined;
    case 'several': {
      const ids = listed(sortedCandidates(verdict.candidates));
      const message = `its answer never came (${failure.message}), and several connections could be it: ${ids}; keep one, delete the others in AEP, and run again`;
      tally.failKey(entry.key, { ...failure, code: 'conflict', message, retryable: false });
      return undefined;
    }
    case 'unsettled':
      leaveInDoubt(tally, [{ ...doubt, failure: verdict.why }]);
      return undefined;
    case 'absent': {
      tally.settle(entry.key);
      if (intent.attempt >= MOST_CREATE_ATTEMPTS) {
        tally.failKey(entry.key, {
          ...failure,
          message: `${failure.message}; it was not created in ${intent.attempt} attempts`,
        });
        return undefined;
      }
      const creation = await run.options.pool.run(() => createEntry(run, entry, intent.attempt + 1));
      return noteCreation(run, tally, { action: tally.actionOf(entry.key), creation });
    }
  }
}

function stuckFailure(action: Extract<Action, { kind: 'conflict' | 'blocked' }>): Failure {
  if (action.kind === 'blocked') return action.failure;
  const message = `${action.conflict.reason}. ${action.conflict.fix}`;
  return { kind: 'rejected', status: null, code: 'conflict', message, requestId: null, retryable: false };
}
