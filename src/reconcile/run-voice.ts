// What a run tells while it goes along. Whoever starts it decides what becomes of it: the command line prints, a
// program that embeds flowrecon may do as it likes.
import type { Diagnostic } from '../core/diagnostic.ts';
import { exitCodeOfRefusal } from '../core/outcome.ts';
import type { ExitCode } from '../core/outcome.ts';
import type { Log } from '../core/ports.ts';
import type { ProgressCounts, RunProgress } from '../core/progress.ts';

/** The voice of a run. */
export interface RunVoice {
  readonly log: Log;
  readonly progress: RunProgressDisplay;
  /** Tells findings as they come. */
  readonly tell: (diagnostics: readonly Diagnostic[]) => void;
  /** Says something that only people read, such as why the run waits; ends with a line end. */
  readonly say: (text: string) => void;
}

/** Where a run shows how far it has come. */
interface RunProgressDisplay {
  readonly show: (progress: RunProgress) => void;
  /** Ends what was shown: its work is over. */
  readonly clear: () => void;
}

/** Shows how many sandboxes have been read. */
export function showReading({ progress }: Pick<RunVoice, 'progress'>): (counts: ProgressCounts) => void {
  return (counts) => {
    progress.show({ phase: 'reading', ...counts });
  };
}

/** Ends a run that was refused: tells why, and with what exit code. */
export function refuse(voice: Pick<RunVoice, 'tell'>, problems: readonly Diagnostic[]): ExitCode {
  voice.tell(problems);
  return exitCodeOfRefusal(problems);
}

/** Findings of a run, each once: two steps may come across the same fault, such as a secret that does not resolve. */
export interface Findings {
  /** Everything told so far. */
  readonly diagnostics: readonly Diagnostic[];
  readonly tell: (diagnostics: readonly Diagnostic[]) => void;
}

/** Collects findings and hands on those that are new. */
export function collectFindings(onNew: (diagnostics: readonly Diagnostic[]) => void): Findings {
  const diagnostics: Diagnostic[] = [];
  const heard = new Set<string>();
  return {
    diagnostics,
    tell(found) {
      const told = found.filter((one) => !heard.has(JSON.stringify(one)));
      for (const one of told) heard.add(JSON.stringify(one));
      diagnostics.push(...told);
      if (told.length > 0) onNew(told);
    },
  };
}
