// Diagnostics as SARIF 2.1.0, which code hosts show as findings. Decides how our codes, severities and places map to
// the standard; columns are UTF-16 code units there too.
import type { Diagnostic, DiagnosticCode, SourceRange } from '../core/diagnostic.ts';
import { EXIT } from '../core/outcome.ts';
import { reportFindings } from '../core/report-findings.ts';
import { reportRows } from '../core/report-rows.ts';
import type { RunReport } from '../core/run-report.ts';

/** A run: everything that it told, and every entry that failed. */
export function sarifReport(run: RunReport): string {
  const { exitCode, startedAt, durationMs, version } = run;
  const moment = (milliseconds: number): string => new Date(milliseconds).toISOString();
  const invocation = {
    // A run that came to its end has succeeded as a run, whatever it has found.
    executionSuccessful: exitCode !== EXIT.internal && exitCode !== EXIT.interrupted,
    exitCode,
    startTimeUtc: moment(startedAt),
    endTimeUtc: moment(startedAt + durationMs),
  };
  return sarifText(reportFindings(run, reportRows(run)), { version, invocation });
}

/** What a log says of the run itself. */
interface SarifRun {
  readonly version: string;
  readonly invocation: object;
}

/** A SARIF log with one run, as JSON text with a final newline. */
export function sarifText(diagnostics: readonly Diagnostic[], about?: SarifRun): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const rules = codes.map(ruleOf);
  const run = {
    tool: { driver: { name: 'flowrecon', ...(about && { version: about.version }), rules } },
    ...(about && { invocations: [about.invocation] }),
    columnKind: 'utf16CodeUnits',
    results: diagnostics.map((diagnostic) => resultOf(diagnostic, codes.indexOf(diagnostic.code))),
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** No address on the web is known, so the help says where the page lies. */
function ruleOf(code: DiagnosticCode): object {
  const text = `docs/what-happens-when.md#${code} in the flowrecon package says what is seen, what was done and what to do.`;
  return { id: code, shortDescription: { text: code.replaceAll('-', ' ') }, help: { text } };
}

function resultOf(
  { severity, code, summary, detail, fix, key, range }: Diagnostic,
  ruleIndex: number,
): object {
  const sentences = [summary, detail, fix === undefined ? undefined : `hint: ${fix}`];
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: sentences.filter((sentence) => sentence !== undefined).join('\n') },
    ...(range !== undefined && { locations: [locationOf(range, key)] }),
  };
}

function locationOf(
  { file, line, column, endLine, endColumn }: SourceRange,
  key: string | undefined,
): object {
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(file) }, region },
    ...(key !== undefined && { logicalLocations: [{ fullyQualifiedName: key }] }),
  };
}

/** Relative paths stay relative to the checkout; absolute ones become file addresses, on Windows too. */
function uriOf(file: string): string {
  const path = file.split('/').map(encodeURIComponent).join('/');
  if (/^[A-Za-z]:\//.test(file)) return `file:///${file.slice(0, 2)}${path.slice(path.indexOf('/'))}`;
  return file.startsWith('/') ? `file://${path}` : path;
}
