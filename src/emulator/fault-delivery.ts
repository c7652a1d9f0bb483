// How an answer reaches the socket, whole or spoilt: the effects of faults.ts that live below HTTP semantics. The only
// file that breaks sockets on purpose.
import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Refusal } from './answers.ts';
import { jsonAnswer, refusalForStatus, webPage } from './answers.ts';
import type { FaultEffect } from './faults.ts';

/** An answer on its way, and what every answer carries. */
export interface Delivery {
  readonly response: ServerResponse;
  readonly headers: Readonly<Record<string, string>>;
  /** Aborts when the emulator closes. */
  readonly closing: AbortSignal;
  /** Puts a refusal into its envelope: that of the settings, unless told otherwise. */
  readonly render: (refusal: Refusal, form?: 'older' | 'text') => Answer;
  /** Body of the request, for the fault that echoes it. */
  readonly requestBody: string;
  /** Envelope of the token endpoint instead of the Flow Service's. */
  readonly fromIms: boolean;
}

const TRICKLE_STEP_MS = 10;
const CHUNK = 65_536;

/** Sends an answer whole. */
export function sendAnswer(delivery: Delivery, answer: Answer): void {
  const { response } = delivery;
  if (response.destroyed || response.headersSent) return;
  response.writeHead(answer.status, headersOf(delivery, answer));
  response.end(answer.body);
}

/** Waits; ends at once when the emulator closes. */
export async function pause(ms: number, closing: AbortSignal): Promise<void> {
  if (ms <= 0 || closing.aborted) return;
  // The wait ends early only by closing, which is no error.
  await sleep(ms, undefined, { signal: closing, ref: false }).catch(() => undefined);
}

// Until the client gives up or the emulator closes.
async function waitForEver(delivery: Delivery): Promise<void> {
  if (delivery.response.destroyed || delivery.closing.aborted) return;
  await once(delivery.response, 'close', { signal: delivery.closing }).catch(() => undefined);
}

/** Lets an effect happen; `answer` is what the work gave, where it was done. */
export async function deliverFault(delivery: Delivery, effect: FaultEffect, answer?: Answer): Promise<void> {
  switch (effect.kind) {
    case 'reset':
      delivery.response.socket?.resetAndDestroy();
      return;
    case 'hang':
      await (effect.ms === undefined ? waitForEver(delivery) : pause(effect.ms, delivery.closing));
      if (effect.ms !== undefined && answer) sendAnswer(delivery, answer);
      return;
    case 'torn':
      return sendTorn(delivery, answer ?? jsonAnswer(200, {}), effect.bytes);
    case 'trickle':
      return sendSlowly(delivery, answer ?? jsonAnswer(200, {}), effect.bytesPerSecond);
    case 'oversize':
      return sendOversize(delivery, effect.bytes);
    case 'status':
    case 'empty':
    case 'html200':
    case 'redirect':
    case 'echo-body':
    case 'foreign-href':
    case 'repeat-token':
    case 'hide':
      sendAnswer(delivery, spoil(delivery, effect, answer ?? jsonAnswer(200, {})));
  }
}

type WholeEffect = Exclude<FaultEffect, { kind: 'reset' | 'hang' | 'torn' | 'trickle' | 'oversize' }>;

function spoil(delivery: Delivery, effect: WholeEffect, answer: Answer): Answer {
  switch (effect.kind) {
    case 'status':
      return statusAnswer(delivery, effect);
    case 'empty':
      return { status: answer.status, headers: {}, body: '' };
    case 'html200':
      return webPage(200);
    case 'redirect':
      return { status: effect.status ?? 302, headers: { location: effect.location }, body: '' };
    case 'echo-body':
      return echo(delivery, effect.status);
    case 'foreign-href':
    case 'repeat-token':
    case 'hide':
      return answer;
  }
}

