// Every switch of the emulator, with its unit and its value at rest. Data only: settings can be sent over the control
// API, so they hold no functions. What a switch changes is decided where the behaviour lives; settings-reading.ts checks
// settings that come from outside.
import type { Fault } from './faults.ts';

/** A delay before an answer. */
interface Latency {
  /** Milliseconds that every answer takes. */
  readonly ms: number;
  /** Up to so many milliseconds more, drawn per answer. */
  readonly jitterMs?: number;
}

/** A token bucket shared by the whole organisation. */
export interface RateLimit {
  /** Requests that flow into the bucket per second. */
  readonly perSecond: number;
  /** Requests that the bucket holds. */
  readonly burst: number;
  /** Form of Retry-After on a 429. */
  readonly retryAfter: 'seconds' | 'date' | 'none';
  /** What Retry-After asks for, in seconds; absent: the time until the bucket has a request again. */
  readonly seconds?: number;
}

/** An edit made by someone in the UI between the client's read and its next PATCH. */
interface EditBetween {
  /** Dotted path inside the connection: `description`, `name`, `state` or `auth.params.<member>`. */
  readonly field: string;
  /** The new value; null removes the field. */
  readonly value: unknown;
  /** How many PATCH requests are forestalled. */
  readonly times: number;
  /** Only for the connection of this name. */
  readonly name?: string;
}

/** What `GET /connections/{id}/test` says of a host. */
export interface TestVerdict {
  /** Host of `auth.params.server`, with or without port; `*` stands for anything. */
  readonly host: string;
  readonly verdict: 'ok' | 'refused-login' | 'unreachable' | 'tls' | 'error-400' | 'error-500';
}

/** The switches of the emulator. */
export interface EmulatorSettings {
  /** Seed of everything random; absent: drawn at start. */
  readonly seed?: number;
  /** Names of the sandboxes that exist; the one named `prod`, else the first, is the default one. */
  readonly sandboxes: readonly string[];
  /** Sandboxes that exist, but that the caller may not use (403, FLOW-2120). */
  readonly forbiddenSandboxes: readonly string[];
  /** The organisation that is let in; absent: any text that ends in `@AdobeOrg`. */
  readonly orgId?: string;
  /** Accepted client ids with their secrets; absent: any id with any secret, both not empty. */
  readonly clients?: Readonly<Record<string, string>>;
  /** Access tokens that are valid besides those issued. */
  readonly acceptedTokens: readonly string[];
  /** Delay of every answer of the platform; half of it passes before the work and half after it. */
  readonly latency: Latency;
  /** Delay of every answer of the token endpoint. */
  readonly tokenLatency: Latency;
  /** Seconds that a token lives. */
  readonly tokenLifetimeSeconds: number;
  /** Requests after which a token is dead; absent: no limit. */
  readonly tokenUses?: number;
  /** The organisation's quota; absent: none. */
  readonly rateLimit?: RateLimit;
  /** Milliseconds by which the platform's clock (Date header, createdAt) is ahead of this machine's. */
  readonly clockOffsetMs: number;
  /** Items on a page when the request names no limit. */
  readonly pageSizeDefault: number;
  /** The most items on a page. */
  readonly pageSizeMax: number;
  /** What a limit above the maximum meets. */
  readonly limitOverMax: 'clamp' | 'reject';
  /** Form of `_links.next.href`: `/connections?..`, absolute URL, `?..`, or the bare token. */
  readonly hrefForm: 'rooted' | 'absolute' | 'query' | 'token';
  /** Milliseconds until a write shows in listings. */
  readonly listLagMs: number;
  /** Number of listings of a sandbox that do not yet show a write. */
  readonly listLagLists: number;
  /** What a request without x-sandbox-name meets. */
  readonly missingSandboxHeader: 'reject' | 'prod';
  /** Envelope of Flow Service errors. */
  readonly errorForm: 'current' | 'older';
  /** JSON type of `error_code` in gateway errors. */
  readonly errorCodeAs: 'text' | 'number';
  /** Status of a successful DELETE. */
  readonly deleteStatus: 204 | 202;
  /** What a create without connectionSpec.version meets. */
  readonly missingVersion: 'default' | 'reject422';
  /** Whether PATCH takes `REPLACE` for `replace`. */
  readonly patchOps: 'lower-case' | 'any-case';
  /** What an If-Match without double quotes meets. */
  readonly ifMatchUnquoted: 'reject' | 'accept';
  /** What an unknown query parameter of the listing meets. */
  readonly unknownParams: 'ignore' | 'reject';
  /** How secrets read: a vault address, `xxxx`, not at all, or as they were sent (then kept in memory). */
  readonly secretRendering: 'vault' | 'mask' | 'omit' | 'plain';
  /** State of a new connection. */
  readonly initialState: 'enabled' | 'initializing';
  /** Milliseconds that a connection stays `initializing`. */
  readonly initializingMs: number;
  /** What the service adds to `auth.params` of a new connection. */
  readonly addedParams: Readonly<Record<string, unknown>>;
  /** Whether etags move without a change and without updatedAt: after a listing showed them, or after any read. */
  readonly etagMoves: 'never' | 'after-list' | 'after-read';
  /** Milliseconds after each write at which the etag moves once more by itself; absent: it does not. */
  readonly etagMovesAfterMs?: number;
  /** An edit that comes between read and PATCH; absent: none. */
  readonly editBetween?: EditBetween;
  /** Ids or name patterns (`*`) of connections that dataflows hold: DELETE is refused (1418-400). */
  readonly inUse: readonly string[];
  /** Verdicts of the connection test; the first pattern that fits counts, without one the test succeeds. */
  readonly testVerdicts: readonly TestVerdict[];
  /** Scripted trouble, in order. */
  readonly faults: readonly Fault[];
}

// A lifetime one second short of a day is what IMS answers (public guide to server-to-server authentication).
const DAY_LESS_ONE_SECOND = 86_399;

/** A platform on a good day. */
export const defaultSettings: EmulatorSettings = {
  sandboxes: ['prod', 'stage', 'dev'],
  forbiddenSandboxes: [],
  acceptedTokens: [],
  latency: { ms: 0 },
  tokenLatency: { ms: 0 },
  tokenLifetimeSeconds: DAY_LESS_ONE_SECOND,
  clockOffsetMs: 0,
  pageSizeDefault: 20,
  pageSizeMax: 100,
  limitOverMax: 'clamp',
  hrefForm: 'rooted',
  listLagMs: 0,
  listLagLists: 0,
  missingSandboxHeader: 'reject',
  errorForm: 'current',
  errorCodeAs: 'text',
  deleteStatus: 204,
  missingVersion: 'default',
  patchOps: 'lower-case',
  ifMatchUnquoted: 'reject',
  unknownParams: 'ignore',
  secretRendering: 'vault',
  initialState: 'enabled',
  initializingMs: 50,
  addedParams: {},
  etagMoves: 'never',
  inUse: [],
  testVerdicts: [],
  faults: [],
};
