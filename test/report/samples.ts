// One plan that holds an action of every kind, and what became of it.
import { connectionKey } from '../../src/core/connection.ts';
import type { DesiredConnection } from '../../src/core/connection.ts';
import type { Failure } from '../../src/core/failure.ts';
import type { ActionOutcome } from '../../src/core/outcome.ts';
import { planConnections } from '../../src/core/plan.ts';
import type { Plan, SandboxView } from '../../src/core/plan.ts';
import type { RequestTotals } from '../../src/core/ports.ts';
import {
  ORDERS_PARAMS,
  aFailure,
  aPlanInput,
  aRange,
  aRecord,
  aView,
  anEntry,
  anObserved,
  anOutcome,
} from '../support/builders.ts';

const CREATED = Date.UTC(2026, 0, 10, 8, 30);

function entry(name: string, line: number, overrides: Partial<DesiredConnection> = {}): DesiredConnection {
  const { sandbox = 'dev' } = overrides;
  return anEntry({ key: connectionKey(sandbox, name), name, range: aRange({ line }), ...overrides });
}

function standing(name: string, overrides: Parameters<typeof anObserved>[0] = {}) {
  return anObserved({ id: `id-${name}`, name, createdAt: CREATED, ...overrides });
}

function recorded(name: string, overrides: Parameters<typeof aRecord>[0] = {}) {
  return [`dev/${name}`, aRecord({ id: `id-${name}`, name, ...overrides })] as const;
}

const desired = [
  entry('create', 3, { params: { ...ORDERS_PARAMS, timeout: 30 } }),
  entry('adopt', 9),
  entry('update', 15, { description: 'New', params: { ...ORDERS_PARAMS, username: 'auditor' } }),
  entry('recreate', 21),
  entry('drifted', 27, { onDrift: 'report' }),
  entry('elsewhere', 33),
  entry('twins', 39),
  entry('unchanged', 45),
  entry('p-blocked', 51, { sandbox: 'prod' }),
];

const records = Object.fromEntries([
  recorded('update', { credential: 'v1:key:old' }),
  recorded('recreate'),
  recorded('drifted'),
  recorded('unchanged'),
  recorded('orphan'),
  recorded('forget'),
]);

const listing = [
  standing('adopt'),
  standing('update', { description: 'Old' }),
  standing('drifted', { params: { ...ORDERS_PARAMS, database: 'OTHER' } }),
  standing('elsewhere', { params: { ...ORDERS_PARAMS, server: 'other:50000' } }),
  standing('twins'),
  standing('twins', { id: 'id-twin-2', createdAt: CREATED + 1, createdBy: 'someone@AdobeID' }),
  standing('unchanged'),
  standing('orphan'),
  standing('stray'),
];

const noAccess = aFailure({
  kind: 'forbidden',
  status: 403,
  code: 'FLOW-2120-403',
  message: 'No access to the sandbox.',
});

/** A plan with an action of every kind. */
export const everyKind: Plan = planConnections(
  aPlanInput(
    { desired, recorded: records, fingerprints: new Map([[connectionKey('dev', 'update'), 'v1:key:new']]) },
    {
      observed: new Map<string, SandboxView | Failure>([
        ['dev', aView(listing)],
        ['prod', noAccess],
      ]),
    },
  ),
);

/** A plan without anything to do. */
export const nothingToDo: Plan = planConnections(
  aPlanInput({
    desired: [entry('unchanged', 3)],
    recorded: Object.fromEntries([recorded('unchanged')]),
    standing: [standing('unchanged')],
  }),
);

/** What became of a few actions. */
export const outcomes: readonly ActionOutcome[] = [
  anOutcome({ key: connectionKey('dev', 'create') }),
  anOutcome({ key: connectionKey('dev', 'lost'), id: 'id-lost', attempts: 1, settled: true, doubted: true }),
  anOutcome({
    key: connectionKey('dev', 'refused'),
    outcome: 'failed',
    id: null,
    etag: null,
    error: {
      status: 400,
      code: 'FLOW-1312-400',
      message: 'A parameter has a bad value.',
      requestId: 'req-1',
      retryable: false,
    },
  }),
  anOutcome({
    key: connectionKey('dev', 'outage'),
    action: 'update',
    outcome: 'failed',
    attempts: 5,
    error: {
      status: null,
      code: 'ECONNRESET',
      message: 'the connection broke',
      requestId: null,
      retryable: true,
    },
  }),
  anOutcome({ key: connectionKey('dev', 'unclear'), outcome: 'failed', error: null }),
  anOutcome({
    key: connectionKey('dev', 'later'),
    action: 'adopt',
    outcome: 'skipped',
    id: null,
    etag: null,
    attempts: 0,
    durationMs: 0,
  }),
];

export const requests: RequestTotals = {
  total: 12,
  token: 1,
  list: 3,
  create: 3,
  update: 5,
  delete: 0,
  test: 0,
};
