// Finds the place of a field of an entry again, for faults that show only once the platform has been asked. The files are
// read a second time, and only then: a run without such faults does not keep their syntax trees.
import type { ConnectionKey, DesiredConnection } from '../core/connection.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { checkFile } from './check.ts';
import type { Draft } from './draft.ts';
import { readText } from './files.ts';
import { inOrder } from './load.ts';
import type { Located, Path } from './locate.ts';
import { firstToken, keySpan, locate, stepInto, valueSpan } from './locate.ts';
import { withoutSecret } from './sensitive.ts';
import type { Span } from './source.ts';
import { tell, tellAt } from './tell.ts';
import type { Telling } from './tell.ts';
import { isFields } from './values.ts';
import type { Fields } from './values.ts';

/** Where something about an entry is told: at its sandbox, or at the name or value of a field. */
export type EntryPlace =
  { readonly part: 'sandbox' } | { readonly part: 'name' | 'value'; readonly path: Path };

/** Something that is told about an entry. */
export interface Placed {
  readonly entry: DesiredConnection;
  readonly place: EntryPlace;
  readonly telling: Omit<Telling, 'key'>;
}

/** Tells each at its place, in the order of the files; what several entries share through a default is told once. */
export async function placeTellings(
  placed: readonly Placed[],
  { files, cwd }: { readonly files: readonly string[]; readonly cwd: string },
): Promise<readonly Diagnostic[]> {
  if (placed.length === 0) return [];
  const drafts = new Map<ConnectionKey, Draft>();
  for (const path of files) {
    const read = await readText(path, cwd);
    if (!read.ok) continue;
    for (const draft of checkFile(read.value).drafts) {
      for (const { key } of draft.identities) drafts.set(key, draft);
    }
  }
  return inOrder(placed.map((one) => tellPlaced(one, drafts.get(one.entry.key))));
}

function tellPlaced({ entry, place, telling }: Placed, draft: Draft | undefined): Diagnostic {
  const told = { ...telling, key: withoutSecret(entry.key) };
  // The file has changed under our hands; what was read first is what the fault is about.
  if (draft === undefined) return { ...tell(told), range: entry.range };
  return tellAt(draft.source, spanOfPlace(draft, entry, place), told);
}

function spanOfPlace(draft: Draft, { sandbox }: DesiredConnection, place: EntryPlace): Span {
  const path = place.part === 'sandbox' ? sandboxPath(draft, sandbox) : place.path;
  const located = find(draft, path);
  if (located === undefined || path.length === 0) return firstToken(draft.located);
  const value = valueAt(draft.fields, path);
  const collection = isFields(value) || Array.isArray(value);
  return place.part === 'name' || collection ? keySpan(located) : valueSpan(located);
}

function sandboxPath({ fields: { sandboxes } }: Draft, sandbox: string): Path {
  return Array.isArray(sandboxes) ? ['sandboxes', sandboxes.indexOf(sandbox)] : ['sandbox'];
}

/** In the entry itself, or in the defaults that it takes the field from. */
function find({ source, located, own, fields }: Draft, path: Path): Located | undefined {
  if (valueAt(own, path) !== undefined) return path.reduce((at, step) => stepInto(source, at, step), located);
  return valueAt(fields, path) === undefined ? undefined : locate(source, ['defaults', ...path]);
}

function valueAt(fields: Fields, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    const members: Fields = isFields(value) || Array.isArray(value) ? (value as Fields) : {};
    return Object.hasOwn(members, step) ? members[step] : undefined;
  }, fields);
}
