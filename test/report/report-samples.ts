// Runs as reports tell them: one with an entry of every kind, one with hostile names, and one with as many as asked for.
import { connectionKey } from '../../src/core/connection.ts';
import type { DesiredConnection, ObservedConnection } from '../../src/core/connection.ts';
import type { Diagnostic } from '../../src/core/diagnostic.ts';
import type { ActionOutcome } from '../../src/core/outcome.ts';
import { planConnections } from '../../src/core/plan.ts';
import type { Plan, SandboxView } from '../../src/core/plan.ts';
import type { RunReport } from '../../src/core/run-report.ts';
import type { ConnectionRecord } from '../../src/core/state.ts';
import {
  ORDERS_PARAMS,
  aFailure,
  aPlanInput,
  aRange,
  aRecord,
  anEntry,
  anObserved,
  anOutcome,
} from '../support/builders.ts';
import { everyKind, requests, traffic } from './samples.ts';

const STARTED = Date.UTC(2026, 0, 15, 2, 0, 3);
const EDITED = Date.UTC(2026, 0, 14, 16, 5);

/** What every report of a sample starts from. */
export function aReport(overrides: Partial<RunReport> = {}): RunReport {
  return {
    command: 'plan',
    version: '0.1.0',
    startedAt: STARTED,
    durationMs: 12_345,
    exitCode: 0,
    target: { platform: 'https://platform.adobe.io', orgId: 'ACME@AdobeOrg' },
    statePath: 'connections.state.json',
    entries: [],
    requests,
    traffic,
    diagnostics: [],
    ...overrides,
  };
}

/** A finding about the run as a whole, and one about an entry that the plan does without. */
export const findings: readonly Diagnostic[] = [
  {
    severity: 'error',
    code: 'forbidden',
    summary: 'the credential may not enter the sandbox prod, so prod/p-blocked is left alone',
    fix: 'Have its role given access to the sandbox.',
  },
  {
    severity: 'warning',
    code: 'secret-unresolved',
    summary: 'the password of dev/create does not resolve: environment variable A_PASSWORD is not set',
    detail: 'A plan goes on without it.',
    fix: 'set A_PASSWORD, or name a file that does with --env-file',
    key: 'dev/create',
    range: aRange({ line: 8 }),
  },
];

/** A plan with an action of every kind. */
export const planned = aReport({ plan: everyKind, diagnostics: findings, exitCode: 4 });

const refused = { status: 400, code: 'FLOW-1312-400', requestId: 'req-1', retryable: false };

/** What became of a plan: nearly everything is done, every seventh fails, every eleventh is left. */
function outcomesOf(plan: Plan): ActionOutcome[] {
  const acting = plan.actions.filter(({ kind }) => kind !== 'none' && kind !== 'orphan');
  return acting.map((action, index) => {
    const { key, kind, id, causes } = action;
    const reached = {
      key,
      action: kind,
      causes,
      id: id ?? `id-of-${key}`,
      durationMs: 20 + ((index * 37) % 400),
    };
    if (kind === 'conflict' || kind === 'blocked')
      return anOutcome({ ...reached, id, outcome: 'failed', attempts: 0, durationMs: 0 });
    if (index % 7 === 6) {
      const error = { ...refused, message: 'A parameter has a bad value.' };
      return anOutcome({ ...reached, id, outcome: 'failed', error, durationMs: 3_100 });
    }
    if (index % 11 === 10)
      return anOutcome({ ...reached, id, outcome: 'skipped', attempts: 0, durationMs: 0 });
    return anOutcome(reached);
  });
}

/** The same plan carried out. */
export const applied = aReport({
  command: 'apply',
  plan: everyKind,
  outcomes: outcomesOf(everyKind),
  diagnostics: findings.slice(0, 1),
  exitCode: 4,
});

