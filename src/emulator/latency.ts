// How long an answer takes. Pure: randomness is an argument.
import type { Random } from './random.ts';
import type { Latency } from './settings.ts';

/** Draws the delay of one answer, in milliseconds. Draws as many values as the settings have uses for. */
export function drawLatency(latency: Latency, random: Random): number {
  const { ms, jitterMs = 0, slowShare = 0, slowMs = 0 } = latency;
  const jitter = jitterMs === 0 ? 0 : random.next() * jitterMs;
  return ms + jitter + (slowShare > 0 && random.next() < slowShare ? slowMs : 0);
}
