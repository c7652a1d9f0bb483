// The state file as text: encode and decode, both pure. Nothing is silently taken for empty: whatever cannot be read
// as a state of this version is refused with the reason.
import type { ConnectionKey, VisibleParams } from '../core/connection.ts';
import { compareText } from '../core/order.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { sortedRecord } from '../core/state.ts';
import type { ConnectionRecord, PendingRecord, State } from '../core/state.ts';

/** The version of the formats of state and journal that this program reads and writes. */
export const STATE_VERSION = 1;

/** Encodes a state: keys sorted, two spaces, one trailing newline, so that equal states are equal bytes. */
export function encodeState(state: State): string {
  const { lineage, serial, platform, orgId } = state;
  // fromEntries, because assigning would lose a record under `__proto__`.
  const connections = Object.fromEntries(
    [...state.connections]
      .sort(([one], [two]) => compareText(one, two))
      .map(([key, record]) => [key, sortedRecord(record)]),
  );
  return `${JSON.stringify({ version: STATE_VERSION, lineage, serial, platform, orgId, connections }, null, 2)}\n`;
}

/** Decodes a state file; the problem is a phrase that completes "the state file ...". */
export function decodeState(text: string): Result<State, string> {
  if (text.trim() === '') return refusal('is empty');
  const parsed = parseJson(text);
  if (!isObject(parsed)) return refusal(notAnObject(text, parsed));
  const { version, lineage, serial, platform, orgId, connections } = parsed;
  if (version !== STATE_VERSION) return refusal(otherVersion(version));
  if (!isText(lineage) || !isText(platform) || !isText(orgId) || !isCount(serial) || !isObject(connections)) {
    return refusal(
      'lacks one of lineage, serial, platform, orgId and connections, or has it in another form',
    );
  }
  const records = new Map<ConnectionKey, ConnectionRecord>();
  for (const [key, value] of Object.entries(connections)) {
    const record = readRecord(value);
    if (record === undefined) return refusal(`has an unreadable record under ${JSON.stringify(key)}`);
    // Any text may serve as a key here: keys are made by config/ and only compared from then on.
    records.set(key as ConnectionKey, record);
  }
  return success({ lineage, serial, platform, orgId, connections: records });
}

/** A state is kept in version control, so a merge that nobody finished is the likeliest damage. */
function notAnObject(text: string, parsed: unknown): string {
  if (parsed !== undefined) return 'is not a JSON object';
  const mark = text.split('\n').findIndex((line) => /^(<{7}|={7}|>{7})/.test(line));
  return mark < 0 ? 'is no complete JSON' : `holds the marks of an unfinished merge at line ${mark + 1}`;
}

/** Says that a format's version cannot be read, as a phrase that completes "the file ...". */
export function otherVersion(version: unknown): string {
  const newer = typeof version === 'number' && version > STATE_VERSION;
  const told = `has version ${JSON.stringify(version ?? null)}, and this program reads version ${STATE_VERSION}`;
  return newer ? `${told}; the newer flowrecon that wrote it can read it` : told;
}

/** Reads a complete record; undefined when a member is missing or of another type. */
export function readRecord(value: unknown): ConnectionRecord | undefined {
  const pending = readPendingRecord(value);
  if (pending === undefined || !isObject(value)) return undefined;
  const { id, etag } = value;
  return isText(id) && typeof etag === 'string' ? { ...pending, id, etag } : undefined;
}

/** Reads a record that lacks id and etag. */
export function readPendingRecord(value: unknown): PendingRecord | undefined {
  if (!isObject(value)) return undefined;
  const { sandbox, name, description, specName, applied, credential, protect } = value;
  if (!isText(sandbox) || typeof name !== 'string' || !isObject(applied)) return undefined;
  if (!isOptionalText(description) || !isOptionalText(specName) || !isOptionalText(credential))
    return undefined;
  if (protect !== undefined && protect !== true) return undefined;
  return {
    sandbox,
    name,
    ...(description !== undefined && { description }),
    ...(specName !== undefined && { specName }),
    // Came out of JSON.parse, so every member is a JSON value.
    applied: applied as VisibleParams,
    ...(credential !== undefined && { credential }),
    ...(protect === true && { protect }),
  };
}

/** Parses JSON; undefined for anything that is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a text with something in it. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Whether a value can count something. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}
