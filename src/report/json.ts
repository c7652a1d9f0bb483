// The documents of --json: stable shapes, one per command, the same members on success and on failure. Pure.
import type { Diagnostic } from '../core/diagnostic.ts';
import { summarise, summarisePlan } from '../core/outcome.ts';
import type { ActionOutcome } from '../core/outcome.ts';
import type { Action, Plan } from '../core/plan.ts';
import type { RequestTotals } from '../core/ports.ts';
import { diagnosticJson } from './diagnostics.ts';

/** Version of the shapes below; a member that is added leaves it, one that changes raises it. */
const FORMAT_VERSION = '1.0';

const NO_REQUESTS: RequestTotals = { total: 0, token: 0, list: 0, create: 0, update: 0, delete: 0, test: 0 };
const EMPTY_PLAN: Plan = { actions: [], unmanaged: [], lineage: '', serial: 0 };

/** A run as far as it came; what is absent was not reached. */
export interface RunDocument {
  readonly plan?: Plan;
  readonly outcomes?: readonly ActionOutcome[];
  readonly requests?: RequestTotals;
  readonly diagnostics: readonly Diagnostic[];
  /** Lists the unmanaged connections too. */
  readonly unmanaged?: boolean;
}

/** The document of `plan`. */
export function planJson({
  plan = EMPTY_PLAN,
  requests = NO_REQUESTS,
  diagnostics,
  unmanaged,
}: RunDocument): string {
  const changes = plan.actions.filter(({ kind }) => kind !== 'none').map(changeJson);
  const others = unmanaged === true && { unmanaged: plan.unmanaged.map(unmanagedJson) };
  const summary = summarisePlan(plan);
  return document('plan', {
    changes,
    ...others,
    summary,
    requests,
    diagnostics: diagnostics.map(diagnosticJson),
  });
}

/** The document of `apply`. */
export function applyJson({ outcomes = [], requests = NO_REQUESTS, diagnostics }: RunDocument): string {
  const results = outcomes.map(resultJson);
  return document('apply', {
    results,
    summary: summarise(outcomes),
    requests,
    diagnostics: diagnostics.map(diagnosticJson),
  });
}

/** A document of any other command. */
export function document(command: string, members: object): string {
  return `${JSON.stringify({ formatVersion: FORMAT_VERSION, command, ...members }, null, 2)}\n`;
}

function resultJson(outcome: ActionOutcome): object {
  const { key, action, outcome: became, id, etag, attempts, settled, durationMs, error } = outcome;
  return { key, action, outcome: became, id, etag, attempts, settled, durationMs, error };
}

function changeJson(action: Action): object {
  const { key, sandbox, name, kind, causes, id, fields, range } = action;
  return {
    key,
    sandbox,
    name,
    action: kind,
    cause: causes,
    id,
    fields,
    source: range === undefined ? null : { file: range.file, line: range.line, column: range.column },
    ...reasonJson(action),
  };
}

function reasonJson(action: Action): object {
  if (action.kind === 'conflict') {
    const { reason, fix, candidates } = action.conflict;
    return { reason, fix, candidates };
  }
  if (action.kind !== 'blocked') return {};
  const { status, code, message, requestId, retryable } = action.failure;
  return { reason: message, error: { status, code, message, requestId, retryable } };
}

function unmanagedJson({ sandbox, connection }: Plan['unmanaged'][number]): object {
  const { id, name, state, createdAt, createdBy } = connection;
  return { sandbox, id, name, state, createdAt, createdBy };
}
