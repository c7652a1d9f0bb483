// How long the entries of a run took, as a small chart: bars over steps of time that grow, because most answers are quick
// and the few that are not are what matters. Pure.
import type { ReportRow } from '../core/report-rows.ts';
import { NOTHING, html } from './markup.ts';
import type { Markup } from './markup.ts';
import { counted, shownDuration } from './sentences.ts';

/** Upper ends of the bars in milliseconds; the last bar holds the rest. */
const STEPS = [20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000] as const;

const BAR = { width: 58, gap: 6, height: 90, below: 18, above: 16 };

interface Timed {
  readonly key: string;
  readonly took: number;
}

/** The chart, with its gist in words; nothing where nothing was timed. */
export function durationsChart(rows: readonly ReportRow[]): Markup {
  const timed = rows
    .flatMap(({ key, durationMs }): Timed[] => (durationMs === null ? [] : [{ key, took: durationMs }]))
    .sort((one, other) => one.took - other.took);
  const slowest = timed.at(-1);
  if (slowest === undefined) return NOTHING;
  const at = (share: number): string =>
    shownDuration(timed[Math.floor((timed.length - 1) * share)]?.took ?? 0);
  const gist = `Half of ${counted(timed.length, 'entry', 'entries')} took up to ${at(0.5)}, 95 % up to ${at(0.95)}; the slowest was ${slowest.key} with ${shownDuration(slowest.took)}.`;
  return html`<section aria-labelledby="durations-title">
    <h2 id="durations-title">Durations</h2>
    <p>${gist}</p>
    ${barsOf(timed)}
  </section>`;
}

function barsOf(timed: readonly Timed[]): Markup {
  const counts = countsOf(timed);
  const most = Math.max(...counts);
  const width = counts.length * (BAR.width + BAR.gap);
  const height = BAR.above + BAR.height + BAR.below;
  const bars = counts.map((count, index) => barOf({ count, index, most }));
  return html`<svg
    class="chart"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    role="img"
    aria-label="Number of entries by duration"
  >
    ${bars}
  </svg>`;
}

/** How many entries each bar holds. */
function countsOf(timed: readonly Timed[]): number[] {
  const counts = [...STEPS, Infinity].map(() => 0);
  for (const { took } of timed) {
    const index = STEPS.findIndex((step) => took <= step);
    const bar = index === -1 ? STEPS.length : index;
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  return counts;
}

function barOf({ count, index, most }: { count: number; index: number; most: number }): Markup {
  const height = Math.round((count / most) * BAR.height * 10) / 10;
  const left = index * (BAR.width + BAR.gap);
  const middle = left + BAR.width / 2;
  const top = BAR.above + BAR.height - height;
  const step = STEPS[index];
  const label = step === undefined ? 'more' : `\u2264 ${shortDuration(step)}`;
  const shown =
    count === 0 ? NOTHING : html`<text class="count" x="${middle}" y="${top - 4}">${count}</text>`;
  return html`<rect x="${left}" y="${top}" width="${BAR.width}" height="${height}" />${shown}<text
      x="${middle}"
      y="${BAR.above + BAR.height + 13}"
      >${label}</text
    >`;
}

function shortDuration(milliseconds: number): string {
  return milliseconds < 1_000 ? `${milliseconds} ms` : `${milliseconds / 1_000} s`;
}
