// The values at rest, a platform on a good day; and what the emulator assumes.
//
// Assumptions: what the emulator does where no public documentation says what the service does.
//  1. A page has 20 items without `limit`; 100 at most; more is clamped (settings pageSizeDefault, limitOverMax).
//  2. A continuation token holds a snapshot of the order, lives ten minutes, and is refused (1453-400) after that.
//  3. Listings are newest first by createdAt; `orderby` sorts by any field of the connection.
//  4. The body of a patch is validated like a create: DB2 must keep server, database, username and password.
//  5. A create succeeds without a login to the database; only `/test` and `/explore` look at the host.
//  6. Verdicts of the test: refused login is `{"result": false}`, unreachable and TLS trouble are 1308-400.
//  7. Checks come in this order: token, API key, organisation, sandbox, quota, then the service itself.
//  8. PATCH looks for the connection first (1439-404), then for If-Match (1403-400), then compares it (1404-412).
//  9. `*` and weak etags in If-Match are stale etags; an unknown patch path is 1365-400, a bad value 1312-400.
// 10. A secret reads as a vault address that is new with every write of it (settings secretRendering).
// 11. A body of another content type is 415 (1004); one without a content type, or that is no JSON, is 400 (1000).
// 12. Deleted connections leave listings at once (setting listedDeletions), and GET by id never lags.
// 13. All sandboxes belong to one organisation; the sandbox named `prod`, or the first, is the default one.
// 14. A draft (`mode=draft`) can only be published; a spec that has no drafts refuses it (1451-400).
// 15. An unknown address is a gateway error 404; what is in use by dataflows is a matter of settings alone.
// 16. Until an accepted deletion takes effect the connection reads as `delete-finalizing`; a second DELETE is accepted
//     too, a PATCH is not (1416-400).
// 17. A role that lacks a permission is refused with 2120-403 by the Flow Service and with SMS-1000-403, a number of our
//     own, by the Sandbox API. A sandbox that is not active is unknown to the Flow Service (2100-404).
// 18. What a write meets when the platform logs in first (setting writeLogin) is what the test would say.
import type { EmulatorSettings } from './settings.ts';

// A lifetime one second short of a day is what IMS answers (public guide to server-to-server authentication).
const DAY_LESS_ONE_SECOND = 86_399;

/** A platform on a good day. */
export const defaultSettings: EmulatorSettings = {
  clockOffsetMs: 0,
  sandboxes: ['prod', 'stage', 'dev'],
  forbiddenSandboxes: [],
  sandboxStates: {},
  sandboxAccess: 'admin',
  missingSandboxHeader: 'reject',
  acceptedTokens: [],
  caller: 'technical',
  permission: 'manage',
  tokenLifetimeSeconds: DAY_LESS_ONE_SECOND,
  tokenExpiryUnit: 'seconds',
  loginErrorStatus: 400,
  missingTokenStatus: 403,
  credentialErrors: 'gateway',
  latency: { ms: 0 },
  tokenLatency: { ms: 0 },
  pageSizeDefault: 20,
  pageSizeMax: 100,
  limitOverMax: 'clamp',
  hrefForm: 'rooted',
  listLagMs: 0,
  listLagLists: 0,
  listedDeletions: 'gone',
  unknownParams: 'ignore',
  missingConnection: 'not-found',
  omittedFields: [],
  addedFields: {},
  secretRendering: 'vault',
  errorForm: 'current',
  errorCodeAs: 'text',
  missingVersion: 'default',
  writeLogin: 'skip',
  initialState: 'enabled',
  initializingMs: 50,
  addedParams: {},
  etagForm: 'azure',
  etagMoves: 'never',
  updates: 'accept',
  patchOps: 'lower-case',
  patchObject: 'reject',
  ifMatchUnquoted: 'reject',
  deleteStatus: 204,
  deletionMs: 0,
  inUse: [],
  inUseCode: '1418',
  testVerdicts: [],
  databases: [],
  specFields: {},
  authSpecChanges: {},
  faults: [],
};
