// Where each third-party package is allowed in: one file (or one family of files) of src, so that the package's next
// major version is a change of one file. A package that is not named here is refused.

/** A package and its home, in words for the offender and as the pattern that the rule applies. */
export interface PackageHome {
  readonly name: string;
  readonly home: string;
  readonly pattern: string;
}

function home(name: string, file: string): PackageHome {
  return { name, home: file, pattern: `^${file.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$` };
}

/** Every package that src may use. */
export const packageHomes: readonly PackageHome[] = [
  home('yaml', 'src/config/document.ts'),
  home('ajv', 'src/config/schema*.ts'),
  home('csv-parse', 'src/config/csv.ts'),
  home('tinyglobby', 'src/config/files.ts'),
  home('leven', 'src/config/suggest.ts'),
  home('picomatch', 'src/config/selection.ts'),
  home('p-limit', 'src/apply/pool.ts'),
  home('ky', 'src/flow-service/http.ts'),
  home('pino', 'src/log.ts'),
  home('pino-pretty', 'src/log.ts'),
  home('commander', 'src/commands/args*.ts'),
  home('fastify', 'src/emulator/server.ts'),
  home('picocolors', 'src/report/paint.ts'),
  home('fast-string-width', 'src/report/page.ts'),
  home('fast-wrap-ansi', 'src/report/page.ts'),
  home('@clack/prompts', 'src/terminal.ts'),
  home('log-update', 'src/terminal.ts'),
];

/** Packages that only tests use. */
export const testPackages: readonly string[] = [
  'vitest',
  'fast-check',
  'playwright-core',
  'saxes',
  '@xterm/headless',
];

/** A pattern for the files of these packages, of their separate types, and for their names where they did not resolve. */
export function packagePattern(names: readonly string[]): string {
  const either = names.map((name) => name.replaceAll('.', '\\.')).join('|');
  return `(^|/)node_modules/(@types/)?(${either})/|^(@types/)?(${either})(/|$)`;
}
