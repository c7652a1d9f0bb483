// What the answer to a test means, for every form of an answer.
import { describe, expect, it } from 'vitest';
import { STOPPED } from '../../src/core/failure.ts';
import type { FailureKind } from '../../src/core/failure.ts';
import { closedFailure } from '../../src/core/lane.ts';
import { refusal, success } from '../../src/core/result.ts';
import { VERDICTS, adviceOn, closesSandbox, judgeTest } from '../../src/core/verdict.ts';
import type { TestAnswer, Verdict } from '../../src/core/verdict.ts';
import { aFailure } from '../support/builders.ts';

const LOGIN = 'SQL30082N Security processing failed. SQLSTATE=08001';
const NETWORK = 'SQL30081N A communication error has been detected.';

function said(works: boolean, words: string | null): TestAnswer {
  return success({ works, words });
}

function failed(kind: FailureKind, message: string, more: object = {}): TestAnswer {
  return refusal(aFailure({ kind, message, requestId: null, ...more }));
}

const rows: {
  when: string;
  answer: TestAnswer | undefined;
  verdict: Verdict;
  message?: string | null;
}[] = [
  { when: 'the result is true', answer: said(true, null), verdict: 'answers', message: null },
  { when: 'the result is true with words', answer: said(true, LOGIN), verdict: 'answers', message: null },
  {
    when: 'the result is false without words',
    answer: said(false, null),
    verdict: 'fails',
    message: 'the platform says that the test failed, and gives no reason',
  },
  { when: 'the result is false with known words', answer: said(false, LOGIN), verdict: 'refused-login' },
  { when: 'the result is false with others', answer: said(false, 'so be it'), verdict: 'fails' },
  { when: '400 names the login', answer: failed('rejected', LOGIN), verdict: 'refused-login' },
  {
    when: '400 names the network',
    answer: failed('rejected', 'no route to the host.'),
    verdict: 'unreachable',
  },
  { when: '400 names TLS', answer: failed('rejected', 'TLS handshake failed.'), verdict: 'tls' },
  { when: '400 says something else', answer: failed('rejected', 'not entitled'), verdict: 'fails' },
  {
    when: '5xx says nothing of a database',
    answer: failed('outcome-unknown', 'The request timed out.', { status: 504 }),
    verdict: 'platform-trouble',
  },
  { when: '5xx passes on a driver', answer: failed('outcome-unknown', NETWORK), verdict: 'unreachable' },
  {
    when: '5xx passes on a refused login',
    answer: failed('outcome-unknown', LOGIN),
    verdict: 'refused-login',
  },
  {
    when: 'the answer could not be read',
    answer: failed('outcome-unknown', 'the platform answered 200 with no verdict', { status: 200 }),
    verdict: 'platform-trouble',
  },
  {
    when: 'no answer came in time',
    answer: failed('outcome-unknown', 'no answer came in time', { status: null, code: 'TIMEOUT' }),
    verdict: 'platform-trouble',
  },
  { when: 'the token was refused', answer: failed('unauthorised', 'expired'), verdict: 'forbidden' },
  { when: 'access was refused', answer: failed('forbidden', 'No access.'), verdict: 'forbidden' },
  { when: 'the sandbox is unknown', answer: failed('missing', 'no such sandbox'), verdict: 'untested' },
  {
    when: 'there is no such connection',
    answer: success(undefined),
    verdict: 'gone',
    message: 'it is recorded, but the platform has no connection of that id',
  },
  { when: 'nothing is recorded', answer: undefined, verdict: 'untested', message: 'it is not recorded yet' },
  {
    when: 'the run was stopped',
    answer: refusal(STOPPED),
    verdict: 'untested',
  },
  { when: 'the sandbox keeps failing', answer: refusal(closedFailure('dev', 'why')), verdict: 'untested' },
  {
    when: 'the platform was not reached',
    answer: failed('not-sent', 'the connection was refused', { code: 'ECONNREFUSED' }),
    verdict: 'platform-trouble',
  },
  {
    when: 'the rate was too high to the end',
    answer: failed('throttled', LOGIN),
    verdict: 'platform-trouble',
  },
  { when: 'the answer redirects', answer: failed('untrusted', 'elsewhere'), verdict: 'platform-trouble' },
  { when: 'the platform speaks of versions', answer: failed('stale', 'no'), verdict: 'platform-trouble' },
];

describe('a test is judged', () => {
  it.each(rows)('$verdict when $when', ({ answer, verdict, message }) => {
    const judged = judgeTest(answer);
    expect(judged.verdict).toBe(verdict);
    if (message !== undefined) expect(judged.message).toBe(message);
  });

  it('with the request id, where the platform gave one', () => {
    expect(judgeTest(failed('rejected', 'not entitled', { requestId: 'req-7' }))).toEqual({
      verdict: 'fails',
      message: 'not entitled',
      requestId: 'req-7',
    });
  });

  it('by every verdict in some case', () => {
    expect(new Set(rows.map(({ verdict }) => verdict))).toEqual(new Set(VERDICTS));
  });
});

it('every verdict but the good one comes with advice', () => {
  expect(VERDICTS.filter((verdict) => adviceOn(verdict) === undefined)).toEqual(['answers']);
});

it.each<{ kind: FailureKind; closes: boolean }>([
  { kind: 'forbidden', closes: true },
  { kind: 'unauthorised', closes: true },
  { kind: 'missing', closes: true },
  { kind: 'rejected', closes: false },
  { kind: 'outcome-unknown', closes: false },
])('after $kind the sandbox is asked no more: $closes', ({ kind, closes }) => {
  expect(closesSandbox(aFailure({ kind }))).toBe(closes);
});
