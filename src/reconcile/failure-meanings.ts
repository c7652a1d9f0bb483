// The codes that say why the platform lets nobody in, each with what it most likely means and the way out. A closed table
// over the published catalogues: the gateway's troubleshooting guide, the Flow Service's error catalogue, and IMS.
import type { DiagnosticCode } from '../core/diagnostic.ts';
import type { FailureKind } from '../core/failure.ts';

/** What a failure to read a sandbox most likely is. The sandbox is put in the place of `<sandbox>`. */
export interface Meaning {
  readonly code: DiagnosticCode;
  readonly what: string;
  readonly fix: string;
  /** Whether every sandbox would meet the same. */
  readonly concerns: 'run' | 'sandbox';
}

/** A meaning that goes by the code. Codes mean different things under different statuses, so the kind counts first. */
export interface CodedMeaning extends Meaning {
  readonly kind: FailureKind;
  /** Numbers of the gateway or the catalogue, words of IMS, or our own. */
  readonly codes: readonly string[];
}

const TOKEN =
  'Renew AEP_ACCESS_TOKEN; or let each run ask for a token, with AEP_CLIENT_ID and AEP_CLIENT_SECRET';
const STRIPPED = 'A proxy on the way may take headers away; let the request pass it unchanged';
const ROLE =
  "Give the credential's role the permissions View Sources and Manage Sources in the sandbox <sandbox>.";

const login = { kind: 'unauthorised', code: 'unauthorised', concerns: 'run' } as const;
const credential = { kind: 'forbidden', code: 'forbidden', concerns: 'run' } as const;
const permission = { kind: 'forbidden', code: 'forbidden', concerns: 'sandbox' } as const;
const header = { kind: 'rejected', code: 'sandbox-unreadable', concerns: 'run' } as const;

/** What is known by its code. */
export const CODED_MEANINGS: readonly CodedMeaning[] = [
  {
    ...login,
    codes: ['invalid_client', 'unauthorized_client'],
    what: 'the login was refused',
    fix: 'Check AEP_CLIENT_ID and AEP_CLIENT_SECRET: the secret may have been rotated, or belong to another credential.',
  },
  {
    ...login,
    codes: ['invalid_scope'],
    what: 'the login was refused, because of the scopes',
    fix: 'Check AEP_SCOPES: ask for the scopes that the Developer Console shows for the credential, or leave it out.',
  },
  {
    ...login,
    codes: ['access-token-refused'],
    what: 'the access token was refused',
    fix: `${TOKEN}. Check AEP_ORG_ID too.`,
  },
  {
    ...login,
    codes: ['401013', '2115'],
    what: 'the access token is not valid',
    fix: `${TOKEN}. A new token that is refused too was made elsewhere: AEP_IMS_URL and AEP_PLATFORM_URL have to belong together.`,
  },
  {
    ...login,
    codes: ['2114'],
    what: 'the access token arrived empty',
    fix: `${TOKEN}. ${STRIPPED}.`,
  },
  {
    ...login,
    codes: ['2000'],
    what: 'the credential has no access to this organisation, or there is none of that id',
    fix: 'Check AEP_ORG_ID; the credential has to be made in a project of that organisation.',
  },
  {
    ...login,
    codes: ['2001', '2002'],
    what: 'the organisation did not arrive with the request',
    fix: `Check AEP_ORG_ID. ${STRIPPED} (x-gw-ims-org-id).`,
  },
  {
    ...credential,
    codes: ['403000'],
    what: 'the API key did not arrive with the request',
    fix: `Check AEP_API_KEY (the client id of the credential). ${STRIPPED} (x-api-key).`,
  },
  {
    ...credential,
    codes: ['403003'],
    what: 'the API key is not valid',
    fix: 'Check AEP_API_KEY: it has to be the client id of the credential, and its project needs the Experience Platform API.',
  },
  {
    ...credential,
    codes: ['403010'],
    what: 'the access token did not arrive with the request',
    fix: `Check AEP_ACCESS_TOKEN. ${STRIPPED} (Authorization).`,
  },
  {
    ...credential,
    codes: ['403025'],
    what: 'the credential is not valid for this organisation',
    fix: 'Check AEP_ORG_ID: the credential must belong to that organisation and its default product profile.',
  },
  {
    ...credential,
    codes: ['403027'],
    what: 'the account of the credential has no region',
    fix: 'Check AEP_ORG_ID; add the credential to a product profile of Experience Platform in the Admin Console.',
  },
  {
    ...permission,
    codes: ['2111'],
    what: 'the credential may not ask about all sandboxes at once',
    fix: 'Name each sandbox by itself, with `sandbox` or `sandboxes`.',
  },
  {
    ...permission,
    codes: ['2118'],
    what: 'the credential may read the sandbox <sandbox>, but not write to it',
    fix: "Give the credential's role the permission Manage Sources in the sandbox <sandbox>.",
  },
  {
    ...permission,
    codes: ['2120'],
    what: 'the credential may not enter the sandbox <sandbox>',
    fix: ROLE,
  },
  {
    ...permission,
    codes: ['2121'],
    what: 'the credential may not manage sources in the sandbox <sandbox>',
    fix: "Give the credential's role the permission Manage Sources in the sandbox <sandbox>.",
  },
  {
    kind: 'missing',
    code: 'sandbox-unreadable',
    concerns: 'run',
    codes: ['2106'],
    what: 'the organisation has no default sandbox',
    fix: `${STRIPPED} (x-sandbox-name); check AEP_ORG_ID too.`,
  },
  {
    ...header,
    codes: ['400003', '2105'],
    what: 'a header of the request did not arrive',
    fix: `${STRIPPED} (x-gw-ims-org-id, x-sandbox-name).`,
  },
  {
    ...header,
    codes: ['2110', '2112', '2113'],
    what: 'the request arrived with headers that name the sandbox in another way',
    fix: 'A proxy on the way may add headers (x-sandbox-id); let the request pass it unchanged.',
  },
];

