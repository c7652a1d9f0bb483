// Decides what became of one entry, in one word, the same in every form of report. Nothing elsewhere decides what counts
// as failed.
import type { Action } from './action.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { ActionOutcome } from './outcome.ts';
import { isQuarantined } from './quarantine.ts';
import type { TestRow } from './quarantine.ts';
import type { ReportedEntry, RunReport } from './run-report.ts';

/**
 * What became of an entry, what needs work first.
 * - `failed`, `conflict`, `blocked`: it did not come about, a person has to choose, its sandbox could not be read.
 * - `drift`: it has drifted, and is left as it is because the entry says so.
 * - `warned`: a check has a warning about it.
 * - `skipped`: nothing was done, though something was to be.
 * - `known`: its connection fails as it did before.
 * - `kept`: recorded, no longer listed, and kept.
 * - `planned`, `changed`, `ok`: to be changed, changed, nothing to do.
 */
export type RowOutcome = (typeof ROW_OUTCOMES)[number];

/** All outcomes, what needs work first. */
export const ROW_OUTCOMES = [
  'failed',
  'conflict',
  'blocked',
  'drift',
  'warned',
  'skipped',
  'known',
  'kept',
  'planned',
  'changed',
  'ok',
] as const;

/** Outcomes that fail a run. */
const BAD: ReadonlySet<RowOutcome> = new Set<RowOutcome>(['failed', 'conflict', 'blocked']);

/** Whether an outcome fails a run. */
export function isBad({ outcome }: { readonly outcome: RowOutcome }): boolean {
  return BAD.has(outcome);
}

/** A finding about an entry that asks for something to be done. */
export type EntryFinding = Exclude<Diagnostic, { readonly severity: 'note' }> & { readonly key: string };

/** Everything that a run has to say about one entry. */
export interface EntryFacts {
  readonly key: string;
  readonly entry: ReportedEntry | undefined;
  readonly actions: readonly Action[];
  readonly outcomes: readonly ActionOutcome[];
  readonly test: TestRow | undefined;
  /** The gravest first. */
  readonly told: readonly EntryFinding[];
}

/** Decides what became of an entry: the worst of everything that is known of it. */
export function outcomeOf(facts: EntryFacts, command: RunReport['command']): RowOutcome {
  const { actions, outcomes, test, told } = facts;
  const became = new Map(outcomes.map((outcome) => [outcome.action, outcome.outcome]));
  const found = [
    ...actions.map((action) => outcomeOfAction(action, became.get(action.kind), command === 'apply')),
    ...(actions.length > 0 ? [] : outcomes.map(({ outcome }) => REACHED[outcome])),
    ...(test === undefined ? [] : [outcomeOfTest(test)]),
  ];
  const worst = ROW_OUTCOMES.find((outcome) => found.includes(outcome));
  const [gravest] = told;
  // What was carried out is known from its outcome; a finding counts where nothing was.
  const blamed = gravest?.severity === 'error' && outcomes.length === 0;
  if (blamed && (worst === undefined || !BAD.has(worst))) return 'failed';
  if (worst !== undefined) return worst;
  if (command !== 'validate') return 'skipped';
  return gravest === undefined ? 'ok' : 'warned';
}

const REACHED: Readonly<Record<ActionOutcome['outcome'], RowOutcome>> = {
  done: 'changed',
  failed: 'failed',
  skipped: 'skipped',
};

function outcomeOfAction(
  action: Action,
  became: ActionOutcome['outcome'] | undefined,
  applies: boolean,
): RowOutcome {
  switch (action.kind) {
    case 'conflict':
    case 'blocked':
      return action.kind;
    case 'orphan':
      return 'kept';
    case 'none':
      return action.left.length > 0 ? 'drift' : 'ok';
    case 'create':
    case 'recreate':
    case 'adopt':
    case 'update':
    case 'move':
    case 'delete':
    case 'forget':
      return applies ? REACHED[became ?? 'skipped'] : 'planned';
  }
}

function outcomeOfTest(test: TestRow): RowOutcome {
  if (test.verdict === 'answers') return 'ok';
  if (test.verdict === 'untested') return 'skipped';
  return isQuarantined(test) ? 'known' : 'failed';
}
