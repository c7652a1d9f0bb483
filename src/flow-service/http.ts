// One HTTP exchange: headers out, a bounded body in, a Failure for everything that is not a success. It repeats
// nothing and follows no redirect; whether to repeat is decided in core/failure.ts. The rule not to break: no text of an
// answer leaves this file before it has been checked for an echo of the request's secrets.
import ky from 'ky';
import type { Options } from 'ky';
import type { Failure, Method } from '../core/failure.ts';
import type { Clock, Log } from '../core/ports.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { revealSecret } from '../core/secret.ts';
import type { Secret } from '../core/secret.ts';
import { failureOfAnswer, failureOfError, unreadable } from './classify.ts';
import type { Answer } from './classify.ts';
import { echoesSecret } from './echo.ts';

/** One request, ready to leave. */
export interface HttpRequest {
  readonly method: Method;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Everything secret that the request carries, so that no answer can echo it into a message. */
  readonly secrets: readonly Secret[];
}

/** What an exchange depends on. */
export interface HttpOptions {
  /** Milliseconds until a request without a complete answer is given up. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Sends requests and knows what their answers told about the platform's clock. */
export interface Http {
  exchange(request: HttpRequest): Promise<Result<Answer, Failure>>;
  /** Milliseconds that the platform's clock is ahead of ours. */
  clockSkew(): number;
}

/** A page of 100 connections is well under 1 MB; anything above this is not an answer of the service. */
const LARGEST_BODY = 8 * 1024 * 1024;

const client = ky.create({ retry: 0, timeout: false, throwHttpErrors: false, redirect: 'manual' });

/** Makes the HTTP client. */
export function createHttp({ timeoutMs, clock, log }: HttpOptions): Http {
  let skew = 0;

  async function exchange(request: HttpRequest): Promise<Result<Answer, Failure>> {
    const sentAt = clock.now();
    const secrets = request.secrets.map(revealSecret);
    const result = guarded(await answerTo(request, timeoutMs), secrets, sentAt);
    const receivedAt = clock.now();
    if (result.ok) skew = measuredSkew(result.value, sentAt, receivedAt) ?? skew;
    trace(request, result, receivedAt - sentAt);
    return result;
  }

  function trace(request: HttpRequest, result: Result<Answer, Failure>, ms: number): void {
    const { pathname: path } = new URL(request.url);
    const fields = { method: request.method, path, sandbox: request.headers['x-sandbox-name'], ms };
    if (result.ok) log.trace({ ...fields, status: result.value.status }, 'answered');
    else log.debug({ ...fields, ...loggable(result.problem) }, 'failed');
  }

  return { exchange, clockSkew: () => skew };
}

function loggable({
  kind,
  status,
  code,
  message,
  requestId,
}: Failure): Record<string, string | number | null> {
  return { kind, status, code, message, requestId };
}

/**
 * Adds the body when the request leaves: ky copies each request for repeats of its own, which it is not asked for, and
 * copying a body costs about as much processor time as sending it.
 */
function carrying(body: string): Pick<Options, 'fetch'> {
  return { fetch: (request, init) => fetch(request, { ...init, body }) };
}

/** Sends one request and reads its answer whole, within one deadline. */
async function answerTo(request: HttpRequest, timeoutMs: number): Promise<Result<Answer, Failure>> {
  try {
    const { method, url, headers, body } = request;
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await client(url, {
      method,
      headers,
      signal,
      ...(body !== undefined && carrying(body)),
    });
    const header = (name: string): string | null => response.headers.get(name);
    const text = await boundedText(response);
    if (text === undefined)
      return refusal(unreadable({ status: response.status, header, body: '' }, 'an oversized body'));
    return success({ status: response.status, header, body: text });
  } catch (error) {
    return refusal(failureOfError(error, new URL(request.url).host));
  }
}

/** Reads a body up to the largest one allowed; undefined beyond. */
async function boundedText(response: Response): Promise<string | undefined> {
  const announced = Number(response.headers.get('content-length') ?? Number.NaN);
  // What is announced is the length on the wire, which says nothing about a body that is unpacked on arrival.
  const isPlain = !response.headers.has('content-encoding');
  if ((isPlain && announced <= LARGEST_BODY) || response.body === null) return response.text();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  // The platform streams bytes; the type of a web stream's items is left open by Node's declarations.
  const chunks: AsyncIterable<Uint8Array> = response.body;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    // Leaving the loop cancels the stream and closes the socket.
    if (size > LARGEST_BODY) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function guarded(
  result: Result<Answer, Failure>,
  secrets: readonly string[],
  now: number,
): Result<Answer, Failure> {
  if (!result.ok) return result;
  const answer = result.value;
  if (answer.status >= 200 && answer.status < 300) return result;
  const failure = failureOfAnswer(answer, now);
  if (!echoesSecret(answer.body, secrets)) return refusal(failure);
  const message = `the platform answered ${answer.status}; its message repeats a secret of the request and is not shown`;
  return refusal({ ...failure, code: null, requestId: null, message });
}

/** The Date header has a resolution of one second (RFC 9110, 6.6.1), so the middle of that second is the best guess. */
function measuredSkew(answer: Answer, sentAt: number, receivedAt: number): number | undefined {
  const date = Date.parse(answer.header('date') ?? '');
  return Number.isNaN(date) ? undefined : Math.round(date + 500 - (sentAt + receivedAt) / 2);
}
