// Runs about some of the entries: the others are neither read nor touched nor reported, and their records stay.
import { describe, expect } from 'vitest';
import { test } from '../support/workspace.ts';

const list = [
  { name: 'alpha', sandbox: 'dev', tags: ['eu'] },
  { name: 'alpha', sandbox: 'prod', tags: ['eu', 'core'] },
  { name: 'beta', sandbox: 'prod', tags: ['us'] },
  { name: 'gamma', sandbox: 'stage' },
];

describe.concurrent('a run about some entries', () => {
  test.for([
    { asks: '--sandbox dev --sandbox stage', keys: ['dev/alpha', 'stage/gamma'], lists: 2 },
    { asks: '--only prod/a*', keys: ['prod/alpha'], lists: 1 },
    { asks: '--only alpha', keys: ['dev/alpha', 'prod/alpha'], lists: 2 },
    { asks: '--only *a --sandbox stage', keys: ['stage/gamma'], lists: 1 },
    { asks: '--tag core --tag us', keys: ['prod/alpha', 'prod/beta'], lists: 1 },
  ])('carries out $keys for $asks', async ({ asks, keys, lists }, { workspace, openPlatform }) => {
    const platform = await openPlatform();
    await workspace.list(list);
    const applied = await workspace.run(['apply', '--yes', '--json', ...asks.split(' ')], platform.env);
    expect(applied.code).toBe(0);
    expect(applied.json().results.map(({ key }) => key)).toEqual(keys);
    expect(await platform.names()).toEqual(keys);
    expect(platform.stats().requests.list).toBe(lists);
    expect(Object.keys((await workspace.state()).connections)).toEqual(keys);
  });

  test('leaves the other records and connections as they are', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await workspace.list(list);
    await workspace.run(['apply', '--yes'], platform.env);
    const before = await workspace.state();
    const standing = await platform.standing();
    // Every entry changes, and one is no longer asked for; the run is about one of them.
    await workspace.list(list.slice(1).map((account) => ({ ...account, description: 'changed' })));
    const applied = await workspace.run(['apply', '--yes', '--json', '--only', 'prod/beta'], platform.env);
    expect(applied.json().results).toMatchObject([{ key: 'prod/beta', action: 'update', outcome: 'done' }]);

    const after = await workspace.state();
    const others = ['dev/alpha', 'prod/alpha', 'stage/gamma'];
    for (const key of others) expect(after.connections[key]).toEqual(before.connections[key]);
    expect(Object.keys(after.connections)).toEqual(Object.keys(before.connections));
    const changed = (await platform.standing()).filter(({ description }) => description === 'changed');
    expect(changed.map(({ name }) => name)).toEqual(['beta']);
    expect(await platform.standing()).toHaveLength(standing.length);
  });

  test('says so when it is about none', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await workspace.list(list);
    const { stdout, stderr } = await workspace.run(['plan', '--only', 'prod/alhpa'], platform.env);
    expect(stdout).toBe('Plan: nothing to do.\n');
    expect(stderr).toContain("warning: no entry of the list is selected by --only 'prod/alhpa'");
    expect(stderr).toContain('hint: ');
  });
});
