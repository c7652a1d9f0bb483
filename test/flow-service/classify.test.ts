// What an answer that is no success means, in every published form.
import { describe, expect, it } from 'vitest';
import { failureOfAnswer, readObject, unreadable, untrusted } from '../../src/flow-service/classify.ts';
import { NOON } from '../support/fake-clock.ts';
import { anAnswer, currentError as current } from './answers.ts';

describe('an answer', () => {
  it.each([
    { status: 429, retryable: true },
    { status: 500, retryable: true },
    { status: 400, retryable: false },
    { status: 401, retryable: false },
    { status: 404, retryable: false },
    { status: 302, retryable: false },
  ])('of status $status may succeed later: $retryable', ({ status, retryable }) => {
    expect(failureOfAnswer(anAnswer(status, ''), NOON).retryable).toBe(retryable);
  });

  it('never brings control characters to a terminal', () => {
    const message = 'one\u001b[31mtwo\r\n\u009bthree\u0000';
    expect(failureOfAnswer(anAnswer(400, { message }), NOON).message).toBe('one [31mtwo three');
  });

  it('is shortened', () => {
    const { message, code } = failureOfAnswer(
      anAnswer(400, { message: 'm'.repeat(9_000), error: 'c'.repeat(99) }),
      NOON,
    );
    expect([message.length, code?.length]).toEqual([501, 81]);
  });
});

describe('Retry-After', () => {
  it.each([
    { name: 'seconds', header: '38', ms: 38_000 },
    { name: 'a fraction of a second', header: '0.5', ms: 500 },
    { name: 'no time at all', header: '0', ms: undefined },
    { name: 'a negative number', header: '-5', ms: undefined },
    { name: 'a number that is none of seconds', header: '0x10', ms: undefined },
    { name: 'a date', header: new Date(NOON + 90_000).toUTCString(), ms: 90_000 },
    { name: 'a date that has passed', header: new Date(NOON - 90_000).toUTCString(), ms: undefined },
    { name: 'nonsense', header: 'soon', ms: undefined },
    { name: 'an empty text', header: '', ms: undefined },
    { name: 'no header', header: undefined, ms: undefined },
  ])('of $name waits $ms ms', ({ header, ms }) => {
    const answer = anAnswer(429, '', header === undefined ? {} : { 'retry-after': header });
    expect(failureOfAnswer(answer, NOON).retryAfterMs).toBe(ms);
  });

  it.each([{ hours: 1 }, { hours: -1 }])(
    "is a date of the platform's clock, $hours h from ours",
    ({ hours }) => {
      const theirs = NOON + hours * 3_600_000;
      const date = (time: number): string => new Date(time).toUTCString();
      const answer = anAnswer(429, '', { date: date(theirs), 'retry-after': date(theirs + 4_000) });
      expect(failureOfAnswer(answer, NOON).retryAfterMs).toBe(4_000);
    },
  );
});

describe('the request id', () => {
  it.each([
    {
      name: 'of the report',
      body: current('FLOW-1400-500', 500, 'M'),
      headers: { 'x-request-id': 'req-1' },
      id: 'req-9',
    },
    { name: 'of the header', body: '', headers: { 'x-request-id': 'req-1' }, id: 'req-1' },
    { name: 'is none when nothing names it', body: '', headers: {}, id: null },
    { name: 'is none when it is no id', body: '', headers: { 'x-request-id': 'a b\u001b[31m' }, id: null },
    { name: 'is none when it is endless', body: '', headers: { 'x-request-id': 'a'.repeat(129) }, id: null },
  ])('$name', ({ body, headers, id }) => {
    expect(failureOfAnswer(anAnswer(500, body, headers), NOON).requestId).toBe(id);
  });
});

describe('an answer that is not to be believed', () => {
  it('is of unknown outcome when it says success and cannot be read', () => {
    const failure = unreadable(anAnswer(201, '', { 'x-request-id': 'req-1' }), 'no id and etag');
    const message = 'the platform answered 201 with no id and etag';
    expect(failure).toMatchObject({
      kind: 'outcome-unknown',
      status: 201,
      message,
      requestId: 'req-1',
      retryable: true,
    });
  });

  it('is not repeated when it leads astray', () => {
    expect(untrusted('M')).toMatchObject({ kind: 'untrusted', status: null, retryable: false });
  });

  it.each(['', 'null', '[]', '7', '"text"', '{', '<html>'])('is no object: %s', (body) => {
    expect(readObject(body)).toBeUndefined();
  });
});
