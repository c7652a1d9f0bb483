// How much of an unknown quota is used, how much is refused, and how soon a change of it is followed. Fixed widths stand
// beside, because one of them might be right by chance.
import { runSubject } from './child.ts';
import type { Width } from './client.ts';
import type { Measurement, Row } from './figures.ts';
import { withPlatform } from './platform.ts';
import type { BenchPlatform } from './platform.ts';
import type { RateLimit } from '../../src/emulator/settings.ts';

const QUOTA = 100;
const LOW = 20;
const LATENCY_MS = 50;
const MINUTE = 60_000;
const HALF = 30_000;
const TEN_SECONDS = 10_000;
const WIDEST = 64;

interface Load {
  readonly doneAt: readonly number[];
  readonly refused: number;
}

const USED = { atLeast: 0.95 };
const REFUSED = { atMost: 0.03 };

/** An unknown quota in several forms. */
export const quota: Measurement = {
  name: 'quota',
  measure: async () => {
    const limits = await withPlatform({}, async (platform) => [
      ...(await steady(platform, { width: { upTo: 16 }, forMs: MINUTE })),
      ...(await falling(platform)),
      ...(await beside(platform)),
    ]);
    return { rows: [...limits, ...(await withPlatform({ latency: { ms: LATENCY_MS } }, unlimited))] };
  },
};

interface Steady {
  readonly width: Width;
  readonly forMs: number;
  readonly limit?: Partial<RateLimit>;
}

function limited(limit: Partial<RateLimit>): Parameters<BenchPlatform['change']>[0] {
  const rateLimit = { perSecond: QUOTA, burst: QUOTA, retryAfter: 'seconds', ...limit } as const;
  return { latency: { ms: LATENCY_MS }, rateLimit };
}

async function load(platform: BenchPlatform, { width, forMs, limit = {} }: Steady): Promise<Load> {
  await platform.change(limited(limit));
  return runSubject<Load>('use-quota', { url: platform.url, width, forMs });
}

async function steady(platform: BenchPlatform, asked: Steady): Promise<Row[]> {
  const work = `an unknown quota of ${QUOTA}/s, adaptive up to 16`;
  return rowsOf(work, await load(platform, asked), (QUOTA * asked.forMs) / 1_000);
}

function rowsOf(work: string, { doneAt, refused }: Load, allowed: number): [Row, Row] {
  const done = doneAt.length;
  return [
    { work, measured: 'share of the quota that is used', value: done / allowed, unit: 'share', mark: USED },
    {
      work,
      measured: 'share of the requests that is refused',
      value: refused / (refused + done),
      unit: 'share',
      mark: REFUSED,
      note: `${refused} of ${refused + done}`,
    },
  ];
}

/** Falls to a fifth after twenty seconds, and rises again after forty. */
async function falling(platform: BenchPlatform): Promise<Row[]> {
  const change = (rate: number): Promise<void> => platform.change(limited({ perSecond: rate, burst: rate }));
  const timers = [setTimeout(() => void change(LOW), 20_000), setTimeout(() => void change(QUOTA), 40_000)];
  const found = await load(platform, { width: { upTo: 16 }, forMs: MINUTE });
  for (const timer of timers) clearTimeout(timer);
  const rate = (from: number, to: number): number =>
    found.doneAt.filter((at) => at >= from && at < to).length / ((to - from) / 1_000);
  const work = `a quota of ${QUOTA}/s that falls to ${LOW}/s and rises again, adaptive up to 16`;
  const [used, refused] = rowsOf(work, found, (2 * QUOTA + LOW) * 20);
  const low = rate(25_000, 40_000);
  const high = rate(45_000, 60_000);
  const note = `5 s after the fall ${low.toFixed(0)}/s, 5 s after the rise ${high.toFixed(0)}/s`;
  return [{ ...used, note }, refused];
}

/** Other forms of the same quota, and widths that do not adapt; half as long, so without marks. */
async function beside(platform: BenchPlatform): Promise<Row[]> {
  const forms: readonly { readonly form: string; readonly limit: Partial<RateLimit> }[] = [
    { form: 'a bucket of 20', limit: { burst: 20 } },
    { form: 'a bucket of 200', limit: { burst: 200 } },
    { form: 'Retry-After as a date', limit: { retryAfter: 'date' } },
    { form: 'no Retry-After', limit: { retryAfter: 'none' } },
  ];
  const rows: Row[] = [];
  for (const { form, limit } of forms) {
    const found = await load(platform, { width: { upTo: 16 }, forMs: HALF, limit });
    rows.push(...rowsOf(`the same, ${form}`, found, (QUOTA * HALF) / 1_000).map(unmarked));
  }
  for (const fixed of [4, 16, 64]) {
    const found = await load(platform, { width: { fixed }, forMs: HALF / 2 });
    const [used, refused] = rowsOf(`the same, fixed at ${fixed}`, found, (QUOTA * HALF) / 2_000);
    rows.push(unmarked(used), unmarked(refused));
  }
  return rows;
}

/** Without a quota: how much of the rate that width and latency set is reached, once the width has grown. */
async function unlimited({ url }: BenchPlatform): Promise<Row[]> {
  const most = (WIDEST * 1_000) / LATENCY_MS;
  const reached = async (width: Width): Promise<Omit<Row, 'work'>> => {
    const { doneAt } = await runSubject<Load>('use-quota', { url, width, forMs: TEN_SECONDS });
    const perSecond = doneAt.filter((at) => at >= 1_000 && at < TEN_SECONDS).length / 9;
    const note = `${perSecond.toFixed(0)}/s of ${most}/s`;
    return {
      measured: `share of ${WIDEST} / ${LATENCY_MS} ms`,
      value: perSecond / most,
      unit: 'share',
      note,
    };
  };
  const work = 'creates without a quota';
  return [
    {
      work: `${work}, adaptive up to ${WIDEST}`,
      ...(await reached({ upTo: WIDEST })),
      mark: { atLeast: 0.9 },
    },
    { work: `${work}, fixed at ${WIDEST}`, ...(await reached({ fixed: WIDEST })) },
  ];
}

function unmarked({ work, measured, value, unit }: Row): Row {
  return { work, measured, value, unit };
}
