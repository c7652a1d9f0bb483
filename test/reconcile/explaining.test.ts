// Every code by which the platform keeps somebody out, with the sentence and the way out that a person is told.
import { describe, expect, it } from 'vitest';
import { explainFailure, isAboutSandbox, readFailure } from '../../src/reconcile/explaining.ts';
import { CODED_MEANINGS } from '../../src/reconcile/failure-meanings.ts';
import type { Failure, FailureKind } from '../../src/core/failure.ts';
import type { SandboxStanding } from '../../src/core/sandbox.ts';
import { failureOfAnswer } from '../../src/flow-service/classify.ts';
import { anAnswer, currentError } from '../flow-service/answers.ts';
import { aFailure } from '../support/builders.ts';

interface Row {
  name: string;
  status: number;
  body: unknown;
  code: string;
  what: RegExp;
  fix: RegExp;
  concerns: 'run' | 'sandbox';
}

function catalogue(number: string, status: number): unknown {
  return currentError(`FLOW-${number}-${status}`, status, 'Words of the platform.');
}

function gateway(number: string): unknown {
  return { error_code: number, message: 'Words of the gateway.' };
}

const PAGE = '<!DOCTYPE html><html><body>Blocked</body></html>';
const run = { concerns: 'run' } as const;
const one = { concerns: 'sandbox' } as const;
const login = { ...run, code: 'unauthorised' };
const key = { ...run, code: 'forbidden' };
const role = { ...one, code: 'forbidden' };
const header = { ...run, code: 'sandbox-unreadable' };

