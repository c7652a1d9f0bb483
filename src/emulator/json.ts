// Reading untrusted JSON: requests, control calls and the lines of the data file. Nothing here throws on bad input;
// a text that is no JSON reads as undefined.

/** A JSON object whose members have not been checked. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Says whether a value is an object, and neither an array nor null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value where it is an array, else undefined. */
export function listOrNothing(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** Parses a text, or answers undefined when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The member of an object, own members only, so that `__proto__` finds nothing. */
export function ownMember(from: unknown, name: string): unknown {
  return isObject(from) && Object.hasOwn(from, name) ? from[name] : undefined;
}

/** Matches a text against a pattern in which `*` stands for any run of characters. */
export function matchesPattern(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}

/** A value where it is a text, else the empty text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** An object without some of its members. */
export function without<T extends object, Name extends keyof T>(
  from: T,
  ...names: readonly Name[]
): Omit<T, Name> {
  const left = Object.entries(from).filter(([name]) => !names.some((each) => each === name));
  // The compiler cannot follow members through entries; what is left is what Omit says.
  return Object.fromEntries(left) as Omit<T, Name>;
}
