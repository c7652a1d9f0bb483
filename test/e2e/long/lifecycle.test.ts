// Every row of the planning table, end to end: plan says it, apply does it, plan again has nothing to do. The same rows
// as a pure function stand in test/core/plan.test.ts.
import { describe, expect } from 'vitest';
import type { EmulatorSettings } from '../../../src/emulator/settings.ts';
import type { TestPlatform } from '../../support/platform.ts';
import type { Environment } from '../../support/run-cli.ts';
import { test } from '../../support/workspace.ts';
import type { Account } from '../../support/workspace.ts';

interface Row {
  name: string;
  /** The list that is applied first, when there was one. */
  before?: readonly Account[];
  /** What people do on the platform before the run that is looked at. */
  meanwhile?: (platform: TestPlatform) => Promise<void>;
  /** The list of that run. */
  now: readonly Account[];
  moved?: readonly { from: string; to: string }[];
  args?: readonly string[];
  env?: Environment;
  settings?: Partial<EmulatorSettings>;
  /** `action cause... key`, as plan shows it and apply does it. */
  shown: readonly string[];
  /** What apply ends with; 0 unless said. */
  code?: number;
  /** `sandbox/name` of what stands in the end. */
  standing: readonly string[];
  /** What plan shows after that; nothing unless said. */
  after?: readonly string[];
  /** Names whose id outlives the run. */
  kept?: readonly string[];
}

const orders: Account = { name: 'orders' };
const bills: Account = { name: 'bills' };
const KEYED: Environment = { FLOWRECON_STATE_KEY: 'a state key' };
const CHANGED: Environment = { ...KEYED, DB2_PASSWORD: 'another password' };

const PARAMS = { server: 'db2.example.com:50000', database: 'ORDERS', username: 'reader', password: 'x' };

function plant(params: object = {}, name = 'orders') {
  return (platform: TestPlatform): Promise<void> =>
    platform.control('POST', 'connections', {
      sandbox: 'dev',
      name,
      auth: { params: { ...PARAMS, authenticationType: 'Basic', ...params } },
    });
}

function edit(set: object, name = 'orders') {
  return (platform: TestPlatform): Promise<void> =>
    platform.control('POST', 'edit', { sandbox: 'dev', name, set });
}

const remove = (platform: TestPlatform): Promise<void> =>
  platform.control('POST', 'remove', { sandbox: 'dev', name: 'orders' });

const removeAndPlant = async (platform: TestPlatform): Promise<void> => {
  await remove(platform);
  await plant()(platform);
};