/** Every other refusal of the gateway: its codes have six digits and begin with the status. */
export const GATEWAY_MEANINGS: Partial<Record<FailureKind, Meaning>> = {
  forbidden: {
    ...credential,
    what: 'the gateway refused the credential',
    fix: 'Check AEP_API_KEY (the client id of the credential) and the access token.',
  },
  missing: {
    code: 'platform-unreachable',
    concerns: 'run',
    what: 'there is no Flow Service at that address',
    fix: 'Check AEP_PLATFORM_URL.',
  },
};

/** A refusal without any code: the platform's own have one. */
export const CODELESS_REFUSAL: Meaning = {
  ...permission,
  what: 'the sandbox <sandbox> was refused without a code, as proxies and firewalls do',
  fix: `See that the request passes every proxy on its way to the platform. If it does: ${ROLE}`,
};

/** What goes by its kind alone. */
export const USUAL_MEANINGS: Readonly<Record<FailureKind, Meaning>> = {
  unauthorised: {
    ...login,
    what: 'the login was refused',
    fix: 'Check AEP_CLIENT_ID and AEP_CLIENT_SECRET, or renew AEP_ACCESS_TOKEN; check AEP_ORG_ID too.',
  },
  forbidden: {
    ...permission,
    what: 'the credential may not enter the sandbox <sandbox>',
    fix: ROLE,
  },
  missing: {
    code: 'sandbox-unknown',
    concerns: 'sandbox',
    what: 'the sandbox <sandbox> is not known to this organisation',
    fix: 'Correct the name (it is all lower case), or have the sandbox created; check AEP_ORG_ID too.',
  },
  'not-sent': {
    code: 'platform-unreachable',
    concerns: 'run',
    what: 'the platform could not be reached',
    fix: 'Check the network and the address (AEP_PLATFORM_URL, AEP_IMS_URL), and run again.',
  },
  throttled: busy(),
  'outcome-unknown': busy(),
  stale: unreadable(),
  rejected: unreadable(),
  untrusted: unreadable(),
};

function busy(): Meaning {
  return { ...unreadable(), fix: 'The platform is in trouble or busy; run again later.' };
}

function unreadable(): Meaning {
  return {
    code: 'sandbox-unreadable',
    concerns: 'sandbox',
    what: 'the sandbox <sandbox> could not be read',
    fix: 'Check AEP_PLATFORM_URL; if that is right, report it with the request id.',
  };
}
