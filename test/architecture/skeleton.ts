// A small tree with the layout of src in which every import is allowed, for wrong imports to be planted into.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageHomes, testPackages } from './package-homes.ts';

/** A wrong import: a line that breaks `rule` when it stands in `from`, and what it is reported to import. */
export interface Plant {
  readonly rule: string;
  readonly from: string;
  readonly line: string;
  readonly to: string;
  /** Files that the skeleton lacks and the plant needs. */
  readonly grows?: readonly string[];
}

/** A package that has no home. */
export const HOMELESS = 'left-pad';

const configFiles = ['document', 'schema', 'csv', 'files', 'suggest', 'selection', 'secret-source'];
const adapters = [
  'config/load',
  'flow-service/remote',
  'backend/file-backend',
  'apply/pool',
  'report/text',
  'log',
  'terminal',
];

function imports(...paths: readonly string[]): readonly string[] {
  return paths.map((path) => `import '${path}';`);
}

function types(...paths: readonly string[]): readonly string[] {
  return paths.map((path) => `import type { Shape } from '${path}';`);
}

/** Each file and the lines that stand in it. */
const skeleton: Readonly<Record<string, readonly string[]>> = {
  'src/cli.ts': [
    ...imports('node:process', './commands/args.ts'),
    ...types('./core/plan.ts'),
    "await import('./commands/plan.ts');",
  ],
  'src/commands/args.ts': imports('commander', '../core/plan.ts', './args-plan.ts'),
  'src/commands/args-plan.ts': imports('commander'),
  'src/commands/plan.ts': [
    ...imports('../reconcile/reconcile.ts', '../wiring.ts', '../report/text.ts'),
    ...imports('../core/plan.ts', './args.ts'),
  ],
  'src/reconcile/reconcile.ts': imports('../wiring.ts', '../core/plan.ts'),
  'src/wiring.ts': [
    ...imports('node:process', 'node:fs', 'node:crypto', './core/ports.ts', './wiring-platform.ts'),
    ...imports(...adapters.map((file) => `./${file}.ts`)),
    "await import('./emulator/server.ts');",
  ],
  'src/wiring-platform.ts': [...imports('node:fs/promises'), ...types('./emulator/server.ts')],
  'src/log.ts': [...imports('pino', 'pino-pretty'), ...types('./core/ports.ts')],
  'src/terminal.ts': imports('node:process', '@clack/prompts', 'log-update'),
  'src/core/plan.ts': types('./connection.ts'),
  'src/core/ports.ts': types('./connection.ts'),
  'src/core/connection.ts': [],
  'src/config/load.ts': imports('../core/connection.ts', ...configFiles.map((file) => `./${file}.ts`)),
  'src/config/document.ts': imports('yaml'),
  'src/config/schema.ts': imports('node:fs'),
  'src/config/schema-build.ts': imports('ajv', 'node:fs'),
  'src/config/csv.ts': imports('csv-parse'),
  'src/config/files.ts': imports('tinyglobby', 'node:fs/promises'),
  'src/config/suggest.ts': imports('leven'),
  'src/config/selection.ts': imports('picomatch'),
  'src/config/secret-source.ts': imports('node:child_process', 'node:fs', 'node:crypto'),
  'src/flow-service/remote.ts': [...imports('./http.ts'), ...types('./wire.ts')],
  'src/flow-service/http.ts': imports('ky'),
  'src/flow-service/wire.ts': [],
  'src/backend/file-backend.ts': [...imports('node:fs', 'node:crypto'), ...types('../core/ports.ts')],
  'src/apply/pool.ts': imports('p-limit', '../core/plan.ts'),
  'src/report/text.ts': [
    ...imports('./paint.ts', './page.ts', '../core/plan.ts'),
    ...types('./page/shape.ts'),
  ],
  'src/report/page.ts': imports('fast-string-width', 'fast-wrap-ansi'),
  'src/report/page/list.ts': types('./shape.ts'),
  'src/report/page/shape.ts': [],
  'src/report/paint.ts': imports('picocolors'),
  'src/emulator/server.ts': [
    ...imports('fastify', 'node:http', 'node:crypto', './disk.ts'),
    ...types('../flow-service/wire.ts'),
  ],
  'src/emulator/disk.ts': imports('node:fs'),
  'test/core/plan.test.ts': imports(
    'vitest',
    'fast-check',
    '../../src/core/plan.ts',
    '../../src/emulator/server.ts',
  ),
  'dist/cli.js': [],
};

function write(root: string, file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

/** Writes the skeleton below `root`, with an empty stand-in for every package and with what is planted into it. */
export function writeSkeleton(root: string, plants: readonly Plant[]): void {
  const packages = [...packageHomes.map(({ name }) => name), ...testPackages, HOMELESS];
  const dependencies = Object.fromEntries(packages.map((name) => [name, '1.0.0']));
  write(root, 'package.json', JSON.stringify({ type: 'module', dependencies }));
  for (const name of packages) {
    write(
      root,
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, type: 'module', exports: './index.js' }),
    );
    write(root, `node_modules/${name}/index.js`, '');
  }
  const grown = plants.flatMap(({ grows = [] }) => grows);
  for (const file of new Set([...Object.keys(skeleton), ...grown])) {
    const planted = plants.filter(({ from }) => from === file).map(({ line }) => line);
    write(root, file, ['export type Shape = string;', ...(skeleton[file] ?? []), ...planted, ''].join('\n'));
  }
}
