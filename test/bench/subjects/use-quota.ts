// Creates connections for so many milliseconds, as fast as it is let.
import { connectionKey } from '../../../src/core/connection.ts';
import { anEntry } from '../../support/builders.ts';
import { openClient } from '../client.ts';
import type { Width } from '../client.ts';
import { PASSWORD } from '../entries.ts';
import { options, tell } from './stopwatch.ts';

/** More than any width, so that the pool alone decides how many are at work. */
const HANDS = 80;

const { url, width, forMs } = options() as { url: string; width: Width; forMs: number };
const stopping = new AbortController();
const { remote, pool, traffic } = openClient(url, width, stopping.signal);
const startedAt = performance.now();
const doneAt: number[] = [];
let made = 0;

async function createNext(): Promise<void> {
  made += 1;
  const name = `${String(Date.now())}-${made}`;
  const entry = anEntry({ key: connectionKey('dev', name), name });
  const { result } = await remote.create(entry, PASSWORD);
  if (result.ok) doneAt.push(Math.round(performance.now() - startedAt));
}

setTimeout(() => {
  stopping.abort();
}, forMs);
await Promise.all(
  Array.from({ length: HANDS }, async () => {
    while (performance.now() - startedAt < forMs) await pool.run('dev', createNext);
  }),
);
const refused = traffic?.totals().refused ?? remote.requests().create - doneAt.length;
tell({ doneAt, refused });
