// Which known word a mistyped one was meant to be. Decides the distance limit; case, `-`, `_` and blanks do not count.
import leven from 'leven';

/** The candidate that a mistyped word most likely stands for, if one is near enough to be worth a hint. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const typed = bare(word);
  // Longer than any name of ours: nothing to suggest, and the distance would cost the product of the lengths.
  if (typed.length === 0 || typed.length > 64) return undefined;
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const meant = bare(candidate);
    // The distance is at least the difference in length; most words are done with here.
    if (Math.abs(typed.length - meant.length) > limit(meant)) continue;
    const distance = swapped(typed, meant) ? 1 : leven(typed, meant);
    if (distance <= limit(meant) && distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** One slip in three letters, three at most: with fewer letters in common the hint would be a guess. */
function limit(meant: string): number {
  return Math.min(3, Math.max(1, Math.floor(meant.length / 3)));
}

/** Two letters in the wrong order count as one slip, though two letters differ. */
function swapped(typed: string, meant: string): boolean {
  return typed.length === meant.length && leven(typed, meant) === 2 && sorted(typed) === sorted(meant);
}

function sorted(text: string): string {
  return Array.from(text).sort().join('');
}

function bare(text: string): string {
  return text.toLowerCase().replaceAll(/[-_\s]/g, '');
}
