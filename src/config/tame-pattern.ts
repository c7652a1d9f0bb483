// Which patterns of somebody else are tried on our values, and on which of them. JavaScript's expressions backtrack: one
// that repeats what repeats, or repeats too often, takes longer than anybody waits for a text that does not fit. Pure.

/** Longer ones are no rule for a field of a login. */
const LONGEST_PATTERN = 500;
/** A search costs at most the power of a text's length that is one above this. */
const MOST_REPEATS = 2;
/** Longer than a host name may be (RFC 1035), and short enough for its third power. */
const LONGEST_TEXT = 255;

/** Whether a pattern cannot take long on a short text. Errs on the side of caution: a tame one may be taken for wild. */
export function isTame(pattern: string): boolean {
  if (pattern.length > LONGEST_PATTERN || /\\[1-9k]/.test(pattern)) return false;
  // Escapes and classes of characters hold no repeats.
  const bare = pattern.replaceAll(/\\./gs, 'x').replaceAll(/\[[^\]]*\]/g, 'x');
  // A search that can begin at one place only is one repeat cheaper.
  const allowed = bare.startsWith('^') && !bare.includes('|') ? MOST_REPEATS + 1 : MOST_REPEATS;
  const open: boolean[] = [];
  let repeats = 0;
  // Whether the group that is being read, or the one that has just been closed, holds something that varies.
  let varies = false;
  for (const [token] of bare.matchAll(/\((?:\?<?[:=!\w])?|\)(?:[*+]|\{\d*,?\d*\})?|[*+?|]|\{\d*,\d*\}/g)) {
    if (token.startsWith('(')) {
      open.push(varies);
      varies = false;
    } else if (token.startsWith(')')) {
      const repeated = token.length > 1;
      if (repeated && varies) return false;
      if (repeated) repeats += 1;
      const before = open.pop() === true;
      varies = varies || repeated || before;
    } else {
      varies = true;
      if (token !== '?' && token !== '|') repeats += 1;
    }
  }
  return repeats <= allowed;
}

/** A tame pattern as an expression, which takes a long text for one that fits. */
export function tameExpression(
  pattern: string,
  flags: string,
): { readonly test: (text: string) => boolean; readonly toString: () => string } {
  const expression = new RegExp(pattern, flags);
  return {
    test: (text) => text.length > LONGEST_TEXT || expression.test(text),
    // ajv tells patterns apart by this.
    toString: () => String(expression),
  };
}
