// Section 1.1 to 1.3 of the facts: addresses, listing, pages.
import { expect, it } from 'vitest';
import { continuationToken } from '../../src/flow-service/paging.ts';
import { readPage } from '../../src/flow-service/translate.ts';
import { DB2_SPEC, emulate } from '../emulator/emulated-platform.ts';
import type { AnswerRow, RefusalRow } from './samples.ts';
import { BODY, ID, expectAnswer, expectRefusal } from './samples.ts';

const RENAME = [{ op: 'replace', path: '/name', value: 'B' }];
const GUARD = { 'if-match': '{etag}' };
const IDENTITY = { id: expect.any(String) as string, etag: expect.stringMatching(/^".+"$/) as string };

const answers: AnswerRow[] = [
  {
    name: '1.1 list: items and _links',
    ask: 'GET /connections',
    status: 200,
    body: { items: [{ id: ID }], _links: {} },
  },
  {
    name: '1.1 list with count: the number only',
    ask: 'GET /connections?count=true',
    status: 200,
    body: { count: 1 },
  },
  { name: '1.1 create: 201, id and etag', ask: 'POST /connections', json: BODY, status: 201, body: IDENTITY },
  {
    name: '1.1 get: a list of one',
    ask: `GET /connections/${ID}`,
    status: 200,
    body: { items: [{ id: ID }] },
  },
  {
    name: '1.1 update: id and new etag',
    ...{
      ask: `PATCH /connections/${ID}`,
      json: RENAME,
      headers: GUARD,
      status: 200,
      body: { ...IDENTITY, id: ID },
    },
  },
  { name: '1.1 delete: 204 without body', ask: `DELETE /connections/${ID}`, status: 204 },
  {
    name: '1.1 delete: 202 without body',
    settings: { deleteStatus: 202 },
    ask: `DELETE /connections/${ID}`,
    status: 202,
  },
  { name: '1.1 test: a result', ask: `GET /connections/${ID}/test`, status: 200, body: { result: true } },
  {
    name: '1.1 explore: a list',
    ask: `GET /connections/${ID}/explore?objectType=root`,
    status: 200,
    body: expect.arrayContaining([expect.objectContaining({ type: 'table' })]) as object,
  },
  {
    name: '1.1 action: id and etag',
    ...{
      ask: `POST /connections/${ID}/action?op=publish`,
      state: 'draft',
      status: 200,
      body: { ...IDENTITY, id: ID },
    },
  },
  {
    name: '1.1 update with a slash at the end',
    ...{ ask: `PATCH /connections/${ID}/`, json: RENAME, headers: GUARD, status: 200, body: IDENTITY },
  },
  { name: '1.1 delete with a slash at the end', ask: `DELETE /connections/${ID}/`, status: 204 },
  {
    name: '1.2 list: filter by name',
    ask: 'GET /connections?property=name==Standing',
    status: 200,
    body: { items: [{ id: ID }] },
  },
  {
    name: '1.2 list: either of two ids, and a second filter that must hold too',
    ask: `GET /connections?property=connectionSpec.id==other,${DB2_SPEC}&property=state==disabled`,
    ...{ status: 200, body: { items: [] } },
  },
  {
    name: '1.2 list: nested path',
    ...{
      ask: 'GET /connections?property=auth.params.database==SAMPLE',
      status: 200,
      body: { items: [{ id: ID }] },
    },
  },
  {
    name: '1.2 list: encoded space',
    ...{ ask: 'GET /connections?property=description==a%20b', status: 200, body: { items: [] } },
  },
  {
    name: '1.2 list: single = before quotes',
    ask: 'GET /connections?property=name="Standing"',
    status: 200,
    body: { items: [{}] },
  },
  {
    name: '1.2 list: older quotes',
    ask: 'GET /connections?property=name=="Standing"',
    status: 200,
    body: { items: [{}] },
  },
  {
    name: '1.2 list: greater than',
    ask: 'GET /connections?property=updatedAt%3E1',
    status: 200,
    body: { items: [{}] },
  },
  {
    name: '1.2 list: descending',
    ask: 'GET /connections?orderby=-createdAt,name',
    status: 200,
    body: { items: [{}] },
  },
  {
    name: '1.2 create: a stray query parameter is let pass',
    ...{ ask: 'POST /connections?Cache-Control=no-cache', json: BODY, status: 201, body: IDENTITY },
  },
  {
    name: '1.3 last page: _links is empty',
    ask: 'GET /connections?limit=1',
    status: 200,
    body: { _links: {} },
  },
];

