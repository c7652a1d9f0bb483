// How far a run has come, how fast it is, and why it waits: one line for people, or numbers for machines. Pure.
import type { LogFields } from '../core/ports.ts';
import type { RunProgress } from '../core/progress.ts';
import { columnsOf } from './page.ts';
import { shownDuration } from './sentences.ts';

/** Entries are applied and connections tested, which goes without saying. */
const NOUNS: Readonly<Record<RunProgress['phase'], string>> = {
  reading: ' sandboxes',
  applying: '',
  testing: '',
};

/** A piece of the line; where there is no room for all of them, those of the highest rank go first. */
interface Piece {
  readonly text: string;
  readonly rank: number;
}

/** Renders the line. `rate` is what ends in a second, when that is known; `columns` how many the line may take. */
export function progressText(counts: RunProgress, rate: number | undefined, columns = Infinity): string {
  let pieces = piecesOf(counts, rate);
  while (columnsOf(joined(pieces)) > columns && pieces.length > 1) {
    const least = Math.max(...pieces.map(({ rank }) => rank));
    pieces = pieces.filter(({ rank }) => rank !== least);
  }
  return joined(pieces);
}

function piecesOf(counts: RunProgress, rate: number | undefined): Piece[] {
  const { phase, total, failed, inFlight, width, waiting } = counts;
  const left = remainingMs(counts, rate);
  return [
    { text: `${phase} ${endedOf(counts)}/${total}${NOUNS[phase]}`, rank: 0 },
    ...(failed > 0 ? [{ text: `${failed} failed`, rank: 1 }] : []),
    { text: `${inFlight} in flight`, rank: 5 },
    ...(width === undefined ? [] : [{ text: `width ${width}`, rank: 6 }]),
    ...(rate === undefined ? [] : [{ text: `${rate.toFixed(rate < 10 ? 1 : 0)}/s`, rank: 4 }]),
    ...(left === undefined ? [] : [{ text: `about ${shownDuration(left)} left`, rank: 3 }]),
    ...(waiting === undefined ? [] : [{ text: `waiting: ${waiting}`, rank: 2 }]),
  ];
}

function joined(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join(', ');
}

/** The same as numbers, for an event of the log. */
export function progressFields(counts: RunProgress, rate: number | undefined): LogFields {
  const left = remainingMs(counts, rate);
  return {
    event: 'progress',
    ...counts,
    ...(rate !== undefined && { ratePerSecond: Math.round(rate * 10) / 10 }),
    ...(left !== undefined && { remainingMs: Math.round(left) }),
  };
}

/** How much has ended, well or not. */
export function endedOf({ done, failed }: RunProgress): number {
  return done + failed;
}

/** Nobody knows how long a wait goes on. */
function remainingMs(counts: RunProgress, rate: number | undefined): number | undefined {
  const left = counts.total - endedOf(counts);
  if (rate === undefined || left <= 0 || counts.waiting !== undefined) return undefined;
  return (left * 1_000) / rate;
}