const rows: readonly Row[] = [
  {
    name: '401013',
    status: 401,
    body: gateway('401013'),
    ...login,
    what: /token is not valid/,
    fix: /AEP_IMS_URL/,
  },
  {
    name: '2115',
    status: 400,
    body: catalogue('2115', 400),
    ...login,
    what: /token is not valid/,
    fix: /Renew/,
  },
  { name: '2114', status: 400, body: catalogue('2114', 400), ...login, what: /arrived empty/, fix: /proxy/ },
  {
    name: '2000',
    status: 401,
    body: catalogue('2000', 401),
    ...login,
    what: /no access to this org/,
    fix: /AEP_ORG_ID/,
  },
  {
    name: '2001',
    status: 401,
    body: catalogue('2001', 401),
    ...login,
    what: /did not arrive/,
    fix: /x-gw-ims-org-id/,
  },
  {
    name: '2002',
    status: 401,
    body: catalogue('2002', 401),
    ...login,
    what: /did not arrive/,
    fix: /AEP_ORG_ID/,
  },
  {
    name: '403000',
    status: 403,
    body: gateway('403000'),
    ...key,
    what: /API key did not arrive/,
    fix: /AEP_API_KEY/,
  },
  {
    name: '403003',
    status: 403,
    body: gateway('403003'),
    ...key,
    what: /API key is not valid/,
    fix: /AEP_API_KEY/,
  },
  {
    name: '403010',
    status: 403,
    body: gateway('403010'),
    ...key,
    what: /token did not arrive/,
    fix: /Authorization/,
  },
  {
    name: '403025',
    status: 403,
    body: gateway('403025'),
    ...key,
    what: /not valid for this org/,
    fix: /AEP_ORG_ID/,
  },
  {
    name: '403027',
    status: 403,
    body: gateway('403027'),
    ...key,
    what: /has no region/,
    fix: /Admin Console/,
  },
  {
    name: 'another gateway code',
    status: 403,
    body: gateway('403099'),
    ...key,
    what: /gateway refused/,
    fix: /AEP_API_KEY/,
  },
  {
    name: '2111',
    status: 403,
    body: catalogue('2111', 403),
    ...role,
    what: /all sandboxes at once/,
    fix: /`sandboxes`/,
  },
  {
    name: '2118',
    status: 403,
    body: catalogue('2118', 403),
    ...role,
    what: /not write to it/,
    fix: /Manage Sources/,
  },
  {
    name: '2120',
    status: 403,
    body: catalogue('2120', 403),
    ...role,
    what: /may not enter .* dev$/,
    fix: /View Sources/,
  },
  {
    name: '2121',
    status: 403,
    body: catalogue('2121', 403),
    ...role,
    what: /may not manage/,
    fix: /Manage Sources/,
  },
  {
    name: 'another 403',
    status: 403,
    body: catalogue('2199', 403),
    ...role,
    what: /may not enter/,
    fix: /View Sources/,
  },
  {
    name: 'a web page',
    status: 403,
    body: PAGE,
    ...role,
    what: /without a code, as proxies/,
    fix: /every proxy/,
  },
  {
    name: 'nothing',
    status: 403,
    body: '',
    ...role,
    what: /without a code, as proxies/,
    fix: /every proxy.*sandbox dev/,
  },
  {
    name: '400003',
    status: 400,
    body: gateway('400003'),
    ...header,
    what: /header .* did not arrive/,
    fix: /x-gw-ims/,
  },
  {
    name: '2105',
    status: 400,
    body: catalogue('2105', 400),
    ...header,
    what: /did not arrive/,
    fix: /x-sandbox-name/,
  },
  {
    name: '2110',
    status: 400,
    body: catalogue('2110', 400),
    ...header,
    what: /in another way/,
    fix: /x-sandbox-id/,
  },
  {
    name: '2112',
    status: 400,
    body: catalogue('2112', 400),
    ...header,
    what: /in another way/,
    fix: /proxy/,
  },
  {
    name: '2113',
    status: 400,
    body: catalogue('2113', 400),
    ...header,
    what: /in another way/,
    fix: /proxy/,
  },
  {
    name: '2106',
    status: 404,
    body: catalogue('2106', 404),
    ...header,
    what: /no default sandbox/,
    fix: /AEP_ORG_ID/,
  },
  ...['2100', '2101', '2103'].map((number) => ({
    ...{ name: number, status: 404, body: catalogue(number, 404), code: 'sandbox-unknown', ...one },
    ...{ what: /the sandbox dev is not known/, fix: /all lower case/ },
  })),
  {
    name: 'an older 404',
    status: 404,
    body: { errorMessage: 'no' },
    ...one,
    code: 'sandbox-unknown',
    what: /not known/,
    fix: /AEP_ORG_ID/,
  },
  {
    name: 'a gateway 404',
    status: 404,
    body: gateway('404000'),
    ...run,
    code: 'platform-unreachable',
    what: /no Flow Service/,
    fix: /AEP_PLATFORM_URL/,
  },
  {
    name: 'an outage',
    status: 503,
    body: catalogue('1103', 503),
    ...one,
    code: 'sandbox-unreadable',
    what: /could not be read/,
    fix: /run again later/,
  },
  {
    name: 'a full quota',
    status: 429,
    body: gateway('429050'),
    ...one,
    code: 'sandbox-unreadable',
    what: /could not be read/,
    fix: /busy/,
  },
  {
    name: 'a bad request',
    status: 400,
    body: catalogue('1440', 400),
    ...one,
    code: 'sandbox-unreadable',
    what: /could not be read/,
    fix: /request id/,
  },
];

describe('a refusal', () => {
  it.each(rows)('$name ($status) is explained', ({ status, body, code, what, fix, concerns }) => {
    const failure = failureOfAnswer(anAnswer(status, body), 0);
    const explained = explainFailure(failure, 'dev');
    expect(explained).toMatchObject({ code, concerns });
    expect(explained.what).toMatch(what);
    expect(explained.fix).toMatch(fix);
    expect(readFailure(failure, 'dev').summary).toContain(`${explained.what}: `);
  });

  const logins: readonly { word: string; fix: RegExp }[] = [
    { word: 'invalid_client', fix: /^Check AEP_CLIENT_ID and AEP_CLIENT_SECRET/ },
    { word: 'unauthorized_client', fix: /^Check AEP_CLIENT_ID/ },
    { word: 'invalid_scope', fix: /AEP_SCOPES/ },
    { word: 'access-token-refused', fix: /Renew AEP_ACCESS_TOKEN/ },
  ];

  it.each(logins)('$word of a login is explained', ({ word, fix }) => {
    const explained = explainFailure(aFailure({ kind: 'unauthorised', code: word }), 'dev');
    expect(explained).toMatchObject({ code: 'unauthorised', concerns: 'run' });
    expect(explained.fix).toMatch(fix);
  });

  it('has a row here for every code of the table', () => {
    const tested = [...rows.map(({ name }) => name), ...logins.map(({ word }) => word)];
    for (const code of CODED_MEANINGS.flatMap(({ codes }) => codes)) expect(tested).toContain(code);
  });

  it.each<{ kind: FailureKind; code: string }>([
    { kind: 'not-sent', code: 'platform-unreachable' },
    { kind: 'stale', code: 'sandbox-unreadable' },
    { kind: 'untrusted', code: 'sandbox-unreadable' },
  ])('of the kind $kind is $code', ({ kind, code }) => {
    expect(explainFailure(aFailure({ kind, code: null }), 'dev').code).toBe(code);
  });

  it('never leaves a gap in its sentences', () => {
    for (const { status, body } of rows) {
      const { what, fix } = explainFailure(failureOfAnswer(anAnswer(status, body), 0), 'dev');
      expect(`${what} ${fix}`).not.toMatch(/[<>]|undefined/);
      expect(fix).toMatch(/^[A-Z].*\.$/);
    }
  });
});

