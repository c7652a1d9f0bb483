// How much is done at the same time. The one home of p-limit; everything that sends requests in numbers runs in a pool.
import pLimit from 'p-limit';

/** Runs tasks, a bounded number at a time, in the order in which they were given. */
export interface Pool {
  run<Value>(task: () => Promise<Value>): Promise<Value>;
  /** Tasks under way. */
  active(): number;
}

/** Makes a pool of a fixed width. */
export function createPool(width: number): Pool {
  const limit = pLimit(width);
  return { run: (task) => limit(task), active: () => limit.activeCount };
}
