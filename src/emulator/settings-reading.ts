// Settings that come from outside (the control API, a settings file) are checked member by member before they count.
// All faults are reported at once. A member given as null goes back to its value at rest.
import type { Check } from './checks.ts';
import {
  anything,
  either,
  listOf,
  numeric,
  objectWith,
  oneOf,
  recordOf,
  someText,
  taggedBy,
  unknownMember,
} from './checks.ts';
import { isObject } from './json.ts';
import type { EmulatorSettings } from './settings.ts';
import { defaultSettings } from './settings.ts';

/** What reading settings gives: the settings, or sentences that say what is wrong with them. */
export type SettingsReading =
  | { readonly ok: true; readonly settings: Partial<EmulatorSettings>; readonly cleared: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] };

const count = numeric({ whole: true });
const atLeastOne = numeric({ whole: true, min: 1 });
const milliseconds = numeric();
const errorStatus = numeric({ whole: true, min: 400, max: 599 });
const when = oneOf('before', 'after');
const latency = objectWith({ ms: milliseconds, jitterMs: milliseconds }, ['ms']);

function effect(members: Readonly<Record<string, Check>>, required: readonly string[] = []): Check {
  return objectWith({ kind: anything, ...members }, required);
}

const faultEffect = taggedBy('kind', {
  status: effect(
    {
      status: numeric({ whole: true, min: 200, max: 599 }),
      form: oneOf('json', 'html', 'empty', 'gateway'),
      retryAfter: either(count, someText),
      when,
    },
    ['status'],
  ),
  reset: effect({ when }),
  hang: effect({ when, ms: milliseconds }),
  torn: effect({ bytes: count }),
  empty: effect({}),
  html200: effect({ when }),
  redirect: effect({ location: someText, status: numeric({ whole: true, min: 300, max: 399 }) }, [
    'location',
  ]),
  'echo-body': effect({ status: errorStatus }, ['status']),
  oversize: effect({ bytes: atLeastOne }, ['bytes']),
  trickle: effect({ bytesPerSecond: atLeastOne }, ['bytesPerSecond']),
  'foreign-href': effect({ href: someText }, ['href']),
  'repeat-token': effect({}),
  hide: effect({ forMs: milliseconds }),
});

const faultTarget = objectWith({
  method: oneOf('GET', 'POST', 'PATCH', 'DELETE'),
  route: oneOf(
    ...[
      'token',
      'sandboxes',
      'list',
      'create',
      'get',
      'update',
      'delete',
      'test',
      'explore',
      'action',
      'specs',
    ],
    'any',
  ),
  sandbox: someText,
  name: someText,
  nth: atLeastOne,
});

const fault = objectWith(
  {
    on: faultTarget,
    times: either(oneOf('always'), atLeastOne),
    skip: count,
    probability: numeric({ max: 1 }),
    effect: faultEffect,
  },
  ['on', 'effect'],
);

const rateLimit = objectWith(
  {
    perSecond: numeric(),
    burst: atLeastOne,
    retryAfter: oneOf('seconds', 'date', 'none'),
    seconds: count,
  },
  ['perSecond', 'burst', 'retryAfter'],
);

const testVerdict = objectWith(
  { host: someText, verdict: oneOf('ok', 'refused-login', 'unreachable', 'tls', 'error-400', 'error-500') },
  ['host', 'verdict'],
);

// The type makes the compiler ask for a check when a switch is added.
const checks: Readonly<Record<keyof EmulatorSettings, Check>> = {
  seed: numeric({ whole: true }),
  sandboxes: listOf(someText),
  forbiddenSandboxes: listOf(someText),
  orgId: someText,
  clients: recordOf(someText),
  acceptedTokens: listOf(someText),
  latency,
  tokenLatency: latency,
  tokenLifetimeSeconds: numeric(),
  tokenUses: count,
  rateLimit,
  clockOffsetMs: numeric({ min: -Number.MAX_SAFE_INTEGER }),
  pageSizeDefault: atLeastOne,
  pageSizeMax: atLeastOne,
  limitOverMax: oneOf('clamp', 'reject'),
  hrefForm: oneOf('rooted', 'absolute', 'query', 'token'),
  listLagMs: milliseconds,
  listLagLists: count,
  missingSandboxHeader: oneOf('reject', 'prod'),
  errorForm: oneOf('current', 'older'),
  errorCodeAs: oneOf('text', 'number'),
  deleteStatus: oneOf(204, 202),
  missingVersion: oneOf('default', 'reject422'),
  patchOps: oneOf('lower-case', 'any-case'),
  ifMatchUnquoted: oneOf('reject', 'accept'),
  unknownParams: oneOf('ignore', 'reject'),
  secretRendering: oneOf('vault', 'mask', 'omit', 'plain'),
  initialState: oneOf('enabled', 'initializing'),
  initializingMs: milliseconds,
  addedParams: recordOf(anything),
  etagMoves: oneOf('never', 'after-list', 'after-read'),
  etagMovesAfterMs: milliseconds,
  editBetween: objectWith({ field: someText, value: anything, times: count, name: someText }, [
    'field',
    'value',
    'times',
  ]),
  inUse: listOf(someText),
  testVerdicts: listOf(testVerdict),
  faults: listOf(fault),
};

/** Checks settings from outside. Faults come back as sentences, all of them, without the values. */
export function readSettings(json: unknown): SettingsReading {
  if (!isObject(json)) return { ok: false, problems: ['The settings must be a JSON object.'] };
  const entries = Object.entries(json);
  const problems = entries.flatMap(([name, value]) => problemsOf(name, value));
  if (problems.length > 0) return { ok: false, problems };
  const given = Object.fromEntries(entries.filter(([, value]) => value !== null));
  const cleared = entries.filter(([, value]) => value === null).map(([name]) => name);
  return { ok: true, settings: given, cleared };
}

/** Lays settings over others; the cleared members go back to their values at rest. */
export function mergeSettings(
  under: EmulatorSettings,
  over: Partial<EmulatorSettings>,
  cleared: readonly string[] = [],
): EmulatorSettings {
  const kept = Object.fromEntries(Object.entries(under).filter(([name]) => !cleared.includes(name)));
  return { ...defaultSettings, ...kept, ...over };
}

function problemsOf(name: string, value: unknown): readonly string[] {
  if (!isSettingName(name)) return [unknownMember(name, 'settings', Object.keys(checks))];
  return value === null ? [] : checks[name](value, name);
}

function isSettingName(name: string): name is keyof EmulatorSettings {
  return Object.hasOwn(checks, name);
}