it.each(answers)('$name', expectAnswer);

const refusals: RefusalRow[] = [
  {
    name: '1.1 no PUT exists',
    ask: `PUT /connections/${ID}`,
    json: BODY,
    status: 404,
    code: '404000',
    kind: 'missing',
  },
  {
    name: '1.2 limit with count',
    ask: 'GET /connections?limit=5&count=true',
    status: 400,
    code: 'FLOW-1401-400',
  },
  { name: '1.2 operator ~', ask: 'GET /connections?property=name~x', status: 400, code: 'FLOW-1440-400' },
  {
    name: '1.2 <= with several values',
    ask: 'GET /connections?property=createdAt%3C=1,2',
    status: 400,
    code: 'FLOW-1443-400',
  },
  { name: '1.2 >= for id', ask: 'GET /connections?property=id%3E=1', status: 400, code: 'FLOW-1448-400' },
  { name: '1.2 operator !>', ask: 'GET /connections?property=name!%3Ex', status: 400, code: 'FLOW-1450-400' },
  {
    name: '1.2 unknown query parameter',
    ...{
      settings: { unknownParams: 'reject' },
      ask: 'GET /connections?nocache=1',
      status: 400,
      code: 'FLOW-1451-400',
    },
  },
  { name: '1.2 bad order', ask: 'GET /connections?orderby=-', status: 400, code: 'FLOW-1432-400' },
  {
    name: '1.2 order by an unknown field',
    ask: 'GET /connections?orderby=colour',
    status: 400,
    code: 'FLOW-1433-400',
  },
  {
    name: '1.2 all sandboxes at once',
    ...{
      ask: 'GET /connections',
      headers: { 'x-sandbox-name': '*' },
      status: 403,
      code: 'FLOW-2111-403',
      kind: 'forbidden',
    },
  },
];

it.each(refusals)('$name', expectRefusal);

it('1.2 list: the newest first, and twenty where no limit is given', async () => {
  const platform = await emulate();
  const planted = Array.from({ length: 25 }, (_each, index) => ({
    ...{ sandbox: 'dev', name: `C${index}`, createdAt: index, auth: { params: {} } },
  }));
  await platform.control('POST', 'connections', planted);
  const names = await platform.names();
  expect([names.length, names[0], names[19]]).toEqual([20, 'C24', 'C5']);
});

const HREF = '/connections?continuationToken=abcdefghijkLMNOPqrstupWXKYZ';
const PLATFORM = 'https://platform.adobe.io';

it('1.3 next link: the published one leads the client on', () => {
  const page = readPage({ items: [], _links: { next: { href: HREF } } });
  expect(continuationToken(page?.next ?? '', PLATFORM)).toEqual({
    ok: true,
    value: 'abcdefghijkLMNOPqrstupWXKYZ',
  });
});

it.each([
  { name: '1.3 last page: empty _links end a listing', page: { items: [], _links: {} } },
  { name: '1.3 last page: a listing without _links has no further page', page: { items: [] } },
])('$name', ({ page }) => {
  expect(readPage(page)).toEqual({ connections: [], next: undefined });
});

it('1.3 next link: the token of the emulator holds no raw =, so that what follows the first one is the token', async () => {
  const platform = await emulate();
  await platform.create('A');
  await platform.create('B');
  const href = (await platform.flow('GET', '/connections?limit=1')).body._links.next?.href ?? '';
  expect(href.split('=')).toHaveLength(2);
  expect(await platform.names(`?limit=1&continuationToken=${href.split('=')[1] ?? ''}`)).toEqual(['A']);
});
