// What every fault of the YAML syntax is called and what to do about it. The parser's own sentences are never shown:
// they may quote the source, and with it a secret.
import type { ErrorCode, SyntaxFault } from './document.ts';

/** A fault in words: what happened, what to do. */
export type Words = readonly [summary: string, fix: string];

const GENERAL: Words = [
  'this is not valid YAML here',
  'check indentation, quotes and the colon behind each field name',
];

const WORDS: Partial<Record<ErrorCode, Words>> = {
  TAB_AS_INDENT: [
    'a tab stands where indentation belongs',
    'indent with spaces; YAML does not allow tabs there',
  ],
  BAD_INDENT: [
    'the indentation does not fit the lines above',
    'start all fields of one mapping, and all items of one list, in the same column',
  ],
  BAD_SCALAR_START: ['a text without quotes cannot begin with this character', 'put the text in quotes'],
  BAD_DQ_ESCAPE: [
    'unknown escape sequence in a text in double quotes',
    'write `\\\\` for a backslash, or put the text in single quotes',
  ],
  BLOCK_AS_IMPLICIT_KEY: [
    'a mapping cannot begin in the middle of a line',
    'put the text in quotes if it contains `: `, or begin a new, deeper line',
  ],
  MULTILINE_IMPLICIT_KEY: [
    'this line has no colon behind a field name',
    'write `name: value`, with a blank behind the colon; a longer text needs quotes or `|`',
  ],
  MULTIPLE_DOCS: [
    'a second document begins here',
    'keep one document in each file; read several files with -f',
  ],
  TAG_RESOLVE_FAILED: [
    'tags have no meaning here',
    'remove the tag, or put text that begins with `!` in quotes',
  ],
  BAD_COLLECTION_TYPE: ['tags have no meaning here', 'remove the tag'],
  BAD_DIRECTIVE: [
    'this directive is not known',
    'remove the line, or put text that begins with `%` in quotes',
  ],
  BAD_ALIAS: [
    'a name is missing or ambiguous behind `&` or `*`',
    'write a name without a colon, as in `&name`',
  ],
  ALIAS_PROPS: ['an alias takes no anchor and no tag', 'remove what stands before the `*`'],
  MULTIPLE_ANCHORS: ['two anchors stand before one value', 'remove one of the two'],
  MULTIPLE_TAGS: ['two tags stand before one value', 'remove both'],
  KEY_OVER_1024_CHARS: ['this field name is too long', 'check whether a colon or a quote is missing'],
  BLOCK_IN_FLOW: [
    'this cannot stand inside braces or brackets',
    'close the brace or bracket first, or put the text in quotes',
  ],
};

/** `MISSING_CHAR` and `UNEXPECTED_TOKEN` mean many things; the parser's message tells which, and is not shown. */
const MESSAGES: readonly (readonly [pattern: RegExp, words: Words])[] = [
  [
    /^Missing closing ["']/,
    ['a quote is opened here and never closed', 'close it with the same kind of quote'],
  ],
  [
    /need to be followed by map values/,
    ['a colon is missing behind this field name', 'write `name: value`, with a blank behind the colon'],
  ],
  [/^Missing space after/, ['a blank is missing behind the colon', 'write `name: value`']],
  [/^Missing (,|, or :) between/, ['a comma is missing before this', 'separate the items with commas']],
  [
    /and end with a [\]}]|must end with a [\]}]/,
    ['a brace or bracket is opened here and never closed', 'close it, or put the text in quotes'],
  ],
  [
    /without - indicator/,
    ['an item of the list begins without its dash', 'write `- ` before it, in the column of the others'],
  ],
  [
    /^Comments must be separated/,
    ['a blank is missing before `#`', 'write a blank before a comment, or put the text in quotes'],
  ],
  [
    /Unexpected flow-(seq|map)-end/,
    ['this brace or bracket closes nothing', 'remove it, or open it further up'],
  ],
  [
    /^Unexpected .*( token| at node end)$/,
    [
      'the value before this has ended',
      'a comma or a line break is missing before it, or the whole text needs quotes',
    ],
  ],
  [
    /^Unexpected (,|empty item)/,
    ['a comma stands where a value belongs', 'remove the comma, or write the value'],
  ],
  [/cannot start on same line/, ['the content begins in the line of `---`', 'begin it in the next line']],
];

/** Words for a fault, wherever it stands. */
export function wordsFor({ code, message }: SyntaxFault): Words {
  return MESSAGES.find(([pattern]) => pattern.test(message))?.[1] ?? WORDS[code] ?? GENERAL;
}

/** For a second document in one file. */
export const SECOND_DOCUMENT: Words = [
  'a second document begins here',
  'keep one document in each file; read several files with -f',
];

/** For lines that version control leaves behind. */
export const CONFLICT_MARK: Words = [
  'this is the mark of a merge conflict',
  'resolve the conflict and remove the mark',
];

/** For what is not closed, where it cannot be told where it opens. */
export const NOT_CLOSED: Words = [
  'a quote, brace or bracket is not closed before this',
  'close it, or put the text in quotes',
];

/** For a line that is deeper than the field above it allows. */
export const TOO_DEEP_LINE: Words = [
  'this line is indented deeper than the one above, whose value is complete',
  'start all fields of one mapping in the same column',
];
