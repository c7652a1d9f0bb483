// Who may import whom, as rules of dependency-cruiser:
//
//   cli -> commands -> reconcile -> wiring -> { config, flow-service, backend, apply, report, log, terminal, emulator } -> core
//
// A comment tells the offender where the code belongs. No two rules report the same import, so a report is read once;
// that is why some rules leave out files which a stricter rule covers. `plants.ts` shows that every rule bites.
import type { IForbiddenRuleType, IRegularForbiddenRuleType } from 'dependency-cruiser';
import { packageHomes, packagePattern, testPackages } from './package-homes.ts';

const CLI = '^src/cli\\.ts$';
const CORE = '^src/core/';
const COMMANDS = '^src/commands/';
const ARGS = '^src/commands/args[^/]*\\.ts$';
const RECONCILE = '^src/reconcile/';
const WIRING = '^src/wiring[^/]*\\.ts$';
const TERMINAL = '^src/terminal\\.ts$';
/** A step of the build: nothing that runs later leads there. */
const BUILD = '^src/config/schema-build\\.ts$';
const EMULATOR = '^src/emulator/';
const WIRE = '^src/flow-service/wire\\.ts$';
const ADAPTER = '^src/(config|flow-service|backend|apply|report|log|terminal)(/|\\.ts$)';
/** The script of the HTML report. It runs in a browser and shares nothing but the shape of what the page carries. */
const PAGE = '^src/report/page/';
const LAYERED = [CLI, CORE, COMMANDS, RECONCILE, WIRING, EMULATOR, ADAPTER];
/** Files that `core-is-pure` and `args-are-pure` watch over more strictly than any rule about packages or built-ins. */
const PURE = [CORE, ARGS];
const NODE_MODULES = '(^|/)node_modules/';
const TYPE_ONLY: NonNullable<IRegularForbiddenRuleType['to']['dependencyTypes']> = [
  'type-only',
  'type-import',
];

type Edges = Pick<IRegularForbiddenRuleType, 'from' | 'to'>;

function forbid(name: string, { from, to }: Edges, comment: string): IRegularForbiddenRuleType {
  return { name, severity: 'error', comment, from, to };
}

function builtIn(names: string): string {
  return `^(node:)?(${names})(/|$)`;
}

const layers: readonly IForbiddenRuleType[] = [
  forbid(
    'no-cycles',
    { from: {}, to: { circular: true } },
    'Files that need each other, be it for a type, are one file or want a third: move what both need into core/ or below both.',
  ),
  forbid(
    'core-is-pure',
    { from: { path: CORE }, to: { pathNot: CORE } },
    'core/ decides and does nothing else: take the value as an argument, or add a port to core/ports.ts and implement it outside.',
  ),
  forbid(
    'siblings-do-not-know-each-other',
    { from: { path: ADAPTER }, to: { path: ADAPTER, pathNot: '^src/$1(/|\\.ts$)' } },
    'Go through core/: put the shared type or rule there, reach effects through core/ports.ts, and let wiring.ts join the two.',
  ),
  forbid(
    'adapters-do-not-import-upwards',
    { from: { path: ADAPTER }, to: { path: [CLI, COMMANDS, RECONCILE, WIRING] } },
    'An adapter is handed what it needs: take it as an argument and let wiring.ts pass it in.',
  ),
  forbid(
    'wiring-knows-no-command',
    { from: { path: WIRING }, to: { path: [CLI, COMMANDS, RECONCILE] } },
    'wiring is what commands stand on: shared types of a request belong in core/, steps of one command in commands/.',
  ),
  forbid(
    'reconcile-shows-nothing',
    {
      from: { path: RECONCILE },
      to: { path: '^src/', pathNot: [RECONCILE, CORE, WIRING, EMULATOR] },
    },
    'reconcile/ is the library: what is shown, and to whom, is for commands/, which listens to it; adapters come from wiring.',
  ),
  forbid(
    'cli-starts-commands-only',
    { from: { path: CLI }, to: { path: '^src/', pathNot: [COMMANDS, CORE, EMULATOR] } },
    'cli.ts turns argv into one call of a command and its answer into an exit code: do the rest in commands/ or wiring.ts.',
  ),
  forbid(
    'cli-takes-only-types-from-core',
    { from: { path: CLI }, to: { path: CORE, dependencyTypesNot: TYPE_ONLY } },
    'A decision that cli.ts needs is made by a command: import the type here and call core/ from commands/.',
  ),
  forbid(
    'commands-go-through-wiring',
    {
      from: { path: COMMANDS, pathNot: ARGS },
      to: { path: '^src/', pathNot: [COMMANDS, RECONCILE, CORE, WIRING, EMULATOR, '^src/report/'] },
    },
    'A command reaches configuration, remote, backend, log and terminal through wiring.ts: add what is missing there.',
  ),
  forbid(
    'args-are-pure',
    { from: { path: ARGS }, to: { pathNot: [ARGS, CORE, packagePattern(['commander'])] } },
    'args*.ts turn argv into a typed request and know only core/ and commander: read files and environment in wiring.ts.',
  ),
  forbid(
    'every-file-has-a-layer',
    { from: { pathNot: PURE }, to: { path: '^src/', pathNot: LAYERED } },
    'Put the file into the folder whose work it does; a new folder or top-level file needs a layer in test/architecture/rules.ts.',
  ),
];

const page: readonly IForbiddenRuleType[] = [
  forbid(
    'page-stands-alone',
    { from: { path: PAGE }, to: { pathNot: PAGE } },
    'page/ is sent to a browser as one script: put what it shows into the content that page-content.ts writes.',
  ),
  forbid(
    'page-is-not-loaded-here',
    { from: { path: '^src/', pathNot: [PAGE, ...PURE] }, to: { path: PAGE, dependencyTypesNot: TYPE_ONLY } },
    'page/ is no code of this process: import its shape with `import type`; wiring reads the script as text.',
  ),
];

