// Programs for one test, where its shell finds them before any other: the command under test by its name, and stand-ins.
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT } from './run-cli.ts';
import type { Workspace } from './workspace.ts';

/** Shell scripts by the name of the program that they stand in for. */
export type Programs = Readonly<Record<string, string>>;

const FLOWRECON = `exec "${process.execPath}" "${join(PROJECT, 'dist/cli.js')}" "$@"`;

/** Writes the programs beside the workspace's files, and `flowrecon` with them; hands back the PATH that leads to them. */
export async function installPrograms(workspace: Workspace, programs: Programs = {}): Promise<string> {
  for (const [name, script] of Object.entries({ flowrecon: FLOWRECON, ...programs })) {
    await workspace.write(`bin/${name}`, `#!/bin/sh\n${script}\n`);
    await chmod(join(workspace.root, 'bin', name), 0o755);
  }
  return [join(workspace.root, 'bin'), process.env['PATH']].join(':');
}