function statusAnswer(delivery: Delivery, effect: Extract<FaultEffect, { kind: 'status' }>): Answer {
  const made = statusBody(delivery, effect);
  if (effect.retryAfter === undefined) return made;
  return { ...made, headers: { ...made.headers, 'retry-after': String(effect.retryAfter) } };
}

function statusBody(delivery: Delivery, effect: Extract<FaultEffect, { kind: 'status' }>): Answer {
  const { status, code, form = 'json' } = effect;
  switch (form) {
    case 'html':
      return webPage(status);
    case 'empty':
      return { status, headers: {}, body: '' };
    case 'gateway':
      return jsonAnswer(status, {
        error_code: code ?? `${status}000`,
        message: 'Scripted fault of the gateway',
      });
    case 'older':
    case 'text':
      return delivery.render({ ...refusalForStatus(status, code), refusedBy: 'service' }, form);
    case 'json':
      return delivery.fromIms
        ? jsonAnswer(status, { error: code ?? 'internal_error', error_description: 'Please try again later' })
        : delivery.render(refusalForStatus(status, code));
  }
}

function echo(delivery: Delivery, status: number): Answer {
  const message = `The request could not be processed. Request body: ${delivery.requestBody}`;
  if (delivery.fromIms) return jsonAnswer(status, { error: 'invalid_request', error_description: message });
  return delivery.render({ ...refusalForStatus(status), refusedBy: 'service', message });
}

function headersOf(delivery: Delivery, answer: Answer): Record<string, string> {
  const length = Buffer.byteLength(answer.body);
  const announced = answer.status === 204 ? {} : { 'content-length': String(length) };
  return { ...delivery.headers, ...answer.headers, ...announced };
}

async function sendTorn(delivery: Delivery, answer: Answer, bytes: number | undefined): Promise<void> {
  const { response } = delivery;
  const body = Buffer.from(answer.body);
  const part = body.subarray(0, Math.min(bytes ?? Math.floor(body.length / 2), body.length));
  const announced = { 'content-length': String(Math.max(body.length, part.length + 1)) };
  response.writeHead(answer.status, { ...headersOf(delivery, answer), ...announced });
  response.flushHeaders();
  await new Promise<void>((resolve) => {
    response.write(part, () => {
      resolve();
    });
    response.once('close', resolve);
  });
  // An orderly end of the connection lets the client read the part; a reset could make it vanish.
  response.socket?.destroySoon();
}

async function sendSlowly(delivery: Delivery, answer: Answer, bytesPerSecond: number): Promise<void> {
  const { response, closing } = delivery;
  const body = Buffer.from(answer.body);
  const started = Date.now();
  response.writeHead(answer.status, headersOf(delivery, answer));
  response.flushHeaders();
  let sent = 0;
  while (sent < body.length && !response.destroyed && !closing.aborted) {
    await pause(TRICKLE_STEP_MS, closing);
    const allowed = Math.floor(((Date.now() - started) * bytesPerSecond) / 1000);
    if (allowed > sent) response.write(body.subarray(sent, allowed));
    sent = Math.max(sent, allowed);
  }
  response.end();
}

async function sendOversize(delivery: Delivery, bytes: number): Promise<void> {
  const { response, closing } = delivery;
  response.writeHead(200, { ...delivery.headers, 'content-type': 'application/json' });
  const [head, tail] = ['{"items":[],"filler":"', '"}'];
  response.write(head);
  let left = Math.max(0, bytes - head.length - tail.length);
  while (left > 0 && !response.destroyed && !closing.aborted) {
    const size = Math.min(left, CHUNK);
    left -= size;
    const goesOn = response.write(Buffer.alloc(size, 'x'));
    if (!goesOn) await drained(response);
  }
  response.end(tail);
}

async function drained(response: ServerResponse): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  const either = [once(response, 'drain', { signal }), once(response, 'close', { signal })];
  await Promise.race(either).catch(() => undefined);
  // Takes the listener of the event that did not come away again.
  over.abort();
}
