// Which entries a run is about: --sandbox, --only and --tag. Values of one flag are alternatives, flags narrow each
// other. Decides what a pattern is matched against.
import picomatch from 'picomatch';
import type { DesiredConnection } from '../core/connection.ts';

/** What was asked for; empty lists ask for nothing and so select everything. */
export interface SelectionRequest {
  readonly sandboxes: readonly string[];
  readonly only: readonly string[];
  readonly tags: readonly string[];
}

/** Says what is selected. */
export interface Selection {
  /** Nothing was asked for, so nothing is left out. */
  readonly everything: boolean;
  selectsEntry(entry: DesiredConnection): boolean;
  /** For recorded keys that no entry declares; they have no tags. */
  selectsKey(key: string, sandbox: string): boolean;
}

/** Compiles a request. */
export function createSelection({ sandboxes, only, tags }: SelectionRequest): Selection {
  const patterns = only.map(keyMatcher);
  const byKey = (key: string, sandbox: string): boolean =>
    (sandboxes.length === 0 || sandboxes.includes(sandbox)) &&
    (patterns.length === 0 || patterns.some((matches) => matches(key)));
  return {
    everything: sandboxes.length === 0 && only.length === 0 && tags.length === 0,
    selectsEntry: (entry) =>
      byKey(entry.key, entry.sandbox) && (tags.length === 0 || entry.tags.some((tag) => tags.includes(tag))),
    selectsKey: (key, sandbox) => tags.length === 0 && byKey(key, sandbox),
  };
}

/** Whether a key matches any of these globs. */
export function matchKeys(globs: readonly string[]): (key: string) => boolean {
  const patterns = globs.map(keyMatcher);
  return (key) => patterns.some((matches) => matches(key));
}

/** Stands for a slash inside a name, which `*` matches like any other character. */
const SLASH = '\u2044';

/** A pattern without a slash is about the part behind the sandbox. The exact text matches too: names hold brackets. */
function keyMatcher(pattern: string): (key: string) => boolean {
  const whole = pattern.includes('/');
  const matches = picomatch(pattern, { dot: true });
  return (key) => {
    const split = key.indexOf('/') + 1;
    const local = key.slice(split);
    if (pattern === (whole ? key : local)) return true;
    const subject = local.replaceAll('/', SLASH);
    return whole ? matches(key) || matches(key.slice(0, split) + subject) : matches(subject);
  };
}
