// What the platform says beyond connections: sandboxes that are not as the list has them, and entries that the connection
// spec does not accept. In a plan and before one.
import { chmod } from 'node:fs/promises';
import { platform as system, userInfo } from 'node:os';
import { describe, expect } from 'vitest';
import type { EmulatorSettings } from '../../../src/emulator/settings.ts';
import type { TestPlatform } from '../../support/platform.ts';
import { accounts, test } from '../../support/workspace.ts';

const SPEC = 'connections.spec.json';
const online = ['validate', '--online'];

/** A list as people write it; line 4 and line 8 name a sandbox. */
function listIn(first: string, second = first): string {
  const entry = (name: string, sandbox: string): string =>
    `  - name: ${name}\n    sandbox: ${sandbox}\n    server: db2.example.com:50000\n    database: ${name.toUpperCase()}\n    username: reader\n    password: { env: NOT_SET }\n`;
  return `version: 1\nconnections:\n${entry('orders', first)}${entry('bills', second)}`;
}

interface OnlineDocument {
  online: {
    spec: { id: string; hash: string; changed: boolean } | null;
    sandboxes: { name: string; state: string }[];
    requests: Record<string, number>;
  };
}

function onlineOf(stdout: string): OnlineDocument['online'] {
  return (JSON.parse(stdout) as OnlineDocument).online;
}

function sandboxCalls(platform: TestPlatform): number {
  return platform.stats().requests.sandboxes;
}

describe.concurrent('a plan', () => {
  test('costs a token and the listings, and nothing else, when every sandbox can be read', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform();
    await workspace.list(accounts(4, ['dev', 'prod']));
    const planned = await workspace.run(['plan', '--json'], platform.env);
    expect(planned.code).toBe(0);
    expect(planned.json().requests).toMatchObject({ total: 3, token: 1, list: 2 });
    expect(platform.stats().requests).toMatchObject({ total: 3, token: 1, list: 2, sandboxes: 0, specs: 0 });
  });

  test.for<{
    name: string;
    settings: Partial<EmulatorSettings>;
    code: string;
    says: string;
    hint: string;
    calls: number;
  }>([
    {
      name: 'names the sandbox that was meant',
      settings: { sandboxes: ['dev', 'prod-eu'] },
      code: 'sandbox-unknown',
      says: 'the sandbox prod-ue is not known to this organisation, so 2 entries are left alone: ',
      hint: 'Did you mean prod-eu? The credential may enter dev and prod-eu.',
      calls: 2,
    },
    {
      name: 'names those there are',
      settings: { sandboxes: ['dev', 'stage'], sandboxAccess: 'user' },
      code: 'sandbox-unknown',
      says: 'the sandbox prod-ue is not known to this organisation',
      hint: 'Correct the name (it is all lower case), or have the sandbox created. The credential may enter dev and stage.',
      calls: 2,
    },
    {
      name: 'goes on without them when it may not see them',
      settings: { sandboxes: ['prod-eu'], sandboxAccess: 'none' },
      code: 'sandbox-unknown',
      says: 'the sandbox prod-ue is not known to this organisation',
      hint: 'Correct the name (it is all lower case), or have the sandbox created; check AEP_ORG_ID too.',
      calls: 1,
    },
    {
      name: 'says that a sandbox is not active',
      settings: { sandboxes: ['dev', 'prod-ue'], sandboxStates: { 'prod-ue': 'resetting' } },
      code: 'sandbox-inactive',
      says: 'the sandbox prod-ue cannot be used now: its state is resetting, so 2 entries are left alone: ',
      hint: 'Wait until it is active, and run again.',
      calls: 2,
    },
    {
      name: 'says that a permission is missing, and where there is one',
      settings: { sandboxes: ['dev', 'prod-ue'], forbiddenSandboxes: ['prod-ue'] },
      code: 'forbidden',
      says: 'the credential may not enter the sandbox prod-ue, so 2 entries are left alone: ',
      hint: 'View Sources and Manage Sources in the sandbox prod-ue. The credential may enter dev.',
      calls: 2,
    },
  ])('$name', async ({ settings, code, says, hint, calls }, { workspace, openPlatform }) => {
    const platform = await openPlatform(settings);
    await workspace.write('connections.yaml', listIn('prod-ue'));
    const planned = await workspace.run(['plan', '--json'], platform.env);
    const told = planned.json().diagnostics;
    expect(told).toMatchObject([{ severity: 'error', code, file: 'connections.yaml', line: 3, column: 5 }]);
    expect(told[0]?.message).toContain(says);
    expect(told[0]?.hint).toContain(hint);
    expect(sandboxCalls(platform)).toBe(calls);
    const { total, token = 0, list = 0 } = planned.json().requests;
    expect(total).toBe(token + list);
  });
});

