// The file of known-bad connections as text, and the schema that describes it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { decodeQuarantine, encodeQuarantine } from '../../src/backend/quarantine-format.ts';
import { connectionKey } from '../../src/core/connection.ts';
import { KNOWABLE } from '../../src/core/quarantine.ts';
import type { Quarantine } from '../../src/core/quarantine.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../schemas/quarantine.schema.json'), 'utf8'),
) as object;
const fits = new Ajv({ strict: true }).compile(schema);

const firstSeen = '2026-01-15';
const every: Quarantine = new Map(
  KNOWABLE.map((verdict, index) => [
    connectionKey('prod', `k${KNOWABLE.length - index}`),
    { verdict, firstSeen },
  ]),
);
const hostile: Quarantine = new Map([
  [connectionKey('dev', '__proto__'), { verdict: 'tls', firstSeen }],
  [connectionKey('dev', '"\u001b\n'), { verdict: 'gone', firstSeen }],
]);

describe.each([
  { name: 'nothing', quarantine: new Map() as Quarantine },
  { name: 'every verdict', quarantine: every },
  { name: 'hostile keys', quarantine: hostile },
])('$name', ({ quarantine }) => {
  const text = encodeQuarantine(quarantine);

  it('is read as it was written', () => {
    expect(decodeQuarantine(text)).toEqual({ ok: true, value: quarantine });
  });

  it('is the same text in whatever order it came', () => {
    expect(encodeQuarantine(new Map([...quarantine].reverse()))).toBe(text);
  });

  it('fits the schema that is shipped', () => {
    expect(fits(JSON.parse(text)), JSON.stringify(fits.errors)).toBe(true);
  });
});

const known = { verdict: 'tls', firstSeen };

it.each([
  { name: 'no JSON', text: '{"version":', says: 'is no JSON document' },
  { name: 'nothing', text: '', says: 'is no JSON document' },
  { name: 'a list', text: '[]', says: 'is no JSON document' },
  {
    name: 'another version',
    text: { version: 2, connections: {} },
    says: 'has version 2, and this program reads 1',
  },
  { name: 'no version', text: { connections: {} }, says: 'has version null' },
  { name: 'a state', text: { version: 1, lineage: 'x', connections: {} }, says: 'not known: "lineage"' },
  { name: 'no connections', text: { version: 1 }, says: 'lacks "connections"' },
  { name: 'a list of them', text: { version: 1, connections: [] }, says: 'lacks "connections"' },
  {
    name: 'an entry that is none',
    text: { version: 1, connections: { 'dev/a': 7 } },
    says: 'damaged at "dev/a"',
  },
  {
    name: 'a verdict that nobody knows',
    text: { version: 1, connections: { 'dev/a': { ...known, verdict: 'answers' } } },
    says: '"verdict" has to be one of refused-login, unreachable',
  },
  {
    name: 'a day that is none',
    text: { version: 1, connections: { 'dev/a': { ...known, firstSeen: '2026-99-99' } } },
    says: '"firstSeen" has to be a day such as 2026-01-15',
  },
  {
    name: 'a note that would be lost',
    text: { version: 1, connections: { 'dev/a': { ...known, note: 'INC0042' } } },
    says: 'damaged at "dev/a": the member "note" is not known',
  },
])('$name is refused with its reason', ({ text, says }) => {
  const decoded = decodeQuarantine(typeof text === 'string' ? text : JSON.stringify(text));
  expect(decoded).toMatchObject({ ok: false, problem: expect.stringContaining(says) as string });
});