const rows: readonly Row[] = [
  { name: 'creates', now: [orders], shown: ['create dev/orders'], standing: ['dev/orders'] },
  {
    name: 'adopts',
    meanwhile: plant(),
    now: [orders],
    shown: ['adopt dev/orders'],
    standing: ['dev/orders'],
    kept: ['orders'],
  },
  {
    name: 'adopts and updates',
    meanwhile: plant({ username: 'writer' }),
    now: [orders],
    shown: ['adopt dev/orders', 'update config dev/orders'],
    standing: ['dev/orders'],
    kept: ['orders'],
  },
  {
    name: 'adopts and sends the secret when asked to',
    meanwhile: plant(),
    now: [orders],
    args: ['--rotate'],
    shown: ['adopt dev/orders', 'update credential dev/orders'],
    standing: ['dev/orders'],
    after: ['update credential dev/orders'],
  },
  {
    name: 'stops at another database under that name',
    meanwhile: plant({ database: 'OTHER' }),
    now: [orders, bills],
    shown: ['create dev/bills', 'conflict dev/orders'],
    code: 4,
    standing: ['dev/bills', 'dev/orders'],
    after: ['conflict dev/orders'],
  },
  {
    name: 'stops at several of that name',
    meanwhile: async (platform) => {
      await plant()(platform);
      await plant()(platform);
    },
    now: [orders],
    shown: ['conflict dev/orders'],
    code: 4,
    standing: ['dev/orders', 'dev/orders'],
    after: ['conflict dev/orders'],
  },
  { name: 'has nothing to do', before: [orders], now: [orders], shown: [], standing: ['dev/orders'] },
  {
    name: 'has nothing to do for fields of the service and an etag that moved',
    before: [orders],
    settings: { addedParams: { orgId: 'ACME@AdobeOrg' }, etagMoves: 'after-list' },
    now: [orders],
    shown: [],
    standing: ['dev/orders'],
  },
  {
    name: 'updates what the list changed',
    before: [orders],
    now: [{ ...orders, username: 'writer', description: 'new' }],
    shown: ['update config dev/orders'],
    standing: ['dev/orders'],
    kept: ['orders'],
  },
  {
    name: 'corrects drift',
    before: [orders],
    meanwhile: edit({ 'auth.params.username': 'someone' }),
    now: [orders],
    shown: ['update drift dev/orders'],
    standing: ['dev/orders'],
    kept: ['orders'],
  },
  {
    name: 'tells the list and the platform apart, and both together',
    before: [orders, bills],
    meanwhile: edit({ 'auth.params.username': 'someone' }),
    now: [
      { ...orders, description: 'new' },
      { ...bills, description: 'new' },
    ],
    shown: ['update config dev/bills', 'update config drift dev/orders'],
    standing: ['dev/bills', 'dev/orders'],
  },
  {
    name: 'reports drift and leaves it',
    before: [{ ...orders, onDrift: 'report' }],
    meanwhile: edit({ 'auth.params.username': 'someone' }),
    now: [{ ...orders, onDrift: 'report' }],
    shown: [],
    standing: ['dev/orders'],
  },
  {
    name: 'notices a changed secret',
    before: [orders],
    env: CHANGED,
    now: [orders],
    shown: ['update credential dev/orders'],
    standing: ['dev/orders'],
    kept: ['orders'],
  },
  {
    name: 'sends the secrets of a glob anew',
    before: [orders, bills],
    now: [orders, bills],
    args: ['--rotate', 'dev/o*'],
    shown: ['update credential dev/orders'],
    standing: ['dev/bills', 'dev/orders'],
    after: ['update credential dev/orders'],
  },
  {
    name: 'cannot tell a changed secret under another state key',
    before: [orders],
    env: { FLOWRECON_STATE_KEY: 'another state key', DB2_PASSWORD: 'another password' },
    now: [orders],
    shown: [],
    standing: ['dev/orders'],
  },
  {
    name: 'recreates what is gone',
    before: [orders],
    meanwhile: remove,
    now: [orders],
    shown: ['recreate drift dev/orders'],
    standing: ['dev/orders'],
  },
  {
    name: 'adopts what stands in the place of what is gone',
    before: [orders],
    meanwhile: removeAndPlant,
    now: [orders],
    shown: ['adopt dev/orders'],
    standing: ['dev/orders'],
  },
  {
    name: 'keeps an orphan',
    before: [orders, bills],
    now: [bills],
    shown: ['orphan dev/orders'],
    standing: ['dev/bills', 'dev/orders'],
    after: ['orphan dev/orders'],
  },
  {
    name: 'deletes an orphan when asked to',
    before: [orders, bills],
    now: [bills],
    args: ['--prune'],
    shown: ['delete dev/orders'],
    standing: ['dev/bills'],
  },
  {
    name: 'deletes where the platform answers 202',
    before: [orders, bills],
    now: [bills],
    args: ['--prune'],
    settings: { deleteStatus: 202 },
    shown: ['delete dev/orders'],
    standing: ['dev/bills'],
  },
  {
    name: 'never deletes what was protected',
    before: [{ ...orders, protect: true }, bills],
    now: [bills],
    args: ['--prune'],
    shown: ['orphan dev/orders'],
    standing: ['dev/bills', 'dev/orders'],
    after: ['orphan dev/orders'],
  },
  {
    name: 'keeps what dataflows use',
    before: [orders, bills],
    now: [bills],
    args: ['--prune'],
    settings: { inUse: ['orders'] },
    shown: ['delete dev/orders'],
    code: 4,
    standing: ['dev/bills', 'dev/orders'],
    after: ['delete dev/orders'],
  },
  {
    name: 'forgets an orphan that is gone',
    before: [orders, bills],
    meanwhile: remove,
    now: [bills],
    shown: ['forget dev/orders'],
    standing: ['dev/bills'],
  },
  {
    name: 'leaves alone what nobody asked for',
    before: [bills],
    meanwhile: plant(),
    now: [bills],
    args: ['--prune'],
    shown: [],
    standing: ['dev/bills', 'dev/orders'],
  },
  {
    name: 'renames under the same key',
    before: [{ ...orders, key: 'one' }],
    now: [{ ...orders, key: 'one', name: 'sales', database: 'ORDERS' }],
    shown: ['update config dev/one'],
    standing: ['dev/sales'],
    kept: ['sales'],
  },
  {
    name: 'follows a key that moved',
    before: [orders],
    now: [{ ...orders, key: 'one' }],
    moved: [{ from: 'dev/orders', to: 'dev/one' }],
    args: ['--prune'],
    shown: ['move dev/one'],
    standing: ['dev/orders'],
    kept: ['orders'],
  },
  {
    name: 'follows a key that moved, and renames',
    before: [orders],
    now: [{ ...orders, name: 'sales', database: 'ORDERS' }],
    moved: [{ from: 'dev/orders', to: 'dev/sales' }],
    shown: ['move dev/sales', 'update config dev/sales'],
    standing: ['dev/sales'],
    kept: ['sales'],
  },
  {
    name: 'stops at a key that moved without a word',
    before: [orders],
    now: [{ ...orders, key: 'one' }],
    args: ['--prune'],
    shown: ['conflict dev/one', 'orphan dev/orders'],
    code: 4,
    standing: ['dev/orders'],
    after: ['conflict dev/one', 'orphan dev/orders'],
    kept: ['orders'],
  },
  {
    name: 'moves an entry to another sandbox: a create and a deletion',
    before: [orders, bills],
    now: [{ ...orders, sandbox: 'prod' }, bills],
    args: ['--prune'],
    shown: ['delete dev/orders', 'create prod/orders'],
    standing: ['dev/bills', 'prod/orders'],
  },
];

