// `flowrecon state verify`: whether state, journal and platform agree, entry by entry.
import { describe, expect } from 'vitest';
import { accounts, test } from '../support/workspace.ts';

describe('state verify', () => {
  test('says that all agree, and names each difference once they do not', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform({ listLagMs: 0 });
    await workspace.list(accounts(3));
    await workspace.run(['apply', '--yes'], platform.env);
    const before = await workspace.read('connections.state.json');
    const agreed = await workspace.run(['state', 'verify'], platform.env);
    expect(agreed.code, agreed.stderr).toBe(0);
    expect(agreed.stdout).toContain('agree: 3 connections');

    const { 'dev/account-1': gone } = (await workspace.state()).connections;
    await platform.control('POST', 'remove', { sandbox: 'dev', id: gone?.id });
    await platform.control('POST', 'edit', {
      sandbox: 'dev',
      name: 'account-2',
      set: { description: 'x', name: 'renamed' },
    });
    const differing = await workspace.run(['state', 'verify', '--json'], platform.env);
    expect(differing.code).toBe(4);
    const messages = differing.json().diagnostics.map(({ message }) => message);
    expect(messages).toHaveLength(2);
    expect(messages[0]).toContain(
      `dev/account-1: ${String(gone?.id)} is recorded, but does not stand in dev`,
    );
    expect(messages[1]).toContain('differs from what was applied in /name');
    expect(await workspace.read('connections.state.json')).toBe(before);
  });
});
