// How a command listens to the run that it starts: findings, progress and notes go to its voice.
import type { Host } from '../core/ports.ts';
import type { Listeners } from '../reconcile/reconcile.ts';
import type { Voice } from './voice.ts';

/** Listeners that hand everything to the voice of a command. */
export function listeners(
  { env, cwd, stop }: Host,
  { log, progress, tell, say }: Voice,
): Omit<Listeners, 'onPlan'> {
  return {
    env,
    cwd,
    signal: stop,
    log,
    onDiagnostics: tell,
    onProgress: progress.show,
    onProgressEnd: progress.clear,
    onNote: say,
  };
}
