// The options that every command shares: their table, and their way from flags to a request.
import { Option } from 'commander';
import type { Command } from 'commander';
import { DEFAULT_REQUEST } from '../core/default-request.ts';
import type { RunLimits } from '../core/limits.ts';
import type { LogLevel, ReportFile, SharedOptions } from '../core/request.ts';
import { collect, collectReports, parseCount, parseDuration } from './args-values.ts';

/** Flags as commander hands them over. */
export interface SharedFlags {
  readonly file?: string[];
  readonly state?: string;
  readonly envFile?: string[];
  readonly json?: boolean;
  readonly logLevel: LogLevel;
  readonly logFormat: 'pretty' | 'json';
  readonly color: boolean;
  readonly emulator?: boolean;
  readonly allowExec?: boolean;
  readonly sandbox?: string[];
  readonly only?: string[];
  readonly tag?: string[];
  readonly concurrency: number;
  readonly timeout: number;
  readonly maxWait: number;
  readonly maxDuration: number;
  readonly maxFailures: number;
  readonly maxCalls: number;
  readonly settleDelay: number;
  readonly lockTimeout: number;
}

const LEVELS: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];

/** The heading of the options that only one command has. */
const OWN = 'Options:';

/** Options that say which configuration is meant and how the command speaks. */
export function withSharedOptions(command: Command): Command {
  return withSpeechOptions(
    command
      .optionsGroup('List and state:')
      .option(
        '-f, --file <path>',
        'configuration file, folder or glob; may be given several times (default: connections.yaml)',
        collect,
      )
      .option(
        '--state <path>',
        'state file (default: connections.state.json beside the first configuration file)',
      )
      .option('--env-file <path>', 'load variables from a file first; the real environment wins', collect),
  )
    .optionsGroup('Output:')
    .addOption(new Option('--log-level <level>', 'how much the log tells').choices(LEVELS).default('warn'))
    .addOption(
      new Option('--log-format <form>', 'form of log lines').choices(['pretty', 'json']).default('pretty'),
    )
    .optionsGroup(OWN);
}

/** Options that say how a command speaks. */
export function withSpeechOptions(command: Command): Command {
  return command
    .optionsGroup('Output:')
    .option('--json', 'one JSON document on standard output')
    .option('--no-color', 'no colours (NO_COLOR does the same)')
    .optionsGroup(OWN);
}

/** Options that narrow a run down to some entries. */
function withSelectionOptions(command: Command): Command {
  return command
    .optionsGroup('Selection:')
    .option('--sandbox <sandbox>', 'only this sandbox; may be given several times', collect)
    .option(
      '--only <key-glob>',
      "only keys that match, for example 'prod/*' or 'orders-*'; may be given several times",
      collect,
    )
    .option('--tag <tag>', 'only entries with this tag; may be given several times', collect);
}

/** The help shows what holds without the flag in the form in which it is given. */
function duration(flag: string, says: string, usual: number): Option {
  return new Option(`${flag} <duration>`, says).argParser(parseDuration).default(usual, `${usual / 1_000}s`);
}

/** Options of the commands that talk to a platform. */
export function withPlatformOptions(command: Command): Command {
  return withSelectionOptions(command)
    .optionsGroup('Platform:')
    .option('--emulator', 'run against an embedded local platform; needs no Adobe account')
    .option('--allow-exec', 'let { exec: ... } secret references run their commands')
    .option('--concurrency <n>', 'most requests at the same time', parseCount, DEFAULT_REQUEST.concurrency)
    .addOption(duration('--timeout', 'longest wait for one answer', DEFAULT_REQUEST.timeoutMs))
    .addOption(
      duration('--max-wait', 'longest pause that the platform may ask for (429)', DEFAULT_REQUEST.maxWaitMs),
    )
    .addOption(
      duration('--settle-delay', 'how long a listing may lag behind a create', DEFAULT_REQUEST.settleDelayMs),
    )
    .addOption(duration('--lock-timeout', 'wait for another run to finish, instead of refusing', 0))
    .optionsGroup(OWN);
}

/** Options that end a run before it is finished: nothing new begins, what is under way ends, everything is saved. */
export function withLimitOptions(command: Command): Command {
  return command
    .optionsGroup('Limits:')
    .option('--max-duration <duration>', 'begin nothing new after this time (exit code 7)', parseDuration)
    .option(
      '--max-failures <n>',
      'begin nothing new once so many entries have failed (exit code 7)',
      parseCount,
    )
    .option('--max-calls <n>', 'send no more requests than this, tokens included (exit code 7)', parseCount)
    .optionsGroup(OWN);
}

/** Flags of the commands whose end is worth a report. */
export interface ReportFlags {
  readonly report?: ReportFile[];
}

/** The option of the commands whose end is worth a report. */
export function withReportOption(command: Command): Command {
  return command.option(
    '--report <file>',
    'also write a report, also of a run that fails: .md, .html, .json, .sarif or .xml (JUnit); may be given several times',
    collectReports,
  );
}

/** The common part of a request. */
export function sharedOptions(flags: Partial<SharedFlags>): SharedOptions {
  return {
    ...DEFAULT_REQUEST,
    ...(flags.file !== undefined && { files: flags.file, filesGiven: true }),
    ...(flags.state !== undefined && { state: flags.state }),
    envFiles: flags.envFile ?? [],
    json: flags.json ?? false,
    logLevel: flags.logLevel ?? 'warn',
    logFormat: flags.logFormat ?? 'pretty',
    colour: flags.color ?? true,
    emulator: flags.emulator ?? false,
    allowExec: flags.allowExec ?? false,
    sandboxes: flags.sandbox ?? [],
    only: flags.only ?? [],
    tags: flags.tag ?? [],
    concurrency: flags.concurrency ?? DEFAULT_REQUEST.concurrency,
    timeoutMs: flags.timeout ?? DEFAULT_REQUEST.timeoutMs,
    maxWaitMs: flags.maxWait ?? DEFAULT_REQUEST.maxWaitMs,
    limits: limitsOf(flags),
    settleDelayMs: flags.settleDelay ?? DEFAULT_REQUEST.settleDelayMs,
    lockTimeoutMs: flags.lockTimeout ?? DEFAULT_REQUEST.lockTimeoutMs,
  };
}

function limitsOf({ maxDuration, maxFailures, maxCalls }: Partial<SharedFlags>): RunLimits {
  return {
    ...(maxDuration !== undefined && { maxDurationMs: maxDuration }),
    ...(maxFailures !== undefined && { maxFailures }),
    ...(maxCalls !== undefined && { maxCalls }),
  };
}

/** Two examples under a command's help. */
export function examples(first: string, second: string): string {
  return `\nExamples:\n  flowrecon ${first}\n  flowrecon ${second}`;
}
