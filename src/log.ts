// The logger: pino behind the Log port, on standard error, written at once so that the last lines survive the process.
import { createRequire } from 'node:module';
import pino from 'pino';
import type PinoPretty from 'pino-pretty';
import type { Log } from './core/ports.ts';
import type { LogLevel } from './core/request.ts';

/** How the log is written. */
export interface LogOptions {
  readonly level: LogLevel;
  readonly format: 'pretty' | 'json';
  readonly colour: boolean;
  readonly write: (text: string) => void;
}

/** Members that must never hold anything; a second net under the Secret type. */
const REDACTED = [
  'password',
  'client_secret',
  'clientSecret',
  'accessToken',
  'access_token',
  'authorization',
];

/** Makes the log of a run. */
export function createLog({ level, format, colour, write }: LogOptions): Log {
  const line = format === 'json' ? write : prettyLine(colour, write);
  return pino({ level, base: null, redact: REDACTED }, { write: line });
}

/** Most runs log nothing, so the library that makes lines pretty is loaded with the first one. */
function prettyLine(colour: boolean, write: (text: string) => void): (json: string) => void {
  let pretty: ((json: string) => string) | undefined;
  return (json) => {
    pretty ??= loadPretty().prettyFactory({
      colorize: colour,
      ignore: 'pid,hostname',
      translateTime: 'SYS:HH:MM:ss.l',
    });
    write(pretty(json));
  };
}

function loadPretty(): typeof PinoPretty {
  // A require, because a log line cannot wait for an import; the package has no other form.
  return createRequire(import.meta.url)('pino-pretty') as typeof PinoPretty;
}
