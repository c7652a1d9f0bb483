// What a person reads when a run goes wrong: each message says what happened, where, why, and what to do next, and leads
// to its section of docs/what-happens-when.md. Drawn from real runs; a part that gets lost fails its row.
import { hostname, userInfo } from 'node:os';
import { describe, expect } from 'vitest';
import type { EmulatorSettings } from '../../../src/emulator/settings.ts';
import { until } from '../../support/platform.ts';
import type { TestPlatform } from '../../support/platform.ts';
import type { Environment, Finished, Running } from '../../support/run-cli.ts';
import { accounts, test } from '../../support/workspace.ts';
import type { Account, Workspace } from '../../support/workspace.ts';

interface Message {
  when: string;
  settings?: Partial<EmulatorSettings>;
  list?: readonly Account[];
  arrange?: (workspace: Workspace, platform: TestPlatform) => Promise<void>;
  /** Another run that is under way. */
  meanwhile?: (workspace: Workspace, platform: TestPlatform) => Promise<Running>;
  args?: readonly string[];
  env?: Environment;
  code: number;
  /** The diagnostic's code, which the last line names as the section to read. */
  section: string;
  what: string;
  /** The entry, the file with line and column, the host, or whatever else it is about. */
  where: readonly string[];
  why: string;
  toDo: string;
}

const STATE = 'connections.state.json';
const apply = ['apply', '--yes'];

/** Applies what is listed, for what a second run meets. */
async function applied({ run }: Workspace, { env }: TestPlatform): Promise<void> {
  expect(await run(apply, env)).toMatchObject({ code: 0 });
}

