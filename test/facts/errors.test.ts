// Section 5 of the facts: gateway errors, the two forms of the service, the codes a connection client meets.
import { describe, expect, it } from 'vitest';
import type { FailureKind } from '../../src/core/failure.ts';
import { failureOfAnswer } from '../../src/flow-service/classify.ts';
import { emulate } from '../emulator/emulated-platform.ts';
import { anAnswer } from '../flow-service/answers.ts';
import { NOON } from '../support/fake-clock.ts';
import { ID, answerTo } from './samples.ts';

const gateway: { code: string; message: string; kind: FailureKind }[] = [
  { code: '400003', message: 'Missing header', kind: 'rejected' },
  { code: '401013', message: 'Oauth token is not valid', kind: 'unauthorised' },
  { code: '403000', message: 'Api Key is required', kind: 'forbidden' },
  { code: '403003', message: 'Api Key is invalid', kind: 'forbidden' },
  { code: '403010', message: 'Oauth token is missing.', kind: 'forbidden' },
  { code: '403025', message: 'Profile is not valid', kind: 'forbidden' },
  { code: '403027', message: 'User region is missing', kind: 'forbidden' },
  { code: '429050', message: 'Too many requests', kind: 'throttled' },
];

describe('the client understands', () => {
  it.each(gateway)('5.1 gateway error $code, as text and as number', ({ code, message, kind }) => {
    const status = Number(code.slice(0, 3));
    for (const error_code of [code, Number(code)]) {
      const failure = failureOfAnswer(anAnswer(status, { error_code, message }), NOON);
      expect(failure).toMatchObject({ status, code, message, kind });
    }
  });

  it('5.2 the current form', () => {
    const text = 'The requested flows resource 1 is not found. Verify the resource ID before trying again.';
    const sample = {
      type: 'https://ns.adobe.com/aep/errors/FLOW-1439-404',
      title: 'Resource not found',
      status: 404,
      report: { 'detailed-message': text, id: '1', 'request-id': 'req-1', type: 'flows' },
      errorMessage: text,
      errorDetails: text,
    };
    const expected = { kind: 'missing', code: 'FLOW-1439-404', message: text, requestId: 'req-1' };
    expect(failureOfAnswer(anAnswer(404, sample), NOON)).toMatchObject(expected);
  });

  const stale = 'Supplied version=["a"] does not match the current version on entity=["b"]';
  it.each([
    {
      name: '5.3 older form: 404',
      status: 404,
      sample: { errorMessage: 'connections not found with id = [x]', errorDetails: 'x' },
      kind: 'missing',
    },
    {
      name: '5.3 older form: 412',
      status: 412,
      sample: { errorMessage: stale, errorDetails: stale },
      kind: 'stale',
    },
    {
      name: '5.3 older form: 400',
      status: 400,
      sample: { message: 'Please provide a valid spec id' },
      kind: 'rejected',
    },
  ])('$name', ({ status, sample, kind }) => {
    const message = sample.errorMessage ?? sample.message;
    expect(failureOfAnswer(anAnswer(status, sample), NOON)).toMatchObject({ kind, message, code: null });
  });
});

type CodeRow = readonly [codes: string, status: number, kind: FailureKind];

// The table of 5.4, row by row. Whether a failure is repeated follows from its kind (core/failure.ts).
const catalogue: readonly CodeRow[] = [
  ['1100', 400, 'rejected'],
  ['1101', 404, 'missing'],
  ['1102 1400', 500, 'outcome-unknown'],
  ['1103', 503, 'outcome-unknown'],
  ['1104', 504, 'outcome-unknown'],
  ['1401', 400, 'rejected'],
  ['1403', 400, 'rejected'],
  ['1404', 412, 'stale'],
  ['1405', 400, 'rejected'],
  ['1413 1414 1415', 400, 'rejected'],
  ['1416 1417 1456 1457 1458', 400, 'rejected'],
  ['1418 1447', 400, 'rejected'],
  ['1432 1433', 400, 'rejected'],
  ['1434 1455', 400, 'rejected'],
  ['1439', 404, 'missing'],
  ['1440 1441 1442 1443 1448 1449 1450 1451 1452 1453 1454', 400, 'rejected'],
  ['2000 2001 2002', 401, 'unauthorised'],
  ['2100 2101 2103 2106', 404, 'missing'],
  ['2102 2104 2107 2108', 500, 'outcome-unknown'],
  ['2105', 400, 'rejected'],
  ['2110 2112 2113', 400, 'rejected'],
  ['2111', 403, 'forbidden'],
  ['2114 2115', 400, 'unauthorised'],
  ['2118 2120 2121', 403, 'forbidden'],
  ['1300 1301 1302 1303 1304 1308 1312', 400, 'rejected'],
];

describe('the emulator plays, and the client understands', () => {
  it.each(catalogue)('5.4 the codes %s with status %i: %s', async (codes, status, kind) => {
    const faults = codes.split(' ').map((code) => ({
      on: { route: 'list' as const },
      effect: { kind: 'status' as const, status, code: `${code}-${status}` },
    }));
    const platform = await emulate({ faults });
    for (const code of codes.split(' ')) {
      const reply = await platform.flow('GET', '/connections');
      const failure = failureOfAnswer(anAnswer(reply.status, reply.text), NOON);
      expect(failure).toMatchObject({ status, kind, code: `FLOW-${code}-${status}` });
    }
  });

  it.each([401, 403, 404, 408, 412, 415, 422, 429, 500, 502, 503, 504])('5.5 status %i', async (status) => {
    const effect = { kind: 'status' as const, status };
    const platform = await emulate({ faults: [{ on: { route: 'list' }, effect }] });
    const reply = await platform.flow('GET', '/connections');
    const failure = failureOfAnswer(anAnswer(reply.status, reply.text), NOON);
    expect(failure.status).toBe(status);
    expect(failure.message).not.toContain('without saying why');
  });
});

describe('the emulator shows', () => {
  it('5.2 the current form of a 404', async () => {
    const reply = await answerTo({ ask: 'GET /connections/none' });
    const text = reply.body.errorMessage;
    expect(reply.body).toEqual({
      type: 'https://ns.adobe.com/aep/errors/FLOW-1439-404',
      title: 'Resource not found',
      status: 404,
      report: {
        'detailed-message': text,
        id: 'none',
        'request-id': reply.headers.get('x-request-id'),
        type: 'connections',
      },
      errorMessage: text,
      errorDetails: text,
    });
  });

  it('5.3 the older form of a 404', async () => {
    const text = 'connections not found with id = [none]';
    const reply = await answerTo({ settings: { errorForm: 'older' }, ask: 'GET /connections/none' });
    expect(reply.body).toEqual({ errorMessage: text, errorDetails: text });
  });

  it('5.3 the older form of a 412', async () => {
    const reply = await answerTo({
      settings: { errorForm: 'older' },
      ...{
        ask: `PATCH /connections/${ID}`,
        json: [{ op: 'add', path: '/description', value: 'd' }],
        headers: { 'if-match': '"a"' },
      },
    });
    expect(reply.body.errorMessage).toMatch(
      /^Supplied version=\["a"\] does not match the current version on entity=\["/,
    );
  });

  it('5.3 the older form of a bad spec', async () => {
    const ask = {
      ask: 'POST /connections',
      json: { name: 'A', connectionSpec: { id: 'none', version: '1.0' } },
    };
    const reply = await answerTo({ settings: { errorForm: 'older' }, ...ask });
    expect(reply.body).toEqual({ message: 'Please provide a valid spec id' });
  });
});
