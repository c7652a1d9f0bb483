// Decides whether a connection may be recorded under the key of an entry because a person says that it is the one.
import { adoptedRecord } from './adoption.ts';
import { specConflict } from './conflict.ts';
import type { ConnectionKey, DesiredConnection, ObservedConnection } from './connection.ts';
import type { Diagnostic } from './diagnostic.ts';
import { refusal, success } from './result.ts';
import type { Result } from './result.ts';
import { claimedIds } from './state.ts';
import type { ConnectionRecord, State } from './state.ts';
import { quoted } from './quoting.ts';

/** What an import is about. */
export interface ImportQuestion {
  readonly entry: DesiredConnection;
  readonly id: string;
  /** The connection of that id in the sandbox of the entry; absent when there is none. */
  readonly observed: ObservedConnection | undefined;
  readonly state: State;
  /** Whether the connection that the key has recorded so far still stands. */
  readonly recordedStands: boolean;
  readonly fingerprint: string | undefined;
}

/** The record to make, or why there is none to make. */
export function judgeImport(question: ImportQuestion): Result<ConnectionRecord, Diagnostic> {
  const { entry, id, observed, state, recordedStands, fingerprint } = question;
  const { key, sandbox } = entry;
  if (observed === undefined) {
    const fix = `Look the id up in AEP, or in: flowrecon plan --unmanaged --sandbox ${sandbox}.`;
    return refusal(refused(entry, `no DB2 connection ${id} stands in the sandbox ${sandbox}`, fix));
  }
  const holder = claimedIds(state.connections).get(id);
  if (holder !== undefined && holder !== key) return refusal(refused(entry, ...heldBy(holder, entry, id)));
  const recorded = state.connections.get(key);
  if (recorded !== undefined && recorded.id !== id && recordedStands) {
    const fix = `Drop that record first, if it is the wrong one: flowrecon state rm ${quoted(key)}.`;
    return refusal(refused(entry, `${key} has recorded ${recorded.id}, which still stands`, fix));
  }
  const unfit = specConflict(entry, observed);
  if (unfit !== undefined) return refusal(refused(entry, unfit.reason, unfit.fix));
  return success(adoptedRecord(entry, observed, fingerprint));
}

function heldBy(holder: ConnectionKey, { key }: DesiredConnection, id: string): [string, string] {
  const fix = `One connection belongs to one entry. If the key was renamed, run: flowrecon state mv ${quoted(holder)} ${quoted(key)}.`;
  return [`${id} is recorded under ${holder}`, fix];
}

function refused({ key, range }: DesiredConnection, summary: string, fix: string): Diagnostic {
  return { severity: 'error', code: 'not-importable', summary, fix, key, range };
}

/** A key that no entry of the list has. */
export function notListed(key: string, near: string | undefined): Diagnostic {
  const fix =
    near === undefined
      ? 'Write an entry for it into the list first, or have one written: flowrecon export.'
      : `Did you mean ${near}? Otherwise write an entry for it into the list first.`;
  return {
    severity: 'error',
    code: 'not-importable',
    summary: `no entry of the list has the key ${key}`,
    fix,
  };
}
