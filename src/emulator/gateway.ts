// What stands before the service: token, API key, organisation, then the sandbox header, in the order of the public
// troubleshooting guide's error table. Quota comes after these checks, so that refused strangers do not use it up.
import type { IncomingHttpHeaders } from 'node:http';
import type { Refusal } from './answers.ts';
import { gatewayRefusal, serviceRefusal } from './answers.ts';
import type { Caller, IncomingCall } from './calls.ts';
import { headerOf } from './calls.ts';
import type { Platform } from './platform.ts';
import { retryAfterValue } from './rate-limit.ts';
import type { RouteName } from './faults.ts';
import type { EmulatorSettings } from './settings.ts';

/** Lets a caller in, or says why not. */
export function admitCaller(platform: Platform, call: IncomingCall): Caller | Refusal {
  const { headers } = call;
  const bearer = /^bearer\s+(\S+)$/i.exec(headerOf(headers, 'authorization'))?.[1];
  const clientId = headerOf(headers, 'x-api-key');
  const org = headerOf(headers, 'x-gw-ims-org-id');
  for (const name of ['authorization', 'x-api-key', 'x-gw-ims-org-id']) {
    if (headerOf(headers, name) === '') platform.tally.miss(call.route, name);
  }
  if (bearer === undefined) {
    const given = headerOf(headers, 'authorization') !== '';
    return given ? invalidToken(platform.settings) : missingToken(platform.settings);
  }
  if (!platform.tokens.use(bearer, { settings: platform.settings, now: Date.now() })) {
    return invalidToken(platform.settings);
  }
  return checkClient(clientId, platform.settings) ?? checkOrg(org, platform.settings) ?? { clientId, org };
}

/** Finds the sandbox of a request, or says why it may not be used. */
export function admitToSandbox(platform: Platform, call: IncomingCall): string | Refusal {
  const { settings } = platform;
  const given = headerOf(call.headers, 'x-sandbox-name');
  const refusal = checkSandboxHeaders(call.headers, given);
  if (refusal) return refusal;
  if (given === '') platform.tally.miss(call.route, 'x-sandbox-name');
  if (given === '' && settings.missingSandboxHeader === 'reject') {
    return serviceRefusal('2105-400', 'The header x-sandbox-name is missing in the request.');
  }
  const name = given === '' ? defaultSandbox(settings) : given;
  // How an inactive sandbox reads is not documented; to the Flow Service it is taken for unknown.
  if (!settings.sandboxes.includes(name) || stateOf(name, settings) !== 'active') {
    return serviceRefusal('2100-404', `The sandbox with the name '${name}' could not be found.`);
  }
  if (settings.forbiddenSandboxes.includes(name) || !permits(settings, call.route)) {
    return serviceRefusal('2120-403', 'You do not have sufficient permissions to perform the operation.');
  }
  return name;
}

const WRITES: ReadonlySet<RouteName> = new Set(['create', 'update', 'delete', 'action']);

function permits({ permission }: EmulatorSettings, route: RouteName): boolean {
  return permission === 'manage' || (permission === 'view' && !WRITES.has(route));
}

/** The state of a sandbox that exists. */
export function stateOf(name: string, { sandboxStates }: EmulatorSettings): string {
  return (Object.hasOwn(sandboxStates, name) ? sandboxStates[name] : undefined) ?? 'active';
}

/** Refuses a request when too many are under way: the general guide says that this surfaces as 500. */
export function checkCrowd(platform: Platform): Refusal | undefined {
  const { concurrencyLimit = Infinity } = platform.settings;
  if (platform.tally.underWay <= concurrencyLimit) return undefined;
  platform.tally.count('crowdedOut');
  return serviceRefusal('1102-500', 'An internal error has occurred. Please try again.');
}

/** Draws on the organisation's quota; answers with the refusal when it is used up. */
export function checkQuota(platform: Platform): Refusal | undefined {
  const draw = platform.drawOnQuota();
  const limit = platform.settings.rateLimit;
  if (!limit || !draw || draw.admitted) return undefined;
  platform.tally.count('throttled');
  const retryAfter = retryAfterValue(limit, draw.waitMs, platform.now());
  const refusal = gatewayRefusal('429050', 'Too many requests');
  return retryAfter === undefined ? refusal : { ...refusal, headers: { 'retry-after': retryAfter } };
}

/** The sandbox that a request without a name means. */
export function defaultSandbox(settings: EmulatorSettings): string {
  return settings.sandboxes.includes('prod') ? 'prod' : (settings.sandboxes[0] ?? 'prod');
}

// The catalogue of the Flow Service has codes of its own for what the gateway usually refuses, with other statuses.
function invalidToken({ credentialErrors }: EmulatorSettings): Refusal {
  return credentialErrors === 'gateway'
    ? gatewayRefusal('401013', 'Oauth token is not valid')
    : serviceRefusal('2115-400', 'The token provided in the request is not valid.');
}

function missingToken({ credentialErrors, missingTokenStatus }: EmulatorSettings): Refusal {
  if (credentialErrors === 'flow-service') return serviceRefusal('2114-400', 'The token provided is empty.');
  return { ...gatewayRefusal('403010', 'Oauth token is missing.'), status: missingTokenStatus };
}

function checkClient(clientId: string, settings: EmulatorSettings): Refusal | undefined {
  if (clientId === '') return gatewayRefusal('403000', 'Api Key is required');
  const known = !settings.clients || Object.hasOwn(settings.clients, clientId);
  return known ? undefined : gatewayRefusal('403003', 'Api Key is invalid');
}

function checkOrg(org: string, settings: EmulatorSettings): Refusal | undefined {
  if (org === '' && settings.credentialErrors === 'flow-service') {
    return serviceRefusal('2001-401', 'The header x-gw-ims-org-id is missing in the request.');
  }
  if (org === '') return gatewayRefusal('400003', 'Missing header');
  const fits = settings.orgId === undefined ? /.@AdobeOrg$/.test(org) : org === settings.orgId;
  return fits ? undefined : gatewayRefusal('403025', 'Profile is not valid');
}

// The emulator's callers are treated like user tokens here: nothing says that technical accounts may do more.
function checkSandboxHeaders(headers: IncomingHttpHeaders, name: string): Refusal | undefined {
  if (headerOf(headers, 'x-sandbox-id') !== '') {
    return serviceRefusal('2110-400', 'The header x-sandbox-id is not allowed with the user token.');
  }
  if (name === '*') {
    return serviceRefusal(
      '2111-403',
      'The header x-sandbox-name with value * is restricted with the user token.',
    );
  }
  return undefined;
}
