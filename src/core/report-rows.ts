// The rows of a report: one for each entry, the same in every form of report. What became of an entry is decided in
// row-outcome.ts.
import type { Action, ActionKind } from './action.ts';
import type { Diagnostic, SourceRange } from './diagnostic.ts';
import type { Cause, FieldChange } from './diff.ts';
import { groupBy } from './grouping.ts';
import { compareText } from './order.ts';
import type { ActionOutcome, OutcomeError } from './outcome.ts';
import type { TestRow } from './quarantine.ts';
import { ROW_OUTCOMES, outcomeOf } from './row-outcome.ts';
import type { EntryFacts, EntryFinding, RowOutcome } from './row-outcome.ts';
import type { ReportedEntry, RunReport } from './run-report.ts';
import { adviceOn } from './verdict.ts';

/** One entry in a report. */
export interface ReportRow {
  readonly key: string;
  readonly sandbox: string;
  readonly name: string;
  readonly outcome: RowOutcome;
  readonly actions: readonly Action[];
  /** What was planned, in the order in which it is done; of a saved plan also what is no longer in the list. */
  readonly kinds: readonly ActionKind[];
  readonly causes: readonly Cause[];
  /** Fields that change; the values of secrets are absent. */
  readonly fields: readonly FieldChange[];
  /** Drift that is left as it is. */
  readonly left: readonly FieldChange[];
  readonly range?: SourceRange;
  readonly id: string | null;
  /** Null where nothing was sent for it. */
  readonly durationMs: number | null;
  /** Why it is as it is; null where that goes without saying. */
  readonly message: string | null;
  readonly advice: string | null;
  readonly error: OutcomeError | null;
  readonly test?: TestRow;
  /** Who changed the connection last and when, where it has drifted. */
  readonly drift?: Drift;
}

/** The last change of a connection, as far as the platform tells. */
export interface Drift {
  readonly by?: string;
  /** Epoch milliseconds. */
  readonly at?: number;
}

/** The rows of a run, what needs work first, then by key. */
export function reportRows(run: RunReport): ReportRow[] {
  const { command } = run;
  return factsOf(run)
    .map((facts) => rowOf(facts, command))
    .sort((one, other) => rankOf(one) - rankOf(other) || compareText(one.key, other.key));
}

/** Counts rows by outcome; outcomes that do not occur are absent, what needs work comes first. */
export function countRows(rows: readonly ReportRow[]): Map<RowOutcome, number> {
  const groups = groupBy(rows, ({ outcome }) => outcome);
  return new Map(ROW_OUTCOMES.flatMap((outcome) => countOf(outcome, groups.get(outcome))));
}

function countOf(outcome: RowOutcome, rows: readonly ReportRow[] | undefined): [RowOutcome, number][] {
  return rows === undefined ? [] : [[outcome, rows.length]];
}

function rankOf({ outcome }: ReportRow): number {
  return ROW_OUTCOMES.indexOf(outcome);
}

function factsOf({ plan, outcomes = [], tests = [], entries = [], diagnostics }: RunReport): EntryFacts[] {
  const listed = new Map<string, ReportedEntry>(entries.map((entry) => [entry.key, entry]));
  const planned = groupBy<Action, string>(plan?.actions ?? [], ({ key }) => key);
  const became = groupBy<ActionOutcome, string>(outcomes, ({ key }) => key);
  const tried = new Map<string, TestRow>(tests.map((row) => [row.key, row]));
  const told = groupBy(diagnostics.filter(isAboutEntry), ({ key }) => key);
  // Of a run that ended before anything was decided, every entry is told as skipped: a list that grows shorter by
  // itself would read as if all were well.
  const decided = plan !== undefined || tests.length > 0;
  const named = [planned, became, tried, told, ...(decided ? [] : [listed])].map((by) => [...by.keys()]);
  return [...new Set(named.flat())].map((key) => ({
    key,
    entry: listed.get(key),
    actions: planned.get(key) ?? [],
    outcomes: became.get(key) ?? [],
    test: tried.get(key),
    told: [...(told.get(key) ?? [])].sort(byGravity),
  }));
}

