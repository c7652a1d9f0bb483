// --prune and its limit: an empty or half-written list never empties a sandbox, and nothing is deleted unseen.
import { describe, expect } from 'vitest';
import { accounts, test } from '../../support/workspace.ts';

describe.concurrent('a list that lost most of its entries', () => {
  test.for([
    {
      recorded: 40,
      left: 0,
      args: [],
      code: 7,
      says: 'deletes 40 of 40 recorded connections, and at most 5',
    },
    {
      recorded: 80,
      left: 71,
      args: [],
      code: 7,
      says: 'deletes 9 of 80 recorded connections, and at most 8',
    },
    { recorded: 80, left: 72, args: [], code: 0, says: '' },
    { recorded: 8, left: 3, args: [], code: 0, says: '' },
    { recorded: 8, left: 2, args: [], code: 7, says: 'deletes 6 of 8 recorded connections, and at most 5' },
    { recorded: 8, left: 2, args: ['--max-delete', '6'], code: 0, says: '' },
    { recorded: 8, left: 2, args: ['--max-delete', '50%'], code: 7, says: 'at most 4' },
    { recorded: 8, left: 2, args: ['--max-delete', '75%'], code: 0, says: '' },
    { recorded: 2, left: 1, args: ['--max-delete', '0'], code: 7, says: 'at most 0' },
  ])('ends with $code for $left of $recorded left and $args', async (row, { workspace, openPlatform }) => {
    const { recorded, left, args, code, says } = row;
    const platform = await openPlatform();
    const list = accounts(recorded, ['dev']);
    await workspace.list(list);
    await workspace.run(['apply', '--yes'], platform.env);
    const state = await workspace.read('connections.state.json');
    await workspace.list(list.slice(0, left));

    const planned = await workspace.run(['plan', '--prune', '--json', ...args], platform.env);
    expect(planned.code).toBe(0);
    expect(planned.json().summary).toMatchObject({ delete: recorded - left });
    expect(planned.json().diagnostics.map((found) => found.code)).toEqual(
      code === 7 ? ['too-many-deletions'] : [],
    );
    const applied = await workspace.run(['apply', '--prune', '--yes', ...args], platform.env);
    expect(applied.code).toBe(code);
    expect(applied.stderr).toContain(says);
    expect(await platform.names()).toHaveLength(code === 0 ? left : recorded);
    if (code === 0) return;
    // The list of what would go is shown, nothing has been written anywhere.
    expect(applied.stdout.match(/- delete /g)).toHaveLength(recorded - left);
    expect(await workspace.read('connections.state.json')).toBe(state);
    expect(platform.stats().requests.delete).toBe(0);
  });

  test('keeps everything without --prune, and deletes only in the sandbox that is asked for', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform();
    await workspace.list(accounts(4, ['dev', 'prod']));
    await workspace.run(['apply', '--yes'], platform.env);
    await workspace.list([]);
    const kept = await workspace.run(['apply', '--yes'], platform.env);
    expect(kept.code).toBe(0);
    expect(await platform.names()).toHaveLength(4);
    await workspace.run(['apply', '--yes', '--prune', '--sandbox', 'dev'], platform.env);
    expect((await platform.names()).every((name) => name.startsWith('prod/'))).toBe(true);
    expect(await platform.names()).toHaveLength(2);
  });
});

describe.concurrent('a deletion', () => {
  test('that a dataflow stands against says what to do', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform({ inUse: ['alpha'] });
    await workspace.list([{ name: 'alpha' }]);
    await workspace.run(['apply', '--yes'], platform.env);
    await workspace.list([]);
    const applied = await workspace.run(['apply', '--yes', '--prune'], platform.env);
    expect(applied.code).toBe(4);
    expect(applied.stdout).toContain(
      'Dataflows use it: delete them and their source connections in AEP first',
    );
    expect(Object.keys((await workspace.state()).connections)).toEqual(['dev/alpha']);
  });

  test('whose answer is lost is done once and confirmed by reading', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await workspace.list([{ name: 'alpha' }]);
    await workspace.run(['apply', '--yes'], platform.env);
    await workspace.list([]);
    const fault = { on: { route: 'delete' }, times: 1, effect: { kind: 'reset', when: 'after' } };
    await platform.control('PATCH', 'settings', { faults: [fault] });
    const applied = await workspace.run(['apply', '--yes', '--prune', '--json'], platform.env);
    expect(applied.code).toBe(0);
    expect(applied.json().results).toMatchObject([{ action: 'delete', outcome: 'done' }]);
    expect(await platform.names()).toEqual([]);
    expect((await workspace.state()).connections).toEqual({});
  });
});
