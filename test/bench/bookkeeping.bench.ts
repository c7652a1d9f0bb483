// What writing results down costs: bytes and syncs for 1,000 and for 10,000 creates, sixteen at a time.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool } from '../../src/apply/pool.ts';
import { JournalFile } from '../../src/backend/journal-file.ts';
import { connectionKey } from '../../src/core/connection.ts';

interface Cost {
  readonly results: number;
  readonly bytes: number;
  readonly syncs: number;
  readonly ms: number;
}

const WIDTH = 16;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flowrecon-bench-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function writeResults(results: number): Promise<Cost> {
  const path = join(folder, `${results}.journal`);
  const opening = {
    kind: 'run',
    version: 1,
    run: '1c9c5b0e-5a52-4a0e-9b5a-1f4a5ae6f001',
    lineage: '1c9c5b0e-5a52-4a0e-9b5a-1f4a5ae6f002',
    serial: 0,
    platform: 'https://platform.adobe.io',
    orgId: '0123456789ABCDEF@AdobeOrg',
    at: 1_700_000_000_000,
  } as const;
  const journal = new JournalFile({ path, opening, confirm: () => Promise.resolve() });
  const pool = createPool(WIDTH);
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: results }, (_, n) => pool.run('prod', () => writeResult(journal, n))),
  );
  const { syncs } = journal;
  await journal.close();
  const { size: bytes } = await stat(path);
  return { results, bytes, syncs, ms: performance.now() - startedAt };
}

async function writeResult(journal: JournalFile, n: number): Promise<void> {
  const name = `Orders ${n}`;
  const applied = {
    server: `db2-${n}.example.com:50000`,
    database: 'ORDERS',
    username: 'aep_reader',
    authenticationType: 'Basic',
  };
  const record = { sandbox: 'prod', name, description: 'Order master, Frankfurt', applied };
  const key = connectionKey('prod', `orders-${n}`);
  await journal.append({ kind: 'intent', n, key, attempt: 1, at: 1_700_000_000_000, skew: 12, record });
  const id = '575abae5-c99a-452c-9aba-e5c99ac52c4d';
  await journal.append({ kind: 'outcome', n, id, etag: '"e5012c89-0000-0200-0000-5eaa036b0000"' });
}

it('writes a bounded number of bytes and syncs per result', async () => {
  const small = await writeResults(1_000);
  const large = await writeResults(10_000);
  for (const { results, bytes, syncs, ms } of [small, large]) {
    const each = `${(bytes / results).toFixed(0)} bytes and ${(syncs / results).toFixed(3)} syncs each`;
    process.stdout.write(
      `bookkeeping of ${results} results: ${bytes} bytes, ${syncs} syncs (${each}), ${ms.toFixed(0)} ms\n`,
    );
  }
  expect(large.bytes / small.bytes).toBeLessThan(10.5);
  expect(large.syncs / small.syncs).toBeLessThan(15);
  expect(large.bytes / large.results).toBeLessThan(700);
});
