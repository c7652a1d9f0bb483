// What is said of writes that the credential may not make.
import { expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import type { ActionOutcome, OutcomeError } from '../../src/core/outcome.ts';
import { refusedWrites } from '../../src/reconcile/findings.ts';
import { anOutcome } from '../support/builders.ts';

const forbidden: OutcomeError = {
  status: 403,
  code: 'FLOW-2120-403',
  message: 'no permission',
  requestId: 'req-1',
  retryable: false,
};

function failed(key: string, error: Partial<OutcomeError> = {}): ActionOutcome {
  const [sandbox = '', name = ''] = key.split('/');
  const failure = { ...forbidden, ...error };
  return anOutcome({ key: connectionKey(sandbox, name), outcome: 'failed', error: failure });
}

it('is told once for each sandbox, with the way out', () => {
  const outcomes = [failed('dev/a'), failed('dev/b'), failed('prod/a'), failed('dev/c', { status: 400 })];
  const told = refusedWrites(outcomes).map(({ code, summary, fix }) => ({ code, summary, fix }));
  expect(told).toEqual([
    {
      code: 'forbidden',
      summary:
        'the credential may not write to the sandbox dev, so 2 entries failed: no permission (request req-1)',
      fix: "Give the credential's role the permissions View Sources and Manage Sources in the sandbox dev.",
    },
    {
      code: 'forbidden',
      summary:
        'the credential may not write to the sandbox prod, so 1 entry failed: no permission (request req-1)',
      fix: "Give the credential's role the permissions View Sources and Manage Sources in the sandbox prod.",
    },
  ]);
});

it.each([
  { code: '403027', what: 'the account of the credential has no region' },
  { code: null, what: 'the sandbox dev was refused without a code, as proxies and firewalls do' },
])('keeps to what the code $code says', ({ code, what }) => {
  expect(refusedWrites([failed('dev/a', { code })])[0]?.summary).toContain(what);
});

it('leaves out what the plan has told of', () => {
  expect(refusedWrites([{ ...failed('dev/a'), action: 'blocked' }])).toEqual([]);
});
