// Every way in which the answer to a create can be lost: one run ends with exactly one connection per entry.
import { describe, expect } from 'vitest';
import type { Fault } from '../../../src/emulator/faults.ts';
import { accounts, test } from '../../support/workspace.ts';

type Effect = Fault['effect'];

const whens = ['before', 'after'] as const;

const rows: [name: string, effect: Effect][] = [
  ...whens.flatMap((when): [string, Effect][] => [
    [`a reset ${when} the commit`, { kind: 'reset', when }],
    [`no answer, ${when} the commit`, { kind: 'hang', when }],
    [`500 ${when} the commit`, { kind: 'status', status: 500, when }],
    [`502 with an HTML page ${when} the commit`, { kind: 'status', status: 502, form: 'html', when }],
    [`503 ${when} the commit`, { kind: 'status', status: 503, retryAfter: 0, when }],
    [`504 with nothing in it ${when} the commit`, { kind: 'status', status: 504, form: 'empty', when }],
    [`200 with an HTML page ${when} the commit`, { kind: 'html200', when }],
  ]),
  ['201 with half a body', { kind: 'torn' }],
  ['201 without a body', { kind: 'empty' }],
  ['201 with an id that the listing never shows', { kind: 'hide' }],
];

const quickly = ['apply', '--yes', '--json', '--settle-delay', '150ms', '--timeout', '300ms'];

describe('a create whose answer is lost', () => {
  test.concurrent.for(rows)(
    'is settled within the run: %s',
    async ([, effect], { workspace, openPlatform, expect }) => {
      const faults: Fault[] = [{ on: { route: 'create', name: 'account-1' }, effect }];
      const platform = await openPlatform({ faults, listLagMs: 50 });
      await workspace.list(accounts(4, ['dev', 'prod']));
      const ended = await workspace.run(quickly, platform.env);
      expect(ended.code, ended.stdout + ended.stderr).toBe(0);
      expect(await platform.names()).toEqual([
        'dev/account-0',
        'dev/account-2',
        'prod/account-1',
        'prod/account-3',
      ]);
      const recorded = Object.values((await workspace.state()).connections).map(({ id }) => id);
      expect(recorded.sort()).toEqual((await platform.standing()).map(({ id }) => id).sort());
      const doubts = effect.kind === 'hide' ? 0 : 1;
      expect(ended.json().summary).toEqual({
        done: 4,
        failed: 0,
        skipped: 0,
        ambiguous: doubts,
        settled: doubts,
      });
      const quiet = await workspace.run(quickly, platform.env);
      expect(quiet.json().requests).toMatchObject({ create: 0, update: 0 });
    },
  );

  test('is given up, and not doubled, when nobody but a person can know', async ({
    workspace,
    openPlatform,
  }) => {
    // Both the lost create and a stranger's twin of it come to light in the listing that is to settle the matter.
    const platform = await openPlatform({ latency: { ms: 20 } });
    await platform.control('PATCH', 'settings', {
      faults: [{ on: { route: 'create', name: 'account-0' }, effect: { kind: 'hang', when: 'after' } }],
    });
    await workspace.list(accounts(1));
    const running = workspace.start([...quickly, '--log-level', 'debug'], platform.env);
    await running.says('no answer came in time');
    const [lost] = await platform.standing();
    const auth = { specName: 'Basic Authentication', params: { ...lost?.params, password: 'theirs' } };
    await platform.control('POST', 'connections', { sandbox: 'dev', name: 'account-0', auth });
    const ended = await running.finished;
    expect(ended.code, ended.stdout + ended.stderr).toBe(4);
    const ids = (await platform.standing()).map(({ id }) => id);
    expect(ids).toHaveLength(2);
    const [result] = ended.json().results;
    for (const id of ids) expect(result?.error?.message).toContain(id);
    expect(result?.error?.code).toBe('conflict');
    const again = await workspace.run(quickly, platform.env);
    expect(again.code).toBe(4);
    expect(await platform.standing()).toHaveLength(2);
  });

  test('is settled by one listing per sandbox, however many there are', async ({
    workspace,
    openPlatform,
  }) => {
    const faults: Fault[] = [
      { on: { route: 'create' }, times: 'always', effect: { kind: 'reset', when: 'after' } },
    ];
    const platform = await openPlatform({ faults });
    await workspace.list(accounts(40, ['dev', 'prod']));
    const ended = await workspace.run(quickly, platform.env);
    expect(ended.code, ended.stdout + ended.stderr).toBe(0);
    expect(ended.json().summary).toMatchObject({ done: 40, ambiguous: 40, settled: 40 });
    expect(ended.json().requests).toMatchObject({ create: 40, list: 4 });
    expect(new Set(await platform.names()).size).toBe(40);
  });
});