const messages: readonly Message[] = [
  {
    when: 'a field is mistyped',
    list: [{ name: 'orders', databse: 'ORDERS' }],
    args: ['plan'],
    code: 3,
    section: 'unknown-field',
    what: 'error: unknown field `databse`',
    where: ['connections.yaml:13:7: ', 'entry: dev/orders', '13 |       "databse": "ORDERS"'],
    why: 'unknown field',
    toDo: 'hint: did you mean `database`?',
  },
  {
    when: 'a password is written out',
    list: [{ name: 'orders', password: 'hunter2' }],
    args: ['validate'],
    code: 3,
    section: 'plain-secret',
    what: 'error: `password` is written out; it has to be a reference',
    where: ['connections.yaml:9:19: ', 'entry: dev/orders', '9 |       "password": ********'],
    why: 'kept in version control, where a secret can be read by all',
    toDo: 'hint: name where it comes from: { env: NAME }',
  },
  {
    when: 'two entries have one name',
    list: [{ name: 'orders' }, { name: 'orders', database: 'OTHER' }],
    args: ['plan'],
    code: 3,
    section: 'duplicate-name',
    what: 'error: name `orders` stands twice in sandbox `dev`',
    where: ['connections.yaml:22:15: ', 'first at connections.yaml:12:15', 'entry: dev/orders'],
    why: 'two of one name cannot be told apart',
    toDo: 'hint: rename one of the two',
  },
  {
    when: 'a secret does not resolve',
    list: [{ name: 'orders', password: { env: 'ORDERS_PASSWORD' } }],
    code: 3,
    section: 'secret-unresolved',
    what: 'error: the password of dev/orders does not resolve',
    where: ['connections.yaml:9:19: ', 'entry: dev/orders'],
    why: 'environment variable ORDERS_PASSWORD is not set',
    toDo: 'hint: set ORDERS_PASSWORD, or name a file that does with --env-file',
  },
  {
    when: 'the list names a command and nobody allowed it',
    list: [{ name: 'orders', password: { exec: ['vault', 'read'] } }],
    code: 3,
    section: 'secret-unresolved',
    what: 'error: the password of dev/orders does not resolve',
    where: ['connections.yaml:9:19: ', 'entry: dev/orders'],
    why: 'running `vault` needs permission',
    toDo: 'hint: add --allow-exec if you trust every command',
  },
  {
    when: 'half of the credential is missing',
    env: { AEP_CLIENT_SECRET: '' },
    code: 3,
    section: 'credentials-missing',
    what: 'error: the client id comes without its secret',
    where: ['AEP_CLIENT_ID'],
    why: 'without its secret',
    toDo: 'hint: Set AEP_CLIENT_SECRET beside AEP_CLIENT_ID',
  },
  {
    when: 'the login refuses the credential',
    settings: { clients: { client: 'another secret' } },
    list: accounts(2, ['dev', 'prod']),
    code: 5,
    section: 'unauthorised',
    what: 'error: the login was refused, so 2 entries are left alone',
    where: ["Adobe's login (IMS)", '(request '],
    why: 'refused the client credentials: invalid client_secret parameter',
    toDo: 'hint: Check AEP_CLIENT_ID and AEP_CLIENT_SECRET: the secret may have been rotated',
  },
  {
    when: 'the access token is of yesterday',
    env: {
      AEP_CLIENT_ID: '',
      AEP_CLIENT_SECRET: '',
      AEP_ACCESS_TOKEN: 'of-yesterday',
      AEP_API_KEY: 'client',
    },
    code: 5,
    section: 'unauthorised',
    what: 'error: the access token was refused, so dev/account-0 is left alone',
    where: ['the platform does not accept AEP_ACCESS_TOKEN'],
    why: 'it has expired, or belongs to another organisation',
    toDo: 'hint: Renew AEP_ACCESS_TOKEN; or let each run ask for a token',
  },
  {
    when: 'the platform is out of reach',
    list: accounts(2, ['dev', 'prod']),
    env: { AEP_PLATFORM_URL: 'http://127.0.0.1:2' },
    code: 4,
    section: 'platform-unreachable',
    what: 'error: the platform could not be reached, so 2 entries are left alone',
    where: ['the connection to 127.0.0.1:2 was refused'],
    why: 'nothing listens there',
    toDo: 'hint: Check the network and the address (AEP_PLATFORM_URL, AEP_IMS_URL), and run again.',
  },
  {
    when: 'a sandbox is forbidden',
    settings: { forbiddenSandboxes: ['prod'] },
    list: accounts(2, ['dev', 'prod']),
    code: 4,
    section: 'forbidden',
    what: 'error: the credential may not enter the sandbox prod, so prod/account-1 is left alone',
    where: ['connections.yaml:14:5: ', '(request '],
    why: 'You do not have sufficient permissions',
    toDo: "hint: Give the credential's role the permissions View Sources and Manage Sources in the sandbox prod.",
  },
  {
    when: 'a sandbox is misspelt',
    settings: { sandboxes: ['dev', 'production'] },
    list: accounts(2, ['dev', 'prduction']),
    code: 4,
    section: 'sandbox-unknown',
    what: 'error: the sandbox prduction is not known to this organisation, so prduction/account-1 is left alone',
    where: ['connections.yaml:14:5: ', '(request '],
    why: "The sandbox with the name 'prduction' could not be found.",
    toDo: 'hint: Did you mean production? The credential may enter dev and production.',
  },
  {
    when: 'another database stands under the name',
    arrange: (_, { control }) =>
      control('POST', 'connections', {
        sandbox: 'dev',
        name: 'account-0',
        auth: { params: { server: 'elsewhere.example.com:50000', database: 'OTHER' } },
      }),
    code: 4,
    section: 'conflict',
    what: 'error: a connection named "account-0" stands in dev',
    where: ['connections.yaml:4:5: ', 'entry: dev/account-0'],
    why: 'leads to elsewhere.example.com:50000/OTHER, not to db2.example.com:50000/ACCOUNT-0',
    toDo: "hint: If it is meant, run: flowrecon import 'dev/account-0' ",
  },
  {
    when: 'another run holds the state',
    settings: { tokenLatency: { ms: 60_000 } },
    meanwhile: holdState,
    code: 6,
    section: 'state-locked',
    what: `${STATE} is locked by `,
    where: [STATE],
    why: `${userInfo().username} on ${hostname()} (pid `,
    toDo: 'hint: Wait for that run, or give --lock-timeout to have this one wait. If it is dead, run: flowrecon state unlock',
  },
  {
    when: 'the state is cut short',
    arrange: async (workspace, platform) => {
      await applied(workspace, platform);
      await workspace.write(STATE, (await workspace.read(STATE)).slice(0, 200));
    },
    code: 6,
    section: 'state-damaged',
    what: 'error: the state file ',
    where: [STATE],
    why: 'is no complete JSON',
    toDo: 'hint: Restore it from version control, or move it away',
  },
  {
    when: 'the state holds a merge that nobody finished',
    arrange: async (workspace, platform) => {
      await applied(workspace, platform);
      await workspace.write(STATE, (await workspace.read(STATE)).replace('  "serial"', '<<<<<<< HEAD\n$&'));
    },
    code: 6,
    section: 'state-damaged',
    what: 'error: the state file ',
    where: [STATE, 'at line 4'],
    why: 'holds the marks of an unfinished merge',
    toDo: 'hint: Restore it from version control, or move it away',
  },
  {
    when: 'the state belongs to another organisation',
    arrange: async (workspace, platform) => {
      await applied(workspace, platform);
      await workspace.write(STATE, (await workspace.read(STATE)).replace('ACME@', 'OTHER@'));
    },
    code: 6,
    section: 'state-foreign',
    what: 'error: the state file ',
    where: [STATE],
    why: 'belongs to the organisation OTHER@AdobeOrg, not ACME@AdobeOrg',
    toDo: 'hint: Give the state of this platform and organisation with --state',
  },
  {
    when: 'a saved plan is stale',
    arrange: async (workspace, platform) => {
      await workspace.run(['plan', '--out', 'plan.json'], platform.env);
      await applied(workspace, platform);
    },
    args: ['apply', 'plan.json'],
    code: 6,
    section: 'plan-stale',
    what: 'error: the saved plan is stale',
    where: ['from serial 0 to 1'],
    why: 'the state has gone on',
    toDo: 'hint: Make a new plan with plan --out, look at it, and apply that.',
  },
  {
    when: 'a plan would delete too much',
    list: accounts(8),
    arrange: async (workspace, platform) => {
      await applied(workspace, platform);
      await workspace.list(accounts(1));
    },
    args: [...apply, '--prune'],
    code: 7,
    section: 'too-many-deletions',
    what: 'error: the plan deletes 7 of 8 recorded connections',
    where: ['It would delete: dev/account-1, dev/account-2, '],
    why: 'at most 5 may go in one run',
    toDo: 'hint: If the list is complete and all of them are meant, run again with --max-delete 7.',
  },
  {
    when: 'nobody is there to confirm',
    args: ['apply'],
    code: 3,
    section: 'not-confirmed',
    what: 'nothing was written',
    where: ['the plan'],
    why: 'nobody is there to confirm the plan',
    toDo: 'dist/cli.js apply --yes',
  },
];

