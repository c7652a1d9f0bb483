// What a connection is, as desired (the YAML) and as observed (the Flow Service). Types and the few facts that every
// other file needs about them; nothing is decided here.
import type { SourceRange } from './diagnostic.ts';
import type { SecretRef } from './secret.ts';

declare const keyBrand: unique symbol;

/** An entry's stable identity, `<sandbox>/<key or name>`. The only identity used for entries. */
export type ConnectionKey = string & { readonly [keyBrand]: true };

/** Joins sandbox and local key into the identity of an entry. */
export function connectionKey(sandbox: string, localKey: string): ConnectionKey {
  return `${sandbox}/${localKey}` as ConnectionKey;
}

/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** `auth.params` without its secrets, field by field. */
export type VisibleParams = Readonly<Record<string, Json>>;

/** The id of the DB2 connection specification (Adobe's DB2 tutorial, every version). */
export const DB2_SPEC_ID = '09182899-b429-40c9-a15a-bf3ddbc8ced7';

/** Members of `auth.params` that hold a secret: never compared, never carried over, never shown. */
export const SECRET_PARAMS = ['password', 'connectionString'] as const;

/** The name of one secret member of `auth.params`. */
export type SecretParam = (typeof SECRET_PARAMS)[number];

/** The way of logging in that goes with each secret, unless an entry names another one. */
export const USUAL_SPEC_NAMES: Readonly<Record<SecretParam, string>> = {
  password: 'Basic Authentication',
  connectionString: 'Connection String Based Authentication',
};

/** What the service shows instead of a secret: a vault address or a mask (seen in published samples). */
const SECRET_RENDERING = /^https:\/\/[^/]*vault[^/]*\/secrets\/|^[x*•]{3,}$/i;

/** Whether a value stands for a secret that the service keeps to itself: it is of no use to anyone who reads it. */
export function rendersSecret(value: Json): boolean {
  return typeof value === 'string' && SECRET_RENDERING.test(value);
}

/** A secret member that an entry declares: which one, where it comes from, and where that stands in the YAML. */
export interface DeclaredSecret {
  readonly param: SecretParam;
  readonly ref: SecretRef;
  readonly range: SourceRange;
}

/** One entry: a connection as the YAML asks for it, in one sandbox. */
export interface DesiredConnection {
  readonly key: ConnectionKey;
  readonly sandbox: string;
  /** What AEP shows. Not unique on the platform. */
  readonly name: string;
  readonly description?: string;
  /** `auth.specName`: the way of logging in, for example `Basic Authentication`. */
  readonly specName: string;
  readonly params: VisibleParams;
  readonly secret: DeclaredSecret;
  readonly tags: readonly string[];
  /** Never deleted, not even by --prune. */
  readonly protect: boolean;
  readonly onDrift: 'correct' | 'report';
  /** The item of `connections:` that asks for it. */
  readonly range: SourceRange;
}

/** One connection as a listing of the Flow Service reports it. */
export interface ObservedConnection {
  readonly id: string;
  /** Opaque, sent back verbatim in If-Match. Moves without a change at times, so it is a lock and no sign of drift. */
  readonly etag: string;
  readonly name: string;
  readonly description?: string;
  readonly specName?: string;
  /** All of `auth.params` but the secrets. */
  readonly params: VisibleParams;
  /** Enabled, disabled, initializing and others; any text has to be accepted. */
  readonly state?: string;
  /** Epoch milliseconds of the platform's clock. */
  readonly createdAt?: number;
  readonly updatedAt?: number;
  readonly createdBy?: string;
  readonly updatedBy?: string;
}

/** The database that a connection leads to. Both absent where a connection string hides them. */
export interface Target {
  readonly server?: Json;
  readonly database?: Json;
}

/** Reads the target out of `auth.params`. */
export function targetOf(params: VisibleParams): Target {
  const { server, database } = params;
  return { ...(server !== undefined && { server }), ...(database !== undefined && { database }) };
}

/** Whether two connections lead to the same database. Host names are compared without regard to case (RFC 4343). */
export function sameTarget(left: Target, right: Target): boolean {
  return hostText(left.server) === hostText(right.server) && text(left.database) === text(right.database);
}

/** A target for messages: `db2.example.com:50000/ORDERS`. */
export function describeTarget(target: Target): string {
  if (target.server === undefined && target.database === undefined) return 'a connection string';
  return `${text(target.server) ?? '?'}/${text(target.database) ?? '?'}`;
}

function text(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function hostText(value: Json | undefined): string | undefined {
  return text(value)?.toLowerCase();
}
