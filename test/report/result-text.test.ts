// The end of a run as people read it.
import { describe, expect, it } from 'vitest';
import { closedFailure } from '../../src/core/lane.ts';
import { NO_TRAFFIC } from '../../src/core/traffic.ts';
import { plain } from '../../src/report/page.ts';
import { resultText } from '../../src/report/result-text.ts';
import { anOutcome } from '../support/builders.ts';
import { outcomes, requests, rotated, traffic } from './samples.ts';
import { expectForms } from './text-forms.ts';

const told = {
  outcomes,
  requests,
  traffic,
  durationMs: 12_345,
  statePath: 'connections.state.json',
  recorded: 41,
  page: plain,
};
const none = { total: 0, token: 0, list: 0, create: 0, update: 0, delete: 0, test: 0 };

describe('the result of a run as text', () => {
  it.each([
    { golden: 'result.txt', options: told },
    {
      golden: 'result-without-failures.txt',
      options: { ...told, outcomes: [anOutcome()], recorded: 1, durationMs: 61 },
    },
    { golden: 'result-rotation.txt', options: { ...told, outcomes: rotated(12) } },
    {
      golden: 'result-of-nothing.txt',
      options: { ...told, outcomes: [], requests: none, traffic: NO_TRAFFIC, recorded: 0, durationMs: 0 },
    },
  ])('is $golden', async ({ golden, options }) => {
    await expectForms(golden, (page) => resultText({ ...options, page }));
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
    { name: 'a calm run', changed: { readsAvoided: 0 }, line: 'Traffic: up to 4 at a time.' },
    {
      name: 'a read avoided',
      changed: { readsAvoided: 1 },
      line: 'Traffic: up to 4 at a time, 1 read avoided by listing.',
    },
    {
      name: 'a platform in ruins',
      changed: { repeated: 50, unrepeated: 7, waitedMs: { pause: 0, pace: 0, repeat: 61_000 } },
      line: 'Traffic: up to 4 at a time, 50 repeated, 7 not repeated, because the run had used up its repeats, 1 min 1 s of waits before repeats.',
    },
  ])('says what the platform made of the requests: $name', ({ changed, line }) => {
    const text = resultText({ ...told, traffic: { ...NO_TRAFFIC, widest: 4, ...changed } });
    expect(text.split('\n')).toContain(line);
  });

  it('leaves what a failing sandbox kept back to the warning', () => {
    const { code, message } = closedFailure('dev', 'No.');
    const error = { status: null, code: code ?? '', message, requestId: null, retryable: true };
    expect(resultText({ ...told, outcomes: [anOutcome({ outcome: 'skipped', error })] })).not.toContain(
      'keeps failing',
    );
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
