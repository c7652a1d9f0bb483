// The configuration: files to entries. Decides the order of the steps and that a fault anywhere stops everything, after
// every fault everywhere has been found.
import type { DesiredConnection } from '../core/connection.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { hasErrors } from '../core/diagnostic.ts';
import type { Move } from '../core/moves.ts';
import type { Result } from '../core/result.ts';
import { refusal, success } from '../core/result.ts';
import type { CheckedFile } from './check.ts';
import { checkFile } from './check.ts';
import { desiredFrom } from './draft.ts';
import { findFiles, readText } from './files.ts';
import { movesOf } from './moves.ts';
import type { PlatformSettings } from './platform.ts';
import { platformOf } from './platform.ts';
import { crossFaults } from './rules.ts';

/** Where the configuration is. */
export interface LoadRequest {
  /** Files, folders and globs. */
  readonly paths: readonly string[];
  readonly cwd: string;
}

/** Everything the files ask for. */
export interface Configuration {
  /** In the order of the files. */
  readonly desired: readonly DesiredConnection[];
  /** The `moved:` lists of all files, in order. */
  readonly moves: readonly Move[];
  readonly platform: PlatformSettings;
  /** Absolute paths, in order; the first decides where the state lives. */
  readonly files: readonly string[];
  readonly warnings: readonly Diagnostic[];
}

/** Loads and checks the whole configuration. The problem holds all errors and warnings. */
export async function loadConfiguration({
  paths,
  cwd,
}: LoadRequest): Promise<Result<Configuration, readonly Diagnostic[]>> {
  const found = await findFiles(paths, cwd);
  const diagnostics = [...found.diagnostics];
  const checked: CheckedFile[] = [];
  for (const path of found.paths) {
    const read = await readText(path, cwd);
    if (read.ok) checked.push(checkFile(read.value));
    else diagnostics.push(read.problem);
  }
  const drafts = checked.flatMap((file) => file.drafts);
  const { platform, diagnostics: platformFaults } = platformOf(checked);
  const { moves, diagnostics: moveFaults } = movesOf(checked, !hasErrors(diagnostics));
  for (const file of checked) diagnostics.push(...file.diagnostics);
  diagnostics.push(...crossFaults(drafts), ...moveFaults, ...platformFaults);
  const told = inOrder(diagnostics);
  if (hasErrors(told)) return refusal(told);
  const desired = drafts.flatMap(desiredFrom);
  return success({ desired, moves, platform, files: found.paths, warnings: told });
}

/** By file, line and column; a fault that several entries share through an anchor is told once. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  const distinct = diagnostics.filter(({ range, code, summary }) => {
    const text = JSON.stringify([range?.file, range?.line, range?.column, code, summary]);
    return !seen.has(text) && seen.add(text);
  });
  return distinct.sort(byPlace);
}

function byPlace({ range: left }: Diagnostic, { range: right }: Diagnostic): number {
  if (left === undefined || right === undefined)
    return Number(left !== undefined) - Number(right !== undefined);
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}
