// Wrong imports, at least one for every rule of the layout: each must be reported under its rule and no other.
// All are planted into one skeleton at once, so no two may share the same pair of files or close a cycle together.
import { packageHomes, testPackages } from './package-homes.ts';
import { HOMELESS, type Plant } from './skeleton.ts';

type Row = readonly [from: string, line: string, to: string];

function wrong(rule: string, ...rows: readonly Row[]): readonly Plant[] {
  return rows.map(([from, line, to]) => ({ rule, from, line, to }));
}

const layers: readonly Plant[] = [
  ...wrong(
    'no-cycles',
    ['src/core/connection.ts', "import type { Shape } from './plan.ts';", 'src/core/plan.ts'],
    ['src/config/document.ts', "export * from './load.ts';", 'src/config/load.ts'],
    ['src/flow-service/http.ts', "await import('./remote.ts');", 'src/flow-service/remote.ts'],
  ),
  ...wrong(
    'core-is-pure',
    ['src/core/plan.ts', "import { join } from 'node:path';", 'path'],
    ['src/core/plan.ts', "import type { Document } from 'yaml';", 'node_modules/yaml/index.js'],
    ['src/core/plan.ts', "import type { Shape } from '../flow-service/wire.ts';", 'src/flow-service/wire.ts'],
    ['src/core/plan.ts', "import '../emulator/disk.ts';", 'src/emulator/disk.ts'],
    ['src/core/plan.ts', "import 'not-installed';", 'not-installed'],
    ['src/core/plan.ts', "process.getBuiltinModule('node:crypto');", 'crypto'],
  ),
  ...wrong(
    'siblings-do-not-know-each-other',
    ['src/apply/pool.ts', "import '../flow-service/http.ts';", 'src/flow-service/http.ts'],
    [
      'src/apply/pool.ts',
      "import type { Shape } from '../backend/file-backend.ts';",
      'src/backend/file-backend.ts',
    ],
    ['src/config/load.ts', "await import('../report/text.ts');", 'src/report/text.ts'],
    ['src/flow-service/remote.ts', "import '../log.ts';", 'src/log.ts'],
    ['src/terminal.ts', "import '../src/report/paint.ts';", 'src/report/paint.ts'],
  ),
  ...wrong(
    'adapters-do-not-import-upwards',
    ['src/backend/file-backend.ts', "import '../wiring-platform.ts';", 'src/wiring-platform.ts'],
    ['src/log.ts', "import type { Shape } from './commands/args-plan.ts';", 'src/commands/args-plan.ts'],
  ),
  ...wrong('wiring-knows-no-command', [
    'src/wiring-platform.ts',
    "import type { Shape } from './commands/args.ts';",
    'src/commands/args.ts',
  ]),
  ...wrong(
    'reconcile-shows-nothing',
    ['src/reconcile/reconcile.ts', "import '../report/text.ts';", 'src/report/text.ts'],
    ['src/reconcile/reconcile.ts', "import type { Shape } from '../log.ts';", 'src/log.ts'],
    ['src/reconcile/reconcile.ts', "await import('../apply/pool.ts');", 'src/apply/pool.ts'],
  ),
  ...wrong(
    'cli-starts-commands-only',
    ['src/cli.ts', "import './wiring.ts';", 'src/wiring.ts'],
    ['src/cli.ts', "await import('./report/text.ts');", 'src/report/text.ts'],
  ),
  ...wrong('cli-takes-only-types-from-core', [
    'src/cli.ts',
    "import { a } from './core/plan.ts';",
    'src/core/plan.ts',
  ]),
  ...wrong(
    'commands-go-through-wiring',
    ['src/commands/plan.ts', "import '../config/load.ts';", 'src/config/load.ts'],
    [
      'src/commands/plan.ts',
      "import type { Shape } from '../backend/file-backend.ts';",
      'src/backend/file-backend.ts',
    ],
    ['src/commands/plan.ts', "import '../log.ts';", 'src/log.ts'],
  ),
  ...wrong(
    'args-are-pure',
    ['src/commands/args.ts', "import '../report/text.ts';", 'src/report/text.ts'],
    ['src/commands/args.ts', "import process from 'node:process';", 'process'],
    ['src/commands/args-plan.ts', "import 'picomatch';", 'node_modules/picomatch/index.js'],
  ),
  {
    rule: 'every-file-has-a-layer',
    from: 'src/wiring.ts',
    line: "import './queue.ts';",
    to: 'src/queue.ts',
    grows: ['src/queue.ts'],
  },
];

