// Creating many connections: how near to the floor that latency and width set, and at what processor time.
import { runSubject } from './child.ts';
import type { Width } from './client.ts';
import { inFolder } from './entries.ts';
import { best, inTurn } from './figures.ts';
import type { Measurement, Row } from './figures.ts';
import { withPlatform } from './platform.ts';
import type { CreateOptions } from './subjects/create-ours.ts';
import type { Took } from './subjects/stopwatch.ts';

const COUNT = 2_000;
const LATENCY_MS = 50;
const WIDTH = 32;
const ROUNDS = 3;
const FLOOR_MS = (COUNT * LATENCY_MS) / WIDTH;

let runs = 0;

/** Creates connections of names of their own. */
export function createOurs(options: Omit<CreateOptions, 'prefix'>): Promise<Took> {
  runs += 1;
  return runSubject<Took>('create-ours', { ...options, prefix: `run-${runs}` });
}

function createBare(url: string): Promise<Took> {
  runs += 1;
  return runSubject<Took>('create-bare', { url, count: COUNT, width: WIDTH, prefix: `run-${runs}` });
}

/** Bulk creates and what they cost. */
export const creating: Measurement = {
  name: 'creating',
  measure: () =>
    inFolder((folder) =>
      withPlatform({ latency: { ms: LATENCY_MS } }, async ({ url }) => {
        const ours = (width: Width) => () => createOurs({ url, count: COUNT, width, folder });
        const samples = await inTurn(ROUNDS, {
          fixed: ours({ fixed: WIDTH }),
          adaptive: ours({ upTo: WIDTH }),
          bare: () => createBare(url),
        });
        return { rows: rowsOf(samples) };
      }),
    ),
};

function rowsOf(samples: Record<'fixed' | 'adaptive' | 'bare', Took[]>): Row[] {
  const wall = (took: readonly Took[]): number => best(took.map(({ workMs }) => workMs));
  const cpu = (took: readonly Took[]): number => best(took.map(({ workCpuMs }) => workCpuMs)) / COUNT;
  const overFloor = (took: readonly Took[]): Pick<Row, 'measured' | 'value' | 'unit' | 'note'> => ({
    measured: `wall / (${COUNT.toLocaleString('en')} x ${LATENCY_MS} ms / ${WIDTH})`,
    value: wall(took) / FLOOR_MS,
    unit: 'x',
    note: `${wall(took).toFixed(0)} ms / ${FLOOR_MS.toFixed(0)} ms`,
  });
  const work = `bulk create, ${COUNT.toLocaleString('en')} at ${LATENCY_MS} ms`;
  const overBare = (took: readonly Took[]): Pick<Row, 'measured' | 'value' | 'unit' | 'note'> => ({
    measured: 'processor time / a bare loop of ky + p-limit',
    value: cpu(took) / cpu(samples.bare),
    unit: 'x',
    note: `${cpu(took).toFixed(2)} ms / ${cpu(samples.bare).toFixed(2)} ms`,
  });
  return [
    { work: `${work}, ${WIDTH} at a time`, ...overFloor(samples.fixed), mark: { atMost: 1.1 } },
    { work: `${work}, adaptive from 4 to ${WIDTH}`, ...overFloor(samples.adaptive), mark: { atMost: 1.25 } },
    { work: `${work}, the bare loop`, ...overFloor(samples.bare) },
    { work: `a create, ${WIDTH} at a time`, ...overBare(samples.fixed), mark: { atMost: 1.35 } },
    { work: `a create, adaptive from 4 to ${WIDTH}`, ...overBare(samples.adaptive), mark: { atMost: 1.35 } },
  ];
}
