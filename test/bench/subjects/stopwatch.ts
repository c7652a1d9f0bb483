// Wall time and processor time of a piece of work in this process.

/** What a piece of work took. */
export interface Took {
  readonly workMs: number;
  readonly workCpuMs: number;
}

/** Measures a piece of work. */
export async function timed<Value>(work: () => Value | Promise<Value>): Promise<Took & { value: Value }> {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const value = await work();
  const workMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { value, workMs, workCpuMs: (user + system) / 1_000 };
}

/** The options that this program was started with. */
export function options(): unknown {
  return JSON.parse(process.argv[2] ?? '{}');
}

/** Prints what was found, for the process that started this one. */
export function tell(figures: object): void {
  process.stdout.write(JSON.stringify(figures));
}
