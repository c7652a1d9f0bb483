// The documents of --json: stable shapes, one per command, the same members on success and on failure. Pure.
import type { Action } from '../core/action.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { summarise, summarisePlan } from '../core/outcome.ts';
import type { ActionOutcome } from '../core/outcome.ts';
import type { Plan } from '../core/plan.ts';
import type { RequestTotals } from '../core/ports.ts';
import { summariseTests } from '../core/quarantine.ts';
import type { TestRow } from '../core/quarantine.ts';
import { NO_TRAFFIC } from '../core/traffic.ts';
import type { TrafficFigures } from '../core/traffic.ts';
import { diagnosticJson } from './diagnostics.ts';
import { testRowJson } from './test-json.ts';

/** Version of the shapes below; a member that is added leaves it, one that changes raises it. */
const FORMAT_VERSION = '1.0';

/** What a run that sent nothing has to count. */
export const NO_REQUESTS: RequestTotals = {
  total: 0,
  token: 0,
  list: 0,
  create: 0,
  update: 0,
  delete: 0,
  test: 0,
};
const EMPTY_PLAN: Plan = { actions: [], unmanaged: [], lineage: '', serial: 0, recorded: 0 };

/** A run as far as it came; what is absent was not reached. */
export interface RunDocument {
  readonly plan?: Plan;
  readonly outcomes?: readonly ActionOutcome[];
  readonly requests?: RequestTotals;
  readonly traffic?: TrafficFigures;
  /** What was tested afterwards; absent when that was not asked for. */
  readonly tests?: readonly TestRow[];
  readonly diagnostics: readonly Diagnostic[];
  /** Lists the unmanaged connections too. */
  readonly unmanaged?: boolean;
}

/** The document of `plan`. */
export function planJson(run: RunDocument): string {
  return document('plan', planMembers(run));
}

/** What the document of `plan` holds. */
export function planMembers({
  plan = EMPTY_PLAN,
  requests = NO_REQUESTS,
  traffic = NO_TRAFFIC,
  diagnostics,
  unmanaged,
}: RunDocument): object {
  const changes = plan.actions.filter(({ kind }) => kind !== 'none').map(changeJson);
  const others = unmanaged === true && { unmanaged: plan.unmanaged.map(unmanagedJson) };
  const summary = summarisePlan(plan);
  const told = diagnostics.map(diagnosticJson);
  return { changes, ...others, summary, requests, traffic, diagnostics: told };
}

/** The document of `apply`. */
export function applyJson(run: RunDocument): string {
  return document('apply', applyMembers(run));
}

/** What the document of `apply` holds. */
export function applyMembers({
  outcomes = [],
  requests = NO_REQUESTS,
  traffic = NO_TRAFFIC,
  tests,
  diagnostics,
}: RunDocument): object {
  return {
    results: outcomes.map(resultJson),
    summary: summarise(outcomes),
    ...(tests !== undefined && { tests: tests.map(testRowJson) }),
    requests,
    traffic,
    diagnostics: diagnostics.map(diagnosticJson),
  };
}

/** What the document of `test` holds. */
export function testMembers({
  tests = [],
  requests = NO_REQUESTS,
  traffic = NO_TRAFFIC,
  diagnostics,
}: RunDocument): object {
  const results = tests.map(testRowJson);
  const told = diagnostics.map(diagnosticJson);
  return { results, summary: summariseTests(tests), requests, traffic, diagnostics: told };
}

/** A document of any command. */
export function document(command: string, members: object): string {
  return `${JSON.stringify({ formatVersion: FORMAT_VERSION, command, ...members }, null, 2)}\n`;
}

function resultJson(outcome: ActionOutcome): object {
  const { key, action, outcome: became, id, etag, attempts, settled, durationMs, error, causes } = outcome;
  return { key, action, outcome: became, id, etag, attempts, settled, durationMs, error, cause: causes };
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
    ...(action.counterpart !== undefined && { counterpart: action.counterpart }),
    ...furtherJson(action),
  };
}

/** What only some kinds of change have to say. */
function furtherJson(action: Action): object {
  switch (action.kind) {
    case 'update': {
      const { credential, left } = action;
      // Of a secret recorded under another state key nobody can tell more than of one that never was recorded.
      const known = credential === 'other-key' ? 'unknown' : credential;
      return { credential: known, ...(left.length > 0 && { left }) };
    }
    case 'move':
      return { from: action.from };
    case 'orphan':
      return { because: action.because };
    case 'conflict': {
      const { reason, fix, candidates } = action.conflict;
      return { reason, fix, candidates };
    }
    case 'blocked': {
      const { status, code, message, requestId, retryable } = action.failure;
      return { reason: message, error: { status, code, message, requestId, retryable } };
    }
    case 'create':
    case 'recreate':
    case 'adopt':
    case 'none':
    case 'delete':
    case 'forget':
      return {};
  }
}

function unmanagedJson({ sandbox, connection }: Plan['unmanaged'][number]): object {
  const { id, name, state, createdAt, createdBy } = connection;
  return { sandbox, id, name, state, createdAt, createdBy };
}