const page: readonly Plant[] = [
  ...wrong('page-stands-alone', [
    'src/report/page/list.ts',
    "import type { Shape } from '../paint.ts';",
    'src/report/paint.ts',
  ]),
  ...wrong(
    'page-is-not-loaded-here',
    ['src/report/text.ts', "import { a } from './page/shape.ts';", 'src/report/page/shape.ts'],
    ['src/wiring.ts', "await import('./report/page/list.ts');", 'src/report/page/list.ts'],
  ),
];

const emulator: readonly Plant[] = [
  ...wrong(
    'emulator-stands-alone',
    [
      'src/emulator/server.ts',
      "import type { Shape } from '../core/connection.ts';",
      'src/core/connection.ts',
    ],
    ['src/emulator/server.ts', "import '../flow-service/http.ts';", 'src/flow-service/http.ts'],
  ),
  ...wrong('emulator-takes-wire-types-only', [
    'src/emulator/disk.ts',
    "import { a } from '../flow-service/wire.ts';",
    'src/flow-service/wire.ts',
  ]),
  ...wrong(
    'emulator-is-opened-by-wiring-only',
    ['src/apply/pool.ts', "import '../emulator/server.ts';", 'src/emulator/server.ts'],
    ['src/commands/plan.ts', "await import('../emulator/server.ts');", 'src/emulator/server.ts'],
    ['src/cli.ts', "import type { Shape } from './emulator/server.ts';", 'src/emulator/server.ts'],
  ),
  ...wrong('emulator-is-loaded-lazily', [
    'src/wiring.ts',
    "import './emulator/disk.ts';",
    'src/emulator/disk.ts',
  ]),
];

/** A file that is the home of no package. */
const STRANGER = 'src/flow-service/remote.ts';

const packages: readonly Plant[] = [
  ...packageHomes.flatMap(({ name }) =>
    wrong(`package-${name.replace('@', '').replace('/', '-')}-has-one-home`, [
      STRANGER,
      `import type { Thing } from '${name}';`,
      `node_modules/${name}/index.js`,
    ]),
  ),
  ...testPackages.flatMap((name) =>
    wrong('test-packages-stay-in-test', [STRANGER, `import '${name}';`, `node_modules/${name}/index.js`]),
  ),
  ...wrong('packages-need-a-home', [STRANGER, `import '${HOMELESS}';`, `node_modules/${HOMELESS}/index.js`]),
];

const builtIns: readonly Plant[] = [
  ...wrong(
    'node-fs-has-few-homes',
    ['src/report/text.ts', "import { readFileSync } from 'node:fs';", 'fs'],
    ['src/emulator/server.ts', "import { readFile } from 'fs/promises';", 'fs/promises'],
    ['src/config/load.ts', "import type { Stats } from 'node:fs';", 'fs'],
  ),
  ...wrong('node-child-process-has-one-home', [
    'src/wiring.ts',
    "import 'node:child_process';",
    'child_process',
  ]),
  ...wrong(
    'node-http-is-for-the-emulator',
    ['src/flow-service/http.ts', "import 'node:http';", 'http'],
    ['src/wiring.ts', "import { request } from 'node:https';", 'https'],
  ),
  ...wrong('node-crypto-has-few-homes', [
    'src/apply/pool.ts',
    "import { randomUUID } from 'node:crypto';",
    'crypto',
  ]),
  ...wrong('node-process-stays-at-the-edge', [
    'src/report/paint.ts',
    "import { env } from 'node:process';",
    'process',
  ]),
];

const tree: readonly Plant[] = [
  ...wrong('src-does-not-import-tests', [
    'src/terminal.ts',
    "import '../test/core/plan.test.ts';",
    'test/core/plan.test.ts',
  ]),
  ...wrong('tests-import-sources-not-the-build', [
    'test/core/plan.test.ts',
    "import '../../dist/cli.js';",
    'dist/cli.js',
  ]),
  {
    rule: 'every-file-is-reachable',
    from: 'src/report/dead.ts',
    line: "import './paint.ts';",
    to: 'src/report/dead.ts',
    grows: ['src/report/dead.ts'],
  },
  ...wrong('imports-resolve', ['src/report/text.ts', "import './gone.ts';", './gone.ts']),
];

/** Every wrong import. */
export const plants: readonly Plant[] = [...layers, ...page, ...emulator, ...packages, ...builtIns, ...tree];
