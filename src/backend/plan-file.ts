// Saved plans on disk: written as a whole, readable by their owner only, and never over a file that is something else.
import type { Diagnostic } from '../core/diagnostic.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { SavedPlan } from '../core/saved-plan.ts';
import { readIfPresent, writePrivateFile } from './durable-file.ts';
import { decodePlan, encodePlan } from './plan-format.ts';

/** Saves a plan. An older plan under that name is replaced, any other file is left alone. */
export async function writePlanFile(path: string, plan: SavedPlan): Promise<Result<undefined, Diagnostic>> {
  try {
    const standing = (await readIfPresent(path))?.toString('utf8') ?? '';
    if (standing.trim() !== '' && !looksLikePlan(standing)) return refusal(occupied(path));
    await writePrivateFile(path, encodePlan(plan));
    return success(undefined);
  } catch (error) {
    const fix = 'See that the folder is there and can be written to, or name another file.';
    return refusal(unusable(`the plan cannot be saved as ${path}: ${reasonOf(error)}`, fix));
  }
}

/** Reads a saved plan. */
export async function readPlanFile(path: string): Promise<Result<SavedPlan, Diagnostic>> {
  const fix = 'Name a file that flowrecon plan --out has written.';
  try {
    const content = await readIfPresent(path);
    if (content === undefined) return refusal(unusable(`there is no saved plan ${path}`, fix));
    const decoded = decodePlan(content.toString('utf8'));
    return decoded.ok ? decoded : refusal(unusable(`the file ${path} ${decoded.problem}`, fix));
  } catch (error) {
    return refusal(unusable(`the saved plan ${path} cannot be read: ${reasonOf(error)}`, fix));
  }
}

/** Damaged ones and those of other versions are plans too. */
function looksLikePlan(text: string): boolean {
  return /^\s*\{\s*"formatVersion": "[^"]*",\s*"kind": "flowrecon-plan"/.test(text);
}

function occupied(path: string): Diagnostic {
  const fix = 'Name another file, or remove this one.';
  return unusable(`${path} exists and is no saved plan, so it is not overwritten`, fix);
}

function unusable(summary: string, fix: string): Diagnostic {
  return { severity: 'error', code: 'plan-unusable', summary, fix };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
