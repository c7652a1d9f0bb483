// Wires what `test` and `explore` need beside a platform: the part that asks, and the file of known-bad connections.
import { resolve } from 'node:path';
import type { QuarantineFile } from './backend/quarantine-file.ts';
import type { Surroundings } from './core/ports.ts';
import { systemClock, systemRandom } from './wiring-system.ts';

/** The part of a run that has connections tried. */
export const loadTesting = () => import('./apply/testing.ts');

/** The known-bad connections. */
export async function openQuarantine(host: Surroundings, file: string): Promise<QuarantineFile> {
  const { openQuarantineFile } = await import('./backend/quarantine-file.ts');
  return openQuarantineFile(resolve(host.cwd, file), systemRandom.uuid());
}

/** The day of this run (UTC), `2026-01-15`. */
export function dayOfRun(): string {
  return new Date(systemClock.now()).toISOString().slice(0, 10);
}
