// With `--log-format json` whatever a command says on standard error is an event, so that every line there is JSON: what it
// finds, what it does, and how far it has come.
import type { Diagnostic, Severity } from '../core/diagnostic.ts';
import type { Host, Log, LogFields } from '../core/ports.ts';
import type { SharedOptions } from '../core/request.ts';
import { diagnosticJson } from '../report/diagnostics.ts';
import { openLog } from '../wiring.ts';

/** Says things as events. */
export interface EventLog {
  readonly tell: (fields: LogFields, text: string) => void;
  readonly find: (diagnostic: Diagnostic) => void;
}

const LEVELS: Readonly<Record<Severity, 'error' | 'warn' | 'info'>> = {
  error: 'error',
  warning: 'warn',
  note: 'info',
};

/** The events of a command; undefined where it speaks in text. */
export async function openEventLog(request: SharedOptions, host: Host): Promise<EventLog | undefined> {
  if (request.logFormat !== 'json') return undefined;
  // As the text that they stand for, they come whatever the level of the log; but silence is silence.
  const logLevel = request.logLevel === 'silent' ? 'silent' : 'info';
  const log: Log = await openLog({ ...request, logLevel }, host, host.err);
  return {
    tell: (fields, text) => {
      log.info(fields, text);
    },
    find: (diagnostic) => {
      const { message, severity, ...fields } = diagnosticJson(diagnostic);
      log[LEVELS[severity]]({ event: 'diagnostic', ...fields }, message);
    },
  };
}
