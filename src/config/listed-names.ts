// The keys and tags of a list for somebody who is still typing. Decides nothing about faults: whatever can be read of a
// list counts, and a file that cannot be read holds nothing.
import { checkFile } from './check.ts';
import { findFiles, readText } from './files.ts';

/** What can be picked from a list. */
export interface ListedNames {
  readonly keys: readonly string[];
  readonly tags: readonly string[];
}

/** Reads the keys and tags of files, folders and globs. */
export async function listedNames(paths: readonly string[], cwd: string): Promise<ListedNames> {
  const found = await findFiles(paths, cwd);
  const texts = await Promise.all(found.paths.map((path) => readText(path, cwd)));
  const drafts = texts.flatMap((read) => (read.ok ? checkFile(read.value).drafts : []));
  return {
    keys: drafts.flatMap(({ identities }) => identities.map(({ key }) => key)),
    tags: drafts.flatMap(({ fields: { tags } }) => (Array.isArray(tags) ? tags.map(String) : [])),
  };
}
