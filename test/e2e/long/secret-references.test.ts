// Where secrets come from, and what happens when one does not resolve: a plan goes on, an apply does not begin.
import { describe, expect } from 'vitest';
import { test } from '../../support/workspace.ts';
import type { Workspace } from '../../support/workspace.ts';

const HEAD = `version: 1
defaults: { sandbox: dev, server: db2.example.com, username: reader }
connections:
`;

function entry(name: string, password: string): string {
  return `  - name: ${name}\n    database: ${name.toUpperCase()}\n    password: ${password}\n`;
}

const NODE = JSON.stringify(process.execPath);

/** One entry for every kind of reference; the list stands in a folder, to show what paths are relative to. */
async function everyKind(workspace: Workspace): Promise<void> {
  const print = 'console.log("from-a-command\\nsecond line")';
  await workspace.write(
    'lists/connections.yaml',
    HEAD +
      entry('by-env', '{ env: PW }') +
      entry('by-env-pointer', '{ env: PW_JSON, pointer: /db/0/pw }') +
      entry('by-file', '{ file: secrets/pw.txt }') +
      entry('by-file-pointer', '{ file: secrets/pw.json, pointer: /a~1b }') +
      entry('by-exec', `{ exec: [${NODE}, -e, ${JSON.stringify(print)}] }`),
  );
  await workspace.write('lists/secrets/pw.txt', 'from-a-file\n');
  await workspace.write('lists/secrets/pw.json', '{ "a/b": "from-a-json-file" }');
}

const variables = { PW: 'from-the-environment', PW_JSON: '{"db":[{"pw":"from-a-json-variable"}]}' };
const args = ['-f', 'lists'];

describe.concurrent('a secret', () => {
  test('comes from a variable, a file or a command, and reaches the platform as it is', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform({ secretRendering: 'plain' });
    await everyKind(workspace);
    await workspace.write('vars.env', 'PW=overridden\nPW_JSON={"db":[{"pw":"from-an-env-file"}]}\n');
    const { PW } = variables;
    const run = ['apply', '--yes', '--allow-exec', '--env-file', 'vars.env', ...args];
    const applied = await workspace.run(run, { ...platform.env, PW });
    expect(applied).toMatchObject({ code: 0, stderr: '' });

    await platform.control('PATCH', 'settings', { acceptedTokens: ['reader'] });
    const answer = await fetch(`${platform.url}/data/foundation/flowservice/connections?limit=100`, {
      headers: {
        authorization: 'Bearer reader',
        'x-api-key': 'client',
        'x-gw-ims-org-id': 'ACME@AdobeOrg',
        'x-sandbox-name': 'dev',
      },
    });
    const { items } = (await answer.json()) as {
      items: { name: string; auth: { params: { password: string } } }[];
    };
    expect(Object.fromEntries(items.map(({ name, auth }) => [name, auth.params.password]))).toEqual({
      'by-env': 'from-the-environment',
      'by-env-pointer': 'from-an-env-file',
      'by-file': 'from-a-file',
      'by-file-pointer': 'from-a-json-file',
      'by-exec': 'from-a-command',
    });
  });

  const places = [
    { key: 'dev/by-env', line: 6, says: 'environment variable PW is not set' },
    { key: 'dev/by-env-pointer', line: 9, says: 'environment variable PW_JSON has nothing at /db/0/pw' },
    { key: 'dev/by-file', line: 12, says: 'pw.txt: ' },
    { key: 'dev/by-file-pointer', line: 15, says: 'is not JSON, so that a pointer leads nowhere' },
    { key: 'dev/by-exec', line: 18, says: 'needs permission' },
  ];

  test('that does not resolve is a warning of plan and stops apply, which names all of them', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform();
    await everyKind(workspace);
    await workspace.write('lists/secrets/pw.json', 'no JSON');
    await workspace.write(
      'lists/connections.yaml',
      (await workspace.read('lists/connections.yaml')).replace('pw.txt', 'gone/pw.txt'),
    );
    const env = { ...platform.env, PW_JSON: '{"db":[]}' };

    const planned = await workspace.run(['plan', '--detailed-exitcode', '--json', ...args], env);
    expect(planned.code).toBe(2);
    expect(planned.json().summary).toMatchObject({ create: 5 });
    expect(planned.json().diagnostics.map(({ severity }) => severity)).toEqual(Array(5).fill('warning'));

    const applied = await workspace.run(['apply', '--yes', ...args], env);
    expect(applied.code).toBe(3);
    for (const { key, line, says } of places) {
      const told = applied.stderr
        .split('\n')
        .find((text) => text.startsWith(`lists/connections.yaml:${line}:15: error: `));
      expect(told).toContain(`the password of ${key} does not resolve: `);
      expect(told).toContain(says);
    }
    expect(applied.stderr.match(/hint: /g)).toHaveLength(5);
    expect(await platform.standing()).toEqual([]);
    expect(platform.stats().requests.create).toBe(0);
    expect([...(await workspace.files()).keys()].filter((path) => path.includes('state'))).toEqual([]);
  });

  test('may be out of reach for entries that need no write', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await everyKind(workspace);
    await workspace.run(['apply', '--yes', '--allow-exec', ...args], { ...platform.env, ...variables });
    const again = await workspace.run(['apply', '--yes', ...args], platform.env);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toContain('Plan: nothing to do; 5 unchanged.');
  });
});
