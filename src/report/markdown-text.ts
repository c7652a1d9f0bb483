// Text from outside as Markdown of GitHub. A name is data: it must not become a table cell, a link, a mention or HTML.

/** Everything that could mean something in Markdown or HTML stands as a numeric entity, which is text in both. */
const MEANINGFUL =
  /[&<>`*[\]|\\~$@]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|(?<=https?|ftp):(?=\/\/)|(?<=\bwww)\./giu;
/** GitHub looks for these after entities have become letters; a joint of no width keeps them from being found. */
const SUMMONING = /[@#](?=[\p{L}\p{N}])/gu;
// Line breaks end a table row; the others move the cursor of a terminal or reverse letters.
const INVISIBLE = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]+/gu;

/** A text as running text of a table cell or a paragraph. */
export function markdownText(text: string): string {
  return entities(text.replaceAll(INVISIBLE, ' ').replaceAll(SUMMONING, '$&\u200b'));
}

/** A text as code: nobody is mentioned by it, and it is copied as it is. */
export function markdownCode(text: string): string {
  const shown = text.replaceAll(INVISIBLE, ' ');
  return shown.trim() === '' ? '' : `<code>${entities(shown)}</code>`;
}

function entities(text: string): string {
  return text.replaceAll(MEANINGFUL, (letter) => `&#${letter.codePointAt(0) ?? 0xfffd};`);
}

/** The first part of a long text. */
export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}\u2026`;
}
