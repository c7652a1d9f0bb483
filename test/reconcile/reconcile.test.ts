// The library as a program uses it: in this process, over real HTTP, with real files.
import { describe, expect } from 'vitest';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import type { Plan } from '../../src/reconcile/reconcile.ts';
import { accounts, test } from '../support/workspace.ts';

const SECRETS = { DB2_PASSWORD: 'db2-password' };

describe('reconcile', () => {
  test('plans, applies and finds nothing to do, without a word to the process', async ({
    workspace,
    openPlatform,
  }) => {
    const { env: login } = await openPlatform();
    const env = { ...login, ...SECRETS };
    const cwd = workspace.root;
    await workspace.list(accounts(3));

    const planned = await reconcile({ mode: 'plan', cwd, env, detailedExitcode: true });
    expect(planned).toMatchObject({ exitCode: 2, diagnostics: [] });
    expect(planned.plan?.actions.map(({ kind }) => kind)).toEqual(['create', 'create', 'create']);

    const shown: Plan[] = [];
    const progress: number[] = [];
    const recorded: (number | undefined)[] = [];
    const applied = await reconcile({
      mode: 'apply',
      cwd,
      env,
      onPlan: (plan) => shown.push(plan),
      onProgress: ({ done }) => progress.push(done),
      onResult: (result) => recorded.push(result.recorded),
    });
    expect(applied).toMatchObject({ exitCode: 0, diagnostics: [], requests: { create: 3 } });
    expect(applied.outcomes?.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
    expect({ shown: shown.length, most: Math.max(...progress), recorded }).toEqual({
      shown: 1,
      most: 3,
      recorded: [3],
    });

    const again = await reconcile({ mode: 'apply', cwd, env });
    expect(again).toMatchObject({ exitCode: 0, outcomes: [], requests: { create: 0, list: 1 } });
  });

  test('writes nothing when the plan is not confirmed, and says so', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    const run = { mode: 'apply', cwd: workspace.root, env: { ...platform.env, ...SECRETS } } as const;
    await workspace.list(accounts(2));
    const asked: number[] = [];
    const refused = await reconcile({
      ...run,
      confirm: (plan) => {
        asked.push(plan.actions.length);
        return false;
      },
    });
    expect(refused).toMatchObject({ exitCode: 2, diagnostics: [{ code: 'declined' }] });
    const why = { severity: 'error', code: 'usage', summary: 'not on a Friday', fix: 'Wait.' } as const;
    const forbidden = await reconcile({ ...run, confirm: () => Promise.resolve(why) });
    expect(forbidden).toMatchObject({ exitCode: 3, diagnostics: [why] });
    expect({ asked, standing: await platform.standing() }).toEqual({ asked: [2], standing: [] });
  });

  test('tells what is wrong as values, never by throwing', async ({ workspace }) => {
    await workspace.write('connections.yaml', 'version: 1\nconnections: [{ name: A }]\n');
    const told: number[] = [];
    const run = await reconcile({
      mode: 'plan',
      cwd: workspace.root,
      env: {},
      onDiagnostics: (diagnostics) => told.push(diagnostics.length),
    });
    expect(run.exitCode).toBe(3);
    expect(run.plan).toBeUndefined();
    expect(told.reduce((sum, count) => sum + count, 0)).toBe(run.diagnostics.length);
    expect(run.diagnostics[0]).toMatchObject({ severity: 'error', range: { line: 2 } });
  });

  test('ends early when it is told to, with everything saved', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform({ latency: { ms: 20 } });
    await workspace.list(accounts(40));
    const stopping = new AbortController();
    const run = await reconcile({
      mode: 'apply',
      cwd: workspace.root,
      env: { ...platform.env, ...SECRETS },
      signal: stopping.signal,
      onProgress: ({ done }) => {
        if (done >= 4) stopping.abort();
      },
    });
    expect(run.exitCode).toBe(130);
    const ids = (await platform.standing()).map(({ id }) => id).sort();
    const { connections } = await workspace.state();
    expect(
      Object.values(connections)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids);
    expect(ids.length).toBeLessThan(40);
  });

  test('takes a member that is undefined for one that was not given', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await workspace.list(accounts(1));
    const untyped = {
      mode: 'plan',
      cwd: workspace.root,
      env: platform.env,
      files: undefined,
      only: undefined,
    };
    // A program without types may do this.
    const run = await reconcile(untyped as unknown as Parameters<typeof reconcile>[0]);
    expect(run.plan?.actions.map(({ key }) => key)).toEqual(['dev/account-0']);
  });
});