describe.concurrent('validate --online', () => {
  test('needs one token, one list of sandboxes and one spec, and no secret', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform();
    await workspace.write('connections.yaml', listIn('dev', 'prod'));
    const { code, stdout, stderr } = await workspace.run([...online, '--json'], platform.env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { spec, sandboxes, requests } = onlineOf(stdout);
    expect(spec).toMatchObject({ id: '09182899-b429-40c9-a15a-bf3ddbc8ced7', changed: false });
    expect(spec?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(sandboxes).toEqual(['dev', 'prod'].map((name) => ({ name, state: 'active' })));
    expect(requests).toMatchObject({ total: 3, token: 1, list: 2 });
    expect(platform.stats().requests).toMatchObject({ total: 3, token: 1, sandboxes: 1, specs: 1 });
    expect(await workspace.files()).toHaveLength(2);
  });

  test('asks nothing of the platform without the flag, or for a faulty list', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform();
    await workspace.write('connections.yaml', listIn('dev'));
    const offline = await workspace.run(['validate', '--json'], platform.env);
    expect(offline.code).toBe(0);
    expect(JSON.parse(offline.stdout)).not.toHaveProperty('online');
    await workspace.write('connections.yaml', listIn('Dev'));
    const faulty = await workspace.run([...online, '--json'], platform.env);
    expect(faulty.code).toBe(3);
    expect(onlineOf(faulty.stdout)).toMatchObject({ spec: null, sandboxes: [], requests: { total: 0 } });
    expect(platform.stats().requests.total).toBe(0);
  });

  test('works against the embedded platform', async ({ workspace }) => {
    await workspace.write('connections.yaml', listIn('dev', 'brand-new'));
    const { code, stdout } = await workspace.run([...online, '--emulator']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^1 file checked: 2 entries in 2 sandboxes\.\nOnline: 2 of 2 sandboxes can be used; held against the connection spec [\w-]+; 3 requests\.\n$/,
    );
  });

  test.for<{
    name: string;
    settings: Partial<EmulatorSettings>;
    exit: number;
    told: object[];
    states: string[];
    requests: number;
  }>([
    {
      name: 'an unknown sandbox',
      settings: { sandboxes: ['dev', 'prod-eu'] },
      exit: 4,
      told: [
        {
          code: 'sandbox-unknown',
          line: 10,
          column: 14,
          hint: 'Did you mean prod-eu? The credential may enter dev and prod-eu.',
        },
      ],
      states: ['active', 'unknown'],
      requests: 5,
    },
    {
      name: 'a forbidden one',
      settings: { sandboxes: ['dev', 'prod-ue'], forbiddenSandboxes: ['prod-ue'] },
      exit: 5,
      told: [{ code: 'forbidden', line: 10, column: 14, key: 'prod-ue/bills' }],
      states: ['active', 'forbidden'],
      requests: 5,
    },
    {
      name: 'one that is not active',
      settings: { sandboxes: ['dev', 'prod-ue'], sandboxStates: { 'prod-ue': 'creating' } },
      exit: 4,
      told: [{ code: 'sandbox-inactive', line: 10, column: 14 }],
      states: ['active', 'creating'],
      requests: 5,
    },
    {
      name: 'an unknown one, where the sandbox API is closed',
      settings: { sandboxes: ['dev'], sandboxAccess: 'none' },
      exit: 4,
      told: [{ code: 'sandbox-unknown', line: 10, column: 14 }],
      states: ['active', 'unknown'],
      requests: 5,
    },
    {
      name: 'none, where the sandbox API is closed',
      settings: { sandboxes: ['dev', 'prod-ue'], sandboxAccess: 'none' },
      exit: 0,
      told: [],
      states: ['active', 'active'],
      requests: 5,
    },
    {
      name: 'that the role lacks View Sources',
      settings: { sandboxes: ['dev', 'prod-ue'], permission: 'none' },
      exit: 5,
      told: [
        { code: 'forbidden', line: 4, column: 14 },
        { code: 'forbidden', line: 10, column: 14 },
      ],
      states: ['forbidden', 'forbidden'],
      requests: 4,
    },
  ])('tells $name', async ({ settings, exit, told, states, requests }, { workspace, openPlatform }) => {
    const platform = await openPlatform(settings);
    await workspace.write('connections.yaml', listIn('dev', 'prod-ue'));
    const { code, stdout, json } = await workspace.run([...online, '--json'], platform.env);
    expect(code).toBe(exit);
    expect(json().valid).toBe(exit === 0);
    expect(json().diagnostics).toMatchObject(told);
    expect(json().diagnostics).toHaveLength(told.length);
    expect(onlineOf(stdout).sandboxes.map(({ state }) => state)).toEqual(states);
    expect(onlineOf(stdout).requests).toMatchObject({ total: requests });
    expect(platform.stats().requests.total).toBe(requests);
  });

  test.for<{
    name: string;
    settings?: Partial<EmulatorSettings>;
    env?: Record<string, string>;
    exit: number;
    diagnostic: string;
    requests: number;
  }>([
    {
      name: 'a secret that IMS refuses',
      settings: { clients: { client: 'other' } },
      exit: 5,
      diagnostic: 'unauthorised',
      requests: 1,
    },
    {
      name: 'a wrong organisation',
      settings: { orgId: 'OTHER@AdobeOrg' },
      exit: 5,
      diagnostic: 'forbidden',
      requests: 2,
    },
    {
      name: 'no credentials',
      env: { AEP_CLIENT_ID: '' },
      exit: 3,
      diagnostic: 'credentials-missing',
      requests: 0,
    },
    {
      name: 'a platform that is down',
      env: { AEP_PLATFORM_URL: 'http://127.0.0.1:2' },
      exit: 4,
      diagnostic: 'platform-unreachable',
      requests: 1,
    },
  ])(
    'tells $name, once',
    async ({ settings = {}, env = {}, exit, diagnostic, requests }, { workspace, openPlatform }) => {
      const platform = await openPlatform(settings);
      await workspace.write('connections.yaml', listIn('dev', 'prod'));
      const { code, stdout, stderr, json } = await workspace.run([...online, '--json'], {
        ...platform.env,
        ...env,
      });
      expect({ code, stderr }).toEqual({ code: exit, stderr: '' });
      expect(json().diagnostics.map((one) => one.code)).toEqual([diagnostic]);
      expect(onlineOf(stdout)).toMatchObject({ spec: null, sandboxes: [] });
      expect(platform.stats().requests.total).toBe(requests);
      expect(await workspace.files()).toHaveLength(1);
    },
  );
});

