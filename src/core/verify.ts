// Decides whether state, journal and platform agree, and words every difference. Pure; it changes and repairs nothing.
import type { ObservedConnection } from './connection.ts';
import type { Diagnostic } from './diagnostic.ts';
import { sameParam, sameValue } from './diff.ts';
import type { Intent } from './journal.ts';
import { indexSandbox } from './match.ts';
import type { SandboxIndex } from './match.ts';
import type { Observed } from './plan.ts';
import type { ConnectionRecord, State } from './state.ts';

/** What is held against each other. */
export interface Verification {
  readonly state: State;
  readonly doubts: readonly Intent[];
  readonly observed: Observed;
}

/** Differences between what is recorded and what stands, one finding each; none when all agree. */
export function verifyState({ state, doubts, observed }: Verification): Diagnostic[] {
  const indexes = new Map<string, SandboxIndex>();
  const findings: Diagnostic[] = doubts.map(doubtFinding);
  for (const [sandbox, view] of observed) {
    if ('listing' in view) indexes.set(sandbox, indexSandbox(view.listing));
    else findings.push(unreadable(sandbox, view.message));
  }
  for (const [key, record] of state.connections) {
    const view = observed.get(record.sandbox);
    const unread = view !== undefined && 'listing' in view ? view.unread.get(record.id) : undefined;
    const index = indexes.get(record.sandbox);
    if (unread !== undefined)
      findings.push(differs(key, `${record.id} could not be read: ${unread.message}`));
    else if (index !== undefined) findings.push(...recordFindings(key, record, index.byId.get(record.id)));
  }
  return findings;
}

function recordFindings(
  key: string,
  record: ConnectionRecord,
  observed: ObservedConnection | undefined,
): Diagnostic[] {
  if (observed === undefined)
    return [differs(key, `${record.id} is recorded, but does not stand in ${record.sandbox}`)];
  const paths = [
    ...(observed.name === record.name ? [] : ['/name']),
    ...(record.description === undefined || sameValue(record.description, observed.description)
      ? []
      : ['/description']),
    ...Object.entries(record.applied)
      .filter(([param, applied]) => !sameParam(param, applied, observed.params[param]))
      .map(([param]) => `/auth/params/${param}`),
  ];
  return paths.length === 0
    ? []
    : [differs(key, `${record.id} differs from what was applied in ${paths.join(', ')}`)];
}

function differs(key: string, summary: string): Diagnostic {
  const fix = 'See what plan makes of it.';
  return { severity: 'error', code: 'state-differs', summary: `${key}: ${summary}`, fix, key };
}

function doubtFinding({ key, record }: Intent): Diagnostic {
  const summary = `${key}: it is not known whether "${record.name}" was created in ${record.sandbox}`;
  return {
    severity: 'error',
    code: 'in-doubt',
    summary,
    fix: 'Run apply: it finds out before anything else.',
    key,
  };
}

function unreadable(sandbox: string, why: string): Diagnostic {
  const summary = `the sandbox ${sandbox} could not be read: ${why}`;
  return {
    severity: 'error',
    code: 'sandbox-unreadable',
    summary,
    fix: 'Run it again when the platform answers.',
  };
}
