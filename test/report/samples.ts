// One plan that holds an action of every kind, and what became of it.
import { connectionKey } from '../../src/core/connection.ts';
import type { DesiredConnection } from '../../src/core/connection.ts';
import type { Failure } from '../../src/core/failure.ts';
import type { ActionOutcome } from '../../src/core/outcome.ts';
import { planConnections } from '../../src/core/plan.ts';
import type { Plan, SandboxView } from '../../src/core/plan.ts';
import type { RequestTotals } from '../../src/core/ports.ts';
import type { TrafficFigures } from '../../src/core/traffic.ts';
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

const noAccess = aFailure({
  kind: 'forbidden',
  status: 403,
  code: 'FLOW-2120-403',
  message: 'No access to the sandbox.',
});

const desired = [
  entry('create', 3, { description: 'Order master', params: { ...ORDERS_PARAMS, timeout: 30 } }),
  entry('adopt', 9),
  entry('update', 15, { description: 'New', params: { ...ORDERS_PARAMS, username: 'auditor' } }),
  entry('recreate', 21),
  entry('drifted', 27, { onDrift: 'report' }),
  entry('elsewhere', 33),
  entry('twins', 39),
  entry('unchanged', 45),
  entry('p-blocked', 51, { sandbox: 'prod' }),
  entry('half-left', 57, { description: 'New', onDrift: 'report' }),
  entry('renamed', 63, { name: 'Before' }),
  entry('moved', 69),
  entry('<script>\u001b[2J', 75),
  entry('relocated', 81, { sandbox: 'stage' }),
];

const records = Object.fromEntries([
  recorded('update', { credential: 'v1:key:old' }),
  recorded('recreate'),
  recorded('drifted'),
  recorded('unchanged'),
  recorded('half-left', { description: 'Old' }),
  recorded('before', { name: 'Before' }),
  ['dev/old-key', aRecord({ id: 'id-moved', name: 'moved' })],
  recorded('relocated'),
  recorded('no-longer-listed'),
  recorded('protected', { protect: true }),
  recorded('unread'),
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
  standing('half-left', { description: 'Old', params: { ...ORDERS_PARAMS, username: 'somebody' } }),
  standing('Before', { id: 'id-before' }),
  standing('moved'),
  standing('relocated'),
  standing('no-longer-listed', { description: 'Frankfurt' }),
  standing('protected'),
  standing('stray'),
];

const everySituation: Parameters<typeof aPlanInput> = [
  { desired, recorded: records, fingerprints: new Map([[connectionKey('dev', 'update'), 'v1:key:new']]) },
  {
    moves: [{ from: connectionKey('dev', 'old-key'), to: connectionKey('dev', 'moved'), range: aRange() }],
    observed: new Map<string, SandboxView | Failure>([
      ['dev', { listing, unread: new Map([['id-unread', noAccess]]) }],
      ['stage', aView()],
      ['prod', noAccess],
    ]),
  },
];

/** A plan with an action of every kind, of which --prune was asked for. */
export const everyKind: Plan = planConnections(
  aPlanInput(everySituation[0], { ...everySituation[1], prune: true }),
);

/** The same without --prune. */
export const everyKindKept: Plan = planConnections(aPlanInput(...everySituation));

/** So many entries alike, as a rotation or a first night has them. */
function manyNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `entry-${String(index + 1).padStart(3, '0')}`);
}

/** A rotation of the secrets of so many entries, and one among them whose server changes too. */
export function rotationOf(count: number): Plan {
  const names = manyNames(count);
  const other = entry('entry-002-b', 9, { params: { ...ORDERS_PARAMS, server: 'new:50000' } });
  return planConnections(
    aPlanInput(
      {
        desired: [...names.map((name, index) => entry(name, 3 + 6 * index)), other],
        recorded: Object.fromEntries([...names, other.name].map((name) => recorded(name))),
        standing: [...names, other.name].map((name) => standing(name)),
      },
      { rotates: () => true },
    ),
  );
}

/** The creation of so many entries, of which the fifth finds a namesake. */
export function creationOf(count: number): Plan {
  return planConnections(
    aPlanInput({
      desired: manyNames(count).map((name, index) => entry(name, 3 + 6 * index)),
      standing: [standing('entry-005', { params: { ...ORDERS_PARAMS, server: 'other:50000' } })],
    }),
  );
}

/** So many of each kind that is folded where it says the same. */
export function alikeOf(count: number): Plan {
  const names = (prefix: string): string[] => manyNames(count).map((name) => `${prefix}-${name}`);
  const drifted = { params: { ...ORDERS_PARAMS, database: 'OTHER' } };
  const standingAgain = [...names('adopt'), ...names('orphan')].map((name) => standing(name));
  const taken = names('drift').map((name) => standing(name, drifted));
  return planConnections(
    aPlanInput(
      {
        desired: [
          ...names('adopt').map((name) => entry(name, 3)),
          ...names('drift').map((name) => entry(name, 3, { onDrift: 'report' })),
          ...names('blocked').map((name) => entry(name, 3, { sandbox: 'prod' })),
        ],
        recorded: Object.fromEntries(
          [...names('drift'), ...names('forget'), ...names('orphan')].map((name) => recorded(name)),
        ),
      },
      {
        observed: new Map<string, SandboxView | Failure>([
          ['dev', aView([...standingAgain, ...taken])],
          ['prod', noAccess],
        ]),
      },
    ),
  );
}

/** So many deletions, which are never folded. */
export function deletionOf(count: number): Plan {
  const names = manyNames(count);
  return planConnections(
    aPlanInput(
      {
        desired: [],
        recorded: Object.fromEntries(names.map((name) => recorded(name))),
        standing: names.map((name) => standing(name)),
      },
      { prune: true },
    ),
  );
}

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
  anOutcome({ key: connectionKey('dev', 'gone'), action: 'delete', etag: null }),
  anOutcome({ key: connectionKey('dev', 'moved'), action: 'move', attempts: 0, durationMs: 0 }),
  anOutcome({
    key: connectionKey('dev', 'relocated'),
    action: 'delete',
    outcome: 'skipped',
    id: 'id-relocated',
    attempts: 0,
    error: {
      status: null,
      code: 'counterpart-missing',
      message: 'it is kept, because stage/relocated, which takes its place, was not created',
      requestId: null,
      retryable: true,
    },
  }),
];

/** So many entries that took a new secret, and one that did not. */
export function rotated(count: number): readonly ActionOutcome[] {
  const update = { action: 'update', causes: ['credential'] } as const;
  const failed = outcomes.filter(({ outcome }) => outcome === 'failed').slice(0, 1);
  return [
    ...manyNames(count).map((name) => anOutcome({ ...update, key: connectionKey('dev', name) })),
    ...failed.map((outcome) => ({ ...outcome, ...update })),
  ];
}

export const requests: RequestTotals = {
  total: 12,
  token: 1,
  list: 3,
  create: 3,
  update: 5,
  delete: 0,
  test: 0,
};

/** The traffic of a run that had to wait. */
export const traffic: TrafficFigures = {
  refused: 3,
  repeated: 4,
  unrepeated: 0,
  waitedMs: { pause: 12_000, pace: 450, repeat: 800 },
  widest: 16,
  readsAvoided: 38,
};
