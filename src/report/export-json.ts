// The document of `export --json`: the same members on success and on failure. Pure.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Export } from '../core/exporting.ts';
import type { RequestTotals } from '../core/ports.ts';
import { diagnosticJson } from './diagnostics.ts';
import { NO_REQUESTS, document } from './json.ts';

/** An export as far as it came; what is absent was not reached. */
export interface ExportDocument {
  /** The file that was written. */
  readonly out?: string;
  readonly yaml?: string;
  readonly exported?: Export;
  readonly adopted?: number;
  readonly requests?: RequestTotals;
  readonly diagnostics: readonly Diagnostic[];
}

/** The document of `export`. */
export function exportJson({
  out,
  yaml = '',
  exported = { entries: [], omitted: [] },
  adopted = 0,
  requests = NO_REQUESTS,
  diagnostics,
}: ExportDocument): string {
  return document('export', {
    out: out ?? null,
    yaml,
    entries: exported.entries.map(({ key, sandbox, connection: { name, id } }) => ({
      key,
      sandbox,
      name,
      id,
    })),
    omitted: exported.omitted.map(({ sandbox, connection: { id, name }, reason }) => ({
      sandbox,
      id,
      name,
      reason,
    })),
    adopted,
    requests,
    diagnostics: diagnostics.map(diagnosticJson),
  });
}
