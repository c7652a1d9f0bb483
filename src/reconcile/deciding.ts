// The first half of plan and apply: read everything, settle what a crash left open, then compute the one plan.
import type { ConnectionKey, DesiredConnection } from '../core/connection.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { JournalEntry } from '../core/journal.ts';
import { planConnections } from '../core/plan.ts';
import type { Fingerprints, Observed, Plan } from '../core/plan.ts';
import type { LoadedState } from '../core/ports.ts';
import type { PlanningOptions, RunRequest } from '../core/request.ts';
import { success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { SandboxStandings } from '../core/sandbox.ts';
import type { State } from '../core/state.ts';
import { loadRecovery, loadSelection, openDigest, openPool, openSecrets, systemClock } from '../wiring.ts';
import type { Setup } from '../wiring.ts';
import type { Desk } from './desk.ts';
import { askAboutSandboxes } from './sandbox-asking.ts';
import { showReading } from './run-voice.ts';
import { readFailure } from './explaining.ts';
import { fingerprintsOf, resolveSecrets } from './secrets.ts';
import type { ResolvedSecrets } from './secrets.ts';

/** What deciding starts from. */
export interface Question extends Desk<RunRequest & PlanningOptions> {
  readonly loaded: Pick<LoadedState, 'state' | 'doubts'>;
  /** Writes a verdict about a doubt down; does nothing for a run that only looks. */
  readonly append: (entry: JournalEntry) => Promise<Result<undefined, Diagnostic>>;
}

/** Everything read, and what follows from it. */
export interface Decision {
  readonly plan: Plan;
  readonly state: State;
  readonly observed: Observed;
  readonly fingerprints: Fingerprints;
  /** How the sandboxes stand that could not be read. */
  readonly standings: SandboxStandings;
  /** Resolves the secrets of entries; remembers what it has resolved. */
  readonly secretsOf: (entries: readonly DesiredConnection[]) => Promise<ResolvedSecrets>;
}

/** Reads and decides. */
export async function decide(question: Question): Promise<Result<Decision, Diagnostic>> {
  const { request, host, voice, setup, platform, loaded } = question;
  const { observeAndRecover } = await loadRecovery();
  const reading = {
    remote: platform.remote,
    pool: await openPool(platform),
    clock: systemClock,
    stop: platform.stop,
    settleDelayMs: request.settleDelayMs,
    state: loaded.state,
    doubts: loaded.doubts,
    sandboxes: sandboxesOf(setup, loaded.state),
    append: question.append,
    onWait: (why: string) => {
      voice.say(`waiting: ${why}\n`);
    },
    onProgress: showReading(voice),
  };
  const recovered = await observeAndRecover(reading);
  voice.progress.clear();
  if (!recovered.ok) return recovered;
  const { state, observed, notes } = recovered.value;
  voice.tell(notes);
  voice.tell(unreadBeyondLimit(question, observed));
  const source = await openSecrets(request, host, setup.env);
  const secretsOf: Decision['secretsOf'] = (entries) => resolveSecrets(source, entries);
  const fingerprints = await fingerprintsToday({ ...question, state }, secretsOf);
  const { selected: desired, selection, configuration } = setup;
  const plan = planConnections({
    desired,
    listed: configuration.desired,
    moves: configuration.moves,
    state,
    observed,
    fingerprints,
    selectsKey: (key, sandbox) => selection.selectsKey(key, sandbox),
    prune: request.prune,
    rotates: await rotation(request),
  });
  const unread = plan.actions.filter((action) => action.kind === 'blocked');
  const standings = await askAboutSandboxes(platform.remote, unread);
  return success({ plan, state, observed, fingerprints, standings, secretsOf });
}

/** Counts the sandboxes that could not be read; where that ends the run, they are what there is to tell. */
function unreadBeyondLimit({ platform: { brake } }: Question, observed: Observed): Diagnostic[] {
  const unread = [...observed].flatMap(([sandbox, view]) =>
    'listing' in view ? [] : [readFailure(view, sandbox)],
  );
  unread.forEach(() => {
    brake.noteFailure();
  });
  return brake.limit === '--max-failures' ? unread : [];
}

/** Fingerprints of the secrets as declared today; without a state key there is nothing to compare them with. */
async function fingerprintsToday(
  { setup, voice, state }: Question & { readonly state: State },
  secretsOf: Decision['secretsOf'],
): Promise<Fingerprints> {
  if ((setup.env['FLOWRECON_STATE_KEY'] ?? '') === '') return new Map();
  const { secrets, problems } = await secretsOf(setup.selected);
  voice.tell(problems.map((problem) => asWarning(problem)));
  return fingerprintsOf(secrets, await openDigest(setup.env, state.lineage));
}

/** Which entries send their secret anew. */
async function rotation({ rotate }: PlanningOptions): Promise<(key: ConnectionKey) => boolean> {
  if (rotate === undefined) return () => false;
  const { matchKeys } = await loadSelection();
  return matchKeys(rotate);
}

/** An error about a secret as a warning: a plan needs no secrets. */
export function asWarning(problem: Diagnostic): Diagnostic {
  const detail = 'A plan goes on without it; whether the secret has changed reads unknown.';
  return { ...problem, severity: 'warning', detail, fix: problem.fix ?? '' };
}

/** The sandboxes of the entries, and of the records that this run looks after though the list no longer asks for them. */
function sandboxesOf({ selected, listed, selection }: Setup, state: State): string[] {
  const recorded = [...state.connections]
    .filter(([key, { sandbox }]) => !listed.has(key) && selection.selectsKey(key, sandbox))
    .map(([, { sandbox }]) => sandbox);
  return [...new Set([...selected.map(({ sandbox }) => sandbox), ...recorded])];
}
