import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeJournal, encodeEntry } from '../../src/backend/journal-format.ts';
import type { JournalEntry } from '../../src/core/journal.ts';
import { ORDERS, aRecord, aRun, anIntent } from '../support/builders.ts';
import { SEED, anyJournal } from './support/any.ts';

const outcome: JournalEntry = { kind: 'outcome', n: 1, id: 'id-1', etag: '"etag-1"' };

function textOf(entries: readonly JournalEntry[]): string {
  return entries.map(encodeEntry).join('');
}

/** A journal whose second line is a certain entry with some members exchanged. */
function withLine(entry: object, members: object): string {
  return `${encodeEntry(aRun())}${JSON.stringify({ ...entry, ...members })}\n`;
}

describe('decodeJournal', () => {
  it('gives back any journal that was encoded, one line for each entry', () => {
    fc.assert(
      fc.property(anyJournal, ([run, ...entries]) => {
        const text = textOf([run, ...entries]);
        expect(text.split('\n')).toHaveLength(entries.length + 2);
        expect(decodeJournal(text)).toEqual({ ok: true, value: { run, entries } });
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it('gives back a very long line', () => {
    const intent = anIntent({ record: { ...anIntent().record, description: 'é\n'.repeat(500_000) } });
    expect(decodeJournal(textOf([aRun(), intent]))).toEqual({
      ok: true,
      value: { run: aRun(), entries: [intent] },
    });
  });

  it('loses no whole line, wherever the journal is cut off', () => {
    fc.assert(
      fc.property(anyJournal, fc.double({ min: 0, max: 1, noNaN: true }), ([run, ...entries], part) => {
        const text = textOf([run, ...entries]);
        const rest = text.slice(0, Math.floor(part * text.length));
        const whole = rest.split('\n').length - 1;
        expect(decodeJournal(rest)).toEqual({
          ok: true,
          value: { run: whole === 0 ? undefined : run, entries: entries.slice(0, Math.max(0, whole - 1)) },
        });
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it.each([
    { what: 'nothing at all', text: '' },
    { what: 'an opening line that is torn', text: '{"kind":"run","vers' },
    { what: 'an opening line that lacks only its end', text: encodeEntry(aRun()).trimEnd() },
    { what: 'zeros that a power cut left', text: '\u0000'.repeat(40) },
  ])('reads $what as a journal in which nothing stands yet', ({ text }) => {
    expect(decodeJournal(text)).toEqual({ ok: true, value: { run: undefined, entries: [] } });
  });

  it('reads lines whose ends an editor has changed', () => {
    expect(decodeJournal(textOf([aRun(), outcome]).replaceAll('\n', '\r\n'))).toMatchObject({ ok: true });
  });

  it.each([
    {
      what: 'a line that is no JSON',
      text: `${encodeEntry(aRun())}{"kind":\n${encodeEntry(outcome)}`,
      line: 2,
    },
    { what: 'an empty line', text: `${encodeEntry(aRun())}\n${encodeEntry(outcome)}`, line: 2 },
    { what: 'an opening line that is no JSON', text: `x${textOf([aRun(), outcome])}`, line: 1 },
    { what: 'no opening line', text: textOf([anIntent(), outcome]), line: 1 },
    { what: 'a second opening line', text: textOf([aRun(), aRun()]), line: 2 },
    { what: 'a kind that it does not know', text: withLine({ kind: 'deleted', n: 1 }, {}), line: 2 },
    {
      what: 'an opening line without run',
      text: JSON.stringify({ ...aRun(), run: '' }).concat('\n'),
      line: 1,
    },
    {
      what: 'an opening line without time',
      text: JSON.stringify({ ...aRun(), at: -1 }).concat('\n'),
      line: 1,
    },
    { what: 'an intent without number', text: withLine(anIntent(), { n: null }), line: 2 },
    { what: 'an intent without key', text: withLine(anIntent(), { key: '' }), line: 2 },
    { what: 'an intent without attempt', text: withLine(anIntent(), { attempt: '1' }), line: 2 },
    { what: 'an intent without time', text: withLine(anIntent(), { at: 0.5 }), line: 2 },
    { what: 'an intent without skew', text: withLine(anIntent(), { skew: null }), line: 2 },
    { what: 'an intent without record', text: withLine(anIntent(), { record: {} }), line: 2 },
    { what: 'an outcome without number', text: withLine(outcome, { n: -1 }), line: 2 },
    { what: 'an outcome without id', text: withLine(outcome, { id: null, etag: null }), line: 2 },
    { what: 'an outcome without etag', text: withLine(outcome, { etag: null }), line: 2 },
    {
      what: 'a verdict with half an answer',
      text: withLine(outcome, { kind: 'settled', id: null }),
      line: 2,
    },
    { what: 'a verdict without etag', text: withLine(outcome, { kind: 'settled', etag: null }), line: 2 },
    { what: 'a record without key', text: withLine({ kind: 'record', record: aRecord() }, {}), line: 2 },
    { what: 'a record without id', text: withLine({ kind: 'record', key: ORDERS }, { record: {} }), line: 2 },
    { what: 'a forgotten entry without key', text: withLine({ kind: 'forget' }, {}), line: 2 },
    { what: 'a move from nowhere', text: withLine({ kind: 'move', to: ORDERS }, {}), line: 2 },
    { what: 'a move to nowhere', text: withLine({ kind: 'move', from: ORDERS, to: '' }, {}), line: 2 },
    {
      what: 'a record with an odd protection',
      text: withLine({ kind: 'record', key: ORDERS }, { record: { ...aRecord(), protect: 1 } }),
      line: 2,
    },
  ])('refuses $what, and names the line', ({ text, line }) => {
    const decoded = decodeJournal(text);
    expect(decoded).toHaveProperty('problem', expect.stringMatching(new RegExp(` at line ${line}$`)));
  });

  it.each([
    { version: 2, says: 'has version 2, and this program reads version 1; the newer flowrecon' },
    { version: undefined, says: 'has version null, and this program reads version 1' },
  ])('refuses a journal of version $version', ({ version, says }) => {
    const text = `${JSON.stringify({ ...aRun(), version })}\n`;
    expect(decodeJournal(text)).toHaveProperty('problem', expect.stringContaining(says));
  });
});
