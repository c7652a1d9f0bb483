// How time and memory grow with the list: the exponent is 1 where twice the entries cost twice as much.
import { CLI, runNode } from './child.ts';
import type { Used } from './child.ts';
import { inFolder, sandboxNames, writeList } from './entries.ts';
import { exponentOf } from './figures.ts';
import type { Measurement, Row } from './figures.ts';
import { apply } from './night.ts';
import { withPlatform } from './platform.ts';

const SIZES = [1_000, 10_000, 50_000];
const SANDBOXES = 20;

type Sized = readonly [entries: number, used: Used];

/** What an apply of new entries costs, and a plan of the same entries afterwards. */
async function measureSize(entries: number): Promise<{ applied: Used; planned: Used }> {
  return inFolder((folder) =>
    withPlatform({ sandboxes: sandboxNames(SANDBOXES) }, async (platform) => {
      const list = await writeList(folder, entries, SANDBOXES);
      const applied = await apply(list, platform);
      const planned = await runNode([CLI, 'plan', '--json', '-f', list], { env: platform.env });
      return { applied, planned };
    }),
  );
}

function rowsOf(command: string, sized: readonly Sized[]): Row[] {
  const sizes = SIZES.map((size) => size.toLocaleString('en')).join(', ');
  const row = (measured: string, pick: (used: Used) => number, unit: string): Row => ({
    work: `growth of \`${command}\`: ${sizes} entries`,
    measured: `exponent of ${measured}`,
    value: exponentOf(sized.map(([entries, used]) => [entries, pick(used)])),
    unit: 'exponent',
    mark: { atMost: 1.05 },
    note: sized.map(([, used]) => `${pick(used).toFixed(unit === 's' ? 1 : 0)} ${unit}`).join(', '),
  });
  return [
    row('processor time', ({ cpuMs }) => cpuMs / 1_000, 's'),
    row('peak memory', ({ peakMb }) => peakMb, 'MB'),
    ...eachRows(command, sized),
  ];
}

/** What one more entry costs, from the difference between the smallest and the largest list. */
function eachRows(command: string, sized: readonly Sized[]): Row[] {
  const [fewest, most] = [sized[0], sized.at(-1)];
  if (fewest === undefined || most === undefined) return [];
  const more = most[0] - fewest[0];
  const work = `one more entry of \`${command}\``;
  const cpuMs = (most[1].cpuMs - fewest[1].cpuMs) / more;
  const memoryKb = ((most[1].peakMb - fewest[1].peakMb) * 1_024) / more;
  return [
    { work, measured: 'processor time', value: cpuMs, unit: 'ms' },
    { work, measured: 'memory', value: memoryKb, unit: 'KB' },
  ];
}

/** How the cost grows. */
export const growth: Measurement = {
  name: 'growth',
  async measure() {
    const applied: Sized[] = [];
    const planned: Sized[] = [];
    for (const entries of SIZES) {
      const used = await measureSize(entries);
      applied.push([entries, used.applied]);
      planned.push([entries, used.planned]);
    }
    return { rows: [...rowsOf('apply', applied), ...rowsOf('plan', planned)] };
  },
};
