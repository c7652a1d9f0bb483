// One line that says how far a run has come, how fast it is, and why it waits. Pure.
import { shownDuration } from './sentences.ts';

/** How far a run has come. */
export interface ProgressCounts {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly inFlight: number;
  /** How many may be in flight. */
  readonly width?: number;
  readonly waiting?: string;
}

/** Renders the line; `elapsedMs` counts from the first sign of progress. */
export function progressText(
  { total, done, failed, inFlight, width, waiting }: ProgressCounts,
  elapsedMs: number,
): string {
  const ended = done + failed;
  const rate = elapsedMs > 0 ? (ended * 1_000) / elapsedMs : 0;
  const parts = [`${ended}/${total}`];
  if (failed > 0) parts.push(`${failed} failed`);
  parts.push(`${inFlight} in flight`);
  if (width !== undefined) parts.push(`width ${width}`);
  if (rate > 0) parts.push(`${rate.toFixed(rate < 10 ? 1 : 0)}/s`);
  if (rate > 0 && ended < total) parts.push(`about ${shownDuration(((total - ended) * 1_000) / rate)} left`);
  if (waiting !== undefined) parts.push(`waiting: ${waiting}`);
  return parts.join(', ');
}
