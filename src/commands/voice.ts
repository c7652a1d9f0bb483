// How a command speaks: text as it goes along, or one JSON document at the end. Data to standard output, everything
// else to standard error, and never both halves of one thing to different places.
import type { Diagnostic } from '../core/diagnostic.ts';
import { exitCodeOfRefusal } from '../core/outcome.ts';
import type { ExitCode } from '../core/outcome.ts';
import type { Host, Log } from '../core/ports.ts';
import type { SharedOptions } from '../core/request.ts';
import { diagnosticText } from '../report/diagnostics.ts';
import { createPaint } from '../report/paint.ts';
import type { Paint } from '../report/paint.ts';
import { openLog } from '../wiring.ts';
import { createProgress } from './progress.ts';
import type { Progress } from './progress.ts';

/** The voice of one command. */
export interface Voice {
  /** Everything told so far, for the JSON document. */
  readonly diagnostics: readonly Diagnostic[];
  readonly paint: Paint;
  readonly progress: Progress;
  readonly log: Log;
  /** Tells findings: at once as text, or later in the document. */
  tell(diagnostics: readonly Diagnostic[]): void;
  /** Says something that only people read. */
  readonly say: (text: string) => void;
}

const STOPPING = 'Stopping: no new requests; waiting for those under way. Once more ends at once.';

/** Makes the voice of a command. */
export async function createVoice(request: SharedOptions, host: Host): Promise<Voice> {
  const diagnostics: Diagnostic[] = [];
  const heard = new Set<string>();
  const colour = request.colour && host.colours.err;
  const progress = await createProgress(request, host);
  const say = (text: string): void => {
    progress.clear();
    host.err(text);
  };
  host.stop.addEventListener('abort', () => {
    say(`\n${STOPPING}\n`);
  });
  return {
    diagnostics,
    paint: createPaint(request.colour && host.colours.out),
    progress,
    log: await openLog(request, host, say),
    tell(found) {
      // Two steps may come across the same fault, such as a secret that does not resolve.
      const told = found.filter((one) => !heard.has(JSON.stringify(one)));
      for (const one of told) heard.add(JSON.stringify(one));
      diagnostics.push(...told);
      if (!request.json && told.length > 0) say(`${diagnosticText(told, createPaint(colour))}\n`);
    },
    say(text) {
      if (!request.json) say(text);
    },
  };
}

/** Ends a command that was refused: tells why, and with what exit code. */
export function refuse(voice: Voice, problems: readonly Diagnostic[]): ExitCode {
  voice.tell(problems);
  return exitCodeOfRefusal(problems);
}
