// One valid object of each kind, the same every time; a test names only what it is about.
import { connectionKey } from '../../src/core/connection.ts';
import type { ConnectionKey, DesiredConnection, ObservedConnection } from '../../src/core/connection.ts';
import type { SourceRange } from '../../src/core/diagnostic.ts';
import type { Failure } from '../../src/core/failure.ts';
import type { Intent, RunEntry } from '../../src/core/journal.ts';
import type { Move } from '../../src/core/moves.ts';
import type { ActionOutcome } from '../../src/core/outcome.ts';
import type { Fingerprints, Plan, PlanInput, SandboxView } from '../../src/core/plan.ts';
import type { Log } from '../../src/core/ports.ts';
import { savePlan } from '../../src/core/saved-plan.ts';
import type { AskedPlan, PlanBinding, SavedPlan } from '../../src/core/saved-plan.ts';
import type { ConnectionRecord, State } from '../../src/core/state.ts';
import type { TestResult } from '../../src/core/testing.ts';

/** Key of the connection that every builder means unless told otherwise. */
export const ORDERS = connectionKey('dev', 'orders');

/** `auth.params` of a DB2 connection without its password. */
export const ORDERS_PARAMS = {
  server: 'db2.example.com:50000',
  database: 'ORDERS',
  authenticationType: 'Basic',
  username: 'reader',
};

export function aRange(overrides: Partial<SourceRange> = {}): SourceRange {
  return { file: 'connections.yaml', line: 3, column: 5, endLine: 9, endColumn: 1, ...overrides };
}

export function anEntry(overrides: Partial<DesiredConnection> = {}): DesiredConnection {
  return {
    key: ORDERS,
    sandbox: 'dev',
    name: 'Orders',
    specName: 'Basic Authentication',
    params: ORDERS_PARAMS,
    secret: { param: 'password', ref: { kind: 'env', name: 'ORDERS_PASSWORD' }, range: aRange({ line: 8 }) },
    tags: [],
    protect: false,
    onDrift: 'correct',
    range: aRange(),
    ...overrides,
  };
}

export function anObserved(overrides: Partial<ObservedConnection> = {}): ObservedConnection {
  return {
    id: 'id-1',
    etag: '"etag-1"',
    name: 'Orders',
    specName: 'Basic Authentication',
    params: ORDERS_PARAMS,
    state: 'enabled',
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_000,
    createdBy: 'acme@techacct.adobe.com',
    updatedBy: 'acme@techacct.adobe.com',
    ...overrides,
  };
}

export function aRecord(overrides: Partial<ConnectionRecord> = {}): ConnectionRecord {
  return {
    sandbox: 'dev',
    name: 'Orders',
    id: 'id-1',
    etag: '"etag-1"',
    applied: ORDERS_PARAMS,
    ...overrides,
  };
}

export function aState(connections: Readonly<Record<string, ConnectionRecord>> = {}): State {
  return {
    lineage: '11111111-1111-4111-8111-111111111111',
    serial: 3,
    platform: 'https://platform.adobe.io',
    orgId: 'ACME@AdobeOrg',
    connections: new Map(Object.entries(connections) as [ConnectionKey, ConnectionRecord][]),
  };
}

export function aView(listing: readonly ObservedConnection[] = []): SandboxView {
  return { listing, unread: new Map() };
}

/** What a plan is made from, in the words of a test. */
export interface Situation {
  readonly desired?: readonly DesiredConnection[];
  readonly recorded?: Readonly<Record<string, ConnectionRecord>>;
  /** What stands in the sandbox `dev`. */
  readonly standing?: readonly ObservedConnection[];
  readonly fingerprints?: Fingerprints;
}

export function aPlanInput(situation: Situation = {}, overrides: Partial<PlanInput> = {}): PlanInput {
  const { desired = [anEntry()], recorded = {}, standing = [], fingerprints = new Map() } = situation;
  return {
    desired,
    listed: desired,
    state: aState(recorded),
    observed: new Map([['dev', aView(standing)]]),
    fingerprints,
    moves: [],
    selectsKey: () => true,
    prune: false,
    rotates: () => false,
    ...overrides,
  };
}

export function aMove(from: ConnectionKey, to: ConnectionKey): Move {
  return { from, to, range: aRange({ line: 20 }) };
}

export function aBinding(overrides: Partial<PlanBinding> = {}): PlanBinding {
  const { lineage, serial, platform, orgId } = aState();
  const configuration = `sha256:${'0'.repeat(64)}`;
  return { lineage, serial, platform, orgId, configuration, ...overrides };
}

export function anAskedPlan(overrides: Partial<AskedPlan> = {}): AskedPlan {
  return { files: ['connections.yaml'], sandboxes: [], only: [], tags: [], prune: false, ...overrides };
}

/** A plan as `plan --out` saves it. */
export function aSavedPlan(plan: Plan, rest: Partial<Omit<SavedPlan, 'changes'>> = {}): SavedPlan {
  return savePlan(plan, { binding: aBinding(), asked: anAskedPlan(), ...rest });
}

export function aFailure(overrides: Partial<Failure> = {}): Failure {
  return {
    kind: 'rejected',
    status: 400,
    code: 'FLOW-1312-400',
    message: 'A parameter has a bad value.',
    requestId: 'req-1',
    retryable: false,
    ...overrides,
  };
}

export function aRun(overrides: Partial<RunEntry> = {}): RunEntry {
  const { lineage, serial, platform, orgId } = aState();
  return { kind: 'run', version: 1, run: 'run-1', lineage, serial, platform, orgId, at: 0, ...overrides };
}

export function anIntent(overrides: Partial<Intent> = {}): Intent {
  return {
    kind: 'intent',
    n: 1,
    key: ORDERS,
    attempt: 1,
    at: 1_700_000_000_000,
    skew: 0,
    record: { sandbox: 'dev', name: 'Orders', applied: ORDERS_PARAMS },
    ...overrides,
  };
}

export function anOutcome(overrides: Partial<ActionOutcome> = {}): ActionOutcome {
  return {
    key: ORDERS,
    action: 'create',
    outcome: 'done',
    id: 'id-1',
    etag: '"etag-1"',
    attempts: 1,
    settled: false,
    doubted: false,
    sentAgain: false,
    durationMs: 61,
    causes: [],
    error: null,
    ...overrides,
  };
}

export function aTestResult(overrides: Partial<TestResult> = {}): TestResult {
  return {
    key: ORDERS,
    sandbox: 'dev',
    name: 'Orders',
    id: 'id-1',
    verdict: 'answers',
    message: null,
    requestId: null,
    durationMs: 61,
    ...overrides,
  };
}

const ignore = (): void => undefined;

/** A log that nobody reads. */
export const silentLog: Log = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };

/** A copy that lacks some members: what a platform does not tell. */
export function without<Whole extends object, Member extends keyof Whole>(
  whole: Whole,
  ...members: readonly Member[]
): Omit<Whole, Member> {
  const left = new Set<PropertyKey>(members);
  return Object.fromEntries(Object.entries(whole).filter(([member]) => !left.has(member))) as Omit<
    Whole,
    Member
  >;
}
