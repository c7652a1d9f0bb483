import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listOf, loaded, LOGIN, refused } from './workspace.ts';

const DESIGN_EXAMPLE = `# yaml-language-server: $schema=./schemas/connections.schema.json
version: 1
platform:                          # all optional; environment variables win over these
  url: https://platform.adobe.io
  imsUrl: https://ims-na1.adobelogin.com
  orgId: 0123456789ABCDEF@AdobeOrg
defaults:                          # laid under every entry of this file, field by field
  sandbox: dev
  authenticationType: Basic
connections:
  - name: Orders EU                # what AEP shows
    key: orders-eu                 # optional; keeps identity when \`name\` changes
    sandbox: prod                  # or sandboxes: [dev, stage, prod] for one entry in each
    description: Order master, Frankfurt
    server: db2-eu.example.com:50000   # or server + port
    database: ORDERS
    username: aep_reader
    password: { env: ORDERS_EU_PASSWORD }
    tags: [orders, eu]             # local labels for --tag; never sent
    protect: true                  # never deleted, not even by --prune
    onDrift: report                # or \`correct\`
    params: { certificateCommonName: db2-eu }   # further non-secret auth.params, sent as they are
`;

test('reads the example of the documentation into one entry with all its fields and places', async () => {
  const { desired, platform, warnings } = await loaded({ 'connections.yaml': DESIGN_EXAMPLE });
  expect(warnings).toEqual([]);
  expect(platform).toEqual({
    url: 'https://platform.adobe.io',
    imsUrl: 'https://ims-na1.adobelogin.com',
    orgId: '0123456789ABCDEF@AdobeOrg',
  });
  const file = 'connections.yaml';
  expect(desired).toEqual([
    {
      key: 'prod/orders-eu',
      sandbox: 'prod',
      name: 'Orders EU',
      description: 'Order master, Frankfurt',
      specName: 'Basic Authentication',
      params: {
        server: 'db2-eu.example.com:50000',
        database: 'ORDERS',
        username: 'aep_reader',
        authenticationType: 'Basic',
        certificateCommonName: 'db2-eu',
      },
      secret: {
        param: 'password',
        ref: { kind: 'env', name: 'ORDERS_EU_PASSWORD' },
        range: { file, line: 18, column: 15, endLine: 18, endColumn: 42 },
      },
      tags: ['orders', 'eu'],
      protect: true,
      onDrift: 'report',
      range: expect.objectContaining({ file, line: 11, column: 5, endLine: 22 }) as unknown,
    },
  ]);
});

test('gives an entry without optional fields the documented defaults', async () => {
  const { desired } = await loaded({ 'c.yaml': listOf(`name: A\n${LOGIN}\nport: 446`) });
  expect(desired[0]).toMatchObject({
    key: 'prod/A',
    specName: 'Basic Authentication',
    params: { server: 'db2.example.com:446', authenticationType: 'Basic' },
    tags: [],
    protect: false,
    onDrift: 'correct',
  });
  expect(desired[0]).not.toHaveProperty('description');
});

describe('defaults are laid under every entry', () => {
  const base = 'version: 1\ndefaults:\n';
  const rows: readonly (readonly [name: string, defaults: string, entry: string, expected: object])[] = [
    ['what an entry says wins', 'database: A\n', 'database: B\n', { params: { database: 'B' } }],
    [
      'params are merged member by member',
      'params: { a: 1, b: { x: 1 } }\n',
      'params: { b: { y: 2 }, c: 3 }\n',
      { params: { a: 1, b: { y: 2 }, c: 3 } },
    ],
    ['params of the defaults alone', 'params: { a: 1 }\n', '', { params: { a: 1 } }],
    ['tags are replaced', 'tags: [a, b]\n', 'tags: [c]\n', { tags: ['c'] }],
    [
      'a secret is replaced whole',
      'password: { file: x, pointer: /a }\n',
      '',
      { secret: { ref: { kind: 'env', name: 'P' } } },
    ],
    ['the sandboxes give way to a sandbox', 'sandboxes: [dev, stage]\n', '', { sandbox: 'prod' }],
    [
      'the port gives way to a server with a port',
      'port: 1\n',
      'server: "[::1]:2"\n',
      { params: { server: '[::1]:2' } },
    ],
    [
      'the port joins a server without one',
      'port: 1\n',
      'server: "[::1]"\n',
      { params: { server: '[::1]:1' } },
    ],
    [
      'the connection string gives way to a login',
      'connectionString: { env: X }\n',
      '',
      { secret: { param: 'password' } },
    ],
    ['specName is laid under too', 'specName: Other\n', '', { specName: 'Other' }],
  ];
  test.for(rows)('%s', async ([, defaults, entry, expected]) => {
    const own = LOGIN.split('\n').filter((line) => !entry.startsWith(line.split(':')[0] ?? ''));
    const indented = (text: string, by: string): string =>
      text
        .trim()
        .split('\n')
        .map((line) => `${by}${line}\n`)
        .join('');
    const text = `${base}${indented(defaults, '  ')}connections:\n  - name: A\n${indented([...own, entry].join('\n'), '    ')}`;
    expect((await loaded({ 'c.yaml': text })).desired[0]).toMatchObject(expected);
  });

  test('an entry with a connection string takes no login from them, and its secret from where it stands', async () => {
    const text = `${base}  sandbox: prod\n  server: s\n  username: u\n  authenticationType: Basic\nconnections:\n  - name: A\n    connectionString: { file: a.txt }\n`;
    const { desired, cwd } = await loaded({ 'in/c.yaml': text });
    expect(desired[0]).toMatchObject({
      specName: 'Connection String Based Authentication',
      params: {},
      secret: {
        param: 'connectionString',
        ref: { kind: 'file', path: join(cwd, 'in', 'a.txt') },
        range: { line: 9, column: 23 },
      },
    });
  });

  test('entries without any login take the connection string', async () => {
    const text = `${base}  sandbox: prod\n  connectionString: { exec: [vault, read] }\nconnections:\n  - name: A\n`;
    const { desired } = await loaded({ 'c.yaml': text });
    expect(desired[0]?.secret).toMatchObject({
      param: 'connectionString',
      ref: { kind: 'exec', command: ['vault', 'read'] },
      range: { line: 4, column: 21 },
    });
  });

  test('they hold for the entries of their own file only', async () => {
    const first = `${base}  sandbox: dev\nconnections: []\n`;
    const text = await refused({
      'a.yaml': first,
      'b.yaml': listOf(`name: A\n${LOGIN.replace('sandbox: prod\n', '')}`),
    });
    expect(text).toContain('b.yaml:3:5: error: the entry has no `sandbox`');
  });
});