const BASIC = 'Basic Authentication';
const demanding: Partial<EmulatorSettings> = {
  authSpecChanges: {
    [BASIC]: {
      properties: { schema: { type: 'string' }, server: { type: 'string', pattern: '^db2-' } },
      required: ['schema'],
    },
  },
};

describe.concurrent('the connection spec', () => {
  test('is what every entry is held against, in every form, at its place', async ({
    workspace,
    openPlatform,
  }) => {
    const { env } = await openPlatform(demanding);
    await workspace.write('connections.yaml', listIn('dev'));
    const places = ['3:5', '5:13', '9:5', '11:13'];
    const asText = await workspace.run(online, env);
    expect(asText).toMatchObject({ code: 3, stderr: '' });
    const found = asText.stdout.split('\n').filter((line) => line.includes(': error: '));
    expect(found.map((line) => line.split(': ')[0])).toEqual(
      places.map((place) => `connections.yaml:${place}`),
    );
    expect(asText.stdout).toContain(
      `"${BASIC}" asks for \`schema\`, which the entry does not have\n  entry: dev/orders\n`,
    );
    expect(asText.stdout).toContain('hint: write `schema` below `params`');
    expect(asText.stdout).toMatch(/\n4 errors, 0 warnings\.\nOnline: 1 of 1 sandbox can be used; /);

    const asJson = (await workspace.run([...online, '--json'], env)).json();
    expect(asJson.diagnostics.map(({ line, column }) => `${line}:${column}`)).toEqual(places);
    expect(new Set(asJson.diagnostics.map(({ code }) => code))).toEqual(new Set(['spec-violation']));
    expect(asJson.valid).toBe(false);

    const asSarif = await workspace.run([...online, '--format', 'sarif'], env);
    expect(asSarif.code).toBe(3);
    expect(asSarif.stdout.match(/"startLine": (?:3|5|9|11),/g)).toHaveLength(4);
    const asGithub = await workspace.run([...online, '--format', 'github'], env);
    expect(asGithub.code).toBe(3);
    expect(asGithub.stdout).toMatch(/^::error file=connections\.yaml,line=3,col=5,/);
    expect(asGithub.stdout.trim().split('\n')).toHaveLength(4);
  });

  test('may lack the way to log in', async ({ workspace, openPlatform }) => {
    const { env } = await openPlatform({
      authSpecChanges: { [BASIC]: null, 'Basic Auth': { required: [] } },
    });
    const list = listIn('dev').replace('    username', `    specName: ${BASIC}\n    username`);
    await workspace.write('connections.yaml', list);
    const { code, stdout } = await workspace.run(online, env);
    expect(code).toBe(3);
    expect(stdout).toContain(
      `connections.yaml:7:15: error: the platform knows no way to log in to DB2 that is called \`${BASIC}\``,
    );
    expect(stdout).toContain('it knows `Connection String Based Authentication`, `Basic Auth`');
  });

  test('that has changed is news, once', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await workspace.write('connections.yaml', listIn('dev'));
    expect((await workspace.run([...online, '--json'], platform.env)).json().diagnostics).toEqual([]);
    const before = await workspace.read(SPEC);
    const changes = { [BASIC]: { properties: { schema: { type: 'string' }, authenticationType: null } } };
    await platform.control('PATCH', 'settings', { authSpecChanges: changes });
    const changed = await workspace.run([...online, '--json'], platform.env);
    expect(changed.code).toBe(0);
    const message =
      'the connection spec of IBM DB2 has changed since it was last looked at: the field schema of "Basic Authentication" is new; the field authenticationType of "Basic Authentication" is gone';
    expect(changed.json().diagnostics).toEqual([{ severity: 'note', code: 'spec-changed', message }]);
    expect(onlineOf(changed.stdout).spec?.changed).toBe(true);
    const after = await workspace.read(SPEC);
    expect(after).not.toBe(before);
    const again = await workspace.run([...online, '--json'], platform.env);
    expect(again.json().diagnostics).toEqual([]);
    expect(onlineOf(again.stdout).spec?.changed).toBe(false);
    expect(await workspace.read(SPEC)).toBe(after);
  });

  test('that is remembered wrongly is looked at anew', async ({ workspace, openPlatform }) => {
    const { env } = await openPlatform();
    await workspace.write('connections.yaml', listIn('dev'));
    await workspace.write(SPEC, 'not JSON');
    const { code, json } = await workspace.run([...online, '--json'], env);
    expect(code).toBe(0);
    expect(json().diagnostics).toMatchObject([{ severity: 'note', code: 'spec-not-remembered' }]);
    expect((await workspace.run([...online, '--json'], env)).json().diagnostics).toEqual([]);
  });

  // Root may write anywhere.
  test.skipIf(system() === 'win32' || userInfo().uid === 0)(
    'that cannot be remembered is no fault',
    async ({ workspace, openPlatform }) => {
      const { env } = await openPlatform();
      await workspace.write('connections.yaml', listIn('dev'));
      await chmod(workspace.root, 0o500);
      const { code, json } = await workspace.run([...online, '--json'], env);
      await chmod(workspace.root, 0o700);
      expect(code).toBe(0);
      expect(json().diagnostics).toMatchObject([{ severity: 'note', code: 'spec-not-remembered' }]);
    },
  );

  test('that cannot be compiled is told with its id, and without a stack', async ({
    workspace,
    openPlatform,
  }) => {
    const { env } = await openPlatform({
      authSpecChanges: { [BASIC]: { properties: { server: { $ref: 'https://example.com/evil.json' } } } },
    });
    await workspace.write('connections.yaml', listIn('dev'));
    const { code, stdout, stderr } = await workspace.run(online, env);
    expect({ code, stderr }).toEqual({ code: 4, stderr: '' });
    expect(stdout).toContain(
      'error: the schema of "Basic Authentication" in the connection spec 09182899-b429-40c9-a15a-bf3ddbc8ced7 cannot be used: it refers to another document',
    );
    expect(stdout).not.toMatch(/\n\s+at /);
  });
});
