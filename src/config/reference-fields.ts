// The fields of a reference to a secret, for the parts that read, check and mask one. Decides what may be shown of a
// reference: a text that cannot be the name of a variable may be the secret itself.

/** Where a secret may come from; a reference names exactly one. */
export const SOURCE_FIELDS = ['env', 'file', 'exec'] as const;

/** Every field of a reference. */
export const REFERENCE_FIELDS = [...SOURCE_FIELDS, 'pointer'] as const;

/** Whether a text can be the name of an environment variable, and not a password in its place. */
export function isEnvName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}
