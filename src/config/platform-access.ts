// Decides how a run reaches and enters the platform: environment variables over the `platform` section over defaults.
// All faults at once. Hosts are https, or http on loopback, because a token goes out with every request.
import type { Diagnostic } from '../core/diagnostic.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { sealSecret } from '../core/secret.ts';
import type { Secret } from '../core/secret.ts';

/** Settings that a configuration may give; environment variables win over these. */
export interface ConfiguredPlatform {
  readonly url?: string;
  readonly imsUrl?: string;
  readonly orgId?: string;
}

/** How to reach and enter one organisation's platform. */
export interface Access {
  readonly url: string;
  readonly orgId: string;
  readonly apiKey: string;
  readonly credentials:
    | { readonly kind: 'token'; readonly accessToken: Secret }
    | {
        readonly kind: 'client';
        readonly imsUrl: string;
        readonly clientId: string;
        readonly clientSecret: Secret;
        readonly scopes: string;
      };
}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_URL = 'https://platform.adobe.io';
const DEFAULT_IMS_URL = 'https://ims-na1.adobelogin.com';
/** What Adobe's own samples ask for when the platform is used (Postman environment of the samples repository). */
const DEFAULT_SCOPES = 'openid,session,AdobeID,read_organizations,additional_info.projectedProductContext';

/** Visible ASCII only: anything else cannot stand in a header and would fail every request. */
const HEADER_SAFE = /^[\x21-\x7e]+$/;

/** Reads the access out of environment and configuration; the problem holds every fault. */
export function readAccess(
  env: Environment,
  configured: ConfiguredPlatform,
): Result<Access, readonly Diagnostic[]> {
  const faults: Diagnostic[] = [];
  const url = readOrigin(
    env,
    { name: 'AEP_PLATFORM_URL', configured: configured.url, usual: DEFAULT_URL },
    faults,
  );
  const imsUrl = readOrigin(
    env,
    { name: 'AEP_IMS_URL', configured: configured.imsUrl, usual: DEFAULT_IMS_URL },
    faults,
  );
  const orgId = readOrgId(env, configured.orgId, faults);
  const login = readLogin(env, imsUrl, faults);
  if (login === undefined || faults.length > 0) return refusal(faults);
  return success({ url, orgId, ...login });
}

interface Origin {
  readonly name: string;
  readonly configured: string | undefined;
  readonly usual: string;
}

function readOrigin(env: Environment, { name, configured, usual }: Origin, faults: Diagnostic[]): string {
  const given = valueOf(env, name) ?? configured ?? usual;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const usable =
    url !== undefined && isSafe(url) && url.username === '' && ['', '/'].includes(url.pathname + url.search);
  if (usable) return url.origin;
  const fix = `Set ${name} to an origin such as ${usual}; http is accepted for loopback addresses only.`;
  faults.push({
    severity: 'error',
    code: 'invalid-value',
    summary: `${name} is no usable address of a host`,
    fix,
  });
  return usual;
}

function isSafe({ protocol, hostname }: URL): boolean {
  if (protocol === 'https:') return true;
  const loopback = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  return protocol === 'http:' && loopback;
}

function readOrgId(env: Environment, configured: string | undefined, faults: Diagnostic[]): string {
  const orgId = valueOf(env, 'AEP_ORG_ID') ?? configured;
  if (orgId === undefined) {
    faults.push(
      missing('no organisation is named', 'Set AEP_ORG_ID, or platform.orgId in the configuration'),
    );
  } else if (!/^[\w-]+@AdobeOrg$/.test(orgId)) {
    const fix =
      'Copy the organisation id from the Developer Console; it reads like 0123456789ABCDEF@AdobeOrg.';
    faults.push({
      severity: 'error',
      code: 'invalid-value',
      summary: 'AEP_ORG_ID is no organisation id',
      fix,
    });
  }
  return orgId ?? '';
}

function readLogin(
  env: Environment,
  imsUrl: string,
  faults: Diagnostic[],
): Pick<Access, 'apiKey' | 'credentials'> | undefined {
  const accessToken = readHeaderValue(env, 'AEP_ACCESS_TOKEN', faults);
  const clientId = readHeaderValue(env, 'AEP_CLIENT_ID', faults);
  const clientSecret = valueOf(env, 'AEP_CLIENT_SECRET');
  const apiKey = readHeaderValue(env, 'AEP_API_KEY', faults) ?? clientId;
  if (accessToken !== undefined && apiKey !== undefined) {
    return { apiKey, credentials: { kind: 'token', accessToken: sealSecret(accessToken) } };
  }
  if (clientId !== undefined && clientSecret !== undefined) {
    const scopes = valueOf(env, 'AEP_SCOPES') ?? DEFAULT_SCOPES;
    const credentials = {
      kind: 'client',
      imsUrl,
      clientId,
      clientSecret: sealSecret(clientSecret),
      scopes,
    } as const;
    return { apiKey: apiKey ?? clientId, credentials };
  }
  faults.push(missingLogin(accessToken !== undefined, clientId !== undefined));
  return undefined;
}

function missingLogin(hasToken: boolean, hasClient: boolean): Diagnostic {
  if (hasToken)
    return missing('the access token comes without its API key', 'Set AEP_API_KEY beside AEP_ACCESS_TOKEN');
  if (hasClient)
    return missing('the client id comes without its secret', 'Set AEP_CLIENT_SECRET beside AEP_CLIENT_ID');
  return missing(
    'there are no credentials for the platform',
    'Set AEP_CLIENT_ID and AEP_CLIENT_SECRET (OAuth server-to-server), or AEP_ACCESS_TOKEN and AEP_API_KEY',
  );
}

function readHeaderValue(env: Environment, name: string, faults: Diagnostic[]): string | undefined {
  const value = valueOf(env, name);
  if (value === undefined || HEADER_SAFE.test(value)) return value;
  const summary = `${name} holds blanks, line breaks or other characters that cannot stand in a header`;
  const fix = `Set ${name} again, without quotes and line breaks.`;
  faults.push({ severity: 'error', code: 'invalid-value', summary, fix });
  return value;
}

function missing(summary: string, fix: string): Diagnostic {
  return {
    severity: 'error',
    code: 'credentials-missing',
    summary,
    fix: `${fix}; or try it without an account: --emulator.`,
  };
}

function valueOf(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}
