// Which platforms the contract is tried on: always the emulator, and a real organisation when a sandbox of it is named.
// Environment: FLOWRECON_CONFORMANCE_SANDBOX, the AEP_* variables of the credentials, and, where the platform logs in to
// the database of a new connection, FLOWRECON_CONFORMANCE_PARAMS with `auth.params` of one that exists, as JSON.
import { readAccess } from '../../src/config/platform-access.ts';
import type { Access } from '../../src/config/platform-access.ts';
import { revealSecret } from '../../src/core/secret.ts';
import type { Entrance } from './target.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A database that need not exist: whether it does is asked only by tests and explorations. */
const NOWHERE = {
  server: 'db2.flowrecon-conformance.invalid:50000',
  database: 'NONE',
  authenticationType: 'Basic',
  username: 'nobody',
  password: 'no-password',
};

/** How to enter an emulator. */
export function enterEmulator(url: string): Entrance {
  const form = {
    client_id: 'client',
    client_secret: 'secret',
    grant_type: 'client_credentials',
    scope: 'openid',
  };
  return {
    ...{ name: 'the emulator', url, login: { url: `${url}/ims/token/v3`, form } },
    ...{
      headers: { 'x-api-key': 'client', 'x-gw-ims-org-id': 'ACME@AdobeOrg' },
      sandbox: 'dev',
      params: NOWHERE,
    },
  };
}

/** How to enter the organisation that the environment names; undefined when it names no sandbox. */
export function enterOrganisation(env: Environment): Entrance | undefined {
  const sandbox = env['FLOWRECON_CONFORMANCE_SANDBOX'] ?? '';
  if (sandbox === '') return undefined;
  const access = readAccess(env, {});
  if (!access.ok)
    throw new Error(access.problem.map(({ summary, fix }) => `${summary}. ${fix ?? ''}`).join('\n'));
  const { url, orgId, apiKey } = access.value;
  const params = env['FLOWRECON_CONFORMANCE_PARAMS'];
  return {
    ...{ name: `sandbox ${sandbox} of ${orgId}`, url, sandbox, ...loginOf(access.value) },
    headers: { 'x-api-key': apiKey, 'x-gw-ims-org-id': orgId },
    params: params === undefined ? NOWHERE : (JSON.parse(params) as Record<string, unknown>),
  };
}

function loginOf({ credentials }: Access): Pick<Entrance, 'login' | 'token'> {
  if (credentials.kind === 'token') return { token: revealSecret(credentials.accessToken) };
  const form = {
    ...{ client_id: credentials.clientId, client_secret: revealSecret(credentials.clientSecret) },
    ...{ grant_type: 'client_credentials', scope: credentials.scopes },
  };
  return { login: { url: `${credentials.imsUrl}/ims/token/v3`, form } };
}

/** Lets this process reach the hosts of an entrance, beside this machine, until the answer is called. */
export function permitHosts({ url, login }: Entrance): () => void {
  const permitted = permittedHosts();
  const hosts = [url, ...(login ? [login.url] : [])].map((each) => new URL(each).hostname);
  for (const host of hosts) permitted.add(host);
  return () => {
    for (const host of hosts) permitted.delete(host);
  };
}

// The guard that keeps tests on this machine is plain JavaScript and loaded before anything else (support/loopback-only.js).
function permittedHosts(): Set<string> {
  const found: unknown = Reflect.get(globalThis, Symbol.for('flowrecon.permitted-hosts'));
  if (!(found instanceof Set)) throw new TypeError('the guard of the tests is not loaded');
  return found as Set<string>;
}
