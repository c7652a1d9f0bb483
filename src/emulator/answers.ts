// What the emulator answers: successes as they are, refusals in the envelope that the settings ask for. A refusal is a
// value that an operation returns; only rendering knows the envelopes (public guides: gateway errors in the platform's
// troubleshooting guide, Flow Service errors in its error catalogue, the older form in the destinations API).
import type { WireGatewayError, WireFlowServiceError, WireTokenError } from '../flow-service/wire.ts';
import type { EmulatorSettings } from './settings.ts';

/** One HTTP answer, ready to be sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request that is not carried out, and why. */
export interface Refusal {
  /** Who refuses: it decides on the envelope. */
  readonly refusedBy: 'gateway' | 'service' | 'sandbox-api' | 'ims';
  readonly status: number;
  /** `403010` for the gateway, `1439-404` for the service, `invalid_client` for IMS. */
  readonly code: string;
  readonly message: string;
  /** The object in question and its kind, for `report`. */
  readonly id?: string;
  readonly type?: string;
  /** The whole body in the older form, where that says something else. */
  readonly older?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What rendering needs beside the refusal. */
export interface Rendering {
  readonly settings: EmulatorSettings;
  readonly requestId: string;
  /** Form of the Flow Service's envelope; absent: that of the settings. */
  readonly form?: EmulatorSettings['errorForm'] | undefined;
}

/** A JSON answer. */
export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

const PAGE =
  '<!DOCTYPE html>\n<html><head><title>Please wait</title></head><body><h1>The page cannot be shown</h1></body></html>\n';

/** A web page, as a proxy in between answers. */
export function webPage(status: number): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: PAGE };
}

/** Refused by the gateway, before the service is reached. */
export function gatewayRefusal(code: string, message: string): Refusal {
  return { refusedBy: 'gateway', status: Number(code.slice(0, 3)), code, message };
}

/** Refused by the Flow Service; the HTTP status is the second half of the code. */
export function serviceRefusal(
  code: string,
  message: string,
  more: Pick<Refusal, 'id' | 'type' | 'older'> = {},
): Refusal {
  return { refusedBy: 'service', status: Number(code.slice(-3)), code, message, ...more };
}

/** Says whether an operation refused. */
export function isRefusal(result: object): result is Refusal {
  return 'refusedBy' in result;
}

/** Puts a refusal into its envelope. */
export function renderRefusal(refusal: Refusal, rendering: Rendering): Answer {
  const { status, message, headers = {} } = refusal;
  const form = rendering.form ?? rendering.settings.errorForm;
  if (refusal.refusedBy === 'service' && form === 'text') {
    return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body: message };
  }
  if (refusal.refusedBy === 'service' && form === 'html') return webPage(status);
  return jsonAnswer(status, envelopeOf(refusal, { ...rendering, form }), headers);
}

/** The error that a scripted status stands for, with a code of the catalogue (`2102-500`) or of the gateway (`403027`). */
export function refusalForStatus(status: number, code?: string): Refusal {
  const message = `Scripted fault: the emulator answers ${status} here.`;
  if (code !== undefined && /^\d{6}$/.test(code)) return { ...gatewayRefusal(code, message), status };
  if (code !== undefined) return { ...serviceRefusal(code, message), status };
  if (status === 429) return gatewayRefusal('429050', 'Too many requests');
  if (status === 401) return gatewayRefusal('401013', 'Oauth token is not valid');
  return serviceRefusal(`${CODE_BY_STATUS.get(status) ?? '1102'}-${status}`, message);
}

function envelopeOf(refusal: Refusal, rendering: Rendering): object {
  switch (refusal.refusedBy) {
    case 'ims':
      return { error: refusal.code, error_description: refusal.message } satisfies WireTokenError;
    case 'gateway':
      return gatewayEnvelope(refusal, rendering.settings);
    case 'sandbox-api':
      return {
        status: refusal.status,
        title: refusal.message,
        type: `http://ns.adobe.com/aep/errors/SMS-${refusal.code}`,
      };
    case 'service':
      return rendering.form === 'older' ? olderEnvelope(refusal) : currentEnvelope(refusal, rendering);
  }
}

function gatewayEnvelope(refusal: Refusal, settings: EmulatorSettings): WireGatewayError {
  const code = settings.errorCodeAs === 'number' ? Number(refusal.code) : refusal.code;
  return { error_code: code, message: refusal.message };
}

function olderEnvelope(refusal: Refusal): object {
  return refusal.older ?? { errorMessage: refusal.message, errorDetails: refusal.message };
}

function currentEnvelope(refusal: Refusal, rendering: Rendering): WireFlowServiceError {
  const { code, message, status, id, type = 'connections' } = refusal;
  return {
    type: `https://ns.adobe.com/aep/errors/FLOW-${code}`,
    title: TITLE_BY_CODE.get(code.slice(0, 4)) ?? 'Invalid request',
    status,
    report: {
      'detailed-message': message,
      ...(id === undefined ? {} : { id, type }),
      'request-id': rendering.requestId,
    },
    errorMessage: message,
    errorDetails: message,
  };
}

const CODE_BY_STATUS: ReadonlyMap<number, string> = new Map([
  [400, '1100'],
  [403, '2120'],
  [404, '1439'],
  [412, '1404'],
  [503, '1103'],
  [504, '1104'],
]);

const TITLE_BY_CODE: ReadonlyMap<string, string> = new Map([
  ['1004', 'Unsupported Media Type'],
  ['1102', 'Internal Error'],
  ['1103', 'Service Unavailable'],
  ['1104', 'Gateway Timeout'],
  ['1403', 'Header is missing'],
  ['1404', 'Version not matching'],
  ['1439', 'Resource not found'],
  ['2100', 'Sandbox not found'],
  ['2105', 'Header is missing'],
  ['2110', 'Headers not allowed'],
  ['2111', 'Headers with value restricted'],
  ['2120', 'Forbidden'],
]);
