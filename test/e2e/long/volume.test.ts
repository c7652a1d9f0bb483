// Six hundred accounts in three sandboxes: what is recorded, what it costs, and what a night without changes costs.
import { expect } from 'vitest';
import { accounts, test } from '../../support/workspace.ts';

test('600 accounts are created once each, and a second run reads six pages', async ({
  workspace,
  openPlatform,
}) => {
  const platform = await openPlatform({ latency: { ms: 20 } });
  await workspace.list(accounts(600, ['dev', 'stage', 'prod']));

  const first = await workspace.run(['apply', '--yes', '--json'], platform.env);
  expect(first.code, first.stderr).toBe(0);
  expect(first.stderr).not.toMatch(/error|warning/);
  const { requests, summary } = first.json();
  expect(summary).toMatchObject({ done: 600, failed: 0, skipped: 0, ambiguous: 0 });
  expect(requests).toEqual({ total: 604, token: 1, list: 3, create: 600, update: 0, delete: 0, test: 0 });
  const standing = await platform.standing();
  const recorded = Object.entries((await workspace.state()).connections).map(([key, { id, etag }]) => ({
    key,
    id,
    etag,
  }));
  const byKey = (left: { key: string }, right: { key: string }) => (left.key < right.key ? -1 : 1);
  expect(recorded.sort(byKey)).toEqual(
    standing.map(({ sandbox, name, id, etag }) => ({ key: `${sandbox}/${name}`, id, etag })).sort(byKey),
  );
  expect(standing).toHaveLength(600);
  expect(platform.stats()).toMatchObject({ tokensIssued: 1, createsCommitted: 600, missingHeaders: [] });

  const text = await workspace.read('connections.state.json');
  const second = await workspace.run(['apply', '--yes', '--json'], platform.env);
  expect(second.code).toBe(0);
  expect(second.json()).toMatchObject({
    results: [],
    requests: { total: 7, token: 1, list: 6, create: 0, update: 0, delete: 0, test: 0 },
  });
  expect(platform.stats()).toMatchObject({
    requests: { token: 2, list: 9, create: 600, update: 0, delete: 0, total: 611 },
    missingHeaders: [],
  });
  expect(await workspace.read('connections.state.json')).toBe(text);
});
