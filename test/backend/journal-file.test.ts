import { access, constants, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { JournalFile } from '../../src/backend/journal-file.ts';
import type { JournalOptions } from '../../src/backend/journal-file.ts';
import { decodeJournal, encodeEntry } from '../../src/backend/journal-format.ts';
import { connectionKey } from '../../src/core/connection.ts';
import type { Intent } from '../../src/core/journal.ts';
import { ORDERS_PARAMS, aRun, anIntent } from '../support/builders.ts';
import { test } from './support/place.ts';
import type { Place } from './support/place.ts';

const allowed = (): Promise<void> => Promise.resolve();
const device = '/dev/full';
const hasFullDevice = await access(device, constants.W_OK).then(
  () => true,
  () => false,
);

function openJournal(place: Place, options: Partial<JournalOptions> = {}): JournalFile {
  return new JournalFile({ path: place.path('.journal'), confirm: allowed, opening: aRun(), ...options });
}

function intents(count: number): Intent[] {
  return Array.from({ length: count }, (_, index) => anIntent({ n: index + 1 }));
}

describe('a journal', () => {
  test('is made with the first entry, readable by its owner only', async ({ place }) => {
    const journal = openJournal(place);
    await journal.close();
    expect(await place.names()).toEqual([]);
    await journal.append(anIntent());
    await journal.close();
    expect(await place.read('.journal')).toBe(encodeEntry(aRun()) + encodeEntry(anIntent()));
    expect((await stat(place.path('.journal'))).mode & 0o777).toBe(0o600);
  });

  test('holds an entry as soon as its append has resolved', async ({ place }) => {
    const journal = openJournal(place);
    for (const intent of intents(3)) {
      await journal.append(intent);
      expect(await place.read('.journal')).toContain(encodeEntry(intent));
    }
    expect(journal.syncs).toBe(3);
    await journal.close();
  });

  test('lets a thousand entries that wait share a few syncs, and keeps their order', async ({ place }) => {
    const journal = openJournal(place);
    const all = intents(1_000);
    await Promise.all(all.map((intent) => journal.append(intent)));
    await journal.close();
    expect(journal.syncs).toBeLessThanOrEqual(10);
    expect(decodeJournal(await place.read('.journal'))).toEqual({
      ok: true,
      value: { run: aRun(), entries: all },
    });
  });

  test('shares syncs also among creates that come one by one while a sync is under way', async ({
    place,
  }) => {
    const journal = openJournal(place);
    const create = async (intent: Intent): Promise<void> => {
      await journal.append(intent);
      await journal.append({ kind: 'outcome', n: intent.n, id: `id-${intent.n}`, etag: '"e"' });
    };
    await Promise.all(intents(1_000).map(create));
    await journal.close();
    expect(journal.syncs).toBeLessThanOrEqual(100);
  });

  test('grows by the same few bytes with every create, however many there are', async ({ place }) => {
    const journal = openJournal(place);
    const sizes: number[] = [];
    for (const round of [0, 1, 2]) {
      const creates = Array.from({ length: 1_000 }, async (_, index) => {
        const n = 1_000 + round * 1_000 + index;
        const name = `Order master ${n}, Frankfurt`;
        const record = { sandbox: 'prod', name, applied: ORDERS_PARAMS, credential: `v1:${'k'.repeat(55)}` };
        await journal.append(anIntent({ n, key: connectionKey('prod', `order-${n}`), record }));
        const id = `575abae5-c99a-4350-81a0-${n}c0000000`;
        await journal.append({ kind: 'outcome', n, id, etag: '"e5012c89-0000-0200-0000-5f6a0b9d0000"' });
      });
      await Promise.all(creates);
      sizes.push((await stat(place.path('.journal'))).size);
    }
    await journal.close();
    const [first = 0, second = 0, third = 0] = sizes;
    expect(second - first).toBe(third - second);
    expect((third - second) / 1_000).toBeLessThanOrEqual(700);
  });

  test('goes on where an earlier journal ends', async ({ place }) => {
    await place.leave({ journal: [aRun(), anIntent()] });
    const journal = new JournalFile({ path: place.path('.journal'), confirm: allowed });
    await journal.append({ kind: 'refused', n: 1 });
    await journal.close();
    expect(decodeJournal(await place.read('.journal'))).toMatchObject({
      value: { entries: [anIntent(), { kind: 'refused', n: 1 }] },
    });
  });

  test('waits with its end for what is under way', async ({ place }) => {
    const journal = openJournal(place);
    const appended = Promise.all(intents(20).map((intent) => journal.append(intent)));
    await journal.close();
    expect((await place.read('.journal')).split('\n')).toHaveLength(22);
    await appended;
  });
});

describe('a journal that cannot be written', () => {
  const causes = [
    { what: 'a disk that is full', path: device, code: 'ENOSPC', possible: hasFullDevice },
    { what: 'a folder that is none', path: 'file/journal', code: 'ENOTDIR', possible: true },
    { what: 'a folder in its place', path: 'folder', code: 'EISDIR', possible: true },
    { what: 'a folder that is not there', path: 'missing/journal', code: 'ENOENT', possible: true },
  ];
  for (const { what, path, code, possible } of causes) {
    test.skipIf(!possible)(`refuses everything after the first failure: ${what}`, async ({ place }) => {
      await writeFile(`${place.root}/file`, '');
      await mkdir(`${place.root}/folder`);
      const absolute = path.startsWith('/') ? path : `${place.root}/${path}`;
      const journal = new JournalFile({ path: absolute, confirm: allowed });
      const together = await Promise.allSettled(intents(5).map((intent) => journal.append(intent)));
      expect(together.map(({ status }) => status)).toEqual(Array<string>(5).fill('rejected'));
      await expect(journal.append(anIntent())).rejects.toMatchObject({ code });
      await journal.close();
    });
  }

  test('does not take over a journal that it did not expect', async ({ place }) => {
    await place.leave({ journal: [aRun({ run: 'other' }), anIntent()] });
    const before = await place.files();
    await expect(openJournal(place).append(anIntent())).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await place.files()).toEqual(before);
  });

  test('writes nothing more after a failure, though the next write would succeed', async ({ place }) => {
    let refusals = 0;
    const confirm = (): Promise<void> => {
      if (refusals === 0) return Promise.resolve();
      refusals += 1;
      return Promise.reject(new Error('no'));
    };
    const journal = openJournal(place, { confirm });
    await journal.append(anIntent());
    const before = await readFile(place.path('.journal'), 'utf8');
    refusals = 1;
    const failed = await Promise.allSettled(intents(3).map((intent) => journal.append(intent)));
    refusals = 0;
    await expect(journal.append(anIntent())).rejects.toThrow('no');
    expect(failed.every(({ status }) => status === 'rejected')).toBe(true);
    expect(await place.read('.journal')).toBe(before);
    await journal.close();
  });

  test('refuses an entry when the right to write was lost while it was being synced', async ({ place }) => {
    let asked = 0;
    const confirm = (): Promise<void> => {
      asked += 1;
      return asked === 2 ? Promise.reject(new Error('lost')) : Promise.resolve();
    };
    const journal = openJournal(place, { confirm });
    await expect(journal.append(anIntent())).rejects.toThrow('lost');
    expect(await place.read('.journal')).toContain('"intent"');
    await journal.close();
  });

  test('can be ended though everything was refused', async ({ place }) => {
    const journal = openJournal(place, { confirm: () => Promise.reject(new Error('no')) });
    const appended = Promise.allSettled(intents(3).map((intent) => journal.append(intent)));
    await journal.close();
    expect((await appended).every(({ status }) => status === 'rejected')).toBe(true);
    expect(await place.names()).toEqual([]);
  });
});
