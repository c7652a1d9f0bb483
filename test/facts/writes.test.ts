// Section 1.5 and 1.6 of the facts: what creates and updates meet.
import { it } from 'vitest';
import type { AnswerRow, RefusalRow } from './samples.ts';
import { BODY, ID, PARAMS, expectAnswer, expectRefusal } from './samples.ts';

const AZURE = '"1400dd53-0000-0200-0000-5f3f23450000"';

const spec = (more: object) => ({ ...BODY, connectionSpec: { ...BODY.connectionSpec, ...more } });
const auth = (more: object) => ({
  ...BODY,
  auth: { specName: 'Basic Authentication', params: { ...PARAMS, ...more } },
});
const create = (json: unknown) => ({ ask: 'POST /connections', json, status: 400 });

const creating: RefusalRow[] = [
  { name: '1.5 bad spec id', ...create(spec({ id: 'none' })), code: 'FLOW-1413-400' },
  {
    name: '1.5 wrong specName',
    ...create({ ...BODY, auth: { specName: 'None', params: PARAMS } }),
    code: 'FLOW-1415-400',
  },
  { name: '1.5 missing mandatory field', ...create(auth({ password: undefined })), code: 'FLOW-1304-400' },
  {
    name: '1.5 unsupported authentication type',
    ...create(auth({ authenticationType: 'Kerberos' })),
    code: 'FLOW-1302-400',
  },
  { name: '1.5 bad parameter value', ...create(auth({ server: 5 })), code: 'FLOW-1312-400' },
  { name: '1.5 empty body', ...create({}), code: 'FLOW-1405-400' },
  {
    name: '1.5 credentials that the database refuses, by 1308',
    ...{ settings: { writeLogin: 'try', testVerdicts: [{ host: '*', verdict: 'refused-login' }] } },
    ...create(BODY),
    code: 'FLOW-1308-400',
  },
  {
    name: '1.5 credentials that the database refuses, by 1100',
    ...{ settings: { writeLogin: 'try', testVerdicts: [{ host: '*', verdict: 'error-400' }] } },
    ...create(BODY),
    code: 'FLOW-1100-400',
  },
  {
    name: '1.5 missing version, by 422',
    ...{
      settings: { missingVersion: 'reject422' },
      ...create(spec({ version: undefined })),
      status: 422,
      code: 'FLOW-1304-422',
    },
  },
];

const GUARD = { 'if-match': '{etag}' };
const patch = (...json: unknown[]) => ({
  ask: `PATCH /connections/${ID}`,
  json,
  headers: GUARD,
  status: 400,
});
const DESCRIBE = { op: 'add', path: '/description', value: 'd' };

const updating: RefusalRow[] = [
  {
    name: '1.6 one object with an upper-case operation',
    ...patch(),
    json: { op: 'ADD', path: '/name', value: {} },
    code: 'FLOW-1000-400',
  },
  { name: '1.6 no If-Match', ...patch(DESCRIBE), headers: {}, code: 'FLOW-1403-400' },
  {
    name: '1.6 stale etag',
    ...patch(DESCRIBE),
    headers: { 'if-match': AZURE },
    status: 412,
    code: 'FLOW-1404-412',
    kind: 'stale',
  },
  {
    name: '1.6 etag without quotes',
    ...patch(DESCRIBE),
    ...{
      headers: { 'if-match': AZURE.replaceAll('"', '') },
      status: 412,
      code: 'FLOW-1404-412',
      kind: 'stale',
    },
  },
  {
    name: '1.6 replace of a leaf that is missing',
    ...patch({ op: 'replace', path: '/auth/params/none', value: 1 }),
    code: 'FLOW-1455-400',
  },
  {
    name: '1.6 another spec',
    ...patch({ op: 'replace', path: '/connectionSpec', value: {} }),
    code: 'FLOW-1414-400',
  },
  { name: '1.6 move', ...patch({ op: 'move', path: '/name', from: '/description' }), code: 'FLOW-1434-400' },
  {
    name: '1.6 connector without PATCH',
    settings: { updates: 'reject-type' },
    ...patch(DESCRIBE),
    code: 'FLOW-1300-400',
  },
  {
    name: '1.6 PATCH not switched on',
    settings: { updates: 'reject-feature' },
    ...patch(DESCRIBE),
    code: 'FLOW-1445-400',
  },
  { name: '1.6 state that forbids it', ...patch(DESCRIBE), state: 'updating', code: 'FLOW-1416-400' },
  {
    name: '1.6 initializing, for a user',
    settings: { caller: 'user' },
    ...patch(DESCRIBE),
    state: 'initializing',
    code: 'FLOW-1417-400',
  },
  { name: '1.6 empty body', ...patch(), json: '', code: 'FLOW-1405-400' },
];

it.each([...creating, ...updating])('$name', expectRefusal);

const taken: AnswerRow[] = [
  { name: '1.5 draft', ask: 'POST /connections?mode=draft', json: BODY, status: 201, body: {} },
  { name: '1.6 add /description', ...patch(DESCRIBE), status: 200, body: { id: ID } },
  {
    name: '1.6 replace /name',
    ...patch({ op: 'replace', path: '/name', value: 'B' }),
    status: 200,
    body: { id: ID },
  },
  {
    name: '1.6 replace of a leaf',
    ...patch({ op: 'replace', path: '/auth/params/database', value: 'B' }),
    status: 200,
    body: {},
  },
  {
    name: '1.6 remove with a value',
    ...patch(DESCRIBE, { ...DESCRIBE, op: 'remove' }),
    status: 200,
    body: { id: ID },
  },
  { name: '1.6 while it is disabled', ...patch(DESCRIBE), state: 'disabled', status: 200, body: { id: ID } },
  {
    name: '1.6 while it is initializing',
    ...patch(DESCRIBE),
    state: 'initializing',
    status: 200,
    body: { id: ID },
  },
];

it.each(taken)('$name', expectAnswer);
