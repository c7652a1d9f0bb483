// The memory of the connection spec on disk, beside the state. It only lets a change be noticed: whatever is wrong with it
// is a note, and never keeps a command from its work.
import { compareOutlines } from '../core/connection-spec.ts';
import type { SpecOutline } from '../core/connection-spec.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { readIfPresent, writePrivateFile } from './durable-file.ts';
import { decodeSpecMemory, encodeSpecMemory } from './spec-memory-format.ts';

/** What looking at a spec again has brought. */
export interface SpecNews {
  /** What is different from the last look, in phrases; empty at the first one. */
  readonly changes: readonly string[];
  /** What was wrong with the memory. */
  readonly notes: readonly Diagnostic[];
}

/** Compares a spec with what is remembered, and remembers it. Writes nothing when nothing has changed. */
export async function rememberSpec(path: string, outline: SpecOutline): Promise<SpecNews> {
  const remembered = await read(path);
  const notes = 'note' in remembered ? [remembered.note] : [];
  const before = 'outline' in remembered ? remembered.outline : undefined;
  // The spec of another platform says nothing about this one.
  const isSame = before?.platform === outline.platform && before.id === outline.id;
  const changes = before !== undefined && isSame ? compareOutlines(before, outline) : [];
  if (isSame && changes.length === 0) return { changes, notes };
  try {
    await writePrivateFile(path, encodeSpecMemory(outline));
    return { changes, notes };
  } catch (error) {
    const told = note(`the connection spec cannot be remembered as ${path}: ${reasonOf(error)}`);
    return { changes, notes: [...notes, told] };
  }
}

type Remembered = { readonly outline: SpecOutline } | { readonly note: Diagnostic } | object;

async function read(path: string): Promise<Remembered> {
  try {
    const bytes = await readIfPresent(path);
    if (bytes === undefined) return {};
    const outline = decodeSpecMemory(bytes.toString('utf8'));
    if (outline !== undefined) return { outline };
    return {
      note: note(
        `${path} is damaged and is written anew: whether the connection spec has changed is not known`,
      ),
    };
  } catch (error) {
    return { note: note(`${path} cannot be read: ${reasonOf(error)}`) };
  }
}

function note(summary: string): Diagnostic {
  return { severity: 'note', code: 'spec-not-remembered', summary, fix: undefined };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
