// Journal lines as text: encode and decode, both pure. A torn last line is what a kill leaves and is dropped; anything
// else that cannot be read stops the run, because a skipped line could be the id of a connection.
import type { ConnectionKey } from '../core/connection.ts';
import type { JournalEntry, RunEntry } from '../core/journal.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import {
  STATE_VERSION,
  isCount,
  isObject,
  isText,
  otherVersion,
  parseJson,
  readPendingRecord,
  readRecord,
} from './format.ts';

/** A journal as read: its opening line, absent when that was torn, and what follows. */
export interface DecodedJournal {
  readonly run: RunEntry | undefined;
  readonly entries: readonly JournalEntry[];
}

/** Encodes one line, newline included. */
export function encodeEntry(entry: JournalEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** Decodes a journal; the problem is a phrase with the line's number. */
export function decodeJournal(text: string): Result<DecodedJournal, string> {
  const lines = text.split('\n');
  // What follows the last newline was never completely written, so nothing was ever sent on its account.
  lines.pop();
  const entries: JournalEntry[] = [];
  for (const [index, line] of lines.entries()) {
    const value = parseJson(line);
    if (index === 0 && isOtherVersion(value)) return refusal(otherVersion(value['version']));
    const entry = readEntry(value);
    if (entry === undefined) return refusal(`cannot be read at line ${index + 1}`);
    if ((entry.kind === 'run') !== (index === 0))
      return refusal(`has its opening line out of place at line ${index + 1}`);
    entries.push(entry);
  }
  const [run, ...rest] = entries;
  if (run !== undefined && run.kind !== 'run') return refusal('has no opening line');
  return success({ run, entries: rest });
}

function isOtherVersion(value: unknown): value is Record<string, unknown> {
  return isObject(value) && value['kind'] === 'run' && value['version'] !== STATE_VERSION;
}

function readEntry(value: unknown): JournalEntry | undefined {
  if (!isObject(value)) return undefined;
  switch (value['kind']) {
    case 'run':
      return readRun(value);
    case 'intent':
      return readIntent(value);
    case 'outcome':
    case 'refused':
    case 'settled':
      return readClosing(value);
    case 'record': {
      const record = readRecord(value['record']);
      return isText(value['key']) && record
        ? { kind: 'record', key: keyOf(value['key']), record }
        : undefined;
    }
    case 'move': {
      const { from, to } = value;
      return isText(from) && isText(to) ? { kind: 'move', from: keyOf(from), to: keyOf(to) } : undefined;
    }
    case 'forget':
      return isText(value['key']) ? { kind: 'forget', key: keyOf(value['key']) } : undefined;
    default:
      return undefined;
  }
}

function readRun(value: Record<string, unknown>): RunEntry | undefined {
  const { version, run, lineage, serial, platform, orgId, at } = value;
  if (version !== STATE_VERSION || !isText(run) || !isText(lineage) || !isCount(serial)) return undefined;
  if (!isText(platform) || !isText(orgId) || !isCount(at)) return undefined;
  return { kind: 'run', version, run, lineage, serial, platform, orgId, at };
}

function readIntent(value: Record<string, unknown>): JournalEntry | undefined {
  const { n, key, attempt, at, skew } = value;
  const record = readPendingRecord(value['record']);
  if (!isCount(n) || !isText(key) || !isCount(attempt) || !isCount(at) || record === undefined)
    return undefined;
  if (typeof skew !== 'number') return undefined;
  return { kind: 'intent', n, key: keyOf(key), attempt, at, skew, record };
}

function readClosing(value: Record<string, unknown>): JournalEntry | undefined {
  const { kind, n, id, etag } = value;
  if (!isCount(n)) return undefined;
  if (kind === 'refused') return { kind, n };
  if (kind === 'outcome') return isText(id) && typeof etag === 'string' ? { kind, n, id, etag } : undefined;
  if (id === null && etag === null) return { kind: 'settled', n, id, etag };
  return isText(id) && typeof etag === 'string' ? { kind: 'settled', n, id, etag } : undefined;
}

/** Any text may serve as a key here: keys are made by config/ and only compared from then on. */
function keyOf(text: string): ConnectionKey {
  return text as ConnectionKey;
}
