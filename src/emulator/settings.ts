// Every switch of the emulator, with its unit. Data only: settings can be sent over the control API, so they hold no
// functions. What a switch changes is decided where the behaviour lives; default-settings.ts has the values at rest,
// setting-checks.ts what may come from outside.
import type { Fault } from './faults.ts';
import type { JsonObject } from './json.ts';

/** A delay before an answer: the time that every answer takes, spread, and a long tail. */
export interface Latency {
  /** Milliseconds that every answer takes. */
  readonly ms: number;
  /** Up to so many milliseconds more, drawn per answer. */
  readonly jitterMs?: number;
  /** Share of the answers, from 0 to 1, that take `slowMs` more. */
  readonly slowShare?: number;
  readonly slowMs?: number;
}

/** A token bucket shared by the whole organisation. */
export interface RateLimit {
  /** Requests that flow into the bucket per second. */
  readonly perSecond: number;
  /** Requests that the bucket holds; absent: what flows in within a second. */
  readonly burst?: number;
  /** Form of Retry-After on a 429; absent: seconds. */
  readonly retryAfter?: 'seconds' | 'date' | 'none';
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

/** What becomes of an attempt to reach a host with the credentials of a connection. */
type Verdict =
  'ok' | 'refused-login' | 'unreachable' | 'tls' | 'error-400' | 'error-500' | 'error-503' | 'error-504';

/** What `GET /connections/{id}/test` and `/explore` meet on a host. */
export interface TestVerdict {
  /** Host of `auth.params.server`, with or without port; `*` stands for anything. */
  readonly host: string;
  readonly verdict: Verdict;
  /** What the provider says, in the place of the usual words. */
  readonly message?: string;
}

/** The tables of the databases on a host, in the place of made-up ones. */
export interface DatabaseContent {
  /** Host of `auth.params.server`, with or without port; `*` stands for anything. */
  readonly host: string;
  /** Pattern of `auth.params.database`; absent: every database. */
  readonly database?: string;
  /** Tables by name, each with the types of its columns by name. */
  readonly tables: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A change to one way of logging in, as the connection spec describes it. */
export interface AuthSpecChange {
  /** Fields that are laid over those of the spec; null takes one away, also from the required ones. */
  readonly properties?: Readonly<Record<string, JsonObject | null>>;
  /** Fields that are required beside those of the spec. */
  readonly required?: readonly string[];
}

/** The switches of the emulator. */
export interface EmulatorSettings {
  /** Seed of everything random; absent: drawn at start. */
  readonly seed?: number;
  /** Milliseconds by which the platform's clock (Date header, createdAt) is ahead of this machine's. */
  readonly clockOffsetMs: number;

  /** Names of the sandboxes that exist; the one named `prod`, else the first, is the default one. */
  readonly sandboxes: readonly string[];
  /** Sandboxes that exist, but that the caller may not use (403, FLOW-2120). */
  readonly forbiddenSandboxes: readonly string[];
  /** States of the sandboxes that are not `active`; to the Flow Service these are unknown. */
  readonly sandboxStates: Readonly<Record<string, string>>;
  /** What the Sandbox API lets the caller see: all sandboxes, those within reach, or nothing (403). */
  readonly sandboxAccess: 'admin' | 'user' | 'none';
  /** What a request without x-sandbox-name meets. */
  readonly missingSandboxHeader: 'reject' | 'prod';

  /** The organisation that is let in; absent: any text that ends in `@AdobeOrg`. */
  readonly orgId?: string;
  /** Accepted client ids with their secret or secrets; absent: any id with any secret, both not empty. */
  readonly clients?: Readonly<Record<string, string | readonly string[]>>;
  /** Access tokens that are valid besides those issued. */
  readonly acceptedTokens: readonly string[];
  /** Whose tokens they are; decides on createdBy and on what may be done to a connection that is `initializing`. */
  readonly caller: 'technical' | 'service' | 'user';
  /** What the caller's role permits in the Flow Service. */
  readonly permission: 'manage' | 'view' | 'none';
  /** Seconds that a token lives. */
  readonly tokenLifetimeSeconds: number;
  /** Requests after which a token is dead; absent: no limit. */
  readonly tokenUses?: number;
  /** Unit of `expires_in`; the replies of the old JWT login counted in milliseconds. */
  readonly tokenExpiryUnit: 'seconds' | 'milliseconds';
  /** Status of a login that IMS refuses. */
  readonly loginErrorStatus: 400 | 401;
  /** Status of a request without a token. */
  readonly missingTokenStatus: 403 | 401;
  /** Who refuses a bad token (401013 or 2115-400) and a missing organisation (400003 or 2001-401). */
  readonly credentialErrors: 'gateway' | 'flow-service';

