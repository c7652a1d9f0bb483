// Writes down the results of creates, sixteen at a time, as a run does: intent, outcome, and the state at the end.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createPool } from '../../../src/apply/pool.ts';
import { JournalFile } from '../../../src/backend/journal-file.ts';
import { aRun } from '../../support/builders.ts';
import { completeRecord, pendingRecord } from '../../../src/core/state.ts';
import { encodeState } from '../../../src/backend/format.ts';
import { aState } from '../../support/builders.ts';
import { someEntries } from '../entries.ts';
import { options, tell, timed } from './stopwatch.ts';

const WIDTH = 16;
const IDENTITY = {
  id: '575abae5-c99a-452c-9aba-e5c99ac52c4d',
  etag: '"e5012c89-0000-0200-0000-5eaa036b0000"',
};

const { folder, results } = options() as { folder: string; results: number };
const path = join(folder, `${results}.journal`);
const journal = new JournalFile({ path, opening: aRun(), confirm: () => Promise.resolve() });
const pool = createPool(WIDTH);
const records = someEntries(results, 'orders').map(
  (entry) => [entry.key, pendingRecord(entry, undefined)] as const,
);
const took = await timed(() =>
  Promise.all(
    records.map(([key, record], n) =>
      pool.run('prod', async () => {
        const at = 1_700_000_000_000;
        await journal.append({ kind: 'intent', n, key, attempt: 1, at, skew: 12, record });
        void journal.append({ kind: 'outcome', n, ...IDENTITY });
      }),
    ),
  ),
);
const { syncs } = journal;
await journal.close();
const { size: journalBytes } = await stat(path);
const connections = new Map(records.map(([key, record]) => [key, completeRecord(record, IDENTITY)]));
const stateBytes = Buffer.byteLength(encodeState({ ...aState(), connections }));
tell({ syncs, journalBytes, stateBytes, workMs: took.workMs });
