// Carries out a plan: many entries at once, the actions of one entry in order, deletions when everything else is done.
// It decides nothing but the order; one entry's failure stops that entry only, and a sandbox that keeps failing what is
// left of that sandbox, before anything of it has begun.
import type { Action } from '../core/action.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { ActionOutcome } from '../core/outcome.ts';
import type { Plan } from '../core/plan.ts';
import type { State } from '../core/state.ts';
import { carryOut } from './acting.ts';
import type { Scored } from './acting.ts';
import type { Doubt } from './create.ts';
import { settleInRounds } from './rounds.ts';
import { Run } from './run.ts';
import type { RunOptions } from './run.ts';
import { Tally } from './tally.ts';
import { groupBy } from '../core/grouping.ts';

/** What a run has done. */
export interface Execution {
  /** One for every action that was to be carried out, in the order of the plan. */
  readonly outcomes: readonly ActionOutcome[];
  readonly state: State;
  /** Why the run ended early, other than by an interrupt. */
  readonly fatal: Diagnostic | undefined;
}

/** Carries out a plan and reports what became of every action. */
export async function executePlan(plan: Plan, options: RunOptions): Promise<Execution> {
  const scored: Scored = { run: new Run(options), tally: new Tally(plan.actions, options) };
  const { run, tally } = scored;
  const groups = [...groupBy(plan.actions.filter(isPending), ({ key }) => key).values()];
  // Deletions come last: an entry that moves to another sandbox is never without a connection.
  const last = groups.filter(([first]) => first?.kind === 'delete');
  const doubts = await carryOutAll(
    scored,
    groups.filter(([first]) => first?.kind !== 'delete'),
  );
  await settleInRounds(scored, doubts);
  await carryOutAll(scored, last);
  await run.drained();
  return { outcomes: tally.outcomes(), state: run.ledger.state, fatal: run.fatal };
}

/** Most entries of most nights are as they should be, and cost nothing here. */
function isPending(action: Action): boolean {
  return action.kind === 'none' ? action.refreshed : action.kind !== 'orphan';
}

async function carryOutAll(scored: Scored, groups: readonly Action[][]): Promise<Doubt[]> {
  const doubts = await Promise.all(groups.map((actions) => carryOutInTurn(scored, actions)));
  return doubts.flat();
}

/** Carries out the actions of one entry when it is their turn; what sends nothing waits for nobody. */
async function carryOutInTurn(scored: Scored, actions: readonly Action[]): Promise<Doubt[]> {
  const { run, tally } = scored;
  const task = (): Promise<Doubt[]> => tally.during(() => carryOutOne(scored, actions));
  const sender = actions.find(sendsRequest);
  if (sender === undefined) return task();
  const ran = await run.options.pool.run(sender.sandbox, task);
  if (ran.ok) return ran.value;
  for (const action of actions.filter(sendsRequest)) tally.leave(action, ran.problem);
  return carryOutOne(
    scored,
    actions.filter((action) => !sendsRequest(action)),
  );
}

function sendsRequest({ kind }: Action): boolean {
  return kind === 'create' || kind === 'recreate' || kind === 'update' || kind === 'delete';
}

/** Carries out the actions of one entry, and returns the create that was left in doubt. */
async function carryOutOne(scored: Scored, actions: readonly Action[]): Promise<Doubt[]> {
  const doubts: Doubt[] = [];
  for (const action of actions) {
    const doubt = await carryOut(scored, action);
    if (doubt !== undefined) doubts.push(doubt);
  }
  return doubts;
}
