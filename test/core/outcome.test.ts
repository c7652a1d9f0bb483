// The exit codes, and the totals that reports show.
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import type { Diagnostic, DiagnosticCode } from '../../src/core/diagnostic.ts';
import {
  errorOf,
  exitCodeOfApply,
  exitCodeOfFatal,
  exitCodeOfPlan,
  exitCodeOfRefusal,
  hasChanges,
  summarise,
  summarisePlan,
} from '../../src/core/outcome.ts';
import { planConnections } from '../../src/core/plan.ts';
import type { Failure } from '../../src/core/failure.ts';
import type { Plan, SandboxView } from '../../src/core/plan.ts';
import {
  ORDERS,
  ORDERS_PARAMS,
  aFailure,
  aMove,
  aPlanInput,
  aRecord,
  aView,
  anEntry,
  anObserved,
  anOutcome,
} from '../support/builders.ts';

const forbidden = aFailure({ kind: 'forbidden', status: 403 });
const outage = aFailure({ kind: 'outcome-unknown', status: 503 });
const prod = anEntry({ key: connectionKey('prod', 'orders'), sandbox: 'prod' });
const elsewhere = anObserved({ params: { ...ORDERS_PARAMS, database: 'BILLS' } });
const OLD = connectionKey('dev', 'old');
const recorded = { [ORDERS]: aRecord() };

const plans = {
  nothing: planConnections(aPlanInput({ recorded, standing: [anObserved()] })),
  orphan: planConnections(aPlanInput({ desired: [], recorded, standing: [anObserved()] })),
  create: planConnections(aPlanInput()),
  forget: planConnections(aPlanInput({ desired: [], recorded })),
  conflict: planConnections(aPlanInput({ standing: [elsewhere] })),
  forbidden: planConnections(aPlanInput({}, { observed: new Map([['dev', forbidden]]) })),
  outage: planConnections(aPlanInput({}, { observed: new Map([['dev', outage]]) })),
  bothForbidden: planConnections(
    aPlanInput(
      { desired: [anEntry(), prod] },
      {
        observed: new Map([
          ['dev', forbidden],
          ['prod', outage],
        ]),
      },
    ),
  ),
  partlyForbidden: planConnections(
    aPlanInput(
      { desired: [anEntry(), prod] },
      {
        observed: new Map<string, SandboxView | Failure>([
          ['prod', forbidden],
          ['dev', aView()],
        ]),
      },
    ),
  ),
  forbiddenBesideOrphan: planConnections(
    aPlanInput({ recorded: { 'dev/old': aRecord() } }, { observed: new Map([['dev', forbidden]]) }),
  ),
  move: planConnections(
    aPlanInput({ recorded: { [OLD]: aRecord() }, standing: [anObserved()] }, { moves: [aMove(OLD, ORDERS)] }),
  ),
  deletion: planConnections(aPlanInput({ desired: [], recorded, standing: [anObserved()] }, { prune: true })),
} satisfies Record<string, Plan>;

describe('the exit code of plan', () => {
  const rows: { name: string; plan: Plan; detailed: boolean; code: number }[] = [
    { name: '0 when nothing is to be done', plan: plans.nothing, detailed: true, code: 0 },
    { name: '0 when orphans are kept', plan: plans.orphan, detailed: true, code: 0 },
    { name: '0 with changes, unless details are asked for', plan: plans.create, detailed: false, code: 0 },
    { name: '2 with changes when details are asked for', plan: plans.create, detailed: true, code: 2 },
    { name: '2 when only a record is to be dropped', plan: plans.forget, detailed: true, code: 2 },
    { name: '4 with a conflict', plan: plans.conflict, detailed: true, code: 4 },
    { name: '4 when a sandbox could not be read', plan: plans.outage, detailed: false, code: 4 },
    { name: '5 when every sandbox refuses access', plan: plans.forbidden, detailed: false, code: 5 },
    {
      name: '5 when every sandbox refuses access and orphans are kept',
      plan: plans.forbiddenBesideOrphan,
      detailed: false,
      code: 5,
    },
    {
      name: '4 when one refuses access and another is out of order',
      plan: plans.bothForbidden,
      detailed: false,
      code: 4,
    },
    { name: '4 when only some refuse access', plan: plans.partlyForbidden, detailed: true, code: 4 },
  ];

  it.each(rows)('is $name', ({ plan, detailed, code }) => {
    expect(exitCodeOfPlan(plan, detailed)).toBe(code);
  });
});

