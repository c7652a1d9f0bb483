// The organisation's quota as a token bucket. Pure: time is an argument. The public documentation gives no figure for
// the Flow Service, so the figures are settings.
import type { RateLimit } from './settings.ts';

/** A bucket: what it held, and when. */
export interface Bucket {
  readonly level: number;
  readonly at: number;
}

/** What the bucket says to one request. */
export interface Draw {
  readonly bucket: Bucket;
  readonly admitted: boolean;
  /** Milliseconds until a request would be admitted; 0 when this one was. */
  readonly waitMs: number;
}

/** A full bucket. */
export function fullBucket(limit: RateLimit, nowMs: number): Bucket {
  return { level: sizeOf(limit), at: nowMs };
}

function sizeOf({ burst, perSecond }: RateLimit): number {
  return burst ?? Math.max(1, Math.ceil(perSecond));
}

/** Takes one request out of the bucket, if it holds one. */
export function drawFromBucket(bucket: Bucket, limit: RateLimit, nowMs: number): Draw {
  const inflow = (Math.max(0, nowMs - bucket.at) * limit.perSecond) / 1000;
  const level = Math.min(sizeOf(limit), bucket.level + inflow);
  if (level >= 1) return { bucket: { level: level - 1, at: nowMs }, admitted: true, waitMs: 0 };
  const waitMs = limit.perSecond > 0 ? ((1 - level) * 1000) / limit.perSecond : 60_000;
  return { bucket: { level, at: nowMs }, admitted: false, waitMs };
}

/** The value of Retry-After for a refused request, or undefined where the limit sends none. */
export function retryAfterValue(limit: RateLimit, waitMs: number, platformNowMs: number): string | undefined {
  const seconds = limit.seconds ?? Math.ceil(waitMs / 1000);
  switch (limit.retryAfter ?? 'seconds') {
    case 'none':
      return undefined;
    case 'seconds':
      return String(seconds);
    case 'date':
      return new Date(Math.ceil(platformNowMs / 1000) * 1000 + seconds * 1000).toUTCString();
  }
}
