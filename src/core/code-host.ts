// Where the files of a run can be seen at a code host, from what its pipelines say of themselves (the variables that
// GitHub Actions and GitLab CI document). Pure.
import type { SourceRange } from './diagnostic.ts';

/** The checkout that a run works in, as a code host sees it. */
export interface Checkout {
  /** Put before a path, makes it one from the root of the repository; empty or ending in a slash. */
  readonly folder: string;
  /** Address that such a path, from the working directory, is put behind. */
  readonly sources: string;
}

/** The checkout that the environment tells of, if the run works in one. */
export function checkoutOf(
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): Checkout | undefined {
  const github = {
    root: env['GITHUB_WORKSPACE'],
    project: joined(env['GITHUB_SERVER_URL'], env['GITHUB_REPOSITORY']),
    files: joined('blob', env['GITHUB_SHA']),
  };
  const gitlab = {
    root: env['CI_PROJECT_DIR'],
    project: env['CI_PROJECT_URL'],
    files: joined('-/blob', env['CI_COMMIT_SHA']),
  };
  for (const { root, project, files } of [github, gitlab]) {
    const folder = root === undefined ? undefined : folderBelow(root, cwd);
    const address = joined(project, files);
    if (folder !== undefined && address !== undefined && /^https?:\/\//.test(address))
      return { folder, sources: `${address}/${folder}` };
  }
  return undefined;
}

function joined(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || other === undefined ? undefined : `${one}/${other}`;
}

function folderBelow(root: string, cwd: string): string | undefined {
  const [from, to] = [tidy(root), tidy(cwd)];
  if (from === to) return '';
  return to.startsWith(`${from}/`) ? `${to.slice(from.length + 1)}/` : undefined;
}

function tidy(path: string): string {
  return path.replaceAll('\\', '/').replace(/\/+$/, '');
}

/** The address of a place; undefined where the file lies outside the checkout, or no code host is known. */
export function addressOf(range: SourceRange, sources: string | undefined): string | undefined {
  const { file, line } = range;
  if (sources === undefined || /^(\/|[A-Za-z]:|\.\.)/.test(file)) return undefined;
  const path = file.split('/').map(encodeURIComponent).join('/');
  // Parentheses would end a link of Markdown.
  return `${sources}${path.replaceAll('(', '%28').replaceAll(')', '%29')}#L${line}`;
}
