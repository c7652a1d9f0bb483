// What stands against a run: each reason has its exit code, says what it is and what to do, and leaves alone what it
// has to leave alone. As text it goes to standard error; with --json it stands in the one document.
import { describe, expect } from 'vitest';
import type { EmulatorSettings } from '../../../src/emulator/settings.ts';
import type { TestPlatform } from '../../support/platform.ts';
import type { Environment } from '../../support/run-cli.ts';
import { accounts, test } from '../../support/workspace.ts';
import type { Account, Workspace } from '../../support/workspace.ts';

interface Refusal {
  when: string;
  code: number;
  diagnostic: string;
  says: string;
  hint: string;
  settings?: Partial<EmulatorSettings>;
  list?: readonly Account[];
  args?: readonly string[];
  /** Changes of the environment that leads to the platform; undefined takes a variable away. */
  env?: Record<string, string | undefined>;
  arrange?: (workspace: Workspace, platform: TestPlatform) => Promise<void>;
  /** What stands on the platform in the end. */
  standing?: readonly string[];
  /** The run must not even knock. */
  silent?: true;
  /** Looked at as text too: once for every exit code is enough, because all are told in the same way. */
  asText?: true;
}

const STATE = 'connections.state.json';
const both = accounts(2, ['dev', 'prod']);

function stateOf(change: object): string {
  const state = {
    version: 1,
    lineage: '6b2b1f0e-56a3-4c25-9a7d-6f6fd0a5a0d1',
    serial: 3,
    orgId: 'ACME@AdobeOrg',
  };
  return JSON.stringify({ ...state, platform: 'https://platform.adobe.io', connections: {}, ...change });
}

const noLogin = { AEP_CLIENT_ID: undefined, AEP_CLIENT_SECRET: undefined };

const refusals: readonly Refusal[] = [
  {
    when: 'the platform is down',
    code: 4,
    diagnostic: 'platform-unreachable',
    says: 'the platform could not be reached',
    hint: 'AEP_PLATFORM_URL',
    env: { AEP_PLATFORM_URL: 'http://127.0.0.1:2' },
  },
  {
    when: 'the login is down',
    code: 4,
    diagnostic: 'platform-unreachable',
    says: "Adobe's login (IMS) gave no token: the connection to 127.0.0.1:2 was refused",
    hint: 'AEP_IMS_URL',
    env: { AEP_IMS_URL: 'http://127.0.0.1:2' },
  },
  {
    when: 'the login refuses the client',
    asText: true,
    code: 5,
    diagnostic: 'unauthorised',
    says: "Adobe's login (IMS) refused the client credentials: invalid client_secret parameter",
    hint: 'Check AEP_CLIENT_ID and AEP_CLIENT_SECRET',
    settings: { clients: { client: 'another secret' } },
  },
  {
    when: 'the credential belongs to another organisation',
    code: 5,
    diagnostic: 'forbidden',
    says: 'the credential is not valid for this organisation',
    hint: 'Check AEP_ORG_ID',
    settings: { orgId: 'OTHER@AdobeOrg' },
  },
  {
    when: 'the access token has expired',
    code: 5,
    diagnostic: 'unauthorised',
    says: 'the platform does not accept AEP_ACCESS_TOKEN: it has expired',
    hint: 'Renew AEP_ACCESS_TOKEN',
    env: { ...noLogin, AEP_ACCESS_TOKEN: 'of-yesterday', AEP_API_KEY: 'client' },
  },
  {
    when: 'one sandbox does not exist, while the others go on',
    code: 4,
    diagnostic: 'sandbox-unknown',
    says: 'the sandbox prod is not known to this organisation',
    hint: 'Correct the name',
    settings: { sandboxes: ['dev'] },
    list: both,
    standing: ['dev/account-0'],
  },
  {
    when: 'one sandbox is forbidden, while the others go on',
    code: 4,
    diagnostic: 'forbidden',
    says: 'the credential may not enter the sandbox prod',
    hint: 'View Sources and Manage Sources in the sandbox prod',
    settings: { forbiddenSandboxes: ['prod'] },
    list: both,
    standing: ['dev/account-0'],
  },
  {
    when: 'all sandboxes are forbidden',
    code: 5,
    diagnostic: 'forbidden',
    says: 'the credential may not enter the sandbox dev',
    hint: 'View Sources and Manage Sources',
    settings: { forbiddenSandboxes: ['dev', 'prod'] },
    list: both,
  },
  {
    when: 'there are no credentials',
    asText: true,
    code: 3,
    diagnostic: 'credentials-missing',
    says: 'there are no credentials for the platform',
    hint: 'Set AEP_CLIENT_ID and AEP_CLIENT_SECRET',
    env: noLogin,
    silent: true,
  },
  {
    when: 'the list is faulty',
    code: 3,
    diagnostic: 'unknown-field',
    says: 'databse',
    hint: 'did you mean `database`?',
    list: [{ name: 'orders', databse: 'ORDERS' }],
    silent: true,
  },
  {
    when: 'the list is not there',
    code: 3,
    diagnostic: 'no-files',
    says: 'missing.yaml',
    hint: '-f',
    args: ['-f', 'missing.yaml'],
    silent: true,
  },
  {
    when: 'nobody has confirmed the plan',
    code: 3,
    diagnostic: 'not-confirmed',
    says: 'to confirm the plan, so nothing was written',
    hint: 'cli.js apply --yes',
    args: [],
  },
  {
    when: 'the state is damaged',
    asText: true,
    code: 6,
    diagnostic: 'state-damaged',
    says: STATE,
    hint: 'Restore it from version control',
    arrange: (workspace) => workspace.write(STATE, stateOf({}).slice(0, 40)),
    silent: true,
  },
  {
    when: 'the state is of another platform',
    code: 6,
    diagnostic: 'state-foreign',
    says: 'belongs to the platform https://platform.adobe.io, not http://127.0.0.1:',
    hint: '--state',
    arrange: (workspace) => workspace.write(STATE, stateOf({})),
    silent: true,
  },
  {
    when: 'the state is of another organisation',
    code: 6,
    diagnostic: 'state-foreign',
    says: 'belongs to the organisation OTHER@AdobeOrg, not ACME@AdobeOrg',
    hint: '--state',
    arrange: ({ write }, { url }) => write(STATE, stateOf({ platform: url, orgId: 'OTHER@AdobeOrg' })),
    silent: true,
  },
  {
    when: 'another database stands under the name',
    code: 4,
    diagnostic: 'conflict',
    says: 'a connection named "account-0" stands in dev and leads to elsewhere.example.com',
    hint: 'give the entry another name',
    arrange: (_, platform) =>
      platform.control('POST', 'connections', {
        sandbox: 'dev',
        name: 'account-0',
        auth: { params: { server: 'elsewhere.example.com:50000', database: 'OTHER' } },
      }),
    standing: ['dev/account-0'],
  },
];

