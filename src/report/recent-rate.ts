// How fast a run is, from what ended lately. Pure. Says nothing until enough has ended: a rate that rests on one entry, or on
// a minute of waiting, tells a wrong end with a straight face.

/** How much had ended at a moment. */
export interface Sample {
  readonly at: number;
  readonly ended: number;
}

/** Long enough to even out pages and batches, short enough to forget a storm that is over. */
const WINDOW_MS = 30_000;
/** Closer samples than this tell nothing new. */
const APART_MS = 500;
/** Fewer may have come at any distance from each other. */
const FEWEST_ENDED = 3;
/** Less time than this is mostly the time of the first answers. */
const SHORTEST_MS = 1_000;

/** Takes note of a moment, and forgets what is too old. */
export function addSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const recent = samples.filter(({ at }) => at >= sample.at - WINDOW_MS);
  const before = recent.at(-2);
  const crowded = before !== undefined && sample.at - before.at < APART_MS;
  return [...(crowded ? recent.slice(0, -1) : recent), sample];
}

/** What ends in a second, by these samples; undefined when they cannot tell. */
export function rateOf(samples: readonly Sample[]): number | undefined {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const ended = last.ended - first.ended;
  const elapsedMs = last.at - first.at;
  return ended < FEWEST_ENDED || elapsedMs < SHORTEST_MS ? undefined : (ended * 1_000) / elapsedMs;
}