test('makes one entry in each of several sandboxes, in their order', async () => {
  const { desired } = await loaded({
    'c.yaml': listOf(`name: A\n${LOGIN.replace('sandbox: prod', 'sandboxes: [dev, prod]')}`),
  });
  expect(desired.map(({ key, range }) => [key, range.line])).toEqual([
    ['dev/A', 3],
    ['prod/A', 3],
  ]);
});

test('keeps numbers, lists and mappings of params as they are', async () => {
  const { desired } = await loaded({
    'c.yaml': listOf(
      `name: A\n${LOGIN}\nparams: { a: 1.5, b: [true, ~], c: { d: 1e3 }, 7: x, isTokenCached: true }`,
    ),
  });
  expect(desired[0]?.params).toMatchObject({
    a: 1.5,
    b: [true, null],
    c: { d: 1000 },
    7: 'x',
    isTokenCached: true,
  });
});

test('an empty list is a configuration, and a tag for text is understood', async () => {
  expect((await loaded({ 'c.yaml': 'version: 1\nconnections: []\n' })).desired).toEqual([]);
  const { desired } = await loaded({ 'c.yaml': listOf(`name: !!str 123\n${LOGIN}`) });
  expect(desired[0]?.name).toBe('123');
});

test('takes plain http for this machine only, under all of its names', async () => {
  for (const host of ['localhost:8080', '127.0.0.1', '[::1]:99']) {
    const { platform } = await loaded({
      'c.yaml': `version: 1\nplatform: { url: "http://${host}" }\nconnections: []\n`,
    });
    expect(platform.url).toBe(`http://${host}`);
  }
});

test('the same setting in several files is one setting', async () => {
  const file = 'version: 1\nplatform: { orgId: AAA@AdobeOrg }\nconnections: []\n';
  expect((await loaded({ 'a.yaml': file, 'b.yaml': file })).platform).toEqual({ orgId: 'AAA@AdobeOrg' });
});

test('warns of two entries with one target, and loads both', async () => {
  const { desired, warnings } = await loaded({
    'c.yaml': listOf(
      `name: A\n${LOGIN}\nport: 50000`,
      `name: B\n${LOGIN.replace('db2.', 'DB2.')}\nport: 50000`,
      `name: C\n${LOGIN}`,
    ),
  });
  expect(desired).toHaveLength(3);
  expect(warnings.map(({ severity, code, range }) => [severity, code, range?.line])).toEqual([
    ['warning', 'duplicate-target', 12],
  ]);
});

test('says where the first of two stands when it is in the defaults', async () => {
  const text =
    'version: 1\ndefaults: { sandbox: prod, server: s, database: d, username: u, password: { env: P } }\nconnections:\n  - name: A\n  - name: B\n  - { key: A, name: C }\n';
  const shown = await refused({ 'c.yaml': text });
  expect(shown).toContain('c.yaml:5:5: warning: the same server, database and username');
  expect(shown).toContain('first at c.yaml:4:5');
  expect(shown).toContain('c.yaml:6:12: error: key `prod/A` is taken, first at c.yaml:4:11');
});

test('a text that other readers take for true or false is fine in quotes', async () => {
  const { desired } = await loaded({ 'c.yaml': listOf(`name: A\n${LOGIN.replace('ORDERS', '"no"')}`) });
  expect(desired[0]?.params['database']).toBe('no');
});

test('hands on a pointer with the reference, and an absolute path as it is', async () => {
  const { desired } = await loaded({
    'c.yaml': listOf(
      `name: A\n${LOGIN.replace('{ env: P }', '{ env: V, pointer: /a/b }')}`,
      `name: B\n${LOGIN.replace('{ env: P }', '{ file: /run/secrets/b }').replace('ORDERS', 'X')}`,
    ),
  });
  expect(desired.map(({ secret }) => secret.ref)).toEqual([
    { kind: 'env', name: 'V', pointer: '/a/b' },
    { kind: 'file', path: '/run/secrets/b' },
  ]);
});
