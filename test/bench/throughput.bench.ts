// How much of an unknown quota is used, how soon a change of it is followed, and how fast the client is without one;
// fixed widths stand beside. `npm run bench` prints the tables.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RateLimit } from '../../src/emulator/settings.ts';
import { perSecond, startBenchPlatform, work } from './load.ts';
import type { BenchPlatform, Load, Width } from './load.ts';

const MINUTE = 60_000;
const QUOTA = 100;
const LATENCY_MS = 50;
let platform: BenchPlatform;

beforeAll(async () => {
  platform = await startBenchPlatform();
});

afterAll(() => {
  platform.close();
});

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

function nameOf(width: Width): string {
  return 'upTo' in width ? `adaptive up to ${width.upTo}` : `fixed ${width.fixed}`;
}

function shareRefused({ doneAt, refused }: Load): number {
  return refused / (refused + doneAt.length);
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const widths: readonly Width[] = [{ upTo: 16 }, { fixed: 4 }, { fixed: 16 }, { fixed: 64 }];
const limits: readonly { name: string; limit: Partial<RateLimit> }[] = [
  { name: 'bucket of 20', limit: { burst: 20 } },
  { name: 'bucket of 200', limit: { burst: 200 } },
  { name: 'Retry-After as a date', limit: { retryAfter: 'date' } },
  { name: 'no Retry-After', limit: { retryAfter: 'none' } },
];

async function useQuota(name: string, limit: Partial<RateLimit>, width: Width): Promise<Load> {
  const rateLimit = { perSecond: QUOTA, burst: QUOTA, retryAfter: 'seconds', ...limit } as const;
  await platform.change({ latency: { ms: LATENCY_MS }, rateLimit });
  const load = await work(platform.url, width, MINUTE);
  const used = load.doneAt.length / ((QUOTA * MINUTE) / 1_000);
  tell(
    `  ${name.padEnd(22)} | ${nameOf(width).padEnd(17)} | ${percent(used).padStart(7)} used | ` +
      `${percent(shareRefused(load)).padStart(6)} refused (${load.refused}) | ${load.failed} failed | widest ${load.widest}`,
  );
  return load;
}

it('uses an unknown quota of 100 requests per second', async () => {
  tell(`an unknown quota of ${QUOTA}/s, 60 s, ${LATENCY_MS} ms:`);
  const [adaptive] = await widths.reduce<Promise<Load[]>>(
    async (loads, width) => [...(await loads), await useQuota('bucket of 100', {}, width)],
    Promise.resolve([]),
  );
  if (adaptive === undefined) throw new Error('nothing was measured');
  expect(adaptive.doneAt.length).toBeGreaterThanOrEqual(0.95 * QUOTA * 60);
  expect(shareRefused(adaptive)).toBeLessThanOrEqual(0.03);
  expect(adaptive.failed).toBe(0);
});

it.each(limits)('uses it in other forms: $name', async ({ name, limit }) => {
  const load = await useQuota(name, limit, { upTo: 16 });
  expect(shareRefused(load)).toBeLessThanOrEqual(0.03);
});

it('follows a quota that falls to a fifth and rises again', async () => {
  const change = (rate: number): Promise<void> =>
    platform.change({
      latency: { ms: LATENCY_MS },
      rateLimit: { perSecond: rate, burst: rate, retryAfter: 'seconds' },
    });
  await change(QUOTA);
  const timers = [
    setTimeout(() => void change(QUOTA / 5), 20_000),
    setTimeout(() => void change(QUOTA), 40_000),
  ];
  const { doneAt, refused } = await work(platform.url, { upTo: 16 }, MINUTE);
  for (const timer of timers) clearTimeout(timer);
  const rates = Array.from({ length: 60 }, (_, second) =>
    perSecond(doneAt, second * 1_000, (second + 1) * 1_000),
  );
  tell(
    `a quota of 100/s that falls to 20/s after 20 s and rises again after 40 s (${refused} refused), per second:`,
  );
  tell(`  ${rates.map((rate) => rate.toFixed(0)).join(' ')}`);
  const low = perSecond(doneAt, 25_000, 40_000);
  const high = perSecond(doneAt, 45_000, 60_000);
  tell(`  5 s after the fall: ${low.toFixed(1)}/s of 20; 5 s after the rise: ${high.toFixed(1)}/s of 100`);
  expect(low).toBeGreaterThan(15);
  expect(high).toBeGreaterThan(90);
});

it('is as fast as 64 at a time can be', async () => {
  const most = (64 * 1_000) / LATENCY_MS;
  tell(`no quota, ${LATENCY_MS} ms, 64 at a time (at most ${most}/s):`);
  const fresh = await startBenchPlatform();
  await fresh.change({ latency: { ms: LATENCY_MS } });
  for (const width of [{ fixed: 64 }, { upTo: 64 }, { upTo: 16 }, { fixed: 16 }] as const) {
    const before = await fresh.cpuMs();
    const { doneAt, cpuMs, queuedMs, widest } = await work(fresh.url, width, 10_000);
    const theirs = (await fresh.cpuMs()) - before;
    const rate = perSecond(doneAt, 1_000, 10_000);
    const ceiling = ('upTo' in width ? width.upTo : width.fixed) * (1_000 / LATENCY_MS);
    tell(
      `  ${nameOf(width).padEnd(17)} | ${rate.toFixed(0).padStart(5)}/s | ${percent(rate / ceiling)} of ${ceiling}/s | widest ${widest} | ` +
        `processor: client ${percent(cpuMs / 10_000)}, and ${percent(queuedMs / 10_000)} waiting for one, platform ${percent(theirs / 10_000)}`,
    );
  }
  fresh.close();
});
