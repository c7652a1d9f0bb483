// Reads what an export is about, and says what could not be read.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Failure } from '../core/failure.ts';
import { exitCodeOfReading } from '../core/outcome.ts';
import type { ExitCode } from '../core/outcome.ts';
import type { Observed } from '../core/plan.ts';
import type { SharedOptions } from '../core/request.ts';
import type { State } from '../core/state.ts';
import type { ExportScope } from '../report/export-text.ts';
import { loadObservation, openPool } from '../wiring.ts';
import type { Desk } from '../reconcile/desk.ts';
import { explainFailure, readFailure } from '../reconcile/explaining.ts';
import { showReading } from '../reconcile/run-voice.ts';

/** What stands, as far as it could be read. */
export interface Reading extends Pick<ExportScope, 'read' | 'unread'> {
  readonly observed: Observed;
  readonly findings: readonly Diagnostic[];
  readonly exitCode: ExitCode;
}

/** Reads sandboxes. One that cannot be read holds up no other. */
export async function readSandboxes(
  { voice, platform }: Desk<SharedOptions>,
  { connections: records }: State,
  sandboxes: readonly string[],
): Promise<Reading> {
  const { observeSandboxes } = await loadObservation();
  const { remote } = platform;
  const observed: Observed = await observeSandboxes(sandboxes, {
    remote,
    pool: await openPool(platform),
    records,
    onProgress: showReading(voice),
  });
  voice.progress.clear();
  const read = sandboxes.filter((sandbox) => hasListing(observed, sandbox));
  const failures = failuresOf(observed);
  return {
    observed,
    read,
    unread: sandboxes.filter((sandbox) => !hasListing(observed, sandbox)),
    findings: findingsOf(failures),
    exitCode: exitCodeOfReading(
      failures.map(({ failure }) => failure),
      read.length + failures.length,
    ),
  };
}

function hasListing(observed: Observed, sandbox: string): boolean {
  const view = observed.get(sandbox);
  return view !== undefined && 'listing' in view;
}

interface Unread {
  readonly sandbox: string;
  readonly failure: Failure;
}

/** Sandboxes, and recorded connections that a listing lacks. */
function failuresOf(observed: Observed): Unread[] {
  return [...observed].flatMap(([sandbox, view]) => {
    const failures = 'listing' in view ? [...view.unread.values()] : [view];
    return failures.map((failure) => ({ sandbox, failure }));
  });
}

/** What every sandbox would meet is told once. */
function findingsOf(failures: readonly Unread[]): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const { sandbox, failure } of failures) {
    const { what, concerns } = explainFailure(failure, sandbox);
    const reason = concerns === 'run' ? what : `${sandbox}\n${failure.message}`;
    if (!found.has(reason)) found.set(reason, readFailure(failure, sandbox));
  }
  return [...found.values()];
}
