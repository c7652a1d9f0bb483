// apply --test: once everything is saved, has the platform try what the run created or gave another login.
import { EXIT, exitCodeOfRefusal, exitCodeOfTests } from '../core/outcome.ts';
import type { ExitCode } from '../core/outcome.ts';
import type { RequestTotals } from '../core/ports.ts';
import type { TestRow } from '../core/quarantine.ts';
import type { TestTarget } from '../core/testing.ts';
import type { TrafficFigures } from '../core/traffic.ts';
import { sentBy } from './bounds.ts';
import type { Desk } from './desk.ts';
import { testTargets } from './testing.ts';

/** The end of an apply, and what it has written a login of. */
interface Written {
  readonly exitCode: ExitCode;
  readonly written: readonly TestTarget[];
}

/** What the tests add to the end of an apply. */
interface AfterTests {
  readonly exitCode: ExitCode;
  readonly tests: readonly TestRow[];
  readonly testsMs?: number;
  readonly requests: RequestTotals;
  readonly traffic: TrafficFigures;
}

/** Tests what was written. A bad verdict only matters to the exit code where all else went well. */
export async function testWritten(desk: Desk, { exitCode, written }: Written): Promise<AfterTests> {
  // Whoever stopped the run, or whatever did, wants no more requests.
  const goesOn = exitCode === EXIT.done || exitCode === EXIT.partial;
  if (!goesOn) return { exitCode, tests: [], ...sentBy(desk) };
  const { rows: tests, durationMs: testsMs, cut } = await testTargets(desk, written, new Map());
  const told = { tests, testsMs, ...sentBy(desk) };
  if (cut !== undefined) {
    // An interrupt has been told already, and its words are those of a run that changed nothing.
    if (cut.code !== 'interrupted') desk.voice.tell([cut]);
    return { ...told, exitCode: exitCodeOfRefusal([cut]) };
  }
  const answered = exitCodeOfTests(tests.map(({ verdict }) => ({ verdict, quarantined: false })));
  const failed = exitCode === EXIT.done && answered !== EXIT.done;
  return { ...told, exitCode: failed ? EXIT.partial : exitCode };
}
