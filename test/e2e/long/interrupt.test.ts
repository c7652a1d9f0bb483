// Stopping a run: the first signal ends it cleanly, the second at once, and the next run finishes the work with exactly
// one connection for every entry.
import { describe, expect } from 'vitest';
import { until } from '../../support/platform.ts';
import { accounts, test } from '../../support/workspace.ts';

const apply = ['apply', '--yes', '--json', '--settle-delay', '100ms'];

// Windows cannot send signals to another process; Ctrl-C reaches it by its console only.
describe.skipIf(process.platform === 'win32')('a run that is interrupted', { concurrent: true }, () => {
  test.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'by %s finishes what is under way, records every id, and is completed by the next run',
    async (signal, { workspace, openPlatform }) => {
      const platform = await openPlatform({ latency: { ms: 50 } });
      const list = accounts(200);
      await workspace.list(list);
      const run = workspace.start(apply, platform.env);
      await until(() => platform.stats().createsCommitted >= 20);
      run.child.kill(signal);
      const stopped = await run.finished;

      expect(stopped.code).toBe(130);
      expect(stopped.stderr).toContain('Stopping: no new requests; waiting for those under way.');
      const created = await platform.standing();
      expect(created.length).toBeLessThan(200);
      const { connections } = await workspace.state();
      const ids = Object.values(connections).map(({ id }) => id);
      expect(ids.sort()).toEqual(created.map(({ id }) => id).sort());
      const { summary, results } = stopped.json();
      expect(summary).toMatchObject({ done: created.length, failed: 0, skipped: 200 - created.length });
      expect(results.filter(({ outcome }) => outcome === 'skipped').every(({ id }) => id === null)).toBe(
        true,
      );

      const second = await workspace.run(apply, platform.env);
      expect(second).toMatchObject({ code: 0 });
      expect(second.json().summary).toMatchObject({ done: 200 - created.length, failed: 0 });
      expect(await platform.names()).toEqual(list.map(({ name }) => `dev/${name}`).sort());
    },
  );

  test('twice ends at once, and the next run adopts what was left open', async ({
    workspace,
    openPlatform,
  }) => {
    // Work is committed after half of the latency, so that answers are still out when the run ends.
    const platform = await openPlatform({ latency: { ms: 1_500 } });
    const list = accounts(40);
    await workspace.list(list);
    const run = workspace.start(apply, platform.env);
    await until(() => platform.stats().createsCommitted >= 8);
    run.child.kill('SIGINT');
    await run.says('Once more ends at once.');
    run.child.kill('SIGINT');
    const stopped = await run.finished;
    expect(stopped).toMatchObject({ code: 130, stdout: '' });
    const left = [...(await workspace.files()).keys()].join('\n');
    expect(left).toContain('connections.state.json.journal');
    expect(left).not.toMatch(/connections\.state\.json$/m);

    await platform.control('PATCH', 'settings', { latency: { ms: 0 } });
    const second = await workspace.run(['apply', '--yes', '--settle-delay', '100ms'], platform.env);
    expect(second.code).toBe(0);
    expect(second.stderr).toContain('was taken over: that run is dead');
    expect(second.stderr).toMatch(
      /the last run ended while "account-\d+" was being created in dev; it had taken place/,
    );
    expect(await platform.names()).toEqual(list.map(({ name }) => `dev/${name}`).sort());
    const { connections } = await workspace.state();
    const ids = Object.values(connections).map(({ id }) => id);
    expect(ids.sort()).toEqual((await platform.standing()).map(({ id }) => id).sort());
  });

  test.for(['plan', 'apply'])(
    'while %s reads changes nothing',
    async (command, { workspace, openPlatform }) => {
      const platform = await openPlatform({ latency: { ms: 1_000 } });
      await workspace.list(accounts(1));
      const run = workspace.start([command, '--json'], platform.env);
      await until(() => platform.stats().requests.list === 1);
      run.child.kill('SIGINT');
      const { code, json } = await run.finished;
      expect(code).toBe(130);
      expect(json().diagnostics).toMatchObject([{ code: 'interrupted', hint: 'Run the command again.' }]);
      expect([...(await workspace.files()).keys()]).toHaveLength(1);
    },
  );
});
