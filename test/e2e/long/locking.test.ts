// One run at a time on one state, and the commands that look after a state.
import { hostname, userInfo } from 'node:os';
import { describe, expect } from 'vitest';
import { until } from '../../support/platform.ts';
import type { TestPlatform } from '../../support/platform.ts';
import type { Running } from '../../support/run-cli.ts';
import { accounts, test } from '../../support/workspace.ts';
import type { Workspace } from '../../support/workspace.ts';

/** A run that holds the state and is in the middle of its first create. */
async function startWorking(workspace: Workspace, platform: TestPlatform): Promise<Running> {
  await workspace.list(accounts(1));
  const run = workspace.start(['apply', '--yes'], platform.env);
  await until(() => platform.stats().requests.create === 1);
  return run;
}

describe.concurrent('a state that a run holds', () => {
  test.skipIf(process.platform === 'win32')(
    'keeps a second run out, and lets one wait that asks to',
    async ({ workspace, openPlatform }) => {
      const platform = await openPlatform({ latency: { ms: 500 } });
      const first = await startWorking(workspace, platform);
      first.child.kill('SIGSTOP');
      const waiting = workspace.run(['apply', '--yes', '--json', '--lock-timeout', '20s'], platform.env);
      const refused = await workspace.run(['apply', '--yes'], platform.env);
      first.child.kill('SIGCONT');

      expect(refused).toMatchObject({ code: 6, stdout: '' });
      const owner = `${userInfo().username} on ${hostname()} (pid ${first.child.pid})`;
      expect(refused.stderr).toContain(`is locked by ${owner}`);
      expect(refused.stderr).toContain('hint: Wait for that run, or give --lock-timeout');
      expect(await first.finished).toMatchObject({ code: 0, stderr: '' });
      const waited = await waiting;
      expect(waited.code).toBe(0);
      expect(waited.json()).toMatchObject({ results: [], requests: { create: 0 } });
      expect(await platform.names()).toEqual(['dev/account-0']);
    },
  );

  test('is taken over, with a message, once its owner is dead', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform({ latency: { ms: 1_000 } });
    const first = await startWorking(workspace, platform);
    first.child.kill('SIGKILL');
    await first.finished;
    await platform.control('PATCH', 'settings', { latency: { ms: 0 } });
    // The create that was cut off may still be carried out after its client has gone.
    await until(() => platform.stats().createsCommitted === 1);

    const second = await workspace.run(['apply', '--yes', '--settle-delay', '100ms'], platform.env);
    expect(second.code).toBe(0);
    expect(second.stderr).toContain(`(pid ${first.child.pid}) was taken over: that run is dead`);
    expect(await platform.names()).toEqual(['dev/account-0']);
    expect(Object.keys((await workspace.state()).connections)).toEqual(['dev/account-0']);
    expect([...(await workspace.files()).keys()].filter((path) => path.endsWith('.lock'))).toEqual([]);
  });

  test('is free after `state unlock`', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await workspace.list(accounts(1));
    const owner = { run: 'r', user: 'ann', host: 'elsewhere', space: '', pid: 7, startedAt: Date.now() };
    await workspace.write('connections.state.json.lock', JSON.stringify({ ...owner, heartbeat: Date.now() }));
    const refused = await workspace.run(['apply', '--yes'], platform.env);
    expect(refused.code).toBe(6);
    expect(refused.stderr).toContain('ann on elsewhere (pid 7)');
    expect(refused.stderr).toContain('flowrecon state unlock');

    const unlocked = await workspace.run(['state', 'unlock']);
    expect(unlocked).toMatchObject({ code: 0, stderr: '' });
    expect(unlocked.stdout).toContain('The lock of ann on elsewhere (pid 7) is gone.');
    expect((await workspace.run(['apply', '--yes'], platform.env)).code).toBe(0);
  });
});

describe.concurrent('the state commands', () => {
  test('list, show, move and drop records without touching the platform', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform();
    await workspace.list(accounts(2, ['dev', 'prod']));
    await workspace.run(['apply', '--yes'], platform.env);
    const { requests } = platform.stats();
    const { connections, serial } = await workspace.state();
    const id = connections['dev/account-0']?.id ?? '';

    const listed = await workspace.run(['state', 'list']);
    expect(listed.stdout).toMatch(
      /^dev\/account-0 {3}\S+ {2}"account-0"\nprod\/account-1 {2}\S+ {2}"account-1"\n$/,
    );
    const shown = await workspace.run(['state', 'show', 'dev/account-0', '--json']);
    expect(shown.json()).toMatchObject({ command: 'state', record: { id }, diagnostics: [] });
    const moved = await workspace.run(['state', 'mv', 'dev/account-0', 'dev/orders']);
    expect(moved).toMatchObject({
      code: 0,
      stdout: `dev/account-0 is now dev/orders (${id}).\n`,
      stderr: '',
    });
    const removed = await workspace.run(['state', 'rm', 'prod/account-1', '--json']);
    expect(removed).toMatchObject({ code: 0, stderr: '' });
    const after = await workspace.state();
    expect(after.connections).toEqual({ 'dev/orders': connections['dev/account-0'] });
    expect(after.serial).toBe(serial + 2);
    expect(platform.stats().requests).toEqual(requests);

    const unknown = await workspace.run(['state', 'show', 'prod/orders']);
    expect(unknown).toMatchObject({ code: 3, stdout: '' });
    expect(unknown.stderr).toContain('hint: Did you mean dev/orders?');
  });
});
