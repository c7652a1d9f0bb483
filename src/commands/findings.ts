// What a plan's actions mean as findings: conflicts, unreadable sandboxes and drift that is only reported. Pure.
import type { Diagnostic, DiagnosticCode } from '../core/diagnostic.ts';
import type { Failure } from '../core/failure.ts';
import type { Action, Plan } from '../core/plan.ts';

type Blocked = Extract<Action, { kind: 'blocked' }>;

/** Findings for what the plan cannot carry out: one per conflict, one per reason why sandboxes could not be read. */
export function planDiagnostics(plan: Plan): Diagnostic[] {
  const conflicts = plan.actions.flatMap((action) =>
    action.kind === 'conflict' ? [conflictDiagnostic(action)] : [],
  );
  const blocked = new Map<string, Blocked[]>();
  for (const action of plan.actions) {
    if (action.kind !== 'blocked') continue;
    const { what, concerns } = explain(action.failure, action.sandbox);
    const reason = concerns === 'run' ? what : `${action.sandbox}\n${action.failure.message}`;
    const group = blocked.get(reason);
    if (group === undefined) blocked.set(reason, [action]);
    else group.push(action);
  }
  return [...[...blocked.values()].flatMap(blockedDiagnostic), ...conflicts];
}

/** Drift that an entry asks to have reported and left. */
export function driftDiagnostics(plan: Plan): Diagnostic[] {
  return plan.actions.flatMap((action) => {
    if (action.kind !== 'none' || action.fields.length === 0) return [];
    const paths = action.fields.map(({ path }) => path).join(', ');
    const summary = `"${action.name}" has drifted in ${paths} and is left as it is`;
    const fix = 'Correct it in AEP, take the value over into the list, or set onDrift: correct.';
    return [
      { severity: 'warning', code: 'drift-reported', summary, fix, ...whereOf(action) } satisfies Diagnostic,
    ];
  });
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
  const { code, what, fix, concerns } = explain(failure, sandbox);
  const entries = actions.length === 1 ? `${first.key} is` : `${actions.length} entries are`;
  const request = failure.requestId === null ? '' : ` (request ${failure.requestId})`;
  const summary = `${what}, so ${entries} left alone: ${failure.message}${request}`;
  // No line of the list is to blame for what every sandbox would meet.
  const range = concerns === 'sandbox' && first.range !== undefined && { range: first.range };
  return [{ severity: 'error', code, summary, fix, ...range }];
}

interface Explanation {
  readonly code: DiagnosticCode;
  readonly what: string;
  readonly fix: string;
  /** Whether every sandbox would meet the same. */
  readonly concerns: 'run' | 'sandbox';
}

/** What a failure to read a sandbox most likely is, and what to do about it. */
function explain(failure: Failure, sandbox: string): Explanation {
  const number = /(\d{4,6})/.exec(failure.code ?? '')?.[1] ?? '';
  switch (failure.kind) {
    case 'unauthorised':
      return {
        code: 'unauthorised',
        what: 'the login was refused',
        fix: 'Check AEP_CLIENT_ID and AEP_CLIENT_SECRET, or renew AEP_ACCESS_TOKEN; check AEP_ORG_ID too.',
        concerns: 'run',
      };
    case 'forbidden':
      return explainForbidden(number, sandbox);
    case 'missing':
      return {
        code: 'sandbox-unknown',
        what: `the sandbox ${sandbox} is not known to this organisation`,
        fix: 'Correct the name (it is all lower case), or have the sandbox created; check AEP_ORG_ID too.',
        concerns: 'sandbox',
      };
    case 'not-sent':
      return {
        code: 'platform-unreachable',
        what: 'the platform could not be reached',
        fix: 'Check the network and the address (AEP_PLATFORM_URL, AEP_IMS_URL), and run again.',
        concerns: 'run',
      };
    case 'throttled':
    case 'outcome-unknown':
      return {
        code: 'sandbox-unreadable',
        what: `the sandbox ${sandbox} could not be read`,
        fix: 'The platform is in trouble or busy; run again later.',
        concerns: 'sandbox',
      };
    case 'stale':
    case 'rejected':
    case 'untrusted':
      return {
        code: 'sandbox-unreadable',
        what: `the sandbox ${sandbox} could not be read`,
        fix: 'Check AEP_PLATFORM_URL; if that is right, report it with the request id.',
        concerns: 'sandbox',
      };
  }
}

/** Gateway codes 4030xx concern the whole credential, catalogue codes 21xx one sandbox. */
function explainForbidden(number: string, sandbox: string): Explanation {
  if (number === '403025' || number === '403027') {
    const fix =
      'Check AEP_ORG_ID: the credential must belong to that organisation and its default product profile.';
    return {
      code: 'forbidden',
      what: 'the credential is not valid for this organisation',
      fix,
      concerns: 'run',
    };
  }
  if (number.startsWith('4030')) {
    const fix = 'Check AEP_API_KEY (the client id of the credential) and the access token.';
    return { code: 'forbidden', what: 'the gateway refused the credential', fix, concerns: 'run' };
  }
  const fix = `Give the credential's role the permissions View Sources and Manage Sources in the sandbox ${sandbox}.`;
  return {
    code: 'forbidden',
    what: `the credential may not enter the sandbox ${sandbox}`,
    fix,
    concerns: 'sandbox',
  };
}

function whereOf(action: Action): Pick<Diagnostic, 'key' | 'range'> {
  return { key: action.key, ...(action.range !== undefined && { range: action.range }) };
}
