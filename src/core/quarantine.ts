// Known-bad connections: decides which failures are known, which are news, and what the file of the known ones is to
// hold afterwards. How the file is written is decided in backend/.
import type { ConnectionKey } from './connection.ts';
import type { TestResult } from './testing.ts';
import type { Verdict } from './verdict.ts';

/** Verdicts that can be known of a connection. The others say something about us, or nothing. */
export const KNOWABLE = ['refused-login', 'unreachable', 'tls', 'fails', 'gone', 'platform-trouble'] as const;

/** One of the verdicts that can be known. */
export type KnowableVerdict = (typeof KNOWABLE)[number];

/** A failure that somebody has taken note of. */
export interface KnownFailure {
  readonly verdict: KnowableVerdict;
  /** The day (UTC) on which it was first seen, `2026-01-15`. */
  readonly firstSeen: string;
}

/** Known-bad connections by key. */
export type Quarantine = ReadonlyMap<ConnectionKey, KnownFailure>;

/** What became of one test, beside what was known before. */
export interface TestRow extends TestResult {
  /** What the quarantine holds; null when it holds nothing about this connection. */
  readonly known: KnownFailure | null;
}

/** Lays what is known beside what was found. */
export function holdAgainst(results: readonly TestResult[], quarantine: Quarantine): TestRow[] {
  return results.map((result) => ({ ...result, known: quarantine.get(result.key) ?? null }));
}

/** A failure that was known before. Another one of the same connection is news. */
export function isQuarantined({ verdict, known }: TestRow): boolean {
  return known?.verdict === verdict;
}

/** A connection that was known to be bad, and answers. */
export function isRecovered({ verdict, known }: TestRow): boolean {
  return known !== null && verdict === 'answers';
}

/** Whether a verdict can be known of a connection. */
export function isKnowable(verdict: unknown): verdict is KnowableVerdict {
  return KNOWABLE.some((each) => each === verdict);
}

/** What updating depends on. */
export interface QuarantineUpdate {
  readonly results: readonly TestResult[];
  /** `2026-01-15` */
  readonly today: string;
  /** Whether a key is still listed or recorded anywhere. */
  readonly stands: (key: ConnectionKey) => boolean;
}

/**
 * The quarantine once new failures have been taken note of, and what answers or no longer exists has left it. What was
 * not tested this time stays as it is.
 */
export function updateQuarantine(
  quarantine: Quarantine,
  { results, today, stands }: QuarantineUpdate,
): Quarantine {
  const updated = new Map([...quarantine].filter(([key]) => stands(key)));
  for (const { key, verdict } of results) {
    if (verdict === 'answers') updated.delete(key);
    else if (isKnowable(verdict) && updated.get(key)?.verdict !== verdict)
      updated.set(key, { verdict, firstSeen: today });
  }
  return updated;
}

/** Counts of a test: every verdict, then what was known and what has recovered. */
export type TestSummary = Readonly<Record<Verdict | 'quarantined' | 'recovered', number>>;

/** Counts the rows of a test. */
export function summariseTests(rows: readonly TestRow[]): TestSummary {
  const counts = {
    answers: 0,
    'refused-login': 0,
    unreachable: 0,
    tls: 0,
    fails: 0,
    gone: 0,
    'platform-trouble': 0,
    forbidden: 0,
    untested: 0,
    quarantined: rows.filter(isQuarantined).length,
    recovered: rows.filter(isRecovered).length,
  };
  for (const { verdict } of rows) counts[verdict] += 1;
  return counts;
}
