// What a secret is and who may open it. A secret is opaque: printing, logging or serialising one shows a mask.
// Only the files that lint allows to import `revealSecret` (request building, the keyed digest) may read the text.

/** The text shown wherever a secret is printed. */
export const SECRET_MASK = '(secret)';

declare const secretBrand: unique symbol;

/** A secret value, for example a database password. It carries no readable property. */
export interface Secret {
  readonly [secretBrand]: true;
  toString(): string;
  toJSON(): string;
}

const texts = new WeakMap<Secret, string>();
const mask = (): string => SECRET_MASK;

/** Wraps a secret text so that nothing but `revealSecret` can read it. */
export function sealSecret(text: string): Secret {
  const shown = { toString: mask, toJSON: mask, [Symbol.for('nodejs.util.inspect.custom')]: mask };
  // The brand exists for the compiler only, so the literal cannot carry it.
  const secret = Object.freeze(shown) as unknown as Secret;
  texts.set(secret, text);
  return secret;
}

/** Opens a secret; for request building and the keyed digest only (enforced by lint). */
export function revealSecret(secret: Secret): string {
  const text = texts.get(secret);
  if (text === undefined) throw new TypeError('not a secret made by sealSecret');
  return text;
}

/** Where a secret comes from. References are not secret and may be shown. */
export type SecretRef =
  | { readonly kind: 'env'; readonly name: string; readonly pointer?: string }
  | { readonly kind: 'file'; readonly path: string; readonly pointer?: string }
  | { readonly kind: 'exec'; readonly command: readonly string[] };

/** A reference as a person would say it, for messages: `env ORDERS_PASSWORD`. */
export function describeSecretRef(ref: SecretRef): string {
  switch (ref.kind) {
    case 'env':
      return `env ${ref.name}`;
    case 'file':
      return `file ${ref.path}`;
    case 'exec':
      return `exec ${ref.command[0] ?? ''}`;
  }
}
