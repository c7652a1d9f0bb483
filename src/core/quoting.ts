// Writes a text as one argument of a command that a person may copy into a shell.

/** A text between single quotes, with those inside it closed and opened around (POSIX shells, 2.2.2). */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
