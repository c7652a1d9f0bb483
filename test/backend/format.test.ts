import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeState, encodeState } from '../../src/backend/format.ts';
import { aRecord, aState } from '../support/builders.ts';
import { SEED, anyState } from './support/any.ts';

const one = aState({
  'dev/orders': aRecord({ description: 'Größe', specName: 'TLS', credential: 'v1:k:h' }),
});

/** The encoded state with some of its members exchanged. */
function withMembers(members: object): string {
  return JSON.stringify({ ...(JSON.parse(encodeState(one)) as object), ...members });
}

function withRecord(members: object): string {
  return withMembers({ connections: { 'dev/orders': { ...aRecord(), ...members } } });
}

describe('encodeState', () => {
  it('writes the documented form', () => {
    expect(encodeState(aState({ 'dev/orders': aRecord({ applied: { server: 's', database: 'd' } }) })))
      .toBe(`{
  "version": 1,
  "lineage": "11111111-1111-4111-8111-111111111111",
  "serial": 3,
  "platform": "https://platform.adobe.io",
  "orgId": "ACME@AdobeOrg",
  "connections": {
    "dev/orders": {
      "sandbox": "dev",
      "name": "Orders",
      "id": "id-1",
      "etag": "\\"etag-1\\"",
      "applied": {
        "database": "d",
        "server": "s"
      }
    }
  }
}
`);
  });

  it('gives equal bytes for equal states, in whatever order they came to be', () => {
    const [a, b] = [aRecord({ applied: { x: 1, y: 2 } }), aRecord({ applied: { y: 2, x: 1 } })];
    expect(encodeState(aState({ b, a }))).toBe(encodeState(aState({ a: b, b: a })));
  });
});

describe('decodeState', () => {
  it('gives back any state that was encoded', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const text = encodeState(state);
        const decoded = decodeState(text);
        expect(decoded).toEqual({ ok: true, value: state });
        expect(decoded.ok && encodeState(decoded.value)).toBe(text);
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it('reads a record of the time before entries could be protected', () => {
    const decoded = decodeState(withRecord({ protect: undefined }));
    expect(decoded).toEqual({ ok: true, value: aState({ 'dev/orders': aRecord() }) });
  });

  it('gives back a protection, which stands last', () => {
    const state = aState({ 'dev/orders': aRecord({ protect: true }) });
    expect(encodeState(state)).toMatch(/"protect": true\n {4}\}/);
    expect(decodeState(encodeState(state))).toEqual({ ok: true, value: state });
  });

  it('gives back a very long text', () => {
    const state = aState({ 'dev/orders': aRecord({ description: 'é\n'.repeat(500_000) }) });
    expect(decodeState(encodeState(state))).toEqual({ ok: true, value: state });
  });

  it('refuses every state that is cut off, but for its last line end', () => {
    const text = encodeState(one);
    for (let length = 0; length < text.length - 1; length += 1)
      expect(decodeState(text.slice(0, length)).ok, `${length} characters`).toBe(false);
    expect(decodeState(text.trimEnd())).toEqual({ ok: true, value: one });
  });

  it('never throws over a damaged byte, and never passes damage on as the state that was', () => {
    const bytes = Buffer.from(encodeState(one));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (index, byte) => {
        fc.pre(byte !== bytes[index]);
        const damaged = Buffer.from(bytes);
        damaged[index] = byte;
        const decoded = decodeState(damaged.toString('utf8'));
        if (!decoded.ok) return;
        const blank = [bytes[index], byte].every((each) => [9, 10, 13, 32].includes(each ?? 0));
        expect(encodeState(decoded.value) === encodeState(one)).toBe(blank);
      }),
      { seed: SEED, numRuns: 1_500 },
    );
  });

  it.each([
    { what: 'nothing', text: '', says: 'is empty' },
    { what: 'white space', text: ' \n\t', says: 'is empty' },
    { what: 'bytes that are no text', text: '\u0000\u0001ELF', says: 'is no complete JSON' },
    {
      what: 'a conflict of git',
      text: encodeState(one).replace('  "serial"', '<<<<<<< HEAD\n  "serial"'),
      says: 'holds the marks of an unfinished merge at line 4',
    },
    { what: 'a list', text: '[]', says: 'is not a JSON object' },
    { what: 'null', text: 'null', says: 'is not a JSON object' },
    { what: 'another tool’s file', text: '{"serial":1}', says: 'has version null' },
    {
      what: 'a future version',
      text: withMembers({ version: 2 }),
      says: 'has version 2, and this program reads version 1; the newer flowrecon that wrote it can read it',
    },
    {
      what: 'a version that never was',
      text: withMembers({ version: '1' }),
      says: 'has version "1", and this program reads version 1',
    },
    { what: 'no lineage', text: withMembers({ lineage: '' }), says: 'lacks one of lineage' },
    { what: 'no platform', text: withMembers({ platform: 1 }), says: 'lacks one of lineage' },
    { what: 'no organisation', text: withMembers({ orgId: null }), says: 'lacks one of lineage' },
    { what: 'a broken serial', text: withMembers({ serial: 1.5 }), says: 'lacks one of lineage' },
    { what: 'a negative serial', text: withMembers({ serial: -1 }), says: 'lacks one of lineage' },
    { what: 'no connections', text: withMembers({ connections: [] }), says: 'lacks one of lineage' },
    {
      what: 'a record without id',
      text: withRecord({ id: '' }),
      says: 'unreadable record under "dev/orders"',
    },
    { what: 'a record without etag', text: withRecord({ etag: 7 }), says: 'unreadable record' },
    { what: 'a record without sandbox', text: withRecord({ sandbox: '' }), says: 'unreadable record' },
    { what: 'a record without name', text: withRecord({ name: null }), says: 'unreadable record' },
    { what: 'a record without fields', text: withRecord({ applied: [] }), says: 'unreadable record' },
    { what: 'an odd description', text: withRecord({ description: 1 }), says: 'unreadable record' },
    { what: 'an odd way of logging in', text: withRecord({ specName: null }), says: 'unreadable record' },
    { what: 'an odd protection', text: withRecord({ protect: false }), says: 'unreadable record' },
    { what: 'a protection in words', text: withRecord({ protect: 'yes' }), says: 'unreadable record' },
    { what: 'an odd credential', text: withRecord({ credential: {} }), says: 'unreadable record' },
    {
      what: 'a record that is none',
      text: withMembers({ connections: { a: 1 } }),
      says: 'unreadable record under "a"',
    },
  ])('refuses $what', ({ text, says }) => {
    expect(decodeState(text)).toMatchObject({ ok: false });
    expect(decodeState(text)).toHaveProperty('problem', expect.stringContaining(says));
  });
});
