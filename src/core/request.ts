// What a command was asked to do: argv as data. Made by commands/args.ts, read by the commands and the wiring.

/** How much the log tells. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Options that every command understands. */
export interface SharedOptions {
  /** Files, folders and globs of the configuration. */
  readonly files: readonly string[];
  /** Path of the state file; beside the first configuration file when absent. */
  readonly state?: string;
  readonly envFiles: readonly string[];
  readonly json: boolean;
  readonly logLevel: LogLevel;
  readonly logFormat: 'pretty' | 'json';
  readonly colour: boolean;
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
  /** Milliseconds that a listing may lag behind a create. */
  readonly settleDelayMs: number;
  /** Milliseconds to wait for another run to finish. */
  readonly lockTimeoutMs: number;
}

/** `flowrecon validate` */
export interface ValidateRequest extends SharedOptions {
  readonly command: 'validate';
  readonly format: 'text' | 'json' | 'sarif' | 'github';
}

/** `flowrecon plan` */
export interface PlanRequest extends SharedOptions {
  readonly command: 'plan';
  readonly detailedExitcode: boolean;
  readonly unmanaged: boolean;
}

/** `flowrecon apply` */
export interface ApplyRequest extends SharedOptions {
  readonly command: 'apply';
  readonly yes: boolean;
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
}

/** What argv asks for. */
export type Request = ValidateRequest | PlanRequest | ApplyRequest | StateRequest | EmulatorRequest;
