// The end of a run as people read it.
import { describe, expect, it } from 'vitest';
import { createPaint, plain } from '../../src/report/paint.ts';
import { resultText } from '../../src/report/result-text.ts';
import { anOutcome } from '../support/builders.ts';
import { expectGolden } from './golden-file.ts';
import { outcomes, requests, rotated } from './samples.ts';

const told = {
  outcomes,
  requests,
  durationMs: 12_345,
  statePath: 'connections.state.json',
  recorded: 41,
  paint: plain,
};
const none = { total: 0, token: 0, list: 0, create: 0, update: 0, delete: 0, test: 0 };

describe('the result of a run as text', () => {
  it.each([
    { golden: 'result.txt', options: told },
    { golden: 'result-coloured.txt', options: { ...told, paint: createPaint(true) } },
    {
      golden: 'result-without-failures.txt',
      options: { ...told, outcomes: [anOutcome()], recorded: 1, durationMs: 61 },
    },
    { golden: 'result-rotation.txt', options: { ...told, outcomes: rotated(12) } },
    {
      golden: 'result-of-nothing.txt',
      options: { ...told, outcomes: [], requests: none, recorded: 0, durationMs: 0 },
    },
  ])('is $golden', async ({ golden, options }) => {
    await expectGolden(golden, resultText(options));
  });

  it('lets no text from outside steer a terminal', () => {
    const error = { status: null, code: null, message: 'a\u001b[2Jb\n', requestId: null, retryable: false };
    const text = resultText({ ...told, outcomes: [anOutcome({ outcome: 'failed', error })] });
    expect(text).toContain('failed  create dev/orders: a\ufffd[2Jb\ufffd.');
  });

  it('says which entry took a new secret, and which did not', () => {
    const [taken, missed] = rotated(1);
    const lines = resultText({ ...told, outcomes: rotated(1) }).split('\n');
    expect(lines).toContain(`Rotated: 1 entry took the new secret: ${taken?.key ?? ''}`);
    expect(lines).toContain(`Not rotated: 1 entry did not take the new secret: ${missed?.key ?? ''}`);
  });

  it('counts an entry that was never reached as one that did not take the new secret', () => {
    const outcomes = [anOutcome({ action: 'update', causes: ['credential'], outcome: 'skipped' })];
    const text = resultText({ ...told, outcomes });
    expect(text).toContain('Not rotated: 1 entry did not take the new secret: dev/orders');
    expect(text).not.toContain('Rotated: 1 entry took');
  });

  it.each([
    { durationMs: 999, words: '999 ms' },
    { durationMs: 999.6, words: '1.0 s' },
    { durationMs: 1_000, words: '1.0 s' },
    { durationMs: 59_949, words: '59.9 s' },
    { durationMs: 59_999, words: '1 min 0 s' },
    { durationMs: 61_000, words: '1 min 1 s' },
    { durationMs: 119_600, words: '2 min 0 s' },
  ])('says that it took $words', ({ durationMs, words }) => {
    expect(resultText({ ...told, durationMs })).toContain(` in ${words}.`);
  });
});