  /** Delay of every answer of the platform; half of it passes before the work and half after it. */
  readonly latency: Latency;
  /** Delay of every answer of the token endpoint. */
  readonly tokenLatency: Latency;
  /** The organisation's quota; absent: none. */
  readonly rateLimit?: RateLimit;
  /** Requests under way at once above which the platform answers 500; absent: no limit. */
  readonly concurrencyLimit?: number;

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
  /** Whether a deleted connection leaves listings at once or after the lag. */
  readonly listedDeletions: 'gone' | 'lag';
  /** What an unknown query parameter of the listing meets. */
  readonly unknownParams: 'ignore' | 'reject';
  /** What a read of an id that does not exist is answered with: 404, or a list of nothing. */
  readonly missingConnection: 'not-found' | 'empty-list';
  /** Fields of a connection that no reading shows. */
  readonly omittedFields: readonly string[];
  /** Fields that every reading of a connection shows besides its own. */
  readonly addedFields: JsonObject;
  /** How secrets read: a vault address, `xxxx`, not at all, or as they were sent (then kept in memory). */
  readonly secretRendering: 'vault' | 'mask' | 'omit' | 'plain';

  /** Form of Flow Service errors. */
  readonly errorForm: 'current' | 'older' | 'text' | 'html';
  /** JSON type of `error_code` in gateway errors. */
  readonly errorCodeAs: 'text' | 'number';

  /** What a create without connectionSpec.version meets. */
  readonly missingVersion: 'default' | 'reject422';
  /** Whether the platform logs in to the database, by the verdict on its host, before it stores a write. */
  readonly writeLogin: 'skip' | 'try';
  /** State of a new connection. */
  readonly initialState: 'enabled' | 'disabled' | 'initializing' | 'draft' | 'updating' | 'disabling';
  /** Milliseconds that a connection stays `initializing`. */
  readonly initializingMs: number;
  /** What the service adds to `auth.params` of a new connection. */
  readonly addedParams: JsonObject;
  /** Milliseconds after a create at which the service touches it again: etag and updatedAt move; absent: never. */
  readonly touchedAfterMs?: number;
  /** Form of etags: as seen on Azure, with the time in it, or on AWS, a UUID. */
  readonly etagForm: 'azure' | 'uuid';
  /** Whether etags move without a change and without updatedAt: after a listing showed them, or after any read. */
  readonly etagMoves: 'never' | 'after-list' | 'after-read';
  /** Milliseconds after each write at which the etag moves once more by itself; absent: it does not. */
  readonly etagMovesAfterMs?: number;

  /** Whether PATCH works at all: not for this type of connector (1300), or not switched on (1445). */
  readonly updates: 'accept' | 'reject-type' | 'reject-feature';
  /** Whether PATCH takes `REPLACE` for `replace`. */
  readonly patchOps: 'lower-case' | 'any-case';
  /** What a PATCH with one operation in the place of a list meets. */
  readonly patchObject: 'reject' | 'accept';
  /** What an If-Match without double quotes meets. */
  readonly ifMatchUnquoted: 'reject' | 'accept';
  /** An edit that comes between read and PATCH; absent: none. */
  readonly editBetween?: EditBetween;

  /** Status of a successful DELETE. */
  readonly deleteStatus: 204 | 202;
  /** Milliseconds until an accepted deletion takes effect. */
  readonly deletionMs: number;
  /** Ids or name patterns (`*`) of connections that dataflows hold: DELETE is refused. */
  readonly inUse: readonly string[];
  /** How that is told: used in flows, or used in active flows. */
  readonly inUseCode: '1418' | '1447';

  /** Verdicts on hosts; the first pattern that fits counts, without one all is well. */
  readonly testVerdicts: readonly TestVerdict[];
  /** Tables by host; the first pattern that fits counts, without one they are made up. */
  readonly databases: readonly DatabaseContent[];
  /** Fields laid over those of the DB2 spec, such as `version` or `attributes`. */
  readonly specFields: JsonObject;
  /** Changes to the ways of logging in that the DB2 spec has, by name; null takes one away, a new name adds one. */
  readonly authSpecChanges: Readonly<Record<string, AuthSpecChange | null>>;
  /** Scripted trouble, in order. */
  readonly faults: readonly Fault[];
}
