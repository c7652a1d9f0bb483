// Connections that are tried, many at a time.
import { describe, expect, it } from 'vitest';
import { createPool } from '../../src/apply/pool.ts';
import { testConnections } from '../../src/apply/testing.ts';
import type { TestingOptions } from '../../src/apply/testing.ts';
import { fixedSteering } from '../../src/apply/traffic.ts';
import { connectionKey } from '../../src/core/connection.ts';
import type { ConnectionAddress } from '../../src/core/ports.ts';
import { refusal, success } from '../../src/core/result.ts';
import { sealSecret } from '../../src/core/secret.ts';
import type { TestTarget } from '../../src/core/testing.ts';
import type { TestAnswer } from '../../src/core/verdict.ts';
import { aFailure } from '../support/builders.ts';
import { createFakeClock } from '../support/fake-clock.ts';

function target(key: string, more: Partial<TestTarget> = {}): TestTarget {
  const [sandbox = '', name = ''] = key.split('/');
  return { key: connectionKey(sandbox, name), sandbox, name, id: `id-${name}`, ...more };
}

const works: TestAnswer = success({ works: true, words: null });
const forbidden: TestAnswer = refusal(aFailure({ kind: 'forbidden' }));

/** A platform that answers as it is told, and everything that was asked of it and told by it. */
function stage(answer: (address: ConnectionAddress) => TestAnswer, more: Partial<TestingOptions> = {}) {
  const asked: ConnectionAddress[] = [];
  const told: unknown[] = [];
  const options: TestingOptions = {
    remote: {
      test: (address) => {
        asked.push(address);
        return Promise.resolve(answer(address));
      },
    },
    pool: createPool(2),
    clock: createFakeClock({ tick: 1 }),
    onResult: ({ key }) => told.push(key),
    onProgress: (progress) => told.push(progress),
    ...more,
  };
  return { asked, told, run: (targets: readonly TestTarget[]) => testConnections(targets, options) };
}

describe('testing', () => {
  it('gives a result for every target, in their order, and asks about those that are there', async () => {
    const { asked, told, run } = stage(({ id }) => (id === 'id-b' ? success(undefined) : works));
    const results = await run([target('dev/a', { id: null }), target('dev/b'), target('prod/c')]);
    expect(results.map(({ key, verdict }) => `${key} ${verdict}`)).toEqual([
      'dev/a untested',
      'dev/b gone',
      'prod/c answers',
    ]);
    expect(results.map(({ durationMs }) => durationMs > 0)).toEqual([false, true, true]);
    expect(asked).toEqual([
      { sandbox: 'dev', id: 'id-b' },
      { sandbox: 'prod', id: 'id-c' },
    ]);
    expect(told.at(-2)).toEqual({ total: 2, done: 1, failed: 1, inFlight: 0, width: 2 });
  });

  it('hands a secret on as what no answer may repeat, and keeps it out of the result', async () => {
    const secret = sealSecret('hunter2');
    const { asked, run } = stage(() => works);
    const [result] = await run([target('dev/a', { secret })]);
    expect(asked).toEqual([{ sandbox: 'dev', id: 'id-a', secret }]);
    expect(result).not.toHaveProperty('secret');
  });

  it('asks no further where nobody is let in, and goes on elsewhere', async () => {
    const { asked, run } = stage(({ sandbox }) => (sandbox === 'dev' ? forbidden : works));
    const results = await run([1, 2, 3, 4, 5].flatMap((n) => [target(`dev/${n}`), target(`prod/${n}`)]));
    expect(results.map(({ verdict }) => verdict)).toEqual(
      [1, 2, 3, 4, 5].flatMap(() => ['forbidden', 'answers']),
    );
    expect(asked.filter(({ sandbox }) => sandbox === 'dev').length).toBeLessThanOrEqual(2);
    expect(asked.filter(({ sandbox }) => sandbox === 'prod')).toHaveLength(5);
  });

  it('leaves a sandbox alone that keeps failing', async () => {
    const closed = { ...fixedSteering(2), gate: () => ({ kind: 'closed', why: 'an outage' }) as const };
    const { asked, run } = stage(() => works, { pool: createPool(closed) });
    const [result] = await run([target('dev/a')]);
    expect(asked).toEqual([]);
    expect(result).toMatchObject({ verdict: 'untested', durationMs: 0 });
    expect(result?.message).toContain('an outage');
  });

  it('says why it waits', async () => {
    const pool = createPool({ ...fixedSteering(1), waiting: () => 'the platform' });
    const { told, run } = stage(() => works, { pool });
    await run([target('dev/a')]);
    expect(told).toContainEqual({
      total: 1,
      done: 1,
      failed: 0,
      inFlight: 0,
      width: 1,
      waiting: 'the platform',
    });
  });
});
