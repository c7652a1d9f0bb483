// What a command was asked to do: argv as data. Made by commands/args.ts, read by the commands and the wiring.

import type { ColumnChoice } from './column-mapping.ts';
import type { Shell } from './completion.ts';
import type { DeletionLimit } from './guard.ts';
import type { RunLimits } from './limits.ts';
import type { SecretTemplate } from './secret-template.ts';

/** How much the log tells. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** What a run is about and how it goes; how a command speaks of it is no part of this. Durations are milliseconds. */
export interface RunRequest {
  /** Files, folders and globs of the configuration. */
  readonly files: readonly string[];
  /** Whether `files` was said, and not only assumed. */
  readonly filesGiven: boolean;
  /** Path of the state file; beside the first configuration file when absent. */
  readonly state?: string;
  readonly envFiles: readonly string[];
  /** Run against a platform inside this process. */
  readonly emulator: boolean;
  /** May secret references run commands? */
  readonly allowExec: boolean;
  readonly sandboxes: readonly string[];
  readonly only: readonly string[];
  readonly tags: readonly string[];
  readonly concurrency: number;
  /** Milliseconds until a request without an answer is given up. */
  readonly timeoutMs: number;
  /** The longest wait that the platform may ask for, in milliseconds. */
  readonly maxWaitMs: number;
  /** What the run may use up at most. */
  readonly limits: RunLimits;
  /** Milliseconds that a listing may lag behind a create. */
  readonly settleDelayMs: number;
  /** Milliseconds to wait for another run to finish. */
  readonly lockTimeoutMs: number;
}

/** Options that every command understands. */
export interface SharedOptions extends RunRequest {
  readonly json: boolean;
  readonly logLevel: LogLevel;
  readonly logFormat: 'pretty' | 'json';
  readonly colour: boolean;
}

/** The form of a report. */
export type ReportKind = 'markdown' | 'junit' | 'sarif' | 'json' | 'html';

/** A report to be written. */
export interface ReportFile {
  readonly path: string;
  readonly kind: ReportKind;
}

/** Where the commands whose end is worth a report write it. */
export interface ReportingOptions {
  readonly reports: readonly ReportFile[];
}

/** `flowrecon validate` */
export interface ValidateRequest extends SharedOptions, ReportingOptions {
  readonly command: 'validate';
  readonly format: 'text' | 'json' | 'sarif' | 'github';
  /** Check against the platform too. */
  readonly online: boolean;
}

/** What a plan is asked to do beside bringing the platform in step. */
export interface PlanningOptions {
  /** Delete what is recorded and no longer listed. */
  readonly prune: boolean;
  /** Key globs of the entries whose secret is sent anew; absent: none. */
  readonly rotate?: readonly string[];
  /** Most deletions; absent: the usual limit. */
  readonly maxDelete?: DeletionLimit;
}

/** What a run that makes a plan is asked for. */
export interface PlanRun extends RunRequest, PlanningOptions {
  /** Where the plan is saved. */
  readonly out?: string;
  /** Exit code 2 when there are changes. */
  readonly detailedExitcode: boolean;
}

/** What a run that carries a plan out is asked for. */
export interface ApplyRun extends RunRequest, PlanningOptions {
  /** The saved plan to carry out. */
  readonly planFile?: string;
  /** Have the platform try what was created or given another login. */
  readonly test: boolean;
}

/** How a plan is shown. */
export interface ShowingOptions {
  /** Show every field of every change, and fold nothing. */
  readonly fullDiff: boolean;
}

/** `flowrecon plan` */
export interface PlanRequest extends SharedOptions, PlanRun, ShowingOptions, ReportingOptions {
  readonly command: 'plan';
  readonly unmanaged: boolean;
}

/** `flowrecon apply` */
export interface ApplyRequest extends SharedOptions, ApplyRun, ShowingOptions, ReportingOptions {
  readonly command: 'apply';
  /** Carry out without asking. */
  readonly yes: boolean;
}

