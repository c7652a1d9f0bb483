// What a plan's actions mean as findings: conflicts, unreadable sandboxes and drift that is only reported. Pure.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Action } from '../core/action.ts';
import type { Plan } from '../core/plan.ts';
import { explainFailure, messageOf } from './explaining.ts';

type Blocked = Extract<Action, { kind: 'blocked' }>;

/** Everything that a plan has to tell beside its actions. */
export function planFindings(plan: Plan): Diagnostic[] {
  return [...driftDiagnostics(plan), ...credentialDiagnostics(plan), ...planDiagnostics(plan)];
}

/** Findings for what the plan cannot carry out: one per conflict, one per reason why sandboxes could not be read. */
function planDiagnostics(plan: Plan): Diagnostic[] {
  const conflicts = plan.actions.flatMap((action) =>
    action.kind === 'conflict' ? [conflictDiagnostic(action)] : [],
  );
  const blocked = new Map<string, Blocked[]>();
  for (const action of plan.actions) {
    if (action.kind !== 'blocked') continue;
    const { what, concerns } = explainFailure(action.failure, action.sandbox);
    const reason = concerns === 'run' ? what : `${action.sandbox}\n${action.failure.message}`;
    const group = blocked.get(reason);
    if (group === undefined) blocked.set(reason, [action]);
    else group.push(action);
  }
  return [...[...blocked.values()].flatMap(blockedDiagnostic), ...conflicts];
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

/** The end of a command that Ctrl-C stopped before it wrote anything. */
export function interruption(): Diagnostic {
  const fix = 'Run the command again.';
  return { severity: 'error', code: 'interrupted', summary: 'interrupted; nothing was changed', fix };
}

function conflictDiagnostic(action: Extract<Action, { kind: 'conflict' }>): Diagnostic {
  const { reason, fix } = action.conflict;
  return { severity: 'error', code: 'conflict', summary: reason, fix, ...whereOf(action) };
}

function blockedDiagnostic(actions: readonly Blocked[]): Diagnostic[] {
  const [first] = actions;
  if (first === undefined) return [];
  const { sandbox, failure } = first;
  const { code, what, fix, concerns } = explainFailure(failure, sandbox);
  const entries = actions.length === 1 ? `${first.key} is` : `${actions.length} entries are`;
  const summary = `${what}, so ${entries} left alone: ${messageOf(failure)}`;
  // No line of the list is to blame for what every sandbox would meet.
  const range = concerns === 'sandbox' && first.range !== undefined && { range: first.range };
  return [{ severity: 'error', code, summary, fix, ...range }];
}

function whereOf(action: Action): Pick<Diagnostic, 'key' | 'range'> {
  return { key: action.key, ...(action.range !== undefined && { range: action.range }) };
}
