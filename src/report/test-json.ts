// Tests as JSON: one row for each connection, the same for `test` and for `apply --test`. Pure.
import { isQuarantined } from '../core/quarantine.ts';
import type { TestRow } from '../core/quarantine.ts';

/** A row of `results`, or of `tests`. */
export function testRowJson(row: TestRow): object {
  const { key, sandbox, name, id, verdict, message, requestId, known, durationMs } = row;
  const quarantined = isQuarantined(row);
  return {
    key,
    sandbox,
    name,
    id,
    verdict,
    message,
    quarantined,
    firstSeen: quarantined ? (known?.firstSeen ?? null) : null,
    durationMs,
    requestId,
    // What was known of a connection that has recovered, or fails in another way.
    ...(known !== null && !quarantined && { was: known }),
  };
}
