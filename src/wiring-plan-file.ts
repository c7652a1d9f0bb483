// Saved plans: where one lies, and what of a run it is bound to.
import { dirname, resolve } from 'node:path';
import type { Diagnostic } from './core/diagnostic.ts';
import type { Surroundings } from './core/ports.ts';
import type { Result } from './core/result.ts';
import type { PlanBinding, SavedPlan } from './core/saved-plan.ts';
import type { Configuration } from './config/load.ts';

/** Where a saved plan lies, and how it is read and written. */
export async function openPlanFile(host: Surroundings, file: string): Promise<PlanFile> {
  const { readPlanFile, writePlanFile } = await import('./backend/plan-file.ts');
  const path = resolve(host.cwd, file);
  return { read: () => readPlanFile(path), write: (plan) => writePlanFile(path, plan) };
}

/** A saved plan on disk. */
export interface PlanFile {
  readonly read: () => Promise<Result<SavedPlan, Diagnostic>>;
  readonly write: (plan: SavedPlan) => Promise<Result<undefined, Diagnostic>>;
}

type TargetBinding = Pick<PlanBinding, 'platform' | 'orgId' | 'configuration'>;

/** What a plan is bound to, as far as it does not lie in the state. */
export async function bindingOf(
  configuration: Configuration,
  target: { readonly platform: string; readonly orgId: string },
): Promise<TargetBinding> {
  const { configurationHash } = await import('./config/hash.ts');
  const { desired, moves, files } = configuration;
  const folder = dirname(files[0] ?? '.');
  return { ...target, configuration: configurationHash({ desired, moves, folder }) };
}
