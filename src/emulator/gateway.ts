// What stands before the service: token, API key, organisation, then the sandbox header, in the order of the public
// troubleshooting guide's error table. Quota comes after these checks, so that refused strangers do not use it up.
import type { IncomingHttpHeaders } from 'node:http';
import type { Refusal } from './answers.ts';
import { gatewayRefusal, serviceRefusal } from './answers.ts';
import type { Caller, IncomingCall } from './calls.ts';
import { headerOf } from './calls.ts';
import type { Platform } from './platform.ts';
import { retryAfterValue } from './rate-limit.ts';
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
    return given ? invalidToken() : gatewayRefusal('403010', 'Oauth token is missing.');
  }
  if (!platform.tokens.use(bearer, { settings: platform.settings, now: Date.now() })) return invalidToken();
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
  if (!settings.sandboxes.includes(name)) {
    return serviceRefusal('2100-404', `The sandbox with the name '${name}' could not be found.`);
  }
  if (settings.forbiddenSandboxes.includes(name)) {
    return serviceRefusal('2120-403', 'You do not have sufficient permissions to perform the operation.');
  }
  return name;
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

function invalidToken(): Refusal {
  return gatewayRefusal('401013', 'Oauth token is not valid');
}

function checkClient(clientId: string, settings: EmulatorSettings): Refusal | undefined {
  if (clientId === '') return gatewayRefusal('403000', 'Api Key is required');
  const known = !settings.clients || Object.hasOwn(settings.clients, clientId);
  return known ? undefined : gatewayRefusal('403003', 'Api Key is invalid');
}

function checkOrg(org: string, settings: EmulatorSettings): Refusal | undefined {
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
