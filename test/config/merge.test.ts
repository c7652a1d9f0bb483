import { describe, expect, test } from 'vitest';
import { loaded, refused } from './workspace.ts';

describe('merge keys and anchors', () => {
  test('what stands in the mapping wins, then what is merged first', async () => {
    const text = `version: 1
x-login: &login { server: s, username: u, password: { env: P }, database: D1 }
x-place: &place { sandbox: prod, database: D2, tags: &tags [a] }
connections:
  - name: A
    <<: [*login, *place]
  - { database: D3, <<: *place, <<: *login, name: B }
  - &third { name: C, <<: [{ sandbox: dev }], server: t, database: D, username: u, password: { env: Q }, tags: *tags }
`;
    const { desired } = await loaded({ 'c.yaml': text });
    expect(desired.map(({ key, params, tags }) => [key, params['database'], tags.join()])).toEqual([
      ['prod/A', 'D1', 'a'],
      ['prod/B', 'D3', 'a'],
      ['dev/C', 'D', 'a'],
    ]);
    // The secret of a merged entry stands where the anchor is.
    expect(desired[0]?.secret.range).toMatchObject({ line: 2, column: 53 });
  });

  test('an alias names the last anchor above it, and a list or an entry as a whole', async () => {
    const text = `version: 1
x-1: &p { env: A }
x-2: &p { env: B }
connections: &list
  - { name: A, sandbox: prod, server: s, database: d, username: u, password: *p }
x-3: &p { env: C }
x-4: *list
`;
    const { desired } = await loaded({ 'c.yaml': text });
    expect(desired[0]?.secret.ref).toEqual({ kind: 'env', name: 'B' });
    expect(desired[0]?.secret.range).toMatchObject({ line: 5, column: 78 });
  });

  test('a fault below an alias is told at the anchor', async () => {
    const text = `version: 1
x-a: &all
  - &one { name: A, sandbox: PROD, server: s, database: d, username: u, password: { env: P } }
connections: *all
`;
    expect(await refused({ 'c.yaml': text })).toContain(
      'c.yaml:3:30: error: sandbox `PROD` has upper-case letters',
    );
  });
});