const emulator: readonly IForbiddenRuleType[] = [
  forbid(
    'emulator-stands-alone',
    { from: { path: EMULATOR }, to: { path: '^src/', pathNot: [EMULATOR, WIRE] } },
    'The emulator must be able to disagree with us: write its own code in emulator/, or share a type through flow-service/wire.ts.',
  ),
  forbid(
    'emulator-takes-wire-types-only',
    { from: { path: EMULATOR }, to: { path: WIRE, dependencyTypesNot: TYPE_ONLY } },
    'Import wire shapes with `import type`; a value that both sides share would hide a mistake of ours.',
  ),
  forbid(
    'emulator-is-opened-by-wiring-only',
    { from: { path: '^src/', pathNot: [EMULATOR, WIRING, ...PURE] }, to: { path: EMULATOR } },
    'Only wiring (and tests) start the emulator: ask wiring.ts for a platform and let it choose.',
  ),
  forbid(
    'emulator-is-loaded-lazily',
    {
      from: { path: '^src/wiring\\.ts$' },
      to: { path: EMULATOR, dependencyTypesNot: ['dynamic-import', ...TYPE_ONLY] },
    },
    'Load it with `await import(...)` where it is asked for, so that no other run pays for a web server.',
  ),
];

const packages: readonly IForbiddenRuleType[] = [
  ...packageHomes.map(({ name, home, pattern }) =>
    forbid(
      `package-${name.replace('@', '').replace('/', '-')}-has-one-home`,
      { from: { path: '^src/', pathNot: [pattern, ...PURE] }, to: { path: packagePattern([name]) } },
      `${name} is imported by ${home} only: put the code there, or export what you need from there in our own words.`,
    ),
  ),
  forbid(
    'test-packages-stay-in-test',
    { from: { path: '^src/', pathNot: PURE }, to: { path: packagePattern(testPackages) } },
    'What needs a test package is a test or its support: move it to test/.',
  ),
  forbid(
    'packages-need-a-home',
    {
      from: { path: '^src/', pathNot: PURE },
      to: {
        path: NODE_MODULES,
        pathNot: packagePattern([...packageHomes.map(({ name }) => name), ...testPackages]),
      },
    },
    'Use what is there; if the package earns its place, give it one file of src as its home in test/architecture/package-homes.ts.',
  ),
];

const builtIns: readonly IForbiddenRuleType[] = [
  forbid(
    'node-fs-has-few-homes',
    {
      from: {
        path: '^src/',
        pathNot: [
          '^src/backend/',
          '^src/config/(files|schema|secret-source)\\.ts$',
          BUILD,
          '^src/emulator/disk\\.ts$',
          WIRING,
          ...PURE,
        ],
      },
      to: { path: builtIn('fs') },
    },
    'Files are read by config/files.ts, schema.ts and secret-source.ts, state by backend/, the emulator by disk.ts, the rest by wiring.',
  ),
  forbid(
    'node-child-process-has-one-home',
    {
      from: { path: '^src/', pathNot: ['^src/config/secret-source\\.ts$', ...PURE] },
      to: { path: builtIn('child_process') },
    },
    'Only config/secret-source.ts starts programs, and only with --allow-exec: resolve the secret through the SecretSource port.',
  ),
  forbid(
    'node-http-is-for-the-emulator',
    { from: { path: '^src/', pathNot: [EMULATOR, ...PURE] }, to: { path: builtIn('http|https|http2') } },
    'Requests go through flow-service/http.ts, which knows timeouts, redirects and where a token may go.',
  ),
  forbid(
    'node-crypto-has-few-homes',
    {
      from: { path: '^src/', pathNot: ['^src/(config|backend|emulator)/', WIRING, ...PURE] },
      to: { path: builtIn('crypto') },
    },
    'Digests and random values are ports (Digest, Random): take them as arguments; wiring makes the real ones.',
  ),
  forbid(
    'node-process-stays-at-the-edge',
    { from: { path: '^src/', pathNot: [CLI, WIRING, TERMINAL, ...PURE] }, to: { path: builtIn('process') } },
    'argv, environment, signals and exit belong to cli.ts, wiring and terminal.ts: take the value as an argument.',
  ),
];

const tree: readonly IForbiddenRuleType[] = [
  forbid(
    'src-does-not-import-tests',
    { from: { path: '^src/', pathNot: PURE }, to: { path: '^test/' } },
    'What the product needs lives in src/: move it there and let the test import it.',
  ),
  forbid(
    'tests-import-sources-not-the-build',
    { from: { path: '^test/' }, to: { path: '^dist/' } },
    'Import from src/, so that a test never checks an old build; test/e2e starts dist/cli.js as a program.',
  ),
  {
    name: 'every-file-is-reachable',
    severity: 'error',
    comment: 'Nothing that starts in cli.ts leads here: import it where it is needed or delete it.',
    from: { path: CLI },
    to: { path: '^src/', pathNot: [CLI, BUILD, '^src/report/page/list\\.ts$'], reachable: false },
  },
  forbid(
    'imports-resolve',
    { from: { pathNot: PURE }, to: { couldNotResolve: true } },
    'No such file, or a package that package.json does not install.',
  ),
];

/** The rules of the layout, for dependency-cruiser's `forbidden`. */
export const rules: readonly IForbiddenRuleType[] = [
  ...layers,
  ...page,
  ...emulator,
  ...packages,
  ...builtIns,
  ...tree,
];