describe.concurrent('the planning table', () => {
  test.for(rows)('$name', async (row, { workspace, openPlatform }) => {
    const { before, meanwhile, now, args = [], code = 0, after = [], kept = [] } = row;
    const platform = await openPlatform(row.settings);
    const env = { ...platform.env, ...KEYED, ...row.env };
    const changesOf = async (): Promise<string[]> => {
      const planned = await workspace.run(['plan', '--json', ...args], env);
      const { changes } = planned.json();
      return changes.map(({ action, cause, key }) => [action, ...cause, key].join(' '));
    };
    if (before !== undefined) {
      await workspace.list(before);
      const applied = await workspace.run(['apply', '--yes'], { ...platform.env, ...KEYED });
      expect(applied.stderr).toBe('');
    }
    await meanwhile?.(platform);
    const stood = await platform.standing();
    await workspace.list(now, row.moved === undefined ? {} : { moved: row.moved });

    expect(await changesOf()).toEqual(row.shown);
    const applied = await workspace.run(['apply', '--yes', '--json', ...args], env);
    expect(applied.code).toBe(code);
    const { results } = applied.json();
    expect(results.map(({ action, key }) => `${action} ${key}`)).toEqual(
      row.shown
        .filter((line) => !line.startsWith('orphan'))
        .map((line) => line.replace(/ (?:config|drift|credential)/g, '')),
    );
    expect(await platform.names()).toEqual(row.standing);
    const ids = new Set(stood.map(({ id }) => id));
    for (const { name, id } of await platform.standing()) if (kept.includes(name)) expect(ids).toContain(id);
    expect(await changesOf()).toEqual(after);
  });
});
