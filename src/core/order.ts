// The one order of texts: by code unit, the same on every machine, whatever its language. A plan has to be the same bytes
// for the same input.

/** Compares two texts for sorting. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
