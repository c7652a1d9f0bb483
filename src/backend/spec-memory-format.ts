// What is remembered of the connection spec, as text: encode and decode, both pure. It is no state: what cannot be read is
// forgotten, and the next look at the spec writes it anew.
import type { LoginOutline, SpecOutline } from '../core/connection-spec.ts';
import { compareText } from '../core/order.ts';
import { isObject, isText, parseJson } from './format.ts';

/** The version of the format that this program reads and writes. */
const VERSION = 1;

/** Encodes an outline: sorted, so that equal outlines are equal bytes. */
export function encodeSpecMemory({ platform, id, version, sha256, logins }: SpecOutline): string {
  const sorted = Object.fromEntries([...logins].sort(([one], [two]) => compareText(one, two)));
  const file = { version: VERSION, platform, id, specVersion: version, sha256, logins: sorted };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Decodes an outline; undefined for everything that is none. */
export function decodeSpecMemory(text: string): SpecOutline | undefined {
  const value = parseJson(text);
  if (!isObject(value) || value['version'] !== VERSION) return undefined;
  const { platform, id, specVersion, sha256, logins } = value;
  if (!isText(platform) || !isText(id) || typeof specVersion !== 'string' || !isText(sha256))
    return undefined;
  if (!isObject(logins)) return undefined;
  const read = Object.entries(logins).map(([name, login]) => [name, readLogin(login)] as const);
  const outlines = read.flatMap(([name, login]) => (login === undefined ? [] : [[name, login] as const]));
  if (outlines.length < read.length) return undefined;
  return { platform, id, version: specVersion, sha256, logins: new Map(outlines) };
}

function readLogin(value: unknown): LoginOutline | undefined {
  if (!isObject(value)) return undefined;
  const { fields, required } = value;
  return areTexts(fields) && areTexts(required) ? { fields, required } : undefined;
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