/** Another run that waits for its token, and holds the state meanwhile. */
async function holdState({ start }: Workspace, platform: TestPlatform): Promise<Running> {
  const run = start(apply, platform.env);
  await until(() => platform.stats().requests.token === 1);
  return run;
}

const PARTS = ['what', 'where', 'why', 'toDo'] as const;

/** The parts of a message that are missing from what a run said. */
function missingParts(said: string, message: Message): string[] {
  return PARTS.filter((part) => [message[part]].flat().some((text) => !said.includes(text)));
}

describe.concurrent('the message', () => {
  test.for(messages)(
    'when $when says what, where, why and what to do',
    async (message, { workspace, openPlatform }) => {
      const platform = await openPlatform(message.settings);
      await workspace.list(message.list ?? accounts(1));
      await message.arrange?.(workspace, platform);
      const other = await message.meanwhile?.(workspace, platform);
      const { code, stdout, stderr }: Finished = await workspace.run(message.args ?? apply, {
        ...platform.env,
        ...message.env,
      });
      other?.child.kill('SIGKILL');
      await other?.finished;
      const said = message.args?.[0] === 'validate' ? stdout : stderr;
      expect(code, said).toBe(message.code);
      expect(missingParts(said, message), said).toEqual([]);
      expect(said.trimEnd().split('\n').at(-1)).toMatch(
        new RegExp(`^More about it: .*docs/what-happens-when\\.md#${message.section}$`),
      );
    },
  );

  test('stands apart from one that was told before it', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform({ forbiddenSandboxes: ['prod'] });
    await workspace.list(accounts(2, ['dev', 'prod']));
    const { stderr } = await workspace.run(['plan'], { ...platform.env, DB2_PASSWORD: '' });
    expect(stderr).toMatch(/^connections[^ ]+ warning: /);
    expect(stderr).toMatch(/\n\nconnections[^ ]+ error: /);
    expect(stderr).not.toMatch(/hint: .*\n\S/);
  });

  test('that has lost a part is found out', () => {
    const [message] = messages;
    if (message === undefined) throw new Error('there are no messages');
    const whole = [message.what, ...message.where, message.why, message.toDo].join('\n');
    expect(missingParts(whole, message)).toEqual([]);
    for (const text of [...message.where, message.toDo]) {
      expect(missingParts(whole.replace(text, ''), message), text).toHaveLength(1);
    }
  });
});
