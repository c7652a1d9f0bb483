// Turns a status and body, or a socket error, into a Failure. Decided by HTTP status first and error code second,
// because the published catalogues reuse numbers with different meanings. Pure. What follows from a Failure is decided
// in core/failure.ts.
import type { Failure, FailureKind } from '../core/failure.ts';
import { isUnknownSandbox } from '../core/lane.ts';
import { troubleIn } from '../core/trouble-words.ts';
import { withoutCredentials } from './echo.ts';

/** An answer as read from the socket: the body as text, whatever it claims to be. */
export interface Answer {
  readonly status: number;
  /** Header values by lower-case name. */
  readonly header: (name: string) => string | null;
  readonly body: string;
}

/** Connecting failed, so no byte of the request was sent (Node, libuv and undici error codes). */
const NOT_SENT_CODES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Certificate trouble ends the handshake before the request, and does not heal by itself. */
const CERTIFICATE_CODE = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH)/;

/** Empty or invalid token, as the Flow Service words it: 400 instead of 401 (catalogue 2114, 2115). */
const TOKEN_CODES = new Set(['2114', '2115']);

/** Classifies an answer that is not a success. */
export function failureOfAnswer(answer: Answer, now: number): Failure {
  const { code, message } = readErrorBody(answer.body);
  const kind = kindOfStatus(answer.status, code);
  const retryAfterMs = readRetryAfter(answer, now);
  return {
    kind,
    status: answer.status,
    code,
    message: message ?? `the platform answered ${answer.status} without saying why`,
    requestId: requestIdOf(answer),
    retryable: kind === 'throttled' || (kind === 'outcome-unknown' && !isRefusedLogin(message)),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

/** Every further try with a wrong password brings the account nearer to being locked, whatever status says so. */
function isRefusedLogin(message: string | null): boolean {
  return message !== null && troubleIn(message, 'platform-in-trouble') === 'refused-login';
}

function kindOfStatus(status: number, code: string | null): FailureKind {
  const number = /(\d{4,6})/.exec(code ?? '')?.[1] ?? '';
  if (status >= 300 && status < 400) return 'untrusted';
  if (status === 401 || (status === 400 && TOKEN_CODES.has(number))) return 'unauthorised';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'missing';
  if (status === 412) return 'stale';
  if (status === 429) return 'throttled';
  // 408 says that the server stopped waiting, not that it did nothing.
  if (status === 408 || status >= 500) return 'outcome-unknown';
  return status >= 400 ? 'rejected' : 'outcome-unknown';
}

/** Classifies a request to a host that got no answer, by the code of the socket error. */
export function failureOfError(error: unknown, host: string): Failure {
  const { code, whileOpen } = socketFault(error);
  const notSent = code !== null && !whileOpen && (NOT_SENT_CODES.has(code) || CERTIFICATE_CODE.test(code));
  return {
    kind: notSent ? 'not-sent' : 'outcome-unknown',
    status: null,
    code,
    message: whileOpen ? brokenMessage(code) : socketMessage(code, host),
    requestId: null,
    retryable: !(code !== null && CERTIFICATE_CODE.test(code)),
  };
}

/** An answer that says success but cannot be read: the work may well have been done. */
export function unreadable(answer: Answer, what: string): Failure {
  return {
    kind: 'outcome-unknown',
    status: answer.status,
    code: null,
    message: `the platform answered ${answer.status} with ${what}`,
    requestId: requestIdOf(answer),
    retryable: true,
  };
}

/** An answer that we refuse to follow. */
export function untrusted(message: string): Failure {
  return { kind: 'untrusted', status: null, code: null, message, requestId: null, retryable: false };
}

/** Reads a JSON object out of a body; undefined for anything else. */
export function readObject(body: string): Record<string, unknown> | undefined {
  const value = readJson(body);
  return isObject(value) ? value : undefined;
}

/** Reads any JSON out of a body; undefined for anything else. */
export function readJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An unknown sandbox is 404 too, which tells nothing about the connection. */
export function isNoSuchConnection({ kind, code }: Failure): boolean {
  return kind === 'missing' && !isUnknownSandbox(code);
}

/** The code and the sentence of an error body in any of the published forms: current, older, gateway, IMS, other. */
export function readErrorBody(body: string): { code: string | null; message: string | null } {
  const error = readObject(body);
  if (error === undefined) return { code: null, message: plainText(body) };
  const report = isObject(error['report']) ? error['report'] : {};
  const type = textOf(error['type']);
  const code = type?.split('/').at(-1) ?? textOf(error['error_code']) ?? textOf(error['error']);
  const message =
    textOf(report['detailed-message']) ??
    textOf(error['errorMessage']) ??
    textOf(error['error_description']) ??
    textOf(error['message']) ??
    textOf(error['title']);
  return { code: shortened(code, 80), message: shortened(message, 500) };
}

/** HTML error pages and other text say nothing that a person needs beyond their status. */
function plainText(body: string): string | null {
  const text = body.trim();
  if (text === '' || text.startsWith('<')) return null;
  return shortened(text, 200);
}

function shortened(text: string | undefined, limit: number): string | null {
  if (text === undefined || text === '') return null;
  // Control characters in an answer must not reach a terminal.
  const clean = text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
  return withoutCredentials(clean.length > limit ? `${clean.slice(0, limit)}…` : clean);
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

function requestIdOf(answer: Answer): string | null {
  const report = readObject(answer.body)?.['report'];
  const reported = isObject(report) ? textOf(report['request-id']) : undefined;
  const id = reported ?? answer.header('x-request-id');
  return id !== null && /^[\w.:=+/-]{1,128}$/.test(id) ? id : null;
}

/** Retry-After is a number of seconds or an HTTP date (RFC 9110, 10.2.3). One that asks for no wait leaves it to us. */
function readRetryAfter({ header }: Answer, now: number): number | undefined {
  const value = header('retry-after')?.trim() ?? '';
  // The date is one of the platform's clock, and ours may be hours from it.
  const theirNow = Date.parse(header('date') ?? '');
  const waitMs = /^\d+(?:\.\d+)?$/.test(value)
    ? Number(value) * 1_000
    : Date.parse(value) - (Number.isNaN(theirNow) ? now : theirNow);
  return waitMs > 0 ? waitMs : undefined;
}

interface SocketFault {
  readonly code: string | null;
  /** Whether the connection stood already: a route that is lost then has the codes of one that was never found. */
  readonly whileOpen: boolean;
}

function socketFault(error: unknown): SocketFault {
  for (let cause = error; isObject(cause) || cause instanceof Error; cause = cause.cause) {
    const code: unknown = Reflect.get(cause, 'code');
    const syscall: unknown = Reflect.get(cause, 'syscall');
    if (typeof code === 'string') return { code, whileOpen: syscall === 'read' || syscall === 'write' };
    if (cause instanceof Error && cause.name === 'TimeoutError') return { code: 'TIMEOUT', whileOpen: false };
  }
  return { code: null, whileOpen: false };
}

function socketMessage(code: string | null, host: string): string {
  if (code === 'ECONNREFUSED') return `the connection to ${host} was refused: nothing listens there`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `the host name ${host} could not be resolved`;
  if (code === 'TIMEOUT') return 'no answer came in time';
  if (code !== null && NOT_SENT_CODES.has(code)) return `the host ${host} could not be reached (${code})`;
  if (code !== null && CERTIFICATE_CODE.test(code))
    return `the TLS certificate of ${host} was not accepted (${code})`;
  return brokenMessage(code);
}

function brokenMessage(code: string | null): string {
  return `the connection broke before an answer came${code === null ? '' : ` (${code})`}`;
}
