// One file from text to drafts: syntax, schema, and the rules of single entries, every fault in one pass. What lies
// beyond one file is for rules.ts, moves.ts and platform.ts.
import type { Diagnostic } from '../core/diagnostic.ts';
import { parseText } from './document.ts';
import type { Draft } from './draft.ts';
import { draftEntry, labelOf } from './draft.ts';
import { entryFaults, fieldFaults } from './entry-faults.ts';
import { locate, stepInto } from './locate.ts';
import { schemaDiagnostics } from './schema-faults.ts';
import type { Source, SourceText } from './source.ts';
import { lineAt, rangeOf, trimmedSpan } from './source.ts';
import { syntaxDiagnostics } from './syntax.ts';
import { tellFile } from './tell.ts';
import { isFields, plainContent } from './values.ts';
import type { Fields, PlainContent } from './values.ts';

/** What one file comes to. */
export interface CheckedFile {
  readonly source: Source;
  /** Plain content; undefined where syntax or limits kept it from being read. */
  readonly value: unknown;
  readonly drafts: readonly Draft[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks one file by itself. */
export function checkFile(text: SourceText): CheckedFile {
  const parsed = parseText(text.text);
  const { lineStarts, root } = parsed;
  const broken =
    parsed.faults.length > 0 || parsed.tooDeepAt !== undefined || parsed.secondDocumentAt !== undefined;
  const source: Source = { ...text, lineStarts, root, broken };
  if (broken) return { source, value: undefined, drafts: [], diagnostics: syntaxDiagnostics(source, parsed) };
  const content = plainContent(source);
  if (content.value === null) return { source, value: undefined, drafts: [], diagnostics: [emptyFile(text)] };
  if (content.value === undefined)
    return { source, value: undefined, drafts: [], diagnostics: content.diagnostics };
  const { drafts, diagnostics } = checkContent(source, content);
  return {
    source,
    value: content.value,
    drafts,
    diagnostics: [...withKeys(content.diagnostics, drafts), ...diagnostics],
  };
}

function checkContent(
  source: Source,
  { value, incomplete }: PlainContent,
): Pick<CheckedFile, 'drafts' | 'diagnostics'> {
  const root = isFields(value) ? value : {};
  const drafts = draftAll(source, root);
  const diagnostics = [...schemaDiagnostics(source, value, drafts)];
  const own = root['defaults'];
  if (isFields(own)) diagnostics.push(...fieldFaults({ source, located: locate(source, ['defaults']), own }));
  return {
    drafts: drafts.filter((draft) => draft !== undefined),
    diagnostics: [
      ...diagnostics,
      ...drafts.flatMap((draft) =>
        draft === undefined ? [] : entryFaults(draft, incomplete.has(draft.own)),
      ),
    ],
  };
}

/** The drafts by their place in the list; what is no mapping has none. */
function draftAll(source: Source, root: Fields): readonly (Draft | undefined)[] {
  const { connections, defaults } = root;
  if (!Array.isArray(connections)) return [];
  const list = locate(source, ['connections']);
  const below = isFields(defaults) ? defaults : {};
  return connections.map((own: unknown, index) =>
    isFields(own) ? draftEntry(source, stepInto(source, list, index), { own, defaults: below }) : undefined,
  );
}

function emptyFile({ file, text }: SourceText): Diagnostic {
  return tellFile(file, {
    code: 'empty-file',
    summary: text.trim() === '' ? 'the file is empty' : 'the file holds nothing but comments',
    fix: 'write `version: 1` and `connections:` into it',
  });
}

/** Names the entry that a fault of plain values lies in; those were found before there were entries. */
function withKeys(diagnostics: readonly Diagnostic[], drafts: readonly Draft[]): readonly Diagnostic[] {
  if (diagnostics.length === 0) return diagnostics;
  const places = drafts.map((draft) => ({
    draft,
    ...rangeOf(draft.source, trimmedSpan(draft.source, draft.located.written)),
  }));
  const starts = places.map(({ line }) => line);
  return diagnostics.map((diagnostic) => {
    const line = Number(diagnostic.range?.line);
    const nearest = places[lineAt(starts, line).index];
    const inside = nearest !== undefined && nearest.line <= line && line <= nearest.endLine;
    const key = inside ? labelOf(nearest.draft) : undefined;
    return key === undefined ? diagnostic : { ...diagnostic, key };
  });
}
