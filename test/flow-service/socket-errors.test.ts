// What a request without an answer means: whether it can have arrived decides whether a create may be sent again.
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/core/failure.ts';
import { failureOfError } from '../../src/flow-service/classify.ts';

const HOST = 'platform.example:8443';

/** An error as fetch throws it: the socket's error is its cause. */
function fetchFailed(code: string, syscall?: string): Error {
  const cause = Object.assign(new Error('socket'), { code, ...(syscall !== undefined && { syscall }) });
  return new TypeError('fetch failed', { cause });
}

const cannotHaveArrived = [
  {
    code: 'ECONNREFUSED',
    syscall: 'connect',
    message: 'the connection to platform.example:8443 was refused: nothing listens there',
  },
  {
    code: 'ENOTFOUND',
    syscall: 'getaddrinfo',
    message: 'the host name platform.example:8443 could not be resolved',
  },
  {
    code: 'EAI_AGAIN',
    syscall: 'getaddrinfo',
    message: 'the host name platform.example:8443 could not be resolved',
  },
  {
    code: 'EHOSTUNREACH',
    syscall: 'connect',
    message: 'the host platform.example:8443 could not be reached (EHOSTUNREACH)',
  },
  {
    code: 'ENETUNREACH',
    syscall: 'connect',
    message: 'the host platform.example:8443 could not be reached (ENETUNREACH)',
  },
  {
    code: 'EADDRNOTAVAIL',
    syscall: 'connect',
    message: 'the host platform.example:8443 could not be reached (EADDRNOTAVAIL)',
  },
  {
    code: 'UND_ERR_CONNECT_TIMEOUT',
    syscall: undefined,
    message: 'the host platform.example:8443 could not be reached (UND_ERR_CONNECT_TIMEOUT)',
  },
];

const mayHaveArrived = [
  { code: 'ECONNRESET', syscall: 'read' },
  { code: 'EPIPE', syscall: 'write' },
  { code: 'ETIMEDOUT', syscall: 'read' },
  { code: 'UND_ERR_SOCKET', syscall: undefined },
  { code: 'UND_ERR_HEADERS_TIMEOUT', syscall: undefined },
  { code: 'UND_ERR_BODY_TIMEOUT', syscall: undefined },
  { code: 'HPE_INVALID_CONSTANT', syscall: undefined },
  { code: 'EHOSTUNREACH', syscall: 'read' },
  { code: 'ENETUNREACH', syscall: 'write' },
];

describe('a socket error', () => {
  it.each(cannotHaveArrived)(
    '$code while $syscall: the request was not sent',
    ({ code, syscall, message }) => {
      const expected: Partial<Failure> = { kind: 'not-sent', code, message, status: null, retryable: true };
      expect(failureOfError(fetchFailed(code, syscall), HOST)).toMatchObject(expected);
    },
  );

  it.each(mayHaveArrived)('$code while $syscall: the outcome is unknown', ({ code, syscall }) => {
    const message = `the connection broke before an answer came (${code})`;
    expect(failureOfError(fetchFailed(code, syscall), HOST)).toMatchObject({
      kind: 'outcome-unknown',
      code,
      message,
      retryable: true,
    });
  });

  it.each([
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])('%s: the request was not sent, and does not heal by itself', (code) => {
    const message = `the TLS certificate of platform.example:8443 was not accepted (${code})`;
    expect(failureOfError(fetchFailed(code), HOST)).toMatchObject({
      kind: 'not-sent',
      message,
      retryable: false,
    });
  });

  it('of every address of a host says that nothing listens', () => {
    const attempts = [new Error('connect ECONNREFUSED ::1'), new Error('connect ECONNREFUSED 127.0.0.1')];
    const cause = Object.assign(new AggregateError(attempts), { code: 'ECONNREFUSED' });
    expect(failureOfError(new TypeError('fetch failed', { cause }), HOST).kind).toBe('not-sent');
  });

  it('is a time-out when the deadline passed', () => {
    const failure = failureOfError(
      new DOMException('The operation was aborted due to timeout', 'TimeoutError'),
      HOST,
    );
    expect(failure).toMatchObject({
      kind: 'outcome-unknown',
      code: 'TIMEOUT',
      message: 'no answer came in time',
    });
  });

  it.each([
    { thrown: 'a text' },
    { thrown: undefined },
    { thrown: new Error('odd') },
    { thrown: { cause: 7 } },
  ])('of no known kind leaves the outcome unknown: $thrown', ({ thrown }) => {
    const message = 'the connection broke before an answer came';
    expect(failureOfError(thrown, HOST)).toMatchObject({ kind: 'outcome-unknown', code: null, message });
  });
});
