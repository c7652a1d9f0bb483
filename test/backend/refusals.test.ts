// What must never be taken for empty: each is refused by reading and by opening, is left as it is, and says how to go on.
import { mkdir, writeFile } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { encodeState } from '../../src/backend/format.ts';
import { encodeEntry } from '../../src/backend/journal-format.ts';
import { readFiles } from '../../src/backend/reading.ts';
import type { Diagnostic } from '../../src/core/diagnostic.ts';
import { ORDERS, aRecord, aRun, aState, anIntent } from '../support/builders.ts';
import { containing, ok, refused, test } from './support/place.ts';
import type { Place } from './support/place.ts';

const state = aState({ [ORDERS]: aRecord({ description: 'Größe' }) });
const text = encodeState(state);
const journal = [aRun(), anIntent({ record: { ...anIntent().record, name: 'Größe' } })];
const lines = journal.map(encodeEntry);
const RESTORE = 'Restore it from version control';
const AWAY = 'move the journal away';

interface Case {
  readonly what: string;
  readonly code?: string;
  readonly says: string;
  readonly fix: string;
  readonly state?: string | Buffer;
  readonly journal?: string | Buffer;
}

const cases: readonly Case[] = [
  { what: 'an empty state', state: '', says: 'is empty', fix: RESTORE },
  { what: 'a state of white space', state: '\n', says: 'is empty', fix: RESTORE },
  { what: 'a truncated state', state: text.slice(0, -30), says: 'is no complete JSON', fix: RESTORE },
  { what: 'a state of zeros', state: Buffer.alloc(4_096), says: 'is no complete JSON', fix: RESTORE },
  { what: 'a binary state', state: Buffer.from('7f454c46fffe', 'hex'), says: 'is not UTF-8', fix: RESTORE },
  {
    what: 'a state in another encoding',
    state: Buffer.from(text, 'latin1'),
    says: 'is not UTF-8 text',
    fix: RESTORE,
  },
  {
    what: 'a state of a future version',
    state: text.replace('"version": 1', '"version": 9'),
    says: 'has version 9, and this program reads version 1; the newer flowrecon',
    fix: RESTORE,
  },
  {
    what: 'a state of another organisation',
    code: 'state-foreign',
    state: encodeState({ ...state, orgId: 'OTHER@AdobeOrg' }),
    says: 'belongs to the organisation OTHER@AdobeOrg, not ACME@AdobeOrg',
    fix: '--state',
  },
  {
    what: 'a state of another platform',
    code: 'state-foreign',
    state: encodeState({ ...state, platform: 'emulator' }),
    says: 'belongs to the platform emulator, not https://platform.adobe.io',
    fix: '--state',
  },
  {
    what: 'a journal damaged in the middle',
    state: text,
    journal: lines.join('').replace('"intent"', '"inte\n"'),
    says: 'journal cannot be read at line 2',
    fix: AWAY,
  },
  {
    what: 'a journal of a future version',
    state: text,
    journal: lines.join('').replace('"version":1', '"version":9'),
    says: 'has version 9',
    fix: AWAY,
  },
  {
    what: 'a journal in another encoding',
    state: text,
    journal: Buffer.from(lines.join(''), 'latin1'),
    says: 'is not UTF-8 text',
    fix: AWAY,
  },
  {
    what: 'a journal of another lineage',
    state: text,
    journal: encodeEntry(aRun({ lineage: 'other' })),
    says: 'goes on from serial 3 of lineage other, but the state is at serial 3 of lineage 1111',
    fix: AWAY,
  },
  {
    what: 'a journal of another platform beside no state',
    code: 'state-foreign',
    journal: encodeEntry(aRun({ serial: 0, platform: 'emulator' })),
    says: 'journal belongs to the platform emulator, not https://platform.adobe.io',
    fix: AWAY,
  },
  ...[1, 4, 5].map((serial) => ({
    what: `a journal of serial ${serial} beside a state of serial 3`,
    state: text,
    journal: encodeEntry(aRun({ serial })),
    says: `goes on from serial ${serial}`,
    fix: AWAY,
  })),
  {
    what: 'a journal whose state is missing',
    journal: lines.join(''),
    says: 'goes on from serial 3 of lineage 11111111-1111-4111-8111-111111111111, but the state is at serial 0',
    fix: 'Restore the state file that belongs to the journal',
  },
];

async function refusalsOf(place: Place): Promise<Diagnostic[]> {
  return [refused(await place.backend().read()), refused(await place.backend().open())];
}

describe('reading and opening', () => {
  for (const { what, code = 'state-damaged', says, fix, ...left } of cases) {
    test(`refuse ${what}`, async ({ place }) => {
      if (left.state !== undefined) await place.write('', left.state);
      if (left.journal !== undefined) await place.write('.journal', left.journal);
      const before = await place.files();
      for (const problem of await refusalsOf(place)) {
        expect(problem).toMatchObject({
          severity: 'error',
          code,
          summary: containing(says),
          fix: containing(fix),
        });
      }
      expect(await place.files()).toEqual(before);
    });
  }

  for (const suffix of ['', '.journal']) {
    test(`refuse a folder in the place of state.json${suffix}`, async ({ place }) => {
      await mkdir(place.path(suffix));
      for (const problem of await refusalsOf(place)) {
        expect(problem).toMatchObject({
          code: 'state-damaged',
          summary: `${place.path(suffix)} is a folder`,
          fix: containing('--state'),
        });
      }
    });
  }
});

describe('opening', () => {
  const places = [
    { what: 'a folder that is not there', path: 'missing/state.json', code: 'ENOENT', reads: true },
    { what: 'a folder that is a file', path: 'file/state.json', code: 'ENOTDIR', reads: false },
  ];
  for (const { what, path, code, reads } of places) {
    test(`refuses ${what}`, async ({ place }) => {
      await writeFile(`${place.root}/file`, '');
      const backend = place.backend({ path: `${place.root}/${path}` });
      expect(refused(await backend.open())).toMatchObject({
        code: 'state-unwritable',
        summary: containing(code),
        fix: containing('See that the folder is there'),
      });
      expect((await backend.read()).ok).toBe(reads);
    });
  }
});

describe('reading without a target', () => {
  const uuid = (): string => 'new';

  test('takes a state of any platform, for commands that only look', async ({ place }) => {
    const files = { state: place.path(), journal: place.path('.journal'), lease: place.path('.lock') };
    expect(ok(await readFiles(files, { uuid })).state).toMatchObject({ lineage: 'new', platform: '' });
    await place.leave({ journal: [aRun({ serial: 0, platform: 'emulator' })] });
    expect(ok(await readFiles(files, { uuid })).state).toMatchObject({ serial: 0, platform: 'emulator' });
    await place.leave({ state: { ...state, serial: 1, platform: 'emulator' } });
    expect(ok(await readFiles(files, { uuid })).state.connections).toEqual(state.connections);
  });
});
