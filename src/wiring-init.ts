// Wires `init`: where first files go and what stands there, how an inventory is read, and the schemas that are shipped.
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Diagnostic } from './core/diagnostic.ts';
import type { Host } from './core/ports.ts';
import type { InventoryTable } from './core/inventory.ts';
import type { InventoryOptions, SchemaRequest } from './core/request.ts';
import type { Result } from './core/result.ts';
import { systemRandom } from './wiring-system.ts';

/** A folder in which first files are made. */
export interface FirstFolder {
  /** Whether flowrecon is installed there as a package of the project. */
  readonly installed: boolean;
  /** Whether it is the root of a git repository. */
  readonly repository: boolean;
  readonly stands: (path: string) => Promise<boolean>;
  /** What stands against writing a file, in folders that need not be there yet. */
  readonly judge: (path: string) => Promise<Diagnostic | undefined>;
  readonly write: (path: string, text: string) => Promise<Result<undefined, Diagnostic>>;
  readonly missingLines: (
    path: string,
    lines: readonly string[],
  ) => Promise<Result<readonly string[], Diagnostic>>;
  readonly append: (path: string, lines: readonly string[]) => Promise<Result<undefined, Diagnostic>>;
}

/** Where the package has its schema once it is installed in a project. */
const INSTALLED_SCHEMA = 'node_modules/flowrecon/schemas/connections.schema.json';

/** Opens the working folder for first files; their paths are relative to it. */
export async function openFirstFolder({ cwd }: Host): Promise<FirstFolder> {
  const files = await import('./backend/first-files.ts');
  const at = (path: string): string => resolve(cwd, path);
  return {
    installed: await files.stands(at(INSTALLED_SCHEMA)),
    repository: await files.stands(at('.git')),
    stands: (path) => files.stands(at(path)),
    judge: (path) => files.judgePlace(at(path)),
    write: (path, text) => files.writeFirstFile(at(path), text, systemRandom.uuid()),
    missingLines: (path, lines) => files.missingLines(at(path), lines),
    append: (path, lines) => files.appendLines(at(path), lines),
  };
}

/** Where a list finds its schema. */
export interface SchemaPlace {
  /** As the list names it: relative to its own folder. */
  readonly named: string;
  /** The file that the schema has to be copied to, where no package of the project has it. */
  readonly copy?: string;
}

/** An editor looks for a schema from the folder of the list: a package that is installed globally lies nowhere near. */
export function schemaPlace(list: string, installed: boolean): SchemaPlace {
  const copy = join(dirname(list), 'connections.schema.json');
  if (!installed) return { named: './connections.schema.json', copy };
  const path = relative(dirname(list), INSTALLED_SCHEMA).replaceAll(sep, '/');
  return { named: path.startsWith('.') ? path : `./${path}` };
}

/** Reads an inventory. */
export async function readInventory(
  { file, delimiter }: InventoryOptions,
  { cwd }: Host,
): Promise<Result<InventoryTable, Diagnostic>> {
  const [{ readText }, { parseTable }] = await Promise.all([
    import('./config/files.ts'),
    import('./config/csv.ts'),
  ]);
  const read = await readText(resolve(cwd, file), cwd);
  return read.ok ? parseTable(read.value, delimiter) : read;
}

/** How the names of columns are judged. */
export async function loadNameJudge() {
  const [{ isSensitive }, { closest }] = await Promise.all([
    import('./config/sensitive.ts'),
    import('./config/suggest.ts'),
  ]);
  return { isSensitive, closest };
}

/** The text of a schema, as it is shipped beside the sources and beside the build. */
export function readSchema(name: SchemaRequest['name']): Promise<string> {
  return readFile(new URL(`../schemas/${name}.schema.json`, import.meta.url), 'utf8');
}

/** The version of this package. */
export async function readVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  const manifest: unknown = JSON.parse(text);
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : '';
}
