// Writes texts as arguments of a command that a person may copy into a shell.

/** A text between single quotes, with those inside it closed and opened around (POSIX shells, 2.2.2). */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A command to copy, from its words: each is quoted where a shell would read it as something else. */
export function commandLine(words: readonly string[]): string {
  return words.map((word) => (/^[\w./:@,+-]+$/.test(word) ? word : quoted(word))).join(' ');
}
