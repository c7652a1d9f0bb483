// Text from outside, made harmless for a terminal: no escape sequence of a configuration file or a server's answer may
// move the cursor, recolour a report or reverse the order of letters.

/** Replaces control characters and marks of text direction by one visible character each; tabs stay. */
export function visible(text: string): string {
  return text.replaceAll(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, '\ufffd');
}
