// A temporary folder with files, for tests that read real ones.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { LoadRequest } from '../../src/config/load.ts';
import { loadConfiguration } from '../../src/config/load.ts';
import { diagnosticText } from '../../src/report/diagnostics.ts';
import { plain } from '../../src/report/page.ts';

/** Makes a folder with the given files; it is gone after the test. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'flowrecon-config-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Loads files that are expected to be sound. */
export async function loaded(files: Readonly<Record<string, string | Buffer>>, paths?: LoadRequest['paths']) {
  const cwd = folderWith(files);
  const result = await loadConfiguration({ paths: paths ?? Object.keys(files), cwd });
  if (!result.ok) throw new Error(diagnosticText(result.problem, plain));
  return { ...result.value, cwd };
}

/** Loads files that are expected to be faulty and gives the text that a user sees. */
export async function refused(
  files: Readonly<Record<string, string | Buffer>>,
  paths?: LoadRequest['paths'],
) {
  const cwd = folderWith(files);
  const result = await loadConfiguration({ paths: paths ?? Object.keys(files), cwd });
  if (result.ok) throw new Error('loaded without a fault');
  return diagnosticText(result.problem, plain).replaceAll(cwd, '<cwd>');
}

/** A file with these entries, each given as lines of fields. */
export function listOf(...entries: readonly string[]): string {
  return `version: 1\nconnections:\n${entries.map((entry) => `  - ${entry.replaceAll('\n', '\n    ')}\n`).join('')}`;
}

/** The fields of a sound entry but its name. */
export const LOGIN =
  'sandbox: prod\nserver: db2.example.com\ndatabase: ORDERS\nusername: aep\npassword: { env: P }';