describe.concurrent('a run is refused', () => {
  test.for(refusals)('when $when (exit code $code)', async (refusal, { workspace, openPlatform }) => {
    const platform = await openPlatform(refusal.settings);
    await workspace.list(refusal.list ?? accounts(1));
    await refusal.arrange?.(workspace, platform);
    const before = await workspace.files();
    const args = ['apply', ...(refusal.args ?? ['--yes'])];
    const env = Object.fromEntries(
      Object.entries({ ...platform.env, ...refusal.env }).filter(([, value]) => value !== undefined),
    ) as Environment;

    const asJson = await workspace.run([...args, '--json'], env);
    expect(asJson.code).toBe(refusal.code);
    // A login that is tried again and again takes longer than progress stays silent.
    expect(asJson.stderr.replaceAll(/^reading \d+\/\d+ sandboxes.*\n/gm, '')).toBe('');
    const { formatVersion, command, diagnostics } = asJson.json();
    expect({ formatVersion, command }).toEqual({ formatVersion: '1.0', command: 'apply' });
    const told = diagnostics.find((one) => one.code === refusal.diagnostic);
    expect(told?.severity).toBe('error');
    expect(told?.message).toContain(refusal.says);
    expect(told?.hint).toContain(refusal.hint);

    if (refusal.asText) {
      const { code, stdout, stderr } = await workspace.run(args, env);
      expect(code).toBe(refusal.code);
      expect(stderr).toMatch(/error: /);
      expect(stderr).toContain(refusal.says);
      expect(stderr).toContain(`hint: ${told?.hint}`);
      expect(stdout).not.toMatch(/error: |hint: /);
    }

    expect(await platform.names()).toEqual(refusal.standing ?? []);
    if (refusal.standing === undefined) expect(await workspace.files()).toEqual(before);
    if (refusal.silent) expect(platform.stats().requests.total).toBe(0);
  });

  test.for([
    { line: 'apply --yess', says: '(Did you mean --yes?)' },
    { line: 'aply', says: '(Did you mean apply?)' },
    { line: 'apply --concurrency many', says: 'Expected a whole number from 1 on' },
    { line: 'apply --timeout 10', says: 'Expected a duration such as 500ms, 10s or 5m.' },
  ])('when the command line reads $line (exit code 3)', async ({ line, says }, { workspace }) => {
    const { code, stdout, stderr } = await workspace.run(line.split(' '));
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).toContain('--help');
  });

  test('when the command line of a run with --json is not understood', async ({ workspace }) => {
    const { code, json } = await workspace.run(['apply', '--json', '--yess']);
    expect(code).toBe(3);
    expect(json().diagnostics).toMatchObject([{ severity: 'error', code: 'usage' }]);
  });
});
