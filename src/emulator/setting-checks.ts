// What each setting may be when it comes from outside. Data about settings only; settings-reading.ts applies it.
import type { Check } from './checks.ts';
import {
  anything,
  either,
  listOf,
  nullOr,
  numeric,
  objectWith,
  oneOf,
  recordOf,
  someText,
  taggedBy,
} from './checks.ts';
import type { EmulatorSettings } from './settings.ts';

const count = numeric({ whole: true });
const atLeastOne = numeric({ whole: true, min: 1 });
const milliseconds = numeric();
const share = numeric({ max: 1 });
const errorStatus = numeric({ whole: true, min: 400, max: 599 });
const when = oneOf('before', 'after');

const latency = objectWith(
  { ms: milliseconds, jitterMs: milliseconds, slowShare: share, slowMs: milliseconds },
  ['ms'],
);

function effect(members: Readonly<Record<string, Check>>, required: readonly string[] = []): Check {
  return objectWith({ kind: anything, ...members }, required);
}

const faultEffect = taggedBy('kind', {
  status: effect(
    {
      status: numeric({ whole: true, min: 200, max: 599 }),
      form: oneOf('json', 'older', 'text', 'html', 'empty', 'gateway'),
      code: someText,
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
    ...['token', 'sandboxes', 'list', 'create', 'get', 'update', 'delete', 'test', 'explore', 'action'],
    ...['specs', 'any'],
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
    probability: share,
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
  ['perSecond'],
);

const testVerdict = objectWith(
  {
    host: someText,
    verdict: oneOf(
      ...['ok', 'refused-login', 'unreachable', 'tls', 'error-400', 'error-500', 'error-503', 'error-504'],
    ),
    message: someText,
  },
  ['host', 'verdict'],
);

const database = objectWith({ host: someText, database: someText, tables: recordOf(recordOf(someText)) }, [
  'host',
  'tables',
]);

const editBetween = objectWith({ field: someText, value: anything, times: count, name: someText }, [
  'field',
  'value',
  'times',
]);

const jsonObject = recordOf(anything);
const authSpecChange = objectWith({ properties: recordOf(nullOr(jsonObject)), required: listOf(someText) });

/** The check of each setting; the type makes the compiler ask for one when a setting is added. */
export const settingChecks: Readonly<Record<keyof EmulatorSettings, Check>> = {
  seed: numeric({ whole: true }),
  clockOffsetMs: numeric({ min: -Number.MAX_SAFE_INTEGER }),
  sandboxes: listOf(someText),
  forbiddenSandboxes: listOf(someText),
  sandboxStates: recordOf(someText),
  sandboxAccess: oneOf('admin', 'user', 'none'),
  missingSandboxHeader: oneOf('reject', 'prod'),
  orgId: someText,
  clients: recordOf(either(listOf(someText), someText)),
  acceptedTokens: listOf(someText),
  caller: oneOf('technical', 'service', 'user'),
  permission: oneOf('manage', 'view', 'none'),
  tokenLifetimeSeconds: numeric(),
  tokenUses: count,
  tokenExpiryUnit: oneOf('seconds', 'milliseconds'),
  loginErrorStatus: oneOf(400, 401),
  missingTokenStatus: oneOf(403, 401),
  credentialErrors: oneOf('gateway', 'flow-service'),
  latency,
  tokenLatency: latency,
  rateLimit,
  concurrencyLimit: atLeastOne,
  pageSizeDefault: atLeastOne,
  pageSizeMax: atLeastOne,
  limitOverMax: oneOf('clamp', 'reject'),
  hrefForm: oneOf('rooted', 'absolute', 'query', 'token'),
  listLagMs: milliseconds,
  listLagLists: count,
  listedDeletions: oneOf('gone', 'lag'),
  unknownParams: oneOf('ignore', 'reject'),
  missingConnection: oneOf('not-found', 'empty-list'),
  omittedFields: listOf(someText),
  addedFields: jsonObject,
  secretRendering: oneOf('vault', 'mask', 'omit', 'plain'),
  errorForm: oneOf('current', 'older', 'text', 'html'),
  errorCodeAs: oneOf('text', 'number'),
  missingVersion: oneOf('default', 'reject422'),
  writeLogin: oneOf('skip', 'try'),
  initialState: oneOf('enabled', 'disabled', 'initializing', 'draft', 'updating', 'disabling'),
  initializingMs: milliseconds,
  addedParams: jsonObject,
  touchedAfterMs: milliseconds,
  etagForm: oneOf('azure', 'uuid'),
  etagMoves: oneOf('never', 'after-list', 'after-read'),
  etagMovesAfterMs: milliseconds,
  updates: oneOf('accept', 'reject-type', 'reject-feature'),
  patchOps: oneOf('lower-case', 'any-case'),
  patchObject: oneOf('reject', 'accept'),
  ifMatchUnquoted: oneOf('reject', 'accept'),
  editBetween,
  deleteStatus: oneOf(204, 202),
  deletionMs: milliseconds,
  inUse: listOf(someText),
  inUseCode: oneOf('1418', '1447'),
  testVerdicts: listOf(testVerdict),
  databases: listOf(database),
  specFields: jsonObject,
  authSpecChanges: recordOf(nullOr(authSpecChange)),
  faults: listOf(fault),
};
