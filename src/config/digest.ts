// The keyed digest of secrets: HMAC-SHA256 under a key that is derived from FLOWRECON_STATE_KEY and the state's
// lineage, so that neither the state file nor another state's digests tell anything about a secret.
import { createHmac, hkdfSync } from 'node:crypto';
import type { Digest } from '../core/ports.ts';
import { revealSecret } from '../core/secret.ts';

const NO_DIGEST: Digest = { fingerprint: () => undefined };

/** Makes the digest of one state; without a key it knows no fingerprints. */
export function createDigest(stateKey: string | undefined, lineage: string): Digest {
  if (stateKey === undefined || stateKey === '') return NO_DIGEST;
  const key = new Uint8Array(hkdfSync('sha256', stateKey, lineage, 'flowrecon credential v1', 32));
  const keyId = createHmac('sha256', key).update('key id').digest('hex').slice(0, 8);
  return {
    fingerprint: (secret) =>
      `v1:${keyId}:${createHmac('sha256', key).update(revealSecret(secret)).digest('hex')}`,
  };
}
