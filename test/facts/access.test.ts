// Section 3, 6 and 7 of the facts: headers, what is let in, limits, sandboxes.
import { expect, it } from 'vitest';
import type { AnswerRow, RefusalRow } from './samples.ts';
import { BODY, expectAnswer, expectRefusal } from './samples.ts';

const LIST = 'GET /connections';
const lacks = (name: string) => ({ ask: LIST, headers: { [name]: null } });
const byService = { settings: { credentialErrors: 'flow-service' as const } };

const refusals: RefusalRow[] = [
  { name: '3 no token: 403010', ...lacks('authorization'), status: 403, code: '403010', kind: 'forbidden' },
  {
    name: '3 no token: 401',
    ...{
      settings: { missingTokenStatus: 401 },
      ...lacks('authorization'),
      status: 401,
      code: '403010',
      kind: 'unauthorised',
    },
  },
  {
    name: '3 invalid token: 401013',
    ...{
      ask: LIST,
      headers: { authorization: 'Bearer old' },
      status: 401,
      code: '401013',
      kind: 'unauthorised',
    },
  },
  {
    name: '3 invalid token: 2115-400',
    ...{
      ...byService,
      ask: LIST,
      headers: { authorization: 'Bearer old' },
      status: 400,
      code: 'FLOW-2115-400',
      kind: 'unauthorised',
    },
  },
  {
    name: '3 no token: 2114-400',
    ...byService,
    ...lacks('authorization'),
    status: 400,
    code: 'FLOW-2114-400',
    kind: 'unauthorised',
  },
  { name: '3 no API key: 403000', ...lacks('x-api-key'), status: 403, code: '403000', kind: 'forbidden' },
  {
    name: '3 invalid API key: 403003',
    ...{ settings: { clients: { known: 'x' } }, ask: LIST, status: 403, code: '403003', kind: 'forbidden' },
  },
  { name: '3 no organisation: 400003', ...lacks('x-gw-ims-org-id'), status: 400, code: '400003' },
  {
    name: '3 no organisation: 2001-401',
    ...byService,
    ...lacks('x-gw-ims-org-id'),
    status: 401,
    code: 'FLOW-2001-401',
    kind: 'unauthorised',
  },
  { name: '3 no sandbox: 2105-400', ...lacks('x-sandbox-name'), status: 400, code: 'FLOW-2105-400' },
  {
    name: '3 sandbox names are lower case',
    ...{
      ask: LIST,
      headers: { 'x-sandbox-name': 'DEV' },
      status: 404,
      code: 'FLOW-2100-404',
      kind: 'missing',
    },
  },
  {
    name: '3 sandbox id with a user token: 2110-400',
    ask: LIST,
    headers: { 'x-sandbox-id': 'x' },
    status: 400,
    code: 'FLOW-2110-400',
  },
  {
    name: '3 body without content type: 400',
    ...{
      ask: 'POST /connections',
      json: BODY,
      headers: { 'content-type': null },
      status: 400,
      code: 'FLOW-1000-400',
    },
  },
  {
    name: '4 no permission: 403',
    settings: { permission: 'none' },
    ask: LIST,
    status: 403,
    code: 'FLOW-2120-403',
    kind: 'forbidden',
  },
  {
    name: '6 too many requests: 429050',
    ...{
      settings: { rateLimit: { perSecond: 0, burst: 0 } },
      ask: LIST,
      status: 429,
      code: '429050',
      kind: 'throttled',
    },
  },
  {
    name: '6 too many at once surface as 500',
    ...{
      settings: { concurrencyLimit: 0 },
      ask: LIST,
      status: 500,
      code: 'FLOW-1102-500',
      kind: 'outcome-unknown',
    },
  },
  {
    name: '7 unknown sandbox: 2100-404',
    ...{
      ask: LIST,
      headers: { 'x-sandbox-name': 'moon' },
      status: 404,
      code: 'FLOW-2100-404',
      kind: 'missing',
    },
  },
  {
    name: '7 sandbox without access: 2120-403',
    ...{
      settings: { forbiddenSandboxes: ['dev'] },
      ask: LIST,
      status: 403,
      code: 'FLOW-2120-403',
      kind: 'forbidden',
    },
  },
  {
    name: '7 inactive sandbox: like an unknown one',
    ...{
      settings: { sandboxStates: { dev: 'resetting' } },
      ask: LIST,
      status: 404,
      code: 'FLOW-2100-404',
      kind: 'missing',
    },
  },
  {
    name: '7 limit without offset',
    ask: 'GET ~/data/foundation/sandbox-management/?limit=5',
    status: 400,
    code: 'SMS-2074-400',
  },
];

it.each(refusals)('$name', expectRefusal);

const page = { limit: 50, count: 3 };
const prod = {
  name: 'prod',
  title: 'prod',
  state: 'active',
  type: 'production',
  region: 'VA7',
  isDefault: true,
};
const dates = { createdDate: expect.any(String) as string, modifiedBy: expect.any(String) as string };

const answers: AnswerRow[] = [
  {
    name: '3 no sandbox: the default one',
    settings: { missingSandboxHeader: 'prod' },
    ...lacks('x-sandbox-name'),
    status: 200,
    body: { items: [] },
  },
  {
    name: '3 accept with a version',
    ...{ ask: LIST, headers: { accept: 'application/json; version=1' }, status: 200, body: { items: [{}] } },
  },
  {
    name: '7 sandboxes within reach',
    ask: 'GET ~/data/foundation/sandbox-management/',
    ...{ status: 200, body: { sandboxes: [{ ...prod, ...dates }, {}, {}], _page: page } },
  },
  {
    name: '7 all sandboxes, for administrators',
    ...{
      ask: 'GET ~/data/foundation/sandbox-management/sandboxes?limit=2&offset=2',
      status: 200,
      body: { sandboxes: [{ name: 'dev' }] },
    },
  },
];

it.each(answers)('$name', expectAnswer);
