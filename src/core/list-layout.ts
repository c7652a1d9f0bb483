// A list as it is about to be written: which fields, which words around them. Types only; the words are chosen in
// report/, the spelling in config/.
import type { EntryFields } from './export-fields.ts';

/** One entry and the comment above it, line by line; an empty line stays empty. */
export interface EntryLayout {
  readonly comment: readonly string[];
  readonly fields: EntryFields;
}

/** A whole list. */
export interface ListLayout {
  /** Comment at the top. */
  readonly header: readonly string[];
  /** The `platform:` section, where there is something to say in it. */
  readonly platform?: EntryFields;
  readonly entries: readonly EntryLayout[];
  /** Comment at the end. */
  readonly footer: readonly string[];
}
