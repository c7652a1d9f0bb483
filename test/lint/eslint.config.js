// The lint rules of the project; run by `npm run lint`. Import rules between folders live in test/architecture.
// ESLint does not merge the options of a rule: of two blocks that match a file, the later one replaces them. Where files
// differ in what is banned, each block below therefore states the whole list for its files.
import tseslint from 'typescript-eslint';

const AMBIENT = 'Time, randomness, input and output reach core/ as arguments.';
const ambient = [
  'process',
  'fetch',
  'Date',
  'crypto',
  'performance',
  'console',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'Buffer',
];

/** Where argv, environment, signals and exit may be touched. */
const edge = ['src/cli.ts', 'src/wiring*.ts', 'src/terminal.ts'];
const processBan = {
  name: 'process',
  message:
    'argv, environment, signals and exit belong to cli.ts, wiring*.ts and terminal.ts: take the value as an argument.',
};

const secretReaders = [
  'src/flow-service/translate.ts',
  'src/flow-service/token.ts',
  'src/flow-service/http.ts',
  'src/flow-service/sender.ts',
  'src/config/digest.ts',
  'src/core/secret.ts',
];
const secretBan = {
  regex: 'core/secret\\.ts$|^\\./secret\\.ts$',
  importNames: ['revealSecret'],
  message: 'Only request building and the digest open a secret.',
};

const processImportBans = ['process', 'node:process'].map((name) => ({ ...processBan, name }));
const exportBans = [
  {
    selector: 'ExportDefaultDeclaration',
    message: 'Export by name, so that a thing has one name everywhere.',
  },
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that declares it.' },
];
const classBan = {
  selector: ':matches(ClassDeclaration, ClassExpression)',
  message: 'No classes in core: plain data and functions.',
};

export default tseslint.config(
  { ignores: ['dist/**', 'coverage/**', 'test/**/cases/**', 'test/golden/**'] },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // Under verbatimModuleSyntax `import { type A }` still loads the file; `import type` does not.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'max-params': 'off',
      '@typescript-eslint/max-params': ['error', { max: 3 }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 250 }],
      'max-lines-per-function': ['error', { max: 60 }],
      'no-restricted-syntax': ['error', ...exportBans],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: edge,
    rules: { 'no-restricted-globals': ['error', { globals: [processBan], checkGlobalObject: true }] },
  },
  {
    // A secret is opened only where it enters a request or a keyed digest.
    files: ['src/**/*.ts'],
    ignores: [...edge, ...secretReaders],
    rules: { 'no-restricted-imports': ['error', { paths: processImportBans, patterns: [secretBan] }] },
  },
  {
    files: edge,
    rules: { 'no-restricted-imports': ['error', { patterns: [secretBan] }] },
  },
  {
    files: secretReaders,
    rules: { 'no-restricted-imports': ['error', { paths: processImportBans }] },
  },
  {
    // The core decides and does nothing else: time and randomness reach it as arguments.
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { globals: ambient.map((name) => ({ name, message: AMBIENT })), checkGlobalObject: true },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness arrives as an argument.' },
      ],
      'no-restricted-syntax': ['error', ...exportBans, classBan],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    // Plain JavaScript (this file, the loopback guard) has no types to check.
    files: ['test/**/*.js'],
    ...tseslint.configs.disableTypeChecked,
  },
);
