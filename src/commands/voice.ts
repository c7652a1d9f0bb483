// How a command speaks: text as it goes along, or one JSON document at the end. Data to standard output, everything
// else to standard error, and never both halves of one thing to different places.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Host } from '../core/ports.ts';
import type { SharedOptions } from '../core/request.ts';
import { diagnosticText } from '../report/diagnostics.ts';
import { guideLine } from '../report/guide.ts';
import { collectFindings } from '../reconcile/run-voice.ts';
import type { RunVoice } from '../reconcile/run-voice.ts';
import type { Page } from '../report/page.ts';
import { guidePath } from '../wiring-guide.ts';
import { openLog } from '../wiring.ts';
import { openEventLog } from './event-log.ts';
import { pageFor } from './page-for.ts';
import { createProgress } from './progress.ts';

/** The voice of one command: tells findings at once as text, or later in the document. */
export interface Voice extends RunVoice {
  /** Everything told so far, for the JSON document. */
  readonly diagnostics: readonly Diagnostic[];
  /** How text is laid out on standard output, and on standard error. */
  readonly page: Page;
  readonly errPage: Page;
}

const STOPPING = 'Stopping: no new requests; waiting for those under way. Once more ends at once.';

/** Makes the voice of a command. */
export async function createVoice(request: SharedOptions, host: Host): Promise<Voice> {
  const events = await openEventLog(request, host);
  const progress = await createProgress(request, host, events);
  const write = (text: string): void => {
    progress.aside(() => {
      host.err(text);
    });
  };
  const say = (text: string): void => {
    if (events === undefined) write(text);
    else events.tell({ event: 'message' }, text.trim());
  };
  host.stop.addEventListener('abort', () => {
    // The terminal has put ^C where the line of progress stood, so that the words begin a line of their own.
    say(`${host.redraws ? '\n' : ''}${STOPPING}\n`);
  });
  const findings = collectFindings((told) => {
    if (request.json) return;
    if (events !== undefined) {
      told.forEach(events.find);
      return;
    }
    const before = findings.diagnostics.slice(0, -told.length);
    const more = guideLine(told, guidePath(host.cwd), before);
    const text = diagnosticText(told, pageFor('err', request, host));
    // What comes later stands apart from what was told before, as findings told together do.
    const apart = before.length === 0 ? '' : '\n';
    write(`${apart}${text}\n${more === undefined ? '' : `\n${more}\n`}`);
  });
  return {
    diagnostics: findings.diagnostics,
    page: pageFor('out', request, host),
    errPage: pageFor('err', request, host),
    progress,
    log: await openLog(request, host, write),
    tell: findings.tell,
    say(text) {
      if (!request.json) say(text);
    },
  };
}
