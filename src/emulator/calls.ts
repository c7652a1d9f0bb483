// One request of the emulated API after the gateway has let it in: what every operation is given, and how it reads the
// body. Nothing is decided here about a particular operation.
import type { IncomingHttpHeaders } from 'node:http';
import type { Answer, Refusal } from './answers.ts';
import { serviceRefusal } from './answers.ts';
import type { FaultEffect, RouteName } from './faults.ts';
import { parseJson } from './json.ts';
import type { Platform } from './platform.ts';

/** A request as it arrived. */
export interface IncomingCall {
  readonly route: RouteName;
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  /** The id in the path, or the empty text. */
  readonly id: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Who calls, as far as the gateway knows. */
export interface Caller {
  readonly clientId: string;
  readonly org: string;
}

/** A request that was let in. */
export interface Call extends IncomingCall {
  readonly platform: Platform;
  readonly caller: Caller;
  /** Name of the sandbox; the empty text for routes outside sandboxes. */
  readonly sandbox: string;
  /** The fault that strikes this request, for operations that play along. */
  readonly effect?: FaultEffect | undefined;
}

/** An operation of the emulated API. */
export type Operation = (call: Call) => Answer | Refusal | Promise<Answer | Refusal>;

/** The one value of a header, or the empty text. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value.join(', ') : (value ?? '')).trim();
}

/**
 * Origin under which a caller has reached the emulator, for the links that it is given: the same emulator may be known
 * by several names, and a link to another origin is refused by a careful client.
 */
export function originOf({ headers, platform }: Pick<Call, 'headers' | 'platform'>): string {
  const host = headerOf(headers, 'host');
  return /^[\w.:[\]-]+$/.test(host) ? `http://${host}` : platform.url;
}

/** The JSON of a body, or why it is not taken. */
export function readBody(call: Call): { readonly json: unknown } | Refusal {
  const type = headerOf(call.headers, 'content-type');
  if (call.body.trim() === '') return serviceRefusal('1405-400', 'The request body cannot be null or empty.');
  if (type === '') {
    call.platform.tally.miss(call.route, 'content-type');
    return serviceRefusal('1000-400', 'BadRequestError: the header Content-Type is missing.');
  }
  if (!/^application\/(.+\+)?json\b/i.test(type)) {
    return serviceRefusal('1004-415', 'The provided payload format is unsupported.');
  }
  const json = parseJson(call.body);
  return json === undefined ? serviceRefusal('1000-400', 'The request body is not valid JSON.') : { json };
}
