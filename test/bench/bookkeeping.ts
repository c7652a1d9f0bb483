// What writing results down costs: bytes, syncs, and the share of the time of a run.
import { runSubject } from './child.ts';
import { createOurs } from './creating.ts';
import { inFolder } from './entries.ts';
import { best, inTurn } from './figures.ts';
import type { Measurement, Row } from './figures.ts';
import { withPlatform } from './platform.ts';
import type { Took } from './subjects/stopwatch.ts';

const [FEW, MANY] = [1_000, 10_000];
const CREATES = { count: 2_000, latencyMs: 50, width: { fixed: 16 } };
const ROUNDS = 3;

interface Kept {
  readonly syncs: number;
  readonly journalBytes: number;
  readonly stateBytes: number;
}

/** What the journal and the state cost. */
export const bookkeeping: Measurement = {
  name: 'bookkeeping',
  measure: () =>
    inFolder(async (folder) => {
      const few = await runSubject<Kept>('keep-results', { folder, results: FEW });
      const many = await runSubject<Kept>('keep-results', { folder, results: MANY });
      return { rows: [...costRows(few, many), shareRow(await runsWithAndWithout(folder))] };
    }),
};

function costRows(few: Kept, many: Kept): Row[] {
  const work = `bookkeeping, ${MANY.toLocaleString('en')} results`;
  const growth = (of: keyof Kept): number => many[of] / few[of] / (MANY / FEW);
  return [
    {
      work,
      measured: 'bytes of the journal per result',
      value: many.journalBytes / MANY,
      unit: 'bytes',
      mark: { atMost: 700 },
    },
    {
      work,
      measured: 'bytes per result / those of 1,000 results',
      value: growth('journalBytes'),
      unit: 'x',
      mark: { atMost: 1.05 },
    },
    {
      work,
      measured: 'syncs per result / those of 1,000 results',
      value: growth('syncs'),
      unit: 'x',
      mark: { atMost: 1.05 },
      note: `${many.syncs} syncs`,
    },
    { work, measured: 'bytes of the state per result', value: many.stateBytes / MANY, unit: 'bytes' },
  ];
}

function runsWithAndWithout(folder: string): Promise<Record<'kept' | 'forgotten', Took[]>> {
  const { count, latencyMs, width } = CREATES;
  return withPlatform({ latency: { ms: latencyMs } }, ({ url }) =>
    inTurn(ROUNDS, {
      kept: () => createOurs({ url, count, width, folder }),
      forgotten: () => createOurs({ url, count, width }),
    }),
  );
}

function shareRow({ kept, forgotten }: Record<'kept' | 'forgotten', Took[]>): Row {
  const [kMs, fMs] = [kept, forgotten].map((took) => best(took.map(({ workMs }) => workMs))) as [
    number,
    number,
  ];
  return {
    work: `bookkeeping, ${CREATES.count.toLocaleString('en')} creates at ${CREATES.latencyMs} ms, ${CREATES.width.fixed} at a time`,
    measured: 'share of the wall time',
    value: Math.max(0, (kMs - fMs) / kMs),
    unit: 'share',
    mark: { atMost: 0.05 },
    note: `${kMs.toFixed(0)} ms, without it ${fMs.toFixed(0)} ms`,
  };
}
