// Wires the export: whether there is a list to start from, where the new one goes, and how it is spelt and read back.
import { dirname, join, resolve } from 'node:path';
import type { Diagnostic } from './core/diagnostic.ts';
import type { Surroundings } from './core/ports.ts';
import type { RunRequest } from './core/request.ts';
import type { Result } from './core/result.ts';
import { systemRandom } from './wiring-system.ts';

/** Whether there is no list yet. An empty file counts as none: the shell makes one for `export > connections.yaml`. */
export async function lacksList({ files }: RunRequest, host: Surroundings): Promise<boolean> {
  const { findFiles, readText } = await import('./config/files.ts');
  const { paths, diagnostics } = await findFiles(files, host.cwd);
  const [path] = paths;
  if (path === undefined) return diagnostics.every(({ code }) => code === 'no-files');
  const read = paths.length === 1 ? await readText(path, host.cwd) : undefined;
  return read?.ok === true && read.value.text.trim() === '';
}

/** Where a list that is written first would have its state. */
export function stateBeside(host: Surroundings, file: string): string {
  return join(dirname(resolve(host.cwd, file)), 'connections.state.json');
}

/** A list that does not exist yet. */
export interface NewList {
  /** What stands against writing it, as far as it shows beforehand. */
  readonly judge: () => Promise<Diagnostic | undefined>;
  readonly write: (text: string) => Promise<Result<undefined, Diagnostic>>;
}

/** The file that an export writes. */
export async function openNewList(host: Surroundings, file: string): Promise<NewList> {
  const { judgeNewFile, writeNewFile } = await import('./backend/list-file.ts');
  const path = resolve(host.cwd, file);
  return {
    judge: () => judgeNewFile(path),
    write: (text) => writeNewFile(path, text, systemRandom.uuid()),
  };
}

/** How a list is spelt, what may stand in it, and what it reads as. */
export async function loadListForm() {
  const [{ listText }, { listErrors, rereadList }, { mayStand }, { isFullKey }] = await Promise.all([
    import('./config/list-writing.ts'),
    import('./config/list-rereading.ts'),
    import('./config/list-fitness.ts'),
    import('./config/schema.ts'),
  ]);
  const isSandbox = (name: string): boolean => !name.includes('/') && isFullKey(`${name}/any`);
  return { listText, listErrors, rereadList, mayStand, isSandbox };
}
