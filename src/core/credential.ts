// Decides what the fingerprints of a secret tell: the one recorded when it was sent last, and that of the secret as
// declared today. A fingerprint is `v1:<keyId>:<hmac>`; two under different state keys say nothing about each other.

/**
 * What is known of a secret: sent as it is declared, changed since, nothing to compare, or recorded under another
 * state key so that nobody can tell.
 */
export type CredentialVerdict = 'unchanged' | 'changed' | 'unknown' | 'other-key';

/** Compares the recorded fingerprint with that of today. */
export function judgeCredential(recorded: string | undefined, today: string | undefined): CredentialVerdict {
  if (recorded === undefined || today === undefined) return 'unknown';
  if (stateKeyOf(recorded) !== stateKeyOf(today)) return 'other-key';
  return recorded === today ? 'unchanged' : 'changed';
}

function stateKeyOf(fingerprint: string): string {
  return fingerprint.slice(0, fingerprint.lastIndexOf(':'));
}
