// Files of environment variables for --env-file, in the form that `node --env-file` reads.
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Result } from '../core/result.ts';
import { refusal, success } from '../core/result.ts';
import { readText } from './files.ts';

/** Reads `NAME=value` lines. Later lines win. */
export function readEnvText(text: string): Record<string, string> {
  return Object.fromEntries(Object.entries(parseEnv(text)).map(([name, value]) => [name, String(value)]));
}

/** Reads a file of variables. Its lines are never shown: they hold secrets. */
export async function readEnvFile(
  path: string,
  cwd: string,
): Promise<Result<Record<string, string>, Diagnostic>> {
  const read = await readText(resolve(cwd, path), cwd);
  return read.ok ? success(readEnvText(read.value.text)) : refusal(read.problem);
}
