// Where no terminal is there to be redrawn: a line every few seconds, or an event.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openEventLog } from '../../src/commands/event-log.ts';
import { createProgress } from '../../src/commands/progress.ts';
import type { Progress } from '../../src/commands/progress.ts';
import type { RunProgress } from '../../src/core/progress.ts';
import type { Host } from '../../src/core/ports.ts';
import type { SharedOptions } from '../../src/core/request.ts';
import { parseArguments } from '../../src/commands/args.ts';

const counts: RunProgress = { phase: 'applying', total: 100, done: 0, failed: 0, inFlight: 4 };

async function open(...flags: string[]): Promise<{ progress: Progress; said: string[] }> {
  const said: string[] = [];
  const host: Host = {
    ...{
      version: '0.0.0',
      env: {},
      cwd: '/',
      called: { program: [], args: [] },
      interactive: false,
      redraws: false,
    },
    ...{ colours: { out: false, err: false }, terminals: { out: false, err: false }, columns: () => 80 },
    out: () => undefined,
    err: (text) => {
      said.push(text);
    },
    stop: new AbortController().signal,
  };
  const parsed = parseArguments(['plan', ...flags], '');
  if (!parsed.ok || parsed.value.command !== 'plan') throw new Error('not a plan');
  const request: SharedOptions & { command: string } = parsed.value;
  return { progress: await createProgress(request, host, await openEventLog(request, host)), said };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('progress without a terminal', () => {
  it('is a plain line every five seconds, also when nothing happens', async () => {
    const { progress, said } = await open();
    progress.show(counts);
    for (let done = 1; done <= 40; done += 1) {
      vi.advanceTimersByTime(100);
      progress.show({ ...counts, done });
    }
    expect(said).toEqual([]);
    vi.advanceTimersByTime(1_000);
    expect(said).toEqual(['applying 40/100, 4 in flight, 8.0/s, about 7.5 s left\n']);
    vi.advanceTimersByTime(10_000);
    expect(said).toHaveLength(3);
  });

  it('says why it waits once that takes a while, and nothing about an end until it goes on', async () => {
    const { progress, said } = await open();
    progress.show({ ...counts, done: 50 });
    const waiting = 'the platform asked for a pause of 30 s (429)';
    progress.show({ ...counts, done: 50, waiting });
    vi.advanceTimersByTime(1_000);
    expect(said).toEqual([]);
    vi.advanceTimersByTime(4_000);
    expect(said).toEqual([`applying 50/100, 4 in flight, waiting: ${waiting}\n`]);
    vi.advanceTimersByTime(25_000);
    progress.show({ ...counts, done: 50 });
    vi.advanceTimersByTime(5_000);
    expect(said.at(-1)).toBe('applying 50/100, 4 in flight\n');
  });

  it('ends with its phase, and begins anew with the next', async () => {
    const { progress, said } = await open();
    progress.show({ ...counts, phase: 'reading' });
    progress.clear();
    vi.advanceTimersByTime(20_000);
    expect(said).toEqual([]);
    progress.show(counts);
    vi.advanceTimersByTime(5_000);
    expect(said).toEqual(['applying 0/100, 4 in flight\n']);
    progress.clear();
  });

  it('is an event with --log-format json, whatever the level of the log', async () => {
    const { progress, said } = await open('--log-format', 'json', '--log-level', 'error');
    progress.show(counts);
    vi.advanceTimersByTime(2_000);
    progress.show({ ...counts, done: 20, width: 8 });
    vi.advanceTimersByTime(3_000);
    expect(said.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      {
        ...{ level: 30, event: 'progress', phase: 'applying', total: 100, done: 20, failed: 0, inFlight: 4 },
        ...{
          width: 8,
          ratePerSecond: 4,
          remainingMs: 20_000,
          msg: expect.stringContaining('20/100') as string,
        },
      },
    ]);
    progress.clear();
  });

  it.each([{ flags: [] }, { flags: ['--log-format', 'json'] }])(
    'is nothing where the log is silent: $flags',
    async ({ flags }) => {
      const { progress, said } = await open('--log-level', 'silent', ...flags);
      progress.show({ ...counts, waiting: 'the platform' });
      vi.advanceTimersByTime(20_000);
      expect(said).toEqual([]);
      progress.clear();
    },
  );
});
