// Picking one value out of a JSON document by a JSON pointer (RFC 6901).

/** The value that a pointer leads to, or undefined where it leads nowhere. */
export function pick(document: unknown, pointer: string): unknown {
  let value = document;
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null) return undefined;
    // Section 4: no leading zeros. The length of an array and what an object inherits are not members of the document.
    if (Array.isArray(value) && !/^(0|[1-9]\d*)$/.test(name)) return undefined;
    value = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  }
  return value;
}
