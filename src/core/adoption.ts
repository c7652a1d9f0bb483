// What is recorded on the day a connection is adopted: what stands there, in the list's spelling where both mean the
// same. So an entry that still has to be updated is not mistaken for one whose platform side has drifted.
import type { DesiredConnection, Json, ObservedConnection } from './connection.ts';
import { sameParam, sameValue } from './diff.ts';
import { completeRecord, pendingRecord } from './state.ts';
import type { ConnectionRecord } from './state.ts';

/** The record of a connection that is adopted as it stands. */
export function adoptedRecord(
  entry: DesiredConnection,
  observed: ObservedConnection,
  credential: string | undefined,
): ConnectionRecord {
  const params: [string, Json][] = [];
  for (const [param, desired] of Object.entries(entry.params)) {
    const seen = Object.hasOwn(observed.params, param) ? observed.params[param] : undefined;
    // What is left out may mean the same too: recorded as the list has it, the next run finds nothing to take over.
    if (sameParam(param, seen, desired)) params.push([param, desired]);
    else if (seen !== undefined) params.push([param, seen]);
  }
  const { description, ...rest } = pendingRecord({ ...entry, name: observed.name }, credential);
  const kept = description === undefined ? {} : describedAs(description, observed);
  return completeRecord({ ...rest, ...kept, applied: Object.fromEntries(params) }, observed);
}

function describedAs(desired: string, { description }: ObservedConnection): { description?: string } {
  if (sameValue(description, desired)) return { description: desired };
  return description === undefined ? {} : { description };
}
