// What a plan's actions mean as findings: conflicts, unreadable sandboxes and drift that is only reported. Pure.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Action } from '../core/action.ts';
import { compareText } from '../core/order.ts';
import type { ActionOutcome, OutcomeError } from '../core/outcome.ts';
import type { Plan } from '../core/plan.ts';
import type { SandboxStandings } from '../core/sandbox.ts';
import { explainFailure, messageOf } from './explaining.ts';
import { groupBy } from '../core/grouping.ts';

type Blocked = Extract<Action, { kind: 'blocked' }>;

/** Everything that a plan has to tell beside its actions; `standings` are those of the sandboxes that it lacks. */
export function planFindings(plan: Plan, standings: SandboxStandings): Diagnostic[] {
  return [...driftDiagnostics(plan), ...credentialDiagnostics(plan), ...planDiagnostics(plan, standings)];
}

/** Findings for what the plan cannot carry out: one per conflict, one per reason why sandboxes could not be read. */
function planDiagnostics(plan: Plan, standings: SandboxStandings): Diagnostic[] {
  const conflicts = plan.actions.flatMap((action) =>
    action.kind === 'conflict' ? [conflictDiagnostic(action)] : [],
  );
  const blocked = groupBy(
    plan.actions.filter((action) => action.kind === 'blocked'),
    ({ failure, sandbox }) => {
      const { what, concerns } = explainFailure(failure, sandbox);
      return concerns === 'run' ? what : `${sandbox}\n${failure.message}`;
    },
  );
  const unread = [...blocked.values()].flatMap((actions) => blockedDiagnostic(actions, standings));
  return [...unread, ...conflicts];
}

/** Drift that an entry asks to have reported and left. */
function driftDiagnostics(plan: Plan): Diagnostic[] {
  return plan.actions.flatMap((action) => {
    if (!('left' in action) || action.left.length === 0) return [];
    const paths = action.left.map(({ path }) => path).join(', ');
    const summary = `"${action.name}" has drifted in ${paths} and is left as it is`;
    const fix = 'Correct it in AEP, take the value over into the list, or set onDrift: correct.';
    return [
      { severity: 'warning', code: 'drift-reported', summary, fix, ...whereOf(action) } satisfies Diagnostic,
    ];
  });
}

/** Secrets that were recorded under another state key: nobody can tell whether they have changed. */
function credentialDiagnostics(plan: Plan): Diagnostic[] {
  const keys = plan.actions.flatMap((action) =>
    'credential' in action && action.credential === 'other-key' ? [action.key] : [],
  );
  const [first] = keys;
  if (first === undefined) return [];
  const rest = keys.length === 1 ? '' : ` and ${keys.length - 1} more`;
  const summary = `the secrets of ${first}${rest} were recorded under another FLOWRECON_STATE_KEY, so it cannot be told whether they have changed`;
  const fix = 'Set the key that was used before, or send them anew with --rotate.';
  return [{ severity: 'warning', code: 'state-key-differs', summary, fix }];
}

/** Writes that the credential may not make: once for each sandbox, beside what every one of them was answered. */
export function refusedWrites(outcomes: readonly ActionOutcome[]): Diagnostic[] {
  const refused = outcomes.flatMap(({ key, action, error }) =>
    error?.status === 403 && action !== 'blocked' ? [{ sandbox: key.split('/')[0] ?? '', error }] : [],
  );
  const groups = groupBy(refused, ({ sandbox }) => sandbox);
  return [...groups].flatMap(([sandbox, group]) => {
    const [first] = group;
    return first === undefined ? [] : [refusedWrite(first.error, sandbox, group.length)];
  });
}

function refusedWrite(error: OutcomeError, sandbox: string, count: number): Diagnostic {
  const { code, what, fix, concerns } = explainFailure({ kind: 'forbidden', code: error.code }, sandbox);
  // The sandbox could be read, so that no permission to enter it is lacking.
  const mayNot = concerns === 'sandbox' && error.code !== null;
  const why = mayNot ? `the credential may not write to the sandbox ${sandbox}` : what;
  const entries = count === 1 ? '1 entry' : `${count} entries`;
  return { severity: 'error', code, summary: `${why}, so ${entries} failed: ${messageOf(error)}`, fix };
}

/** The end of a command that Ctrl-C stopped before it wrote anything. */
export function interruption(): Diagnostic {
  const fix = 'Run the command again.';
  return { severity: 'error', code: 'interrupted', summary: 'interrupted; nothing was changed', fix };
}

function conflictDiagnostic(action: Extract<Action, { kind: 'conflict' }>): Diagnostic {
  const { reason, fix } = action.conflict;
  return { severity: 'error', code: 'conflict', summary: reason, fix, ...whereOf(action) };
}

function blockedDiagnostic(actions: readonly Blocked[], standings: SandboxStandings): Diagnostic[] {
  const [first] = [...actions].sort(byPlace);
  if (first === undefined) return [];
  const { sandbox, failure } = first;
  const { code, what, fix, concerns } = explainFailure(failure, sandbox, standings.get(sandbox));
  const entries = actions.length === 1 ? `${first.key} is` : `${actions.length} entries are`;
  const summary = `${what}, so ${entries} left alone: ${messageOf(failure)}`;
  // No line of the list is to blame for what every sandbox would meet.
  const range = concerns === 'sandbox' && first.range !== undefined && { range: first.range };
  return [{ severity: 'error', code, summary, fix, ...range }];
}

/** In the order of the list, which is where a person looks first. */
function byPlace({ range: one }: Blocked, { range: other }: Blocked): number {
  if (one === undefined || other === undefined) return 0;
  return compareText(one.file, other.file) || one.line - other.line;
}

function whereOf(action: Action): Pick<Diagnostic, 'key' | 'range'> {
  return { key: action.key, ...(action.range !== undefined && { range: action.range }) };
}
