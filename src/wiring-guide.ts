// Where the page "What happens when" lies: it comes with the package, so that it is there without any network.
import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The path of the page as a person in that folder would type it. */
export function guidePath(cwd: string): string {
  const path = fileURLToPath(new URL('../docs/what-happens-when.md', import.meta.url));
  const near = relative(cwd, path);
  const shown = near.startsWith('..') || isAbsolute(near) ? path : near;
  return shown.split(sep).join('/');
}