/** `flowrecon test` */
export interface TestRequest extends SharedOptions, ReportingOptions {
  readonly command: 'test';
  /** The file of the known-bad connections. */
  readonly quarantine?: string;
  /** Write down what was new and what has recovered. */
  readonly updateQuarantine: boolean;
}

/** `flowrecon explore KEY [TABLE]` */
export interface ExploreRequest extends SharedOptions {
  readonly command: 'explore';
  readonly key: string;
  /** The table whose columns are asked for; all tables when absent. */
  readonly table?: string;
}

/** `flowrecon import KEY ID` */
export interface ImportRequest extends SharedOptions {
  readonly command: 'import';
  readonly key: string;
  readonly id: string;
}

/** `flowrecon export` */
export interface ExportRequest extends SharedOptions {
  readonly command: 'export';
  /** The file to write; standard output when absent. */
  readonly out?: string;
  /** Record what is written, so that it is managed from then on. */
  readonly adopt: boolean;
  /** Leave out what is listed or recorded already. */
  readonly unmanaged: boolean;
}

/** `flowrecon state ...` */
export interface StateRequest extends SharedOptions {
  readonly command: 'state';
  readonly action: StateAction;
}

/** What `flowrecon state` is asked for. */
export type StateAction =
  | { readonly verb: 'list' }
  | { readonly verb: 'unlock' }
  | { readonly verb: 'verify' }
  | { readonly verb: 'show'; readonly key: string }
  | { readonly verb: 'rm'; readonly key: string }
  | { readonly verb: 'mv'; readonly from: string; readonly to: string };

/** `flowrecon emulator` */
export interface EmulatorRequest extends SharedOptions {
  readonly command: 'emulator';
  readonly host: string;
  readonly port: number;
  /** File that keeps the data; in memory when absent. */
  readonly dataFile?: string;
  /** File with settings as JSON. */
  readonly settingsFile?: string;
  /** Settings given by flags, by name; they win over the file. The emulator checks them. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** `flowrecon init` */
export interface InitRequest extends SharedOptions {
  readonly command: 'init';
  /** The list to write. */
  readonly out: string;
  /** Ask nothing. */
  readonly yes: boolean;
  /** Which workflow to write; absent: that of GitHub. */
  readonly ci?: 'github' | 'none';
  readonly orgId?: string;
  readonly platformUrl?: string;
  /** What is known of the first connection. */
  readonly first: Partial<FirstConnection>;
  /** The inventory to take the connections from, instead. */
  readonly inventory?: InventoryOptions;
}

/** What the first connection of a list says beside its sandboxes. */
export interface FirstConnection {
  readonly name: string;
  readonly server: string;
  readonly database: string;
  readonly username: string;
}

/** An inventory and how it is read. */
export interface InventoryOptions {
  readonly file: string;
  /** Absent: found out from the first row. */
  readonly delimiter?: string;
  readonly columns: readonly ColumnChoice[];
  readonly secrets: SecretTemplate;
}

/** `flowrecon completion SHELL` */
export interface CompletionRequest {
  readonly command: 'completion';
  readonly shell: Shell;
}

/** `flowrecon complete SHELL -- WORDS`, which the scripts of `completion` call. */
export interface CompleteRequest {
  readonly command: 'complete';
  readonly shell: Shell;
  /** The words behind `flowrecon`; the last one is not finished. */
  readonly words: readonly string[];
}

/** The schemas that are shipped. */
export const SCHEMA_NAMES = ['connections', 'state', 'plan', 'quarantine'] as const;

/** `flowrecon schema [NAME]` */
export interface SchemaRequest {
  readonly command: 'schema';
  readonly name: (typeof SCHEMA_NAMES)[number];
}

/** What argv asks for. */
export type Request =
  | ValidateRequest
  | PlanRequest
  | ApplyRequest
  | TestRequest
  | ExploreRequest
  | ImportRequest
  | ExportRequest
  | StateRequest
  | EmulatorRequest
  | InitRequest
  | CompletionRequest
  | CompleteRequest
  | SchemaRequest;
