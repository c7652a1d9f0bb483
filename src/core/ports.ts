// What the deciding and acting parts need from outside, as interfaces. wiring.ts chooses who implements them.
import type { ConnectionSpec } from './connection-spec.ts';
import type { DesiredConnection, ObservedConnection } from './connection.ts';
import type { Explored } from './database.ts';
import type { FieldChange } from './diff.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Failure } from './failure.ts';
import type { Intent, JournalEntry } from './journal.ts';
import type { LeaseOwner } from './lease.ts';
import type { Result } from './result.ts';
import type { Sandbox, SandboxScope } from './sandbox.ts';
import type { Secret, SecretRef } from './secret.ts';
import type { State } from './state.ts';

/** Id and etag that the platform gave to a connection. */
export interface Identity {
  readonly id: string;
  readonly etag: string;
}

/** What became of a write, and how many requests it took. */
export interface Sent {
  readonly result: Result<Identity, Failure>;
  readonly attempts: number;
}

/** What became of a deletion, and how many requests it took. An accepted one may take effect later. */
interface Deleted {
  readonly result: Result<undefined, Failure>;
  readonly attempts: number;
}

/** A connection that is asked about. */
export interface ConnectionAddress {
  readonly sandbox: string;
  readonly id: string;
  /** The secret that it logs in with, where this run knows it: no answer may repeat it. */
  readonly secret?: Secret;
}

/** What the platform says about a login that it has tried. */
export interface TestReply {
  readonly works: boolean;
  /** Its own words; null where it has none. */
  readonly words: string | null;
}

/**
 * Requests that left this process, by kind. `list` counts every read: of connections, pages and single ones, of what
 * their databases hold, of sandboxes and of the connection spec.
 */
export interface RequestTotals {
  readonly total: number;
  readonly token: number;
  readonly list: number;
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  readonly test: number;
}

/** The Flow Service, or the emulator in its place. Every method may be called many times at once. */
export interface Remote {
  /** All DB2 connections of one sandbox, every page. */
  list(sandbox: string): Promise<Result<readonly ObservedConnection[], Failure>>;
  /** One connection by id; `undefined` when the platform says that there is none. */
  get(sandbox: string, id: string): Promise<Result<ObservedConnection | undefined, Failure>>;
  /** Sends one POST. Never repeats one that may have arrived: that is for the caller to settle. */
  create(entry: DesiredConnection, secret: Secret): Promise<Sent>;
  /** Brings a connection to what the entry asks for, guarded by the observed etag. */
  update(request: UpdateRequest): Promise<Sent>;
  /** Deletes a connection; one that is gone already counts as deleted. */
  delete(sandbox: string, id: string): Promise<Deleted>;
  /** Has the platform log in with a connection; `undefined` when it says that there is none. */
  test(address: ConnectionAddress): Promise<Result<TestReply | undefined, Failure>>;
  /** The tables of a connection's database, or the columns of one; `undefined` when there is no such connection. */
  explore(address: ConnectionAddress, table?: string): Promise<Result<Explored | undefined, Failure>>;
  /** The sandboxes of the organisation, every page. */
  sandboxes(scope: SandboxScope): Promise<Result<readonly Sandbox[], Failure>>;
  /** Whether the Flow Service lets connections of a sandbox be read: the smallest read that tells. */
  probe(sandbox: string): Promise<Result<undefined, Failure>>;
  /** The DB2 connection spec, as it is seen from a sandbox; `undefined` when the platform says that there is none. */
  connectionSpec(sandbox: string): Promise<Result<ConnectionSpec | undefined, Failure>>;
  /** Milliseconds that the platform's clock is ahead of ours, as far as its answers have told. */
  clockSkew(): number;
  requests(): RequestTotals;
}

/** What an update needs: the entry, what stands there now, and the changes that were shown. */
export interface UpdateRequest {
  readonly entry: DesiredConnection;
  readonly observed: ObservedConnection;
  readonly fields: readonly FieldChange[];
  /** Drift that is to stay as it is: sent back as it was seen, where a field cannot be left out. */
  readonly left: readonly FieldChange[];
  /** Needed as soon as anything in `/auth/params` changes, because that is replaced as a whole. */
  readonly secret: Secret | undefined;
}

