// The names that an export makes up: keys and environment variables. Decides how they read; each is given once only.

/** A key that reads like a name: `Orders EU` becomes `orders-eu`. */
export function slugOf(name: string): string {
  const slug = withoutAccents(name)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  return slug.replaceAll(/^-|-$/g, '') || 'connection';
}

/** The start of a variable's name that a key leads to: `prod/orders-eu` becomes `PROD_ORDERS_EU`. */
export function variableOf(key: string): string {
  const name = withoutAccents(key)
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replaceAll(/_$/g, '');
  // A shell takes no variable that begins with a digit.
  return /^\d/.test(name) ? `_${name}` : name;
}

function withoutAccents(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '');
}

/** Finds the first of a row of names that nobody has, and takes it. */
export type Naming<Name extends string> = (nameOf: (number: number) => Name) => Name;

/** Gives away names beside those that are taken. Remembers how far each row has come, so that no row is tried anew. */
export function namesBeside<Name extends string>(taken: Iterable<Name>): Naming<Name> {
  const known = new Set(taken);
  const next = new Map<Name, number>();
  return (nameOf) => {
    const row = nameOf(1);
    let number = next.get(row) ?? 1;
    while (known.has(nameOf(number))) number += 1;
    next.set(row, number + 1);
    known.add(nameOf(number));
    return nameOf(number);
  };
}

/** The end that tells the second of a name from the first. */
export function numbered(number: number, mark: string): string {
  return number === 1 ? '' : `${mark}${number}`;
}
