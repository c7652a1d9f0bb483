// What a measurement comes to: a figure, the mark it has to reach, and whether it does.

/** The mark that a figure has to reach. */
export type Mark = { readonly atMost: number } | { readonly atLeast: number };

/** One line of the table. */
export interface Row {
  /** The work that was done. */
  readonly work: string;
  /** What was measured about it. */
  readonly measured: string;
  readonly value: number;
  /** How the value reads: a ratio unless it says otherwise. */
  readonly unit: Unit;
  /** Absent where the figure only stands beside others. */
  readonly mark?: Mark;
  /** What the value was made from. */
  readonly note?: string;
}

/** How a value reads. */
export type Unit = 'x' | 'share' | 'ms' | 'MB' | 'KB' | 'bytes' | 'requests' | 'exponent';

/** A measurement: its name on the command line, and what it finds. */
export interface Measurement {
  readonly name: string;
  readonly measure: () => Promise<Findings>;
}

/** What a measurement has found. */
interface Findings {
  readonly rows: readonly Row[];
  /** What could not be measured, and why. */
  readonly skipped?: readonly string[];
}

/** Whether a row reaches its mark; undefined where it has none. */
export function held({ value, mark }: Row): boolean | undefined {
  if (mark === undefined) return undefined;
  return 'atMost' in mark ? value <= mark.atMost : value >= mark.atLeast;
}

/** The smallest of several samples: what the work takes when nothing else gets in its way. */
export function best(samples: readonly number[]): number {
  return Math.min(...samples);
}

/** The exponent of a power law through points, by least squares over their logarithms. */
export function exponentOf(points: readonly (readonly [size: number, cost: number])[]): number {
  const logs = points.map(([size, cost]) => [Math.log(size), Math.log(cost)] as const);
  const mean = (pick: 0 | 1): number => logs.reduce((sum, log) => sum + log[pick], 0) / logs.length;
  const [meanSize, meanCost] = [mean(0), mean(1)];
  const rise = logs.reduce((sum, [size, cost]) => sum + (size - meanSize) * (cost - meanCost), 0);
  const run = logs.reduce((sum, [size]) => sum + (size - meanSize) ** 2, 0);
  return rise / run;
}

/** Runs alternatives in turn, several times, so that whatever else the machine does meets them alike. */
export async function inTurn<Alternatives extends Readonly<Record<string, () => Promise<unknown>>>>(
  rounds: number,
  alternatives: Alternatives,
): Promise<{ [Name in keyof Alternatives]: Awaited<ReturnType<Alternatives[Name]>>[] }> {
  const samples: Record<string, unknown[]> = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, work] of Object.entries(alternatives)) (samples[name] ??= []).push(await work());
  }
  // Filled by the functions of these very names.
  return samples as { [Name in keyof Alternatives]: Awaited<ReturnType<Alternatives[Name]>>[] };
}
