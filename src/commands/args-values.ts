// Checks of single option values. Pure; every refusal says which form is expected.
import { InvalidArgumentError } from 'commander';
import type { DeletionLimit } from '../core/guard.ts';
import type { ReportFile } from '../core/request.ts';
import { REPORT_ENDINGS, reportFile } from '../core/run-report.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** A timer that is set for longer goes off at once (Node, 2^31 - 1 ms). */
const LONGEST_MS = 2 ** 31 - 1;

/** A duration such as `500ms`, `10s`, `5m` or `1h`, in milliseconds. */
export function parseDuration(text: string): number {
  const [, figure, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const factor = unit === undefined ? undefined : UNITS[unit];
  if (figure === undefined || factor === undefined) {
    throw new InvalidArgumentError('Expected a duration such as 500ms, 10s or 5m.');
  }
  const milliseconds = Math.round(Number(figure) * factor);
  if (milliseconds > LONGEST_MS) throw new InvalidArgumentError('Expected a duration of at most 596h.');
  return milliseconds;
}

/** A whole number from 1 on. */
export function parseCount(text: string): number {
  if (!/^\d{1,6}$/.test(text) || Number(text) < 1)
    throw new InvalidArgumentError('Expected a whole number from 1 on.');
  return Number(text);
}

/** A TCP port; 0 asks for a free one. */
export function parsePort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new InvalidArgumentError('Expected a port from 0 to 65535 (0: any free one).');
  }
  return Number(text);
}

/** A number of deletions such as `20`, or a share of what is recorded such as `5%`. */
export function parseDeletionLimit(text: string): DeletionLimit {
  const [, figure, sign] = /^(\d{1,7})(%?)$/.exec(text) ?? [];
  if (figure === undefined || (sign === '%' && Number(figure) > 100)) {
    throw new InvalidArgumentError('Expected a whole number such as 20, or a percentage up to 100%.');
  }
  return sign === '%' ? { kind: 'share', percent: Number(figure) } : { kind: 'count', most: Number(figure) };
}

/** Gathers an option that may be given several times. */
export function collect(value: string, gathered: readonly string[] = []): string[] {
  return [...gathered, value];
}

/** Gathers the files of reports; the ending says which kind each is. */
export function collectReports(path: string, gathered: readonly ReportFile[] = []): ReportFile[] {
  const file = reportFile(path);
  if (file === undefined) {
    throw new InvalidArgumentError(`Expected a file that ends in one of ${REPORT_ENDINGS.join(', ')}.`);
  }
  return [...gathered, file];
}
