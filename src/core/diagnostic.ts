// One thing told to the user, as data. Worded where it is found, laid out in report/. Never holds a secret's text.

/** A place in a configuration file. Lines and columns count from 1; the end is exclusive. */
export interface SourceRange {
  /** Path as the user would type it: relative to the working directory where possible. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What kind of thing is told. Closed, so that a reader of JSON can rely on it. */
export type DiagnosticCode =
  // configuration
  | 'file-unreadable'
  | 'no-files'
  | 'empty-file'
  | 'encoding'
  | 'too-large'
  | 'too-deep'
  | 'yaml-syntax'
  | 'schema-violation'
  | 'unknown-field'
  | 'plain-secret'
  | 'duplicate-key'
  | 'duplicate-name'
  | 'duplicate-target'
  | 'invalid-value'
  | 'nothing-selected'
  // secrets and credentials
  | 'secret-unresolved'
  | 'credentials-missing'
  | 'unauthorised'
  | 'forbidden'
  // the platform
  | 'platform-unreachable'
  | 'sandbox-unknown'
  | 'sandbox-inactive'
  | 'sandbox-unreadable'
  | 'spec-violation'
  | 'spec-unusable'
  | 'spec-changed'
  | 'spec-not-remembered'
  | 'sandbox-failing'
  | 'request-failed'
  | 'limit-reached'
  // planning and applying
  | 'conflict'
  | 'drift-reported'
  | 'in-doubt'
  | 'settled'
  | 'not-confirmed'
  | 'declined'
  | 'interrupted'
  | 'too-many-deletions'
  | 'state-key-differs'
  | 'plan-stale'
  | 'entry-stale'
  | 'not-planned'
  | 'plan-unusable'
  | 'not-importable'
  | 'not-exported'
  // first files
  | 'inventory-unusable'
  | 'columns-unclear'
  | 'column-refused'
  | 'rows-left-out'
  // testing and exploring
  | 'connection-fails'
  | 'quarantine-unusable'
  // reports
  | 'report-unusable'
  // state
  | 'state-damaged'
  | 'state-foreign'
  | 'state-locked'
  | 'state-unwritable'
  | 'state-differs'
  | 'state-unknown-key'
  | 'lease-taken-over'
  | 'usage';

/** How much it matters: an error stops its entry or the run, a warning does not, a note only informs. */
export type Severity = 'error' | 'warning' | 'note';

/** One thing told to the user. Errors and warnings always say what to do next. */
export type Diagnostic = Told<'error', string> | Told<'warning', string> | Told<'note', string | undefined>;

interface Told<S extends Severity, Fix> {
  readonly severity: S;
  readonly code: DiagnosticCode;
  /** What happened, as one sentence without a final newline. */
  readonly summary: string;
  /** Why, or more about it. */
  readonly detail?: string;
  /** What to do next. */
  readonly fix: Fix;
  /** Key of the entry concerned. */
  readonly key?: string;
  readonly range?: SourceRange;
  /** The offending line of the source, with everything that could be a secret masked. */
  readonly sourceLine?: string;
}

/** Whether anything in the list forbids going on. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
