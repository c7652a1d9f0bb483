// What checking a list costs, held against a bare parse of the same file by the yaml package.
import { runSubject } from './child.ts';
import { inFolder, writeList } from './entries.ts';
import { best, inTurn } from './figures.ts';
import type { Measurement, Row } from './figures.ts';
import type { Took } from './subjects/stopwatch.ts';

/** Small lists vary more from run to run, and are cheap to repeat. */
const SIZES = [
  { entries: 1_000, rounds: 9 },
  { entries: 10_000, rounds: 5 },
  { entries: 50_000, rounds: 2 },
];

const WALL = { atMost: 1.25 };
const MEMORY = { atMost: 1.3 };

async function compare(path: string, entries: number, rounds: number): Promise<Row[]> {
  const { ours, bare } = await inTurn(rounds, {
    ours: () => runSubject<Took>('check-ours', { path }),
    bare: () => runSubject<Took>('parse-bare', { path }),
  });
  const wall = [ours, bare].map((samples) => best(samples.map(({ workMs }) => workMs)));
  const memory = [ours, bare].map((samples) => best(samples.map(({ peakMb }) => peakMb)));
  const work = `checking ${entries.toLocaleString('en')} entries`;
  const row = (what: string, [mine = 0, theirs = 0]: readonly number[], unit: string): Row => ({
    work,
    measured: `${what} / a bare parse by yaml`,
    value: mine / theirs,
    unit: 'x',
    mark: what === 'wall' ? WALL : MEMORY,
    note: `${mine.toFixed(0)} ${unit} / ${theirs.toFixed(0)} ${unit}`,
  });
  return [row('wall', wall, 'ms'), row('peak memory', memory, 'MB')];
}

/** How long a list of some size takes to check. */
export const checking: Measurement = {
  name: 'checking',
  measure: () =>
    inFolder(async (folder) => {
      const rows: Row[] = [];
      for (const { entries, rounds } of SIZES) {
        rows.push(...(await compare(await writeList(folder, entries), entries, rounds)));
      }
      return { rows };
    }),
};
