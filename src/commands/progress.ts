// Shows how far a run has come: a line that is redrawn on a terminal, a plain line every few seconds elsewhere, and with
// `--log-format json` an event in place of the line.
import type { Host } from '../core/ports.ts';
import type { RunProgress } from '../core/progress.ts';
import type { SharedOptions } from '../core/request.ts';
import { endedOf, progressFields, progressText } from '../report/progress-text.ts';
import { addSample, rateOf } from '../report/recent-rate.ts';
import type { Sample } from '../report/recent-rate.ts';
import { loadTerminal, systemClock } from '../wiring.ts';
import type { EventLog } from './event-log.ts';

/** Shows progress, one phase after the other. */
export interface Progress {
  /** Begins a phase, or tells how far it has come. */
  readonly show: (counts: RunProgress) => void;
  /** Ends the phase: nothing of it stays on a terminal. */
  readonly clear: () => void;
  /** Writes something else meanwhile, which the redrawn line must not run into. */
  readonly aside: (write: () => void) => void;
}

/** Where progress appears. */
interface Display {
  /** How often, in milliseconds. */
  readonly everyMs: number;
  readonly draw: (counts: RunProgress, rate: number | undefined) => void;
  readonly erase: () => void;
}

/** Often enough to look alive, and seldom enough that drawing costs nothing beside the run. */
const REDRAW_MS = 100;
/** Often enough to see that a nightly run lives, seldom enough to keep its log short. */
const LINE_MS = 5_000;

/** Makes the progress display of a command. */
export async function createProgress(
  request: SharedOptions,
  host: Host,
  events: EventLog | undefined,
): Promise<Progress> {
  if (events !== undefined) return createPhases(eventDisplay(events));
  if (host.redraws) return createPhases(await terminalDisplay(host));
  return request.logLevel === 'silent' ? SILENT : createPhases(lineDisplay(host));
}

const SILENT: Progress = {
  show: () => undefined,
  clear: () => undefined,
  aside: (write) => {
    write();
  },
};

function eventDisplay(events: EventLog): Display {
  return {
    everyMs: LINE_MS,
    draw: (counts, rate) => {
      events.tell(progressFields(counts, rate), progressText(counts, rate));
    },
    erase: () => undefined,
  };
}

function lineDisplay(host: Host): Display {
  return {
    everyMs: LINE_MS,
    draw: (counts, rate) => {
      host.err(`${progressText(counts, rate)}\n`);
    },
    erase: () => undefined,
  };
}

async function terminalDisplay(host: Host): Promise<Display> {
  const { createStatusLine } = await loadTerminal();
  const line = createStatusLine();
  return {
    everyMs: REDRAW_MS,
    draw: (counts, rate) => {
      // A line as wide as the terminal puts the cursor on the next one on some, and is not found again.
      line.show(progressText(counts, rate, host.columns('err') - 1));
    },
    erase: line.clear,
  };
}

/** What is known of the phase under way. */
interface Phase {
  counts: RunProgress;
  samples: readonly Sample[];
  readonly timer: NodeJS.Timeout;
}

function createPhases({ everyMs, draw, erase }: Display): Progress {
  let phase: Phase | undefined;
  const drawNow = (): void => {
    if (phase === undefined) return;
    phase.samples = sampled(phase.samples, phase.counts);
    draw(phase.counts, rateOf(phase.samples));
  };
  const begin = (counts: RunProgress): void => {
    // The run ends when its work does, whether or not there is progress to show.
    const timer = setInterval(drawNow, everyMs).unref();
    phase = { counts, samples: sampled([], counts), timer };
    if (everyMs === REDRAW_MS) drawNow();
  };
  return {
    show(counts) {
      if (phase === undefined) begin(counts);
      else {
        phase.counts = counts;
        phase.samples = sampled(phase.samples, counts);
      }
    },
    clear() {
      if (phase === undefined) return;
      clearInterval(phase.timer);
      phase = undefined;
      erase();
    },
    aside(write) {
      if (phase !== undefined) erase();
      write();
      if (everyMs === REDRAW_MS) drawNow();
    },
  };
}

/** While everything waits nothing can end, so that the rate is counted anew afterwards. */
function sampled(samples: readonly Sample[], counts: RunProgress): readonly Sample[] {
  const sample = { at: systemClock.now(), ended: endedOf(counts) };
  return counts.waiting === undefined ? addSample(samples, sample) : [sample];
}
