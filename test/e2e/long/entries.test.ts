// What becomes of single entries: a rejected one stops nothing but itself, a renamed one is named with its way out, and
// a changed secret is noticed where a state key is set.
import { describe, expect } from 'vitest';
import { accounts, test } from '../../support/workspace.ts';

const UUID = /^[0-9a-f-]{36}$/;

describe.concurrent('an entry', () => {
  test('that is rejected stops nothing but itself, and the next run creates it', async ({
    workspace,
    openPlatform,
  }) => {
    const rejected = ['account-3', 'account-9', 'account-17'];
    const faults = rejected.map((name) => ({
      on: { route: 'create', name } as const,
      effect: { kind: 'status', status: 400 } as const,
    }));
    const platform = await openPlatform({ faults });
    await workspace.list(accounts(20, ['dev', 'prod']));
    const first = await workspace.run(['apply', '--yes', '--json'], platform.env);
    expect(first).toMatchObject({ code: 4, stderr: '' });
    const { results, summary } = first.json();
    expect(summary).toMatchObject({ done: 17, failed: 3, skipped: 0 });
    const failed = results.filter(({ outcome }) => outcome === 'failed');
    expect(failed.map(({ key }) => key)).toEqual(['prod/account-17', 'prod/account-3', 'prod/account-9']);
    for (const { error } of failed) {
      expect(error).toEqual({
        status: 400,
        code: 'FLOW-1100-400',
        message: expect.stringContaining('Scripted fault') as string,
        requestId: expect.stringMatching(UUID) as string,
        retryable: false,
      });
    }

    const second = await workspace.run(['apply', '--yes', '--json'], platform.env);
    expect(second.code).toBe(0);
    expect(second.json()).toMatchObject({ summary: { done: 3, failed: 0 }, requests: { create: 3 } });
    expect(new Set(await platform.names()).size).toBe(20);
    expect(await platform.standing()).toHaveLength(20);
  });

  test('that is throttled waits and goes on, without a word of trouble', async ({
    workspace,
    openPlatform,
  }) => {
    const tooMany = { on: { route: 'create' }, times: 8, effect: { kind: 'status', status: 429 } } as const;
    const platform = await openPlatform({ faults: [tooMany] });
    await workspace.list(accounts(60));
    const { code, stderr } = await workspace.run(['apply', '--yes'], platform.env);
    const besideProgress = stderr
      .split('\n')
      .filter((line) => line !== '' && !/^applying \d+\/60, /.test(line));
    expect({ code, besideProgress }).toEqual({ code: 0, besideProgress: [] });
    expect(platform.stats()).toMatchObject({ faultsStruck: 8, createsCommitted: 60 });
  });

  test('whose key was renamed is a conflict that names the command which settles it', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform();
    const orders = { name: "Orders of O'Neill", sandbox: 'prod', key: 'orders' };
    await workspace.list([orders]);
    await workspace.run(['apply', '--yes'], platform.env);
    await workspace.list([{ ...orders, key: 'orders-eu' }]);

    const conflicted = await workspace.run(['apply', '--yes', '--json'], platform.env);
    expect(conflicted.code).toBe(4);
    const [found] = conflicted.json().diagnostics;
    expect(found).toMatchObject({ severity: 'error', code: 'conflict', key: 'prod/orders-eu' });
    const [, from = '', to = ''] = /flowrecon state mv '([^']+)' '([^']+)'/.exec(found?.hint ?? '') ?? [];
    expect(await platform.standing()).toHaveLength(1);

    expect(await workspace.run(['state', 'mv', from, to])).toMatchObject({ code: 0, stderr: '' });
    const planned = await workspace.run(['plan', '--detailed-exitcode'], platform.env);
    expect(planned).toMatchObject({ code: 0, stdout: 'Plan: nothing to do; 1 unchanged.\n', stderr: '' });
  });

  test('whose secret changed is updated, if a state key is set that saw the old one', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform();
    const plan = async (env: Record<string, string>) => {
      const planned = await workspace.run(['plan', '--json', '--detailed-exitcode'], {
        ...platform.env,
        ...env,
      });
      return { code: planned.code, changes: planned.json().changes };
    };
    const key = { FLOWRECON_STATE_KEY: 'the state key' };
    const rotated = { DB2_PASSWORD: 'the next password' };
    await workspace.list(accounts(1));
    await workspace.run(['apply', '--yes'], { ...platform.env, ...key });
    expect((await workspace.state()).connections['dev/account-0']?.credential).toMatch(
      /^v1:[0-9a-f]{8}:[0-9a-f]{64}$/,
    );

    const nothing = { code: 0, changes: [] };
    const [withoutKey, underAnother, changed] = await Promise.all([
      plan(rotated),
      plan({ ...rotated, FLOWRECON_STATE_KEY: 'another key' }),
      plan({ ...key, ...rotated }),
    ]);
    expect({ withoutKey, underAnother }).toEqual({ withoutKey: nothing, underAnother: nothing });
    expect(changed.code).toBe(2);
    expect(changed.changes).toMatchObject([
      {
        key: 'dev/account-0',
        action: 'update',
        cause: ['credential'],
        fields: [{ path: '/auth/params/password', sensitive: true }],
      },
    ]);

    const [before] = await platform.standing();
    const applied = await workspace.run(['apply', '--yes', '--json'], {
      ...platform.env,
      ...key,
      ...rotated,
    });
    expect(applied.json()).toMatchObject({ summary: { done: 1 }, requests: { update: 1 } });
    const [after] = await platform.standing();
    // Every secret that arrives gets a new address in the platform's vault.
    expect(after?.params['password']).not.toBe(before?.params['password']);
    expect(await plan({ ...key, ...rotated })).toEqual(nothing);
  });
});
