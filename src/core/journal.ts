// The journal is what survives a kill. Its life, line by line:
//   run      opens a journal and binds it to a state (lineage, serial, platform, organisation);
//   intent   is on disk before a POST leaves and says what is about to exist;
//   outcome  the platform answered with id and etag: the intent is closed and its record stands;
//   refused  the platform said no, or the request never left: the intent is closed and nothing exists;
//   settled  an intent in doubt was looked up in a listing: found (id) or not there (null);
//   record / move / forget  changes of the state that create nothing.
// An intent that none of outcome, refused and settled closes is in doubt. The rule not to break: a key with an intent
// in doubt is never created again before it has been settled.
import type { ConnectionKey, ObservedConnection } from './connection.ts';
import { sameTarget, targetOf } from './connection.ts';
import { completeRecord } from './state.ts';
import type { ConnectionRecord, PendingRecord, State } from './state.ts';

/** The first line of a journal. */
export interface RunEntry {
  readonly kind: 'run';
  readonly version: 1;
  readonly run: string;
  readonly lineage: string;
  /** Serial of the state that the journal goes on from. */
  readonly serial: number;
  readonly platform: string;
  readonly orgId: string;
  /** Epoch milliseconds, our clock. */
  readonly at: number;
}

/** Says, before the request leaves, what is about to be created. */
export interface Intent {
  readonly kind: 'intent';
  /** Unique within one journal. */
  readonly n: number;
  readonly key: ConnectionKey;
  /** How many times this key has been tried in this run, counting from 1. */
  readonly attempt: number;
  /** Epoch milliseconds, our clock. */
  readonly at: number;
  /** Milliseconds that the platform's clock was ahead of ours then. */
  readonly skew: number;
  readonly record: PendingRecord;
}

/** One line of the journal. */
export type JournalEntry =
  | RunEntry
  | Intent
  | { readonly kind: 'outcome'; readonly n: number; readonly id: string; readonly etag: string }
  | { readonly kind: 'refused'; readonly n: number }
  | { readonly kind: 'settled'; readonly n: number; readonly id: string | null; readonly etag: string | null }
  | { readonly kind: 'record'; readonly key: ConnectionKey; readonly record: ConnectionRecord }
  /** The record of one key goes to another, in one line, so that no kill leaves it under both or neither. */
  | { readonly kind: 'move'; readonly from: ConnectionKey; readonly to: ConnectionKey }
  | { readonly kind: 'forget'; readonly key: ConnectionKey };

/** What a journal amounts to. */
export interface Replayed {
  readonly state: State;
  /** Intents that nothing closes, in the order of the journal. */
  readonly doubts: readonly Intent[];
}

/** Folds a journal into the state that it goes on from. Replaying twice gives the same as replaying once. */
export function replayJournal(base: State, entries: readonly JournalEntry[]): Replayed {
  const connections = new Map(base.connections);
  const open = new Map<number, Intent>();
  for (const entry of entries) replayEntry(entry, connections, open);
  return { state: { ...base, connections }, doubts: [...open.values()] };
}

function replayEntry(
  entry: JournalEntry,
  connections: Map<ConnectionKey, ConnectionRecord>,
  open: Map<number, Intent>,
): void {
  switch (entry.kind) {
    case 'run':
      return;
    case 'intent':
      open.set(entry.n, entry);
      return;
    case 'outcome':
    case 'refused':
    case 'settled': {
      const intent = open.get(entry.n);
      open.delete(entry.n);
      if (intent === undefined || entry.kind === 'refused' || entry.id === null) return;
      connections.set(intent.key, completeRecord(intent.record, { id: entry.id, etag: entry.etag ?? '' }));
      return;
    }
    case 'record':
      connections.set(entry.key, entry.record);
      return;
    case 'move': {
      const record = connections.get(entry.from);
      connections.delete(entry.from);
      if (record !== undefined) connections.set(entry.to, record);
      return;
    }
    case 'forget':
      connections.delete(entry.key);
  }
}

/** What a listing says about an intent in doubt. */
export type Verdict =
  | { readonly kind: 'found'; readonly connection: ObservedConnection }
  | { readonly kind: 'absent' }
  | { readonly kind: 'several'; readonly candidates: readonly ObservedConnection[] };

/** What is known besides the listing when an intent is settled. */
export interface SettlingContext {
  /** Ids that belong to an entry already. */
  readonly claimed: { has(id: string): boolean };
  /** Ids that stood in the sandbox before the intent; unknown after a crash. */
  readonly before?: { has(id: string): boolean };
}

/**
 * How far `createdAt` may lie before the intent and still count as after it: the platform's Date header has a
 * resolution of one second and is read up to a slow answer's time late.
 */
const CLOCK_TOLERANCE_MS = 5_000;

/** Decides what became of an intent, from a listing that is known to have caught up. */
export function judgeDoubt(
  doubt: Intent,
  listing: readonly ObservedConnection[],
  context: SettlingContext,
): Verdict {
  const candidates = listing.filter((connection) => isCandidate(doubt, connection, context));
  const [first] = candidates;
  if (first === undefined) return { kind: 'absent' };
  return candidates.length === 1 ? { kind: 'found', connection: first } : { kind: 'several', candidates };
}

function isCandidate(doubt: Intent, connection: ObservedConnection, context: SettlingContext): boolean {
  if (connection.name !== doubt.record.name || context.claimed.has(connection.id)) return false;
  if (!sameTarget(targetOf(connection.params), targetOf(doubt.record.applied))) return false;
  if (context.before !== undefined) return !context.before.has(connection.id);
  const earliest = doubt.at + doubt.skew - CLOCK_TOLERANCE_MS;
  return connection.createdAt === undefined || connection.createdAt >= earliest;
}
