// Which entries send a secret, and their secrets: all of them are resolved, and every one that does not resolve is named
// with its position.
import type { ConnectionKey, DesiredConnection } from '../core/connection.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { sendsSecret } from '../core/action.ts';
import type { Fingerprints, Plan } from '../core/plan.ts';
import type { Digest, SecretSource } from '../core/ports.ts';
import type { Secret } from '../core/secret.ts';

/** Secrets that were had, and why the others were not. */
export interface ResolvedSecrets {
  readonly secrets: ReadonlyMap<ConnectionKey, Secret>;
  readonly problems: readonly Diagnostic[];
}

/** The entries whose actions send a secret. */
export function sendersOf({ actions }: Plan): DesiredConnection[] {
  return actions.filter(sendsSecret).flatMap((action) => ('entry' in action ? [action.entry] : []));
}

/** The fingerprints of secrets; none without a state key. */
export function fingerprintsOf(secrets: ResolvedSecrets['secrets'], digest: Digest): Fingerprints {
  const fingerprints = new Map<ConnectionKey, string>();
  for (const [key, secret] of secrets) {
    const fingerprint = digest.fingerprint(secret);
    if (fingerprint !== undefined) fingerprints.set(key, fingerprint);
  }
  return fingerprints;
}

/** Resolves the secret of every entry. */
export async function resolveSecrets(
  source: SecretSource,
  entries: readonly DesiredConnection[],
): Promise<ResolvedSecrets> {
  const secrets = new Map<ConnectionKey, Secret>();
  const problems: Diagnostic[] = [];
  const resolved = await Promise.all(
    entries.map(async (entry) => ({ entry, found: await source.resolve(entry.secret.ref) })),
  );
  for (const { entry, found } of resolved) {
    if (found.ok) secrets.set(entry.key, found.value);
    else problems.push(unresolved(entry, found.problem));
  }
  return { secrets, problems };
}

function unresolved(
  { key, secret }: DesiredConnection,
  problem: { reason: string; fix: string },
): Diagnostic {
  const summary = `the ${secret.param} of ${key} does not resolve: ${problem.reason}`;
  return {
    severity: 'error',
    code: 'secret-unresolved',
    summary,
    fix: problem.fix,
    key,
    range: secret.range,
  };
}
