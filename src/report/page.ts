// How text is laid out for where it goes: how wide, in which colours, and what may be cut into lines. Pure. The one home
// of the libraries that measure and wrap text.
//
// A *record* is a line that holds one fact: a change, a field, a failure, a total. A *sentence* explains. Sentences wrap
// everywhere. Records wrap on a terminal only: into a pipe or a file each stays one line, however long, because `grep`,
// `diff`, `wc -l` and the log viewers of CI work by the line, and wrap what they show themselves. Neither is ever cut within
// what a person may copy: a word (keys, ids, paths, values without blanks), a command, or what stands in quotes.
import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';
import { createPaint } from './paint.ts';
import type { Paint } from './paint.ts';

/** What text is laid out for. */
export interface Page {
  readonly paint: Paint;
  /** How many columns a line may take. */
  readonly columns: number;
  /** Whether records wrap too. */
  readonly wrapsRecords: boolean;
}

/** Where text goes: a terminal, or a pipe or file. */
export interface Outlet {
  readonly coloured: boolean;
  readonly terminal: boolean;
  readonly columns: number;
}

/** Makes the page for an outlet. */
export function createPage({ coloured, terminal, columns }: Outlet): Page {
  return { paint: createPaint(coloured), columns, wrapsRecords: terminal };
}

/** Text as it is: no colours, and nothing wraps. */
export const plain: Page = createPage({ coloured: false, terminal: false, columns: Infinity });

/** Where the lines of a text begin, in columns. */
interface Indent {
  readonly first: number;
  /** Where it goes on when it wraps; two further in, unless said. */
  readonly rest?: number;
}

const FLUSH: Indent = { first: 0 };

/** Lays a record out; painted already, and harmless already. */
export function record(page: Page, text: string, indent = FLUSH): string {
  return wrapped(page.wrapsRecords ? page.columns : Infinity, text, indent);
}

/** Lays a sentence out; painted already, and harmless already. */
export function sentence(page: Page, text: string, indent = FLUSH): string {
  return wrapped(page.columns, text, indent);
}

/** A text that is never cut, such as a key with blanks in it. */
export function whole(text: string): string {
  return text.replaceAll(' ', GLUE);
}

/** How many columns a text takes: wide characters two, marks and colours none. */
export function columnsOf(text: string): number {
  // Most texts are plain letters, and a plan may have a hundred thousand of them.
  return /^[ -~]*$/.test(text) ? text.length : stringWidth(text);
}

/** A text filled up with blanks to so many columns. */
export function padded(text: string, columns: number): string {
  return `${text}${' '.repeat(Math.max(0, columns - columnsOf(text)))}`;
}

/** Stands for a blank that must not become the end of a line; one column wide, and of private use in Unicode. */
const GLUE = '\ue000';

function wrapped(columns: number, text: string, { first, rest = first + 2 }: Indent): string {
  const margin = ' '.repeat(first);
  const fits = columns === Infinity || first + columnsOf(text) <= columns;
  // The library composes letters and their marks anew, after which a copied name is no longer the one that is meant.
  if (fits || text.normalize() !== text) return unglued(`${margin}${text}`);
  const [begin = '', ...others] = cut(glueUnits(text), columns - first);
  const following = others.length === 0 ? [] : cut(others.join(' '), columns - rest);
  return unglued([`${margin}${begin}`, ...following.map((line) => `${' '.repeat(rest)}${line}`)].join('\n'));
}

function cut(text: string, columns: number): string[] {
  return wrapAnsi(text, Math.max(1, columns)).split('\n');
}

/** The words that commands are made of, beside flags and quoted arguments. */
const WORDS = [
  'validate|plan|apply|test|explore|import|export|emulator|init|completion|schema',
  'state|list|show|mv|rm|verify|unlock',
].join('|');
/** What is one thing to copy: a command after a colon, one within a sentence, and what stands in quotes or braces. */
const UNITS = [
  String.raw`(?<=: )(?:flowrecon|node) (?:'[^']*'|[^'])+?(?=[.,;]?$|[.,;] | \()`,
  String.raw`flowrecon(?: (?:${WORDS})\b| --?[a-z][\w-]*| '[^']*')+`,
  String.raw`(?<!\w)'[^']*'(?!\w)`,
  '`[^`]*`',
  String.raw`\{ [^{}]* \}`,
];
const UNIT = new RegExp(UNITS.join('|'), 'g');

function glueUnits(text: string): string {
  return text.replaceAll(UNIT, whole);
}

function unglued(text: string): string {
  return text.replaceAll(GLUE, ' ');
}
