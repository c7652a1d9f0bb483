// The file of known-bad connections as text: encode and decode, both pure. People edit and merge it, so everything that
// is not as the schema has it is refused, by name: what is silently dropped on reading would be lost on writing.
import type { ConnectionKey } from '../core/connection.ts';
import { compareText } from '../core/order.ts';
import { KNOWABLE, isKnowable } from '../core/quarantine.ts';
import type { KnownFailure, Quarantine } from '../core/quarantine.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { isObject, isText, parseJson } from './format.ts';

/** The version of the format that this program reads and writes. */
const VERSION = 1;

/** Encodes known failures: sorted by key, so that equal contents are equal bytes. */
export function encodeQuarantine(quarantine: Quarantine): string {
  const sorted = [...quarantine].sort(([one], [two]) => compareText(one, two));
  const connections = Object.fromEntries(
    sorted.map(([key, { verdict, firstSeen }]) => [key, { verdict, firstSeen }]),
  );
  return `${JSON.stringify({ version: VERSION, connections }, null, 2)}\n`;
}

/** Decodes known failures; the problem is a phrase that completes "the file ...". */
export function decodeQuarantine(text: string): Result<Quarantine, string> {
  const value = parseJson(text);
  if (!isObject(value)) return refusal('is no JSON document of a quarantine');
  const { version, connections, ...others } = value;
  if (version !== VERSION)
    return refusal(`has version ${JSON.stringify(version ?? null)}, and this program reads ${VERSION}`);
  const [other] = Object.keys(others);
  if (other !== undefined) return refusal(`has a member that is not known: ${JSON.stringify(other)}`);
  if (!isObject(connections)) return refusal('lacks "connections"');
  const quarantine = new Map<ConnectionKey, KnownFailure>();
  for (const [key, entry] of Object.entries(connections)) {
    const known = readEntry(entry);
    if (!known.ok) return refusal(`is damaged at ${JSON.stringify(key)}: ${known.problem}`);
    // Only compared with keys of the list, so any text will do.
    quarantine.set(key as ConnectionKey, known.value);
  }
  return success(quarantine);
}

function readEntry(entry: unknown): Result<KnownFailure, string> {
  if (!isObject(entry)) return refusal('it has to be an object');
  const { verdict, firstSeen, ...others } = entry;
  const [other] = Object.keys(others);
  if (other !== undefined) return refusal(`the member ${JSON.stringify(other)} is not known`);
  if (!isKnowable(verdict)) return refusal(`"verdict" has to be one of ${KNOWABLE.join(', ')}`);
  if (!isText(firstSeen) || !isDay(firstSeen))
    return refusal('"firstSeen" has to be a day such as 2026-01-15');
  return success({ verdict, firstSeen });
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}
