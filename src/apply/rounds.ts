// Settles the creates of a run whose answers never came, round by round: what a listing shows is noted, what it does not
// show is sent again, and what nobody can tell is left for the next run.
import { listed, sortedCandidates } from '../core/conflict.ts';
import { noteCreation } from './acting.ts';
import type { Scored } from './acting.ts';
import { createEntry } from './create.ts';
import type { Doubt } from './create.ts';
import { settleDoubts } from './settle.ts';
import type { Settled } from './settle.ts';
import type { Tally } from './tally.ts';
import { quoted } from '../core/quoting.ts';

/** A create is tried this often before its entry is given up: each try costs a listing. */
const MOST_CREATE_ATTEMPTS = 3;

/** Settles doubts until none is left, or the run has ended. */
export async function settleInRounds(scored: Scored, first: readonly Doubt[]): Promise<void> {
  const { run, tally } = scored;
  let doubts = [...first];
  while (doubts.length > 0) {
    if (run.halted) {
      leaveInDoubt(tally, doubts);
      return;
    }
    tally.waiting(`settling ${doubts.length} creates whose answer never came`);
    const settled = await settleDoubts(run, doubts);
    const again = await Promise.all(settled.map((each) => noteSettled(scored, each)));
    doubts = again.filter((doubt) => doubt !== undefined);
  }
}

function leaveInDoubt(tally: Tally, doubts: readonly Doubt[]): void {
  for (const { entry, failure } of doubts) {
    const message = `it is not known whether it was created (${failure.message}); the next run finds out before it does anything else`;
    tally.failKey(entry.key, { ...failure, code: 'in-doubt', message, retryable: true });
  }
}

async function noteSettled(scored: Scored, { doubt, verdict }: Settled): Promise<Doubt | undefined> {
  const { tally } = scored;
  const { entry, failure } = doubt;
  switch (verdict.kind) {
    case 'found':
      tally.finishSettled(entry.key, verdict.connection);
      return undefined;
    case 'several': {
      const ids = listed(sortedCandidates(verdict.candidates));
      const message = `its answer never came (${failure.message}), and several connections could be it: ${ids}; take one with flowrecon import ${quoted(entry.key)} ID, and delete the others in AEP`;
      tally.failKey(entry.key, { ...failure, code: 'conflict', message, retryable: false });
      return undefined;
    }
    case 'unsettled':
      leaveInDoubt(tally, [{ ...doubt, failure: verdict.why }]);
      return undefined;
    case 'absent':
      return sendAgain(scored, doubt);
  }
}

async function sendAgain(scored: Scored, { entry, intent, failure }: Doubt): Promise<Doubt | undefined> {
  const { run, tally } = scored;
  tally.settle(entry.key);
  if (intent.attempt >= MOST_CREATE_ATTEMPTS) {
    const message = `${failure.message}; it was not created in ${intent.attempt} attempts`;
    tally.failKey(entry.key, { ...failure, message });
    return undefined;
  }
  const action = tally.actionOf(entry.key);
  const ran = await run.options.pool.run(entry.sandbox, () => createEntry(run, entry, intent.attempt + 1));
  if (ran.ok) return noteCreation(scored, action, ran.value);
  tally.leave(action, ran.problem);
  return undefined;
}