function isAboutEntry(diagnostic: Diagnostic): diagnostic is EntryFinding {
  return diagnostic.key !== undefined && diagnostic.severity !== 'note';
}

function byGravity({ severity: one }: Diagnostic, { severity: other }: Diagnostic): number {
  return Number(other === 'error') - Number(one === 'error');
}

function rowOf(facts: EntryFacts, command: RunReport['command']): ReportRow {
  const { key, actions, outcomes, test, told } = facts;
  const last = actions.at(-1);
  const range = last?.range ?? facts.entry?.range ?? told.find((each) => each.range !== undefined)?.range;
  const kinds = actions.length > 0 ? actions.map(({ kind }) => kind) : outcomes.map(({ action }) => action);
  const drift = driftOf(actions);
  const outcome = outcomeOf(facts, command);
  return {
    key,
    ...identityOf(facts),
    outcome,
    actions,
    kinds,
    causes: [...new Set(actions.flatMap(({ causes }) => causes))],
    fields: actions.flatMap(({ fields }) => fields),
    left: actions.flatMap((action) => ('left' in action ? action.left : [])),
    ...(range !== undefined && { range }),
    durationMs: durationOf(facts),
    ...wordsOf(facts, outcome),
    error: outcomes.find(({ error }) => error !== null)?.error ?? null,
    ...(test !== undefined && { test }),
    ...(drift !== undefined && { drift }),
  };
}

/** A key without a listed entry, as in a saved plan, still says which sandbox and name it is about. */
function identityOf({
  key,
  entry,
  actions,
  outcomes,
  test,
}: EntryFacts): Pick<ReportRow, 'sandbox' | 'name' | 'id'> {
  const slash = key.indexOf('/');
  const known = actions.at(-1) ??
    test ??
    entry ?? { sandbox: key.slice(0, slash), name: key.slice(slash + 1) };
  const id = outcomes.find((outcome) => outcome.id !== null)?.id ?? actions.at(-1)?.id ?? test?.id ?? null;
  return { sandbox: known.sandbox, name: known.name, id };
}

function durationOf({ outcomes, test }: EntryFacts): number | null {
  const sent = [...outcomes.filter(({ attempts }) => attempts > 0), ...(test === undefined ? [] : [test])];
  return sent.length === 0 ? null : sent.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

type Words = Pick<ReportRow, 'message' | 'advice'>;

/** Why, and the way out; in the order in which one explains the other. */
function wordsOf({ actions, outcomes, test, told: [gravest] }: EntryFacts, outcome: RowOutcome): Words {
  for (const action of actions) {
    if (action.kind === 'conflict') return { message: action.conflict.reason, advice: action.conflict.fix };
    if (action.kind === 'blocked') return { message: action.failure.message, advice: null };
  }
  const error = outcomes.find((outcome) => outcome.error !== null)?.error;
  if (error) return { message: error.message, advice: error.retryable ? 'Running again may help.' : null };
  const remedy = test && adviceOn(test.verdict);
  if (test !== undefined && remedy !== undefined) return { message: test.message, advice: remedy };
  // A finding that has not made the outcome what it is, such as a secret that a plan does without, is told beside.
  if (gravest === undefined || !BLAMED.has(outcome)) return { message: null, advice: null };
  return { message: gravest.summary, advice: gravest.fix };
}

const BLAMED: ReadonlySet<RowOutcome> = new Set<RowOutcome>(['failed', 'warned', 'drift']);

function driftOf(actions: readonly Action[]): Drift | undefined {
  const observed = actions.map(driftedIn).find((each) => each !== undefined);
  if (observed === undefined) return undefined;
  const { updatedBy: by, updatedAt: at } = observed;
  return { ...(by !== undefined && { by }), ...(at !== undefined && { at }) };
}

function driftedIn(action: Action): Extract<Action, { kind: 'update' }>['observed'] | undefined {
  if (action.kind === 'none') return action.drifted;
  const drifts = action.kind === 'update' && (action.causes.includes('drift') || action.left.length > 0);
  return drifts ? action.observed : undefined;
}
