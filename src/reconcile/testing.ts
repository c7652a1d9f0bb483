// Has the platform try connections, for every command that does: test, and apply --test.
import type { Diagnostic } from '../core/diagnostic.ts';
import { stoppedTesting } from '../core/limits.ts';
import { holdAgainst, isQuarantined } from '../core/quarantine.ts';
import type { Quarantine, TestRow } from '../core/quarantine.ts';
import type { TestTarget } from '../core/testing.ts';
import { openPool, systemClock } from '../wiring.ts';
import { loadTesting } from '../wiring-testing.ts';
import type { Desk } from './desk.ts';
import { interruption } from './findings.ts';

/** What became of tests, and how long all of them took. */
export interface Tested {
  readonly rows: readonly TestRow[];
  readonly durationMs: number;
  /** Why it ended before its time, if it did. */
  readonly cut: Diagnostic | undefined;
}

/** Tests connections, beside what is known of them, and shows how far that has come. */
export async function testTargets(
  desk: Desk,
  targets: readonly TestTarget[],
  known: Quarantine,
): Promise<Tested> {
  const { voice, platform } = desk;
  const startedAt = systemClock.now();
  const { testConnections } = await loadTesting();
  const results = await testConnections(targets, {
    remote: platform.remote,
    pool: await openPool(platform),
    clock: systemClock,
    onResult: (result) => {
      if (holdAgainst([result], known).some(isNews)) platform.brake.noteFailure();
    },
    onProgress: (progress) => {
      voice.progress.show({ phase: 'testing', ...progress });
    },
  });
  voice.progress.clear();
  const rows = holdAgainst(results, known);
  return { rows, durationMs: systemClock.now() - startedAt, cut: cutOf(desk, rows) };
}

/** A failure that counts: one that was known before does not, and what was never asked is none. */
function isNews(row: TestRow): boolean {
  return row.verdict !== 'answers' && row.verdict !== 'untested' && !isQuarantined(row);
}

function cutOf({ host, platform }: Desk, rows: readonly TestRow[]): Diagnostic | undefined {
  if (host.stop.aborted) return interruption();
  const { limit } = platform.brake;
  const left = rows.filter(({ verdict, id }) => verdict === 'untested' && id !== null).length;
  return limit === undefined || left === 0 ? undefined : stoppedTesting(limit, left);
}
