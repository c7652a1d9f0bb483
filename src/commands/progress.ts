// Shows how far a run has come: a line that is redrawn on a terminal, a plain line every few seconds elsewhere.
import type { Host } from '../core/ports.ts';
import type { SharedOptions } from '../core/request.ts';
import { progressText } from '../report/progress-text.ts';
import type { ProgressCounts } from '../report/progress-text.ts';
import { loadTerminal } from '../wiring.ts';

/** Shows progress until it is ended. */
export interface Progress {
  readonly show: (progress: ProgressCounts) => void;
  /** Takes the redrawn line away, so that something else can be written. */
  readonly clear: () => void;
}

/** A terminal is redrawn at most this often, because drawing costs more than counting. */
const REDRAW_MS = 80;
/** Often enough to see that a nightly run lives, seldom enough to keep its log short. */
const PLAIN_LINE_MS = 5_000;

/** Makes the progress display of a command. */
export async function createProgress(request: SharedOptions, host: Host): Promise<Progress> {
  if (!host.redraws || request.logFormat === 'json')
    return throttled(PLAIN_LINE_MS, (line) => {
      host.err(`${line}\n`);
    });
  const { createStatusLine } = await loadTerminal();
  const status = createStatusLine();
  return { ...throttled(REDRAW_MS, status.show), clear: status.clear };
}

function throttled(everyMs: number, write: (line: string) => void): Progress {
  let startedAt: number | undefined;
  let shownAt = 0;
  let wasWaiting = false;
  return {
    show(progress) {
      const now = Date.now();
      startedAt ??= now;
      shownAt ||= everyMs > REDRAW_MS ? now : 0;
      // Nothing may happen for a while after a wait has begun, so that this is the last chance to say why.
      const waits = progress.waiting !== undefined && !wasWaiting;
      wasWaiting = progress.waiting !== undefined;
      if (now - shownAt < everyMs && !waits) return;
      shownAt = now;
      write(progressText(progress, now - startedAt));
    },
    clear: () => undefined,
  };
}
