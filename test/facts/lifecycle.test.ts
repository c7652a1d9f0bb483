// Section 1.7 of the facts: deleting, testing, exploring, acting.
import { expect, it } from 'vitest';
import type { EmulatorSettings, TestVerdict } from '../../src/emulator/settings.ts';
import { emulate } from '../emulator/emulated-platform.ts';
import type { AnswerRow, RefusalRow } from './samples.ts';
import { ID, expectAnswer, expectRefusal } from './samples.ts';

const TEST = `GET /connections/${ID}/test`;
const on = (verdict: TestVerdict['verdict'], message?: string): { settings: Partial<EmulatorSettings> } => ({
  settings: { testVerdicts: [{ host: '*', verdict, ...(message === undefined ? {} : { message }) }] },
});

const refusals: RefusalRow[] = [
  {
    name: '1.7 delete: used in flows',
    settings: { inUse: ['*'] },
    ask: `DELETE /connections/${ID}`,
    status: 400,
    code: 'FLOW-1418-400',
  },
  {
    name: '1.7 delete: used in active flows',
    ...{
      settings: { inUse: ['*'], inUseCode: '1447' },
      ask: `DELETE /connections/${ID}`,
      status: 400,
      code: 'FLOW-1447-400',
    },
  },
  {
    name: '1.7 test: provider message, 1308',
    ...on('unreachable', 'SQL30081N'),
    ask: TEST,
    status: 400,
    code: 'FLOW-1308-400',
  },
  {
    name: '1.7 test: provider message, 1100',
    ...on('error-400', 'SQL1060N'),
    ask: TEST,
    status: 400,
    code: 'FLOW-1100-400',
  },
  {
    name: '1.7 test: 500',
    ...on('error-500'),
    ask: TEST,
    status: 500,
    code: 'FLOW-1102-500',
    kind: 'outcome-unknown',
  },
  {
    name: '1.7 test: 503',
    ...on('error-503'),
    ask: TEST,
    status: 503,
    code: 'FLOW-1103-503',
    kind: 'outcome-unknown',
  },
  {
    name: '1.7 test: 504',
    ...on('error-504'),
    ask: TEST,
    status: 504,
    code: 'FLOW-1104-504',
    kind: 'outcome-unknown',
  },
  {
    name: '1.7 explore: no such type',
    ask: `GET /connections/${ID}/explore?objectType=moon`,
    status: 400,
    code: 'FLOW-1358-400',
  },
  {
    name: '1.7 explore: no table named',
    ask: `GET /connections/${ID}/explore?objectType=table`,
    status: 400,
    code: 'FLOW-1337-400',
  },
  {
    name: '1.7 action: finalize is for providers',
    ask: `POST /connections/${ID}/action?op=FINALIZE`,
    status: 400,
    code: 'FLOW-1402-400',
  },
];

it.each(refusals)('$name', expectRefusal);

const tables = { 'SALES.ORDERS': { ID: 'string' } };
const described = {
  type: 'table',
  name: 'SALES.ORDERS',
  path: 'SALES.ORDERS',
  canPreview: true,
  canFetchSchema: true,
};
const columns = [{ name: 'ID', type: 'string', xdm: { type: 'string' } }];
const content = { settings: { databases: [{ host: '*', tables }] } };

const answers: AnswerRow[] = [
  { name: '1.7 delete: 204', ask: `DELETE /connections/${ID}`, status: 204 },
  { name: '1.7 delete: 202', settings: { deleteStatus: 202 }, ask: `DELETE /connections/${ID}`, status: 202 },
  { name: '1.7 test: true', ask: TEST, status: 200, body: { result: true } },
  { name: '1.7 test: false', ...on('refused-login'), ask: TEST, status: 200, body: { result: false } },
  {
    name: '1.7 explore: root',
    ...content,
    ask: `GET /connections/${ID}/explore?objectType=root`,
    status: 200,
    body: [described],
  },
  {
    name: '1.7 explore: ROOT',
    ...content,
    ask: `GET /connections/${ID}/explore?objectType=ROOT`,
    status: 200,
    body: [described],
  },
  {
    name: '1.7 explore: table',
    ...content,
    ...{
      ask: `GET /connections/${ID}/explore?objectType=table&object=SALES.ORDERS`,
      status: 200,
      body: { format: 'flat', schema: { columns } },
    },
  },
  {
    name: '1.7 action: publish',
    ask: `POST /connections/${ID}/action?op=publish`,
    state: 'draft',
    status: 200,
    body: { id: ID },
  },
  {
    name: '1.7 action: PUBLISH with subOp',
    ask: `POST /connections/${ID}/action?op=PUBLISH&subOp=APPLY`,
    state: 'draft',
    status: 200,
    body: { id: ID },
  },
];

it.each(answers)('$name', expectAnswer);

it('1.7 delete: a read afterwards gives 404', async () => {
  const platform = await emulate();
  const made = await platform.create('A');
  await platform.flow('DELETE', `/connections/${made.id}`);
  expect((await platform.flow('GET', `/connections/${made.id}`)).status).toBe(404);
});
