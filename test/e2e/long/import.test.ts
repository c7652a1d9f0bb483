// flowrecon import: a person says which connection an entry is. Nothing is sent but reads.
import { describe, expect } from 'vitest';
import type { TestPlatform } from '../../support/platform.ts';
import { test } from '../../support/workspace.ts';

async function plant(platform: TestPlatform, name: string, database = 'ORDERS'): Promise<string> {
  const params = {
    server: 'db2.example.com:50000',
    database,
    username: 'reader',
    authenticationType: 'Basic',
  };
  await platform.control('POST', 'connections', { sandbox: 'dev', name, auth: { params } });
  return (await platform.standing()).at(-1)?.id ?? '';
}

describe.concurrent('import', () => {
  test('settles two databases under one name, as the conflict says', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    const id = await plant(platform, 'orders', 'OTHER');
    await workspace.list([{ name: 'orders' }]);
    const planned = await workspace.run(['plan'], platform.env);
    expect(planned.code).toBe(4);
    expect(planned.stdout).toContain(`flowrecon import 'dev/orders' ${id}`);

    const imported = await workspace.run(['import', 'dev/orders', id], platform.env);
    expect(imported.code).toBe(0);
    expect(imported.stdout).toBe(
      `dev/orders is now ${id} ("orders"). The next apply changes /auth/params/database; plan shows it.\n`,
    );
    expect(platform.stats().requests.update).toBe(0);
    const applied = await workspace.run(['apply', '--yes', '--json'], platform.env);
    expect(applied.json().results).toMatchObject([{ action: 'update', outcome: 'done', id }]);
    expect((await workspace.run(['plan'], platform.env)).stdout).toBe('Plan: nothing to do; 1 unchanged.\n');
  });

  test('picks one of several, and the others stay unmanaged', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    const ids = [await plant(platform, 'orders'), await plant(platform, 'orders')];
    await workspace.list([{ name: 'orders' }]);
    expect((await workspace.run(['plan'], platform.env)).stdout).toContain('2 connections named "orders"');
    const imported = await workspace.run(['import', 'dev/orders', ids[1] ?? '', '--json'], platform.env);
    expect(imported.json()).toMatchObject({
      command: 'import',
      key: 'dev/orders',
      id: ids[1],
      diagnostics: [],
    });
    const planned = await workspace.run(['plan', '--json'], platform.env);
    expect(planned.json()).toMatchObject({ changes: [], summary: { none: 1, unmanaged: 1 } });
  });

  test('does the same twice without a change', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    const id = await plant(platform, 'orders');
    await workspace.list([{ name: 'orders' }]);
    await workspace.run(['import', 'dev/orders', id], platform.env);
    const first = await workspace.read('connections.state.json');
    expect((await workspace.run(['import', 'dev/orders', id], platform.env)).code).toBe(0);
    expect(await workspace.read('connections.state.json')).toBe(first);
  });

  test.for([
    { when: 'the key is not listed', key: 'dev/ordres', id: 'own', says: 'Did you mean dev/orders?' },
    { when: 'the id is unknown', key: 'dev/orders', id: 'no-such-id', says: 'no DB2 connection no-such-id' },
    { when: 'another key holds it', key: 'dev/bills', id: 'own', says: 'is recorded under dev/orders' },
    { when: 'the key holds another', key: 'dev/orders', id: 'other', says: 'which still stands' },
  ])('is refused when $when', async ({ key, id, says }, { workspace, openPlatform }) => {
    const platform = await openPlatform();
    const own = await plant(platform, 'orders');
    const other = await plant(platform, 'spare');
    await workspace.list([{ name: 'orders' }, { name: 'bills' }]);
    await workspace.run(['import', 'dev/orders', own], platform.env);
    const before = await workspace.read('connections.state.json');
    const meant = { own, other }[id] ?? id;
    const { code, stderr } = await workspace.run(['import', key, meant], platform.env);
    expect(code).toBe(3);
    expect(stderr).toContain(says);
    expect(await workspace.read('connections.state.json')).toBe(before);
  });
});