const unknown = aFailure({ kind: 'missing', status: 404, code: 'FLOW-2100-404' });
const forbidden = aFailure({ kind: 'forbidden', status: 403, code: 'FLOW-2120-403' });
const elsewhere = (nearest: string | undefined, ...reachable: string[]): SandboxStanding => ({
  ...{ kind: 'elsewhere', nearest, reachable },
});

describe('what the sandbox API adds', () => {
  it.each<{ name: string; failure: Failure; standing: SandboxStanding; fix: string }>([
    {
      name: 'a name that is near',
      failure: unknown,
      standing: elsewhere('prod-eu', 'dev', 'prod-eu'),
      fix: 'Did you mean prod-eu? The credential may enter dev and prod-eu.',
    },
    {
      name: 'the names there are',
      failure: unknown,
      standing: elsewhere(undefined, 'dev', 'prod', 'stage'),
      fix: 'Correct the name (it is all lower case), or have the sandbox created. The credential may enter dev, prod and stage.',
    },
    {
      name: 'that there is none',
      failure: unknown,
      standing: elsewhere(undefined),
      fix: 'Correct the name (it is all lower case), or have the sandbox created. The credential may enter no sandbox.',
    },
    {
      name: 'no more names than a person reads',
      failure: unknown,
      standing: elsewhere('s1', ...Array.from({ length: 75 }, (_, index) => `s${index}`)),
      fix: 'Did you mean s1? The credential may enter s0, s1, s2, s3, s4, s5, s6, s7 and 67 more.',
    },
    {
      name: 'other names to a permission that is missing',
      failure: forbidden,
      standing: elsewhere('prod-eu', 'prod-eu'),
      fix: "Give the credential's role the permissions View Sources and Manage Sources in the sandbox prod. Did you mean prod-eu? The credential may enter prod-eu.",
    },
    {
      name: 'that a sandbox is being reset',
      failure: unknown,
      standing: { kind: 'inactive', state: 'resetting' },
      fix: 'Wait until it is active, and run again.',
    },
    {
      name: 'that a sandbox has been deleted',
      failure: unknown,
      standing: { kind: 'inactive', state: 'deleted' },
      fix: 'Have it created anew, or take its entries out of the list.',
    },
    {
      name: 'nothing where it agrees',
      failure: forbidden,
      standing: { kind: 'open' },
      fix: explainFailure(forbidden, 'prod').fix,
    },
  ])('is $name', ({ failure, standing, fix }) => {
    expect(explainFailure(failure, 'prod', standing).fix).toBe(fix);
  });

  it('has a code of its own for a sandbox that is there and cannot be used', () => {
    const finding = readFailure(unknown, 'prod', { kind: 'inactive', state: 'creating' });
    expect(finding.code).toBe('sandbox-inactive');
    expect(finding.summary).toMatch(/^the sandbox prod cannot be used now: its state is creating: /);
  });

  it('is asked for only where it could tell more', () => {
    const told = rows.filter(({ status, body }) =>
      isAboutSandbox(failureOfAnswer(anAnswer(status, body), 0)),
    );
    expect(told.every(({ concerns, status }) => concerns === 'sandbox' && [403, 404].includes(status))).toBe(
      true,
    );
    expect(told.map(({ name }) => name)).toEqual(expect.arrayContaining(['2100', '2120', 'a web page']));
  });
});
