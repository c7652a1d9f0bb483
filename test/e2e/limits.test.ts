// Limits of a run: nothing new begins once one is reached, what is under way ends, everything is saved, and the next run
// goes on.
import { describe, expect } from 'vitest';
import type { Fault } from '../../src/emulator/faults.ts';
import { accounts, test } from '../support/workspace.ts';
import type { Workspace } from '../support/workspace.ts';

const apply = ['apply', '--yes', '--json', '--settle-delay', '100ms'];

/** The traffic of a run, as its document shows it. */
function trafficOf(text: string): { refused: number; widest: number; readsAvoided: number } {
  return (JSON.parse(text) as { traffic: { refused: number; widest: number; readsAvoided: number } }).traffic;
}

async function recorded({ state }: Workspace): Promise<string[]> {
  return Object.values((await state()).connections).map(({ id }) => id);
}

describe.concurrent('apply', () => {
  test('sends no more requests than --max-calls, and the next run goes on', async ({
    workspace,
    openPlatform,
    expect,
  }) => {
    const platform = await openPlatform();
    const list = accounts(40);
    await workspace.list(list);
    const first = await workspace.run([...apply, '--max-calls', '20'], platform.env);
    const { summary, requests, diagnostics } = first.json();
    expect(first.code, first.stderr).toBe(7);
    expect([requests['total'], platform.stats().requests.total]).toEqual([20, 20]);
    expect(summary).toMatchObject({ done: 18, failed: 0, skipped: 22 });
    expect(diagnostics).toMatchObject([
      {
        severity: 'error',
        code: 'limit-reached',
        message: 'stopped by --max-calls; 22 entries are left, and what was done is recorded',
      },
    ]);
    const ids = (await platform.standing()).map(({ id }) => id);
    expect((await recorded(workspace)).sort()).toEqual(ids.sort());

    const second = await workspace.run(apply, platform.env);
    expect([second.code, second.json().summary['done']]).toEqual([0, 22]);
    expect(new Set(await platform.names()).size).toBe((await platform.names()).length);
    expect(trafficOf(second.stdout)).toMatchObject({ refused: 0, readsAvoided: 39 });
    expect(trafficOf(second.stdout).widest).toBeGreaterThanOrEqual(4);
  });

  test('begins nothing more after --max-failures', async ({ workspace, openPlatform, expect }) => {
    const faults: Fault[] = [
      { on: { route: 'create' }, times: 'always', effect: { kind: 'status', status: 400 } },
    ];
    const platform = await openPlatform({ faults });
    await workspace.list(accounts(40));
    const { code, json } = await workspace.run([...apply, '--max-failures', '3'], platform.env);
    expect(code).toBe(7);
    const { failed, skipped } = json().summary;
    // Each answer makes the run wider, from four on, so that six may be under way when the third fails.
    expect(failed).toBeGreaterThanOrEqual(3);
    expect(failed).toBeLessThanOrEqual(2 + 6);
    expect((failed ?? 0) + (skipped ?? 0)).toBe(40);
  });

  test('begins nothing more after --max-duration', async ({ workspace, openPlatform, expect }) => {
    const platform = await openPlatform({ latency: { ms: 400 } });
    await workspace.list(accounts(60));
    const args = [...apply, '--max-duration', '1500ms', '--concurrency', '2'];
    const { code, json } = await workspace.run(args, platform.env);
    expect(code).toBe(7);
    const { done = 0, skipped = 0, failed } = json().summary;
    expect([failed, done + skipped, skipped > 0]).toEqual([0, 60, true]);
    expect(await recorded(workspace).catch(() => [])).toHaveLength(done);
    expect(platform.stats().createsCommitted).toBe(done);
  });

  test('waits no longer for another run than --max-duration', async ({ workspace, openPlatform, expect }) => {
    const platform = await openPlatform();
    await workspace.list(accounts(1));
    const owner = { run: 'r', user: 'ann', host: 'elsewhere', space: '', pid: 7, startedAt: Date.now() };
    // Of an owner whose clock is ahead, so that it does not pass for dead while the test runs.
    const lock = { ...owner, heartbeat: Date.now() + 3_600_000 };
    await workspace.write('connections.state.json.lock', JSON.stringify(lock));
    const limits = ['--lock-timeout', '10m', '--max-duration', '300ms'];
    const { code, json } = await workspace.run([...apply, ...limits], platform.env);
    expect([code, json().diagnostics.map((diagnostic) => diagnostic.code)]).toEqual([7, ['limit-reached']]);
  });

  test('refuses a duration that no timer can keep', async ({ workspace, expect }) => {
    const { code, stderr } = await workspace.run([...apply, '--max-duration', '600h']);
    expect(code).toBe(3);
    expect(stderr).toContain('Expected a duration of at most 596h.');
  });

  test('writes nothing when a limit is reached while it reads', async ({
    workspace,
    openPlatform,
    expect,
  }) => {
    const platform = await openPlatform();
    await workspace.list(accounts(4, ['dev', 'prod']));
    const { code, json } = await workspace.run([...apply, '--max-calls', '2'], platform.env);
    expect([code, json().results]).toEqual([7, []]);
    expect(json().diagnostics[0]?.message).toBe(
      'stopped by --max-calls before everything was read; nothing was changed',
    );
    expect([...(await workspace.files()).keys()].map((path) => path.split(/[\\/]/).at(-1))).toEqual([
      'connections.yaml',
    ]);
    expect(platform.stats().createsCommitted).toBe(0);
  });
});

describe.concurrent('plan', () => {
  test.for([
    {
      name: 'is complete with as many requests as it takes',
      limit: ['--max-calls', '3'],
      code: 0,
      changes: 4,
    },
    { name: 'shows nothing with one less', limit: ['--max-calls', '2'], code: 7, changes: 0 },
    {
      name: 'shows nothing when too many sandboxes cannot be read',
      limit: ['--max-failures', '1'],
      code: 7,
      changes: 0,
    },
    { name: 'shows nothing when the time is up', limit: ['--max-duration', '1ms'], code: 7, changes: 0 },
  ])('$name', async ({ limit, code, changes }, { workspace, openPlatform }) => {
    const forbidden = limit[0] === '--max-failures' ? ['prod'] : [];
    const platform = await openPlatform({ forbiddenSandboxes: forbidden });
    await workspace.list(accounts(4, ['dev', 'prod']));
    const run = await workspace.run(['plan', '--json', ...limit], platform.env);
    expect([run.code, run.json().changes.length]).toEqual([code, changes]);
    const told = run.json().diagnostics.map((diagnostic) => diagnostic.code);
    expect(told).toEqual([
      ...(forbidden.length > 0 ? ['forbidden'] : []),
      ...(code === 7 ? ['limit-reached'] : []),
    ]);
  });
});
