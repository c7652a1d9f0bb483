// A night without changes: what it sends, how long it takes, and how much memory it needs.
import { dirname, join } from 'node:path';
import { CLI, runNode, runSubject } from './child.ts';
import type { Used } from './child.ts';
import { inFolder, sandboxNames, writeList } from './entries.ts';
import { best, inTurn } from './figures.ts';
import type { Measurement, Row } from './figures.ts';
import { logIn } from './login.ts';
import { withPlatform } from './platform.ts';
import type { BenchPlatform } from './platform.ts';
import type { Took } from './subjects/stopwatch.ts';

const ENTRIES = 10_000;
const SANDBOXES = 20;
const LATENCY_MS = 50;
const WIDTH = 16;
const PAGES = ENTRIES / 100;
const ROUNDS = 3;

/** Applies a list; how it went, and the requests that it took. */
export async function apply(list: string, platform: BenchPlatform): Promise<Used & { requests: number }> {
  const args = ['apply', '--yes', '--json', '-f', list, '--concurrency', String(WIDTH)];
  const used = await runNode([CLI, ...args], { env: platform.env });
  const { requests } = JSON.parse(used.stdout) as { requests: { total: number } };
  return { ...used, requests: requests.total };
}

/** A night without changes. */
export const night: Measurement = {
  name: 'night',
  measure: () =>
    inFolder((folder) =>
      withPlatform({ sandboxes: sandboxNames(SANDBOXES) }, async (platform) => {
        const list = await writeList(folder, ENTRIES, SANDBOXES);
        await apply(list, platform);
        await platform.change({ latency: { ms: LATENCY_MS } });
        const { ours, bare } = await inTurn(ROUNDS, {
          ours: () => apply(list, platform),
          bare: () => runSubject<Took>('parse-bare', { path: list }),
        });
        const each = await runSubject<Took & { requests: number }>('get-each', {
          url: platform.url,
          headers: await logIn(platform),
          state: join(dirname(list), 'connections.state.json'),
          width: WIDTH,
        });
        return { rows: rowsOf(ours, best(bare.map(({ wallMs }) => wallMs)), each) };
      }),
    ),
};

function rowsOf(
  ours: readonly (Used & { requests: number })[],
  parseMs: number,
  each: Took & { requests: number },
): Row[] {
  const work = `a night without changes, ${ENTRIES.toLocaleString('en')} entries in ${SANDBOXES} sandboxes at ${LATENCY_MS} ms`;
  const requests = Math.max(...ours.map((used) => used.requests));
  const wallMs = best(ours.map((used) => used.wallMs));
  const pagesMs = (PAGES * LATENCY_MS) / WIDTH;
  const peakMb = best(ours.map((used) => used.peakMb));
  return [
    { work, measured: 'requests', value: requests, unit: 'requests', mark: { atMost: PAGES + 1 } },
    {
      work,
      measured: `wall / (a bare parse + ${PAGES} pages, ${WIDTH} at a time)`,
      value: wallMs / (parseMs + pagesMs),
      unit: 'x',
      mark: { atMost: 1.5 },
      note: `${wallMs.toFixed(0)} ms / (${parseMs.toFixed(0)} ms + ${pagesMs.toFixed(0)} ms)`,
    },
    { work, measured: 'peak memory', value: peakMb, unit: 'MB', mark: { atMost: 350 } },
    {
      work,
      measured: 'requests of one GET per entry / ours',
      value: each.requests / requests,
      unit: 'x',
      mark: { atLeast: 90 },
      note: `${each.requests} / ${requests}`,
    },
    {
      work,
      measured: `wall of one GET per entry, ${WIDTH} at a time / ours`,
      value: each.workMs / wallMs,
      unit: 'x',
      note: `${each.workMs.toFixed(0)} ms / ${wallMs.toFixed(0)} ms`,
    },
  ];
}
