// What it most likely means when a sandbox cannot be read, and the way out. Pure.
import type { Diagnostic, DiagnosticCode } from '../core/diagnostic.ts';
import type { Failure } from '../core/failure.ts';

/** What a failure most likely is. */
export interface Explanation {
  readonly code: DiagnosticCode;
  readonly what: string;
  readonly fix: string;
  /** Whether every sandbox would meet the same. */
  readonly concerns: 'run' | 'sandbox';
}

/** Decides what a failure to read a sandbox most likely is, and what to do about it. */
export function explainFailure(failure: Failure, sandbox: string): Explanation {
  const number = /(\d{4,6})/.exec(failure.code ?? '')?.[1] ?? '';
  switch (failure.kind) {
    case 'unauthorised':
      return {
        code: 'unauthorised',
        what: 'the login was refused',
        fix: 'Check AEP_CLIENT_ID and AEP_CLIENT_SECRET, or renew AEP_ACCESS_TOKEN; check AEP_ORG_ID too.',
        concerns: 'run',
      };
    case 'forbidden':
      return explainForbidden(number, sandbox);
    case 'missing':
      return {
        code: 'sandbox-unknown',
        what: `the sandbox ${sandbox} is not known to this organisation`,
        fix: 'Correct the name (it is all lower case), or have the sandbox created; check AEP_ORG_ID too.',
        concerns: 'sandbox',
      };
    case 'not-sent':
      return {
        code: 'platform-unreachable',
        what: 'the platform could not be reached',
        fix: 'Check the network and the address (AEP_PLATFORM_URL, AEP_IMS_URL), and run again.',
        concerns: 'run',
      };
    case 'throttled':
    case 'outcome-unknown':
      return {
        code: 'sandbox-unreadable',
        what: `the sandbox ${sandbox} could not be read`,
        fix: 'The platform is in trouble or busy; run again later.',
        concerns: 'sandbox',
      };
    case 'stale':
    case 'rejected':
    case 'untrusted':
      return {
        code: 'sandbox-unreadable',
        what: `the sandbox ${sandbox} could not be read`,
        fix: 'Check AEP_PLATFORM_URL; if that is right, report it with the request id.',
        concerns: 'sandbox',
      };
  }
}

/** Gateway codes 4030xx concern the whole credential, catalogue codes 21xx one sandbox. */
function explainForbidden(number: string, sandbox: string): Explanation {
  if (number === '403025' || number === '403027') {
    const fix =
      'Check AEP_ORG_ID: the credential must belong to that organisation and its default product profile.';
    return {
      code: 'forbidden',
      what: 'the credential is not valid for this organisation',
      fix,
      concerns: 'run',
    };
  }
  if (number.startsWith('4030')) {
    const fix = 'Check AEP_API_KEY (the client id of the credential) and the access token.';
    return { code: 'forbidden', what: 'the gateway refused the credential', fix, concerns: 'run' };
  }
  const fix = `Give the credential's role the permissions View Sources and Manage Sources in the sandbox ${sandbox}.`;
  return {
    code: 'forbidden',
    what: `the credential may not enter the sandbox ${sandbox}`,
    fix,
    concerns: 'sandbox',
  };
}

/** A finding about a read that failed. */
export function readFailure(failure: Failure, sandbox: string): Diagnostic {
  const { code, what, fix } = explainFailure(failure, sandbox);
  return { severity: 'error', code, summary: `${what}: ${messageOf(failure)}`, fix };
}

/** The platform's words with what Adobe's support asks for. */
export function messageOf({ message, requestId }: Failure): string {
  return requestId === null ? message : `${message} (request ${requestId})`;
}