/** Names that would be markup, markdown, XML or a command if they were not taken for text. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'; alert(1); '</script><svg/onload=alert(1)>",
  '| a | `b` | [c](javascript:alert(1)) *d* _e_ @everyone #12',
  ']]> <!-- --> &amp; \u0007\u001b[2J \u202eesrever \ud800',
  'https://evil.example/ www.evil.example <details>',
  'line\nbreak\r\n::error::x',
  '{{7*7}} ${7*7} javascript:alert(1)',
] as const;

/** A plan with every hostile text in every place that a report shows. */
export const hostile = aReport({
  command: 'apply',
  exitCode: 4,
  plan: planConnections(
    aPlanInput({
      desired: HOSTILE.flatMap((text, index) => [
        anEntry({
          key: connectionKey('dev', text),
          name: text,
          description: text,
          params: { ...ORDERS_PARAMS, server: text },
          range: aRange({ file: `${text}.yaml`, line: index + 1 }),
        }),
      ]),
      standing: HOSTILE.slice(1, 3).map((name) => anObserved({ name, updatedBy: name, id: name })),
    }),
  ),
  diagnostics: HOSTILE.map((text) => ({
    severity: 'error',
    code: 'conflict',
    summary: text,
    detail: text,
    fix: text,
  })),
  statePath: HOSTILE[1],
  target: { platform: HOSTILE[0], orgId: HOSTILE[1] },
});

const SANDBOXES = ['dev', 'prod', 'prod-de', 'prod-fr', 'qa', 'sit', 'stage', 'train', 'uat'];
const PEOPLE = ['jane.doe@example.com', 'bob@example.com', 'migration@techacct.adobe.com'];

interface World {
  readonly desired: DesiredConnection[];
  readonly recorded: Record<string, ConnectionRecord>;
  readonly listings: Map<string, ObservedConnection[]>;
}

/** Six of ten entries stand as they should; the rest is new, changed or drifted; a few stand in each other's way. */
function addEntry({ desired, recorded, listings }: World, index: number): void {
  const sandbox = SANDBOXES[index % SANDBOXES.length] ?? 'dev';
  const local = `account-${String(index).padStart(5, '0')}`;
  const key = connectionKey(sandbox, local);
  const params = { ...ORDERS_PARAMS, server: `db2-${index % 40}.example.com:50000`, database: `DB${index}` };
  const kind = index % 97 === 50 ? 'conflict' : (KINDS[index % KINDS.length] ?? 'none');
  const name = `Account ${index}`;
  const onDrift = kind === 'left' ? 'report' : 'correct';
  desired.push(anEntry({ key, sandbox, name, params, onDrift, range: aRange({ line: 3 + 8 * index }) }));
  if (kind === 'create') return;
  const id = `575abae5-c99a-452c-9aba-${String(index).padStart(12, '0')}`;
  if (kind !== 'conflict') recorded[key] = aRecord({ id, sandbox, name, applied: params });
  const other = {
    ...params,
    ...(kind === 'conflict' ? { server: 'other.example.com:50000' } : { username: 'somebody' }),
  };
  const edit = { updatedBy: PEOPLE[index % PEOPLE.length] ?? '', updatedAt: EDITED + index * 60_000 };
  const seen = anObserved({ id, name, params: kind === 'none' ? params : other, ...edit });
  listings.get(sandbox)?.push(seen);
}

const KINDS = ['none', 'none', 'create', 'none', 'drift', 'none', 'none', 'left', 'none', 'none'] as const;

/** An apply of so many entries, with one sandbox that could not be read. */
export function applyOf(count: number): RunReport {
  const world: World = { desired: [], recorded: {}, listings: new Map(SANDBOXES.map((name) => [name, []])) };
  for (let index = 0; index < count; index += 1) addEntry(world, index);
  const observed = new Map<string, SandboxView | ReturnType<typeof aFailure>>(
    SANDBOXES.map((sandbox) => [sandbox, { listing: world.listings.get(sandbox) ?? [], unread: new Map() }]),
  );
  observed.set('train', aFailure({ kind: 'forbidden', status: 403, message: 'No access to the sandbox.' }));
  const { desired, recorded } = world;
  const plan = planConnections(aPlanInput({ desired, recorded }, { observed }));
  return aReport({
    command: 'apply',
    plan,
    outcomes: outcomesOf(plan),
    diagnostics: findings.slice(0, 1),
    exitCode: 4,
    sources: 'https://github.com/acme/lists/blob/0123abc/',
  });
}
