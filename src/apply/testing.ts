// Has the platform try connections, many at a time. Decides only when a sandbox need not be asked any further; what an
// answer means is decided in core/verdict.ts.
import type { Clock, Remote } from '../core/ports.ts';
import type { TestResult, TestTarget } from '../core/testing.ts';
import { closesSandbox, judgeTest } from '../core/verdict.ts';
import type { TestAnswer } from '../core/verdict.ts';
import type { Pool } from './pool.ts';
import type { ProgressCounts } from '../core/progress.ts';

/** What testing depends on. */
export interface TestingOptions {
  readonly remote: Pick<Remote, 'test'>;
  readonly pool: Pool;
  readonly clock: Clock;
  /** Told of every result as it comes. */
  readonly onResult: (result: TestResult) => void;
  readonly onProgress: (progress: ProgressCounts) => void;
}

/** Tests connections; the results are in the order of the targets. */
export async function testConnections(
  targets: readonly TestTarget[],
  options: TestingOptions,
): Promise<TestResult[]> {
  const { pool, clock, onResult, onProgress } = options;
  const total = targets.filter(({ id }) => id !== null).length;
  const counts = { done: 0, failed: 0, inFlight: 0 };
  const ask = createAsking(options);
  const tell = (): void => {
    const waiting = pool.waiting();
    onProgress({ total, ...counts, width: pool.width(), ...(waiting !== undefined && { waiting }) });
  };
  pool.watch(() => {
    if (pool.waiting() !== undefined) tell();
  });
  const testOne = async ({ secret, ...target }: TestTarget): Promise<TestResult> => {
    const { sandbox, id } = target;
    if (id === null) return { ...target, ...judgeTest(undefined), durationMs: 0 };
    let startedAt = Infinity;
    const asked = await pool.run(sandbox, () => {
      startedAt = clock.now();
      counts.inFlight += 1;
      tell();
      return ask({ sandbox, id, ...(secret !== undefined && { secret }) }).finally(() => {
        counts.inFlight -= 1;
      });
    });
    // A sandbox that keeps failing refuses what it has not begun.
    const judgement = judgeTest(asked.ok ? asked.value : asked);
    counts[judgement.verdict === 'answers' ? 'done' : 'failed'] += 1;
    tell();
    const result = { ...target, ...judgement, durationMs: Math.max(0, clock.now() - startedAt) };
    onResult(result);
    return result;
  };
  return Promise.all(targets.map(testOne));
}

/** Asks, until a sandbox has shown that it lets nobody in: what follows gets the same answer without a request. */
function createAsking({ remote }: TestingOptions): Remote['test'] {
  const closed = new Map<string, TestAnswer>();
  return async (address) => {
    const known = closed.get(address.sandbox);
    if (known !== undefined) return known;
    const answer = await remote.test(address);
    if (!answer.ok && closesSandbox(answer.problem)) closed.set(address.sandbox, answer);
    return answer;
  };
}