/** State as read: the recorded connections and the creates of a crashed run that are in doubt. */
export interface LoadedState {
  readonly state: State;
  /** Creates of a crashed run that nothing closes: to be settled before anything is planned. */
  readonly doubts: readonly Intent[];
  /** Whether a journal stands beside the state that has not been folded into it. */
  readonly unfinished: boolean;
  /** What was found on the way, for example a lease taken over from a dead process. */
  readonly notes: readonly Diagnostic[];
}

/** Where state, journal and lease live. */
export interface StateBackend {
  /** Where it lives, for messages: the path of the state file. */
  readonly location: string;
  /** Reads without taking the lease and without writing. */
  read(): Promise<Result<LoadedState, Diagnostic>>;
  /** Takes the lease, probes that it can write, and reads. */
  open(): Promise<Result<StateSession, Diagnostic>>;
  /** Takes the lease away from whoever holds it; its owner, if there was one. */
  breakLease(): Promise<Result<LeaseOwner | undefined, Diagnostic>>;
}

/** An exclusive hold on a state. */
export interface StateSession extends Omit<LoadedState, 'unfinished'> {
  /** Resolves once the entry is on disk; many calls share one sync. After one refusal every further one is refused. */
  append(entry: JournalEntry): Promise<Result<undefined, Diagnostic>>;
  /**
   * Makes a new state file, if the state differs from the one on disk, and ends the journal. Intents that are still in
   * doubt are carried over into the next journal.
   */
  checkpoint(state: State): Promise<Result<State, Diagnostic>>;
  /** Aborted, with a Diagnostic as its reason, when the lease is lost. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** The text of secrets, read where their references point. */
export interface SecretSource {
  /** The problem is a sentence without the secret, with what to do about it. */
  resolve(ref: SecretRef): Promise<Result<Secret, SecretProblem>>;
}

/** Why a secret could not be had. */
export interface SecretProblem {
  readonly reason: string;
  readonly fix: string;
}

/** Keyed digest of secrets, so that a changed one is noticed without storing any. */
export interface Digest {
  /** `v1:<keyId>:<hmac>` of a secret, or undefined when no state key is set. */
  readonly fingerprint: (secret: Secret) => string | undefined;
}

/** Wall clock and waiting. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Waits; ends early, without an error, when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** A number from 0 (inclusive) to 1 (exclusive), and unique ids. */
export interface Random {
  fraction(): number;
  uuid(): string;
}

/** Writes log lines. Fields must not hold a revealed secret. */
export interface Log {
  trace(fields: LogFields, text: string): void;
  debug(fields: LogFields, text: string): void;
  info(fields: LogFields, text: string): void;
  warn(fields: LogFields, text: string): void;
  error(fields: LogFields, text: string): void;
}

/** Structured part of a log line. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** What a run stands in: where its variables and relative paths come from, and what ends it. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute path of the folder that relative paths start from. */
  readonly cwd: string;
  /** Once aborted, nothing new begins; what is under way is waited for, and everything is saved. */
  readonly stop: AbortSignal;
}

/** The process around a command: what it was started with and where its words go. */
export interface Host extends Surroundings {
  /** How it was started, for whoever is to start it again: the program, and what was asked of it. */
  readonly called: { readonly program: readonly string[]; readonly args: readonly string[] };
  /** Version of flowrecon. */
  readonly version: string;
  /** Standard output: data only. */
  readonly out: (text: string) => void;
  /** Standard error: progress, log, questions. */
  readonly err: (text: string) => void;
  /** Whether a person sits at both ends. */
  readonly interactive: boolean;
  /** Whether standard error is a terminal that can redraw a line. */
  readonly redraws: boolean;
  /** Whether standard output and standard error show colours. */
  readonly colours: { readonly out: boolean; readonly err: boolean };
  /** Whether they are terminals, whose lines end somewhere. */
  readonly terminals: { readonly out: boolean; readonly err: boolean };
  /** How many columns text on them may take, now: a terminal may be resized at any time. */
  readonly columns: (stream: 'out' | 'err') => number;
}
