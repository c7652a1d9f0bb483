// One request from arrival to answer: gateway, quota, fault script, half of the latency, the work, the other half, the
// answer. The work is committed before its answer is made, whatever then happens to the answer.
import type { ServerResponse } from 'node:http';
import type { Answer, Refusal } from './answers.ts';
import { gatewayRefusal, isRefusal, renderRefusal, serviceRefusal } from './answers.ts';
import type { Call, Caller, IncomingCall, Operation } from './calls.ts';
import { headerOf } from './calls.ts';
import { createConnection } from './creating.ts';
import { exploreConnection } from './explore.ts';
import type { Delivery } from './fault-delivery.ts';
import { deliverFault, pause, sendAnswer } from './fault-delivery.ts';
import type { FaultEffect, RouteName } from './faults.ts';
import { momentOf } from './faults.ts';
import { admitCaller, admitToSandbox, checkCrowd, checkQuota } from './gateway.ts';
import { ownMember, parseJson } from './json.ts';
import { drawLatency } from './latency.ts';
import { listConnections } from './listing.ts';
import type { Platform } from './platform.ts';
import { getConnection, readSpecs, testConnection } from './reading.ts';
import { listSandboxes } from './sandboxes.ts';
import { updateConnection } from './updating.ts';
import { actOnConnection, deleteConnection } from './writing.ts';

const operations: Readonly<Record<RouteName, Operation>> = {
  token: issueToken,
  sandboxes: listSandboxes,
  list: listConnections,
  create: createConnection,
  get: getConnection,
  update: updateConnection,
  delete: deleteConnection,
  test: testConnection,
  explore: exploreConnection,
  action: actOnConnection,
  specs: readSpecs,
};

/** Serves one request of the emulated API. */
export async function serveCall(
  platform: Platform,
  call: IncomingCall,
  response: ServerResponse,
): Promise<void> {
  trackExchange(platform, call, response);
  const delivery = deliveryFor(platform, call, response);
  const { latency, tokenLatency } = platform.settings;
  const wait = drawLatency(call.route === 'token' ? tokenLatency : latency, platform.random('jitter'));
  const admitted = admit(platform, call);
  if (isRefusal(admitted)) {
    await pause(wait, delivery.closing);
    sendAnswer(delivery, delivery.render(admitted));
    return;
  }
  // Without a script the body is not read a second time for the connection's name.
  const effect = platform.settings.faults.length > 0 ? platform.strike(candidateOf(admitted)) : undefined;
  const before = effect !== undefined && momentOf(effect) === 'before';
  await pause(Math.ceil(wait / 2), delivery.closing);
  if (before) await deliverFault(delivery, effect);
  if ((before && !goesOn(effect)) || delivery.closing.aborted) return;
  const answer = await perform({ ...admitted, effect }, delivery);
  await pause(Math.floor(wait / 2), delivery.closing);
  if (effect && !before) await deliverFault(delivery, effect, answer);
  else sendAnswer(delivery, answer);
}

/** Answers an address that the emulator does not know. */
export function serveUnknown(
  platform: Platform,
  request: Pick<IncomingCall, 'method' | 'headers'>,
  response: ServerResponse,
): void {
  const { method, headers } = request;
  const arrival: Arrival = { method, headers, route: 'unknown', body: '' };
  trackExchange(platform, arrival, response);
  const delivery = deliveryFor(platform, arrival, response);
  sendAnswer(delivery, delivery.render(gatewayRefusal('404000', 'The emulator has no such address.')));
}

// A hang with an end is only late: the request is then served as if nothing had been.
function goesOn(effect: FaultEffect): boolean {
  return effect.kind === 'hang' && effect.ms !== undefined;
}

interface Arrival extends Pick<IncomingCall, 'method' | 'headers' | 'body'> {
  readonly route: RouteName | 'unknown';
}

function trackExchange(platform: Platform, arrival: Arrival, response: ServerResponse): void {
  platform.tally.begin(arrival.route, arrival.method);
  // A client that hangs up while an answer is written is no error of the emulator.
  response.on('error', () => undefined);
  response.once('close', () => {
    platform.tally.end(response.headersSent ? response.statusCode : 0);
  });
}

function deliveryFor(platform: Platform, arrival: Arrival, response: ServerResponse): Delivery {
  const given = headerOf(arrival.headers, 'x-request-id');
  const requestId = /^[\w.-]{1,128}$/.test(given) ? given : platform.random('requests').uuid();
  return {
    response,
    headers: { date: new Date(platform.now()).toUTCString(), 'x-request-id': requestId },
    closing: platform.closing.signal,
    render: (refusal, form) => renderRefusal(refusal, { settings: platform.settings, requestId, form }),
    requestBody: arrival.body,
    fromIms: arrival.route === 'token',
  };
}

const NOBODY: Caller = { clientId: '', org: '' };

function admit(platform: Platform, call: IncomingCall): Call | Refusal {
  if (call.route === 'token') return { ...call, platform, caller: NOBODY, sandbox: '' };
  const caller = admitCaller(platform, call);
  if (isRefusal(caller)) return caller;
  const sandbox = call.route === 'sandboxes' ? '' : admitToSandbox(platform, call);
  if (typeof sandbox !== 'string') return sandbox;
  return checkQuota(platform) ?? checkCrowd(platform) ?? { ...call, platform, caller, sandbox };
}

function candidateOf(call: Call): {
  method: string;
  route: RouteName;
  sandbox: string;
  name: string | undefined;
} {
  const { method, route, sandbox } = call;
  return { method, route, sandbox, name: nameOf(call) };
}

function nameOf(call: Call): string | undefined {
  if (call.id !== '') return call.platform.store.get(call.sandbox, call.id)?.name;
  const name = call.route === 'create' ? ownMember(parseJson(call.body), 'name') : undefined;
  return typeof name === 'string' ? name : undefined;
}

async function perform(call: Call, delivery: Delivery): Promise<Answer> {
  try {
    const result = await operations[call.route](call);
    return isRefusal(result) ? delivery.render(result) : result;
  } catch (error) {
    // Most likely the data file cannot be written: nothing may look stored that is not.
    const reason = error instanceof Error ? error.message : 'unknown';
    return delivery.render(serviceRefusal('1102-500', `The emulator failed: ${reason}`));
  }
}

function issueToken(call: Call): Answer | Refusal {
  const { platform } = call;
  // IMS takes parameters from the query too, although its guide advises against it.
  const form = new URLSearchParams([...call.query, ...new URLSearchParams(call.body)]);
  const { settings } = platform;
  const result = platform.tokens.issue(form, {
    settings,
    random: platform.random('tokens'),
    now: Date.now(),
  });
  if (!isRefusal(result)) platform.tally.count('tokensIssued');
  return result;
}
