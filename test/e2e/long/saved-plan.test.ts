// plan --out and apply FILE: exactly what was looked at is carried out, and whatever went stale is named and left.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { TestPlatform } from '../../support/platform.ts';
import { test } from '../../support/workspace.ts';
import type { Account, Workspace } from '../../support/workspace.ts';

const list: Account[] = [{ name: 'alpha' }, { name: 'beta' }, { name: 'gamma', sandbox: 'prod' }];
const changed = list.map((account) => ({ ...account, description: 'changed' }));

interface Scene {
  workspace: Workspace;
  platform: TestPlatform;
}

/** A list that is applied, a change of every entry, and a saved plan for it. */
async function savedPlan({ workspace, platform }: Scene, args: readonly string[] = []): Promise<void> {
  await workspace.list(list);
  await workspace.run(['apply', '--yes'], platform.env);
  await workspace.list(changed);
  const planned = await workspace.run(['plan', '--out', 'plan.json', ...args], platform.env);
  expect(planned.code).toBe(0);
}

describe.concurrent('a saved plan', () => {
  test('is carried out without a question, also the first one of a state', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform();
    await workspace.list(list);
    await workspace.run(['plan', '--out', 'plan.json'], platform.env);
    const applied = await workspace.run(['apply', 'plan.json', '--json'], platform.env);
    expect(applied.code).toBe(0);
    expect(applied.json().summary).toMatchObject({ done: 3, failed: 0, skipped: 0 });
    expect(await platform.names()).toEqual(['dev/alpha', 'dev/beta', 'prod/gamma']);
  });

  test('is private, holds no secret, and is replaced by the next one', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform();
    await savedPlan({ workspace, platform }, ['--rotate']);
    const path = join(workspace.root, 'plan.json');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await workspace.read('plan.json')).not.toContain('db2-password');
    await workspace.run(['plan', '--out', 'plan.json', '--only', 'beta'], platform.env);
    const applied = await workspace.run(['apply', 'plan.json', '--json'], platform.env);
    expect(applied.json().results.map(({ key }) => key)).toEqual(['dev/beta']);
  });

  test('never overwrites a file that is something else', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await workspace.list(list);
    const before = await workspace.read('connections.yaml');
    const planned = await workspace.run(['plan', '--out', 'connections.yaml'], platform.env);
    expect(planned.code).toBe(3);
    expect(planned.stderr).toContain('is no saved plan, so it is not overwritten');
    expect(await workspace.read('connections.yaml')).toBe(before);
  });

  test('leaves out the entry that somebody changed meanwhile, and names it', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform();
    await savedPlan({ workspace, platform });
    const edit = { sandbox: 'dev', name: 'beta', set: { 'auth.params.username': 'someone' } };
    await platform.control('POST', 'edit', edit);
    const applied = await workspace.run(['apply', 'plan.json', '--json'], platform.env);
    expect(applied.code).toBe(4);
    const { results, diagnostics } = applied.json();
    expect(results.map(({ key, outcome }) => `${key} ${outcome}`).sort()).toEqual([
      'dev/alpha done',
      'dev/beta skipped',
      'prod/gamma done',
    ]);
    expect(diagnostics).toMatchObject([{ code: 'entry-stale', key: 'dev/beta' }]);
    const beta = (await platform.standing()).find(({ name }) => name === 'beta');
    expect(beta?.params['username']).toBe('someone');
    expect(beta?.description).toBeUndefined();
  });

  test('is bound to the version of each connection, even when only the etag moved', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform();
    await savedPlan({ workspace, platform });
    await platform.control('POST', 'edit', { sandbox: 'prod', name: 'gamma', set: {} });
    const applied = await workspace.run(['apply', 'plan.json', '--json'], platform.env);
    expect(applied.code).toBe(4);
    expect(applied.json().diagnostics).toMatchObject([{ code: 'entry-stale', key: 'prod/gamma' }]);
  });

  test.for([
    {
      when: 'the list has changed',
      spoil: async ({ workspace }: Scene) => workspace.list([...changed, { name: 'delta' }]),
      says: 'the list has changed since it was made',
    },
    {
      when: 'the state has gone on',
      spoil: async ({ workspace, platform }: Scene) => {
        await workspace.run(['apply', '--yes'], platform.env);
      },
      says: 'the state has gone on from serial 1 to 2 since it was made',
    },
    {
      when: 'the state went back',
      spoil: async ({ workspace }: Scene) => {
        const state = JSON.parse(await workspace.read('connections.state.json')) as object;
        await workspace.write('connections.state.json', JSON.stringify({ ...state, serial: 0 }));
      },
      says: 'and the state is only at 0',
    },
    {
      when: 'the state is another one',
      spoil: async ({ workspace }: Scene) => {
        const state = JSON.parse(await workspace.read('connections.state.json')) as object;
        await workspace.write('connections.state.json', JSON.stringify({ ...state, lineage: 'other' }));
      },
      says: 'it was made from another state',
    },
  ])('is refused as a whole when $when', async ({ spoil, says }, { workspace, openPlatform }) => {
    const platform = await openPlatform();
    await savedPlan({ workspace, platform });
    await spoil({ workspace, platform });
    const before = JSON.stringify(await platform.standing());
    const applied = await workspace.run(['apply', 'plan.json'], platform.env);
    expect(applied.code).toBe(6);
    expect(applied.stderr).toContain(says);
    expect(applied.stderr).toContain('hint: Make a new plan');
    expect(JSON.stringify(await platform.standing())).toBe(before);
  });

  test('deletes what it shows and nothing that came later', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await workspace.list(list);
    await workspace.run(['apply', '--yes'], platform.env);
    await workspace.list(list.slice(1));
    await workspace.run(['plan', '--prune', '--out', 'plan.json'], platform.env);
    await platform.control('POST', 'connections', {
      sandbox: 'dev',
      name: 'by hand',
      auth: { params: { server: 'a', database: 'B' } },
    });
    const applied = await workspace.run(['apply', 'plan.json'], platform.env);
    expect(applied.code).toBe(0);
    expect(await platform.names()).toEqual(['dev/beta', 'dev/by hand', 'prod/gamma']);
  });

  test('takes no flag that says something else', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await savedPlan({ workspace, platform });
    const applied = await workspace.run(['apply', 'plan.json', '--prune'], platform.env);
    expect(applied.code).toBe(3);
    expect(applied.stderr).toContain('it takes no --sandbox');
  });

  test.for([
    { content: undefined, says: 'there is no saved plan' },
    { content: '{}', says: 'is no saved plan of flowrecon' },
    { content: '{"formatVersion":"9.0","kind":"flowrecon-plan"}', says: 'has format "9.0"' },
    { content: '{"formatVersion":"1.0","kind":"flowrecon-plan","binding":{}}', says: 'is damaged' },
  ])(
    'that is $content is refused before anything is read',
    async ({ content, says }, { workspace, openPlatform }) => {
      const platform = await openPlatform();
      await workspace.list(list);
      if (content !== undefined) await workspace.write('plan.json', content);
      const applied = await workspace.run(['apply', 'plan.json'], platform.env);
      expect(applied.code).toBe(3);
      expect(applied.stderr).toContain(says);
      expect(platform.stats().requests.total).toBe(0);
    },
  );
});