describe('the exit code of apply', () => {
  const done = [anOutcome()];
  const failed = [anOutcome(), anOutcome({ outcome: 'failed' })];
  const rows = [
    { name: '0 when all is done', plan: plans.create, outcomes: done, interrupted: false, code: 0 },
    { name: '0 when nothing was to be done', plan: plans.nothing, outcomes: [], interrupted: false, code: 0 },
    { name: '4 when one entry failed', plan: plans.create, outcomes: failed, interrupted: false, code: 4 },
    {
      name: '4 when one was skipped',
      plan: plans.create,
      outcomes: [anOutcome({ outcome: 'skipped' })],
      interrupted: false,
      code: 4,
    },
    {
      name: '4 with a conflict, though the rest is done',
      plan: plans.conflict,
      outcomes: done,
      interrupted: false,
      code: 4,
    },
    {
      name: '5 when every sandbox refuses access',
      plan: plans.forbidden,
      outcomes: failed,
      interrupted: false,
      code: 5,
    },
    {
      name: '130 when interrupted, whatever else',
      plan: plans.conflict,
      outcomes: failed,
      interrupted: true,
      code: 130,
    },
  ];

  it.each(rows)('is $name', ({ plan, outcomes, interrupted, code }) => {
    expect(exitCodeOfApply(plan, outcomes, interrupted)).toBe(code);
  });
});

describe('the exit code of a refusal', () => {
  const rows: { codes: DiagnosticCode[]; exit: number }[] = [
    { codes: [], exit: 0 },
    { codes: ['yaml-syntax'], exit: 3 },
    { codes: ['usage'], exit: 3 },
    { codes: ['secret-unresolved'], exit: 3 },
    { codes: ['credentials-missing'], exit: 3 },
    { codes: ['not-confirmed'], exit: 3 },
    { codes: ['declined'], exit: 2 },
    { codes: ['platform-unreachable'], exit: 4 },
    { codes: ['sandbox-unknown'], exit: 4 },
    { codes: ['sandbox-unreadable'], exit: 4 },
    { codes: ['sandbox-inactive'], exit: 4 },
    { codes: ['spec-unusable'], exit: 4 },
    { codes: ['spec-violation'], exit: 3 },
    { codes: ['conflict'], exit: 4 },
    { codes: ['in-doubt'], exit: 4 },
    { codes: ['state-differs'], exit: 4 },
    { codes: ['unauthorised'], exit: 5 },
    { codes: ['forbidden'], exit: 5 },
    { codes: ['state-damaged'], exit: 6 },
    { codes: ['state-foreign'], exit: 6 },
    { codes: ['state-locked'], exit: 6 },
    { codes: ['state-unwritable'], exit: 6 },
    { codes: ['interrupted'], exit: 130 },
    { codes: ['conflict', 'usage'], exit: 3 },
    { codes: ['usage', 'forbidden', 'conflict'], exit: 5 },
    { codes: ['forbidden', 'state-locked'], exit: 6 },
    { codes: ['state-locked', 'interrupted'], exit: 130 },
  ];

  it.each(rows)('is $exit for $codes', ({ codes, exit }) => {
    const problems = codes.map((code): Diagnostic => ({ severity: 'error', code, summary: 'S', fix: 'F' }));
    expect(exitCodeOfRefusal(problems)).toBe(exit);
  });

  it('is decided by errors alone', () => {
    const warning: Diagnostic = { severity: 'warning', code: 'state-locked', summary: 'S', fix: 'F' };
    expect(exitCodeOfRefusal([warning])).toBe(0);
  });
});

describe('the exit code of a run that had begun', () => {
  it.each([
    { code: 'state-unwritable', exit: 1 },
    { code: 'state-locked', exit: 6 },
    { code: 'unauthorised', exit: 5 },
  ] as const)('and was ended by $code is $exit', ({ code, exit }) => {
    expect(exitCodeOfFatal({ severity: 'error', code, summary: 'S', fix: 'F' })).toBe(exit);
  });
});

describe('totals', () => {
  it('count outcomes', () => {
    const outcomes = [
      anOutcome(),
      anOutcome({ doubted: true, settled: true }),
      anOutcome({ outcome: 'failed', doubted: true }),
      anOutcome({ outcome: 'skipped' }),
    ];
    expect(summarise(outcomes)).toEqual({ done: 2, failed: 1, skipped: 1, ambiguous: 2, settled: 1 });
  });

  it('count the actions of a plan, and what is unmanaged', () => {
    const none = { create: 0, adopt: 0, update: 0, recreate: 0, move: 0, delete: 0, forget: 0 };
    const rest = { orphan: 0, none: 0, conflict: 1, blocked: 0, unmanaged: 1 };
    expect(summarisePlan(plans.conflict)).toEqual({ ...none, ...rest });
  });

  it.each([
    { name: 'create', changes: true },
    { name: 'forget', changes: true },
    { name: 'move', changes: true },
    { name: 'deletion', changes: true },
    { name: 'nothing', changes: false },
    { name: 'orphan', changes: false },
    { name: 'conflict', changes: false },
    { name: 'forbidden', changes: false },
  ] as const)('see changes in a plan with $name: $changes', ({ name, changes }) => {
    expect(hasChanges(plans[name])).toBe(changes);
  });
});

describe('the error of an outcome', () => {
  it('has the code of the platform', () => {
    const { status, code, message, requestId, retryable } = aFailure();
    expect(errorOf(aFailure({ retryAfterMs: 1 }))).toEqual({ status, code, message, requestId, retryable });
  });

  it('falls back to the kind of failure', () => {
    expect(errorOf(aFailure({ kind: 'untrusted', code: null })).code).toBe('untrusted');
  });
});
