// What the help pages say of each command beside its options: a sentence more, the environment, the exit codes. Data only.
import type { EXIT } from '../core/outcome.ts';

const CREDENTIAL = [
  'AEP_ORG_ID',
  'AEP_CLIENT_ID',
  'AEP_CLIENT_SECRET',
  'AEP_SCOPES',
  'AEP_ACCESS_TOKEN',
  'AEP_API_KEY',
  'AEP_PLATFORM_URL',
  'AEP_IMS_URL',
] as const;

/** Environment variables, and what each is for. */
export const VARIABLES = {
  AEP_ORG_ID: 'the organisation, ...@AdobeOrg; wins over platform.orgId',
  AEP_CLIENT_ID: 'OAuth server-to-server credential',
  AEP_CLIENT_SECRET: 'its secret',
  AEP_SCOPES: 'scopes to ask for, instead of the usual ones',
  AEP_ACCESS_TOKEN: 'a token that is there already, instead',
  AEP_API_KEY: 'the API key; the client id unless it is said',
  AEP_PLATFORM_URL: 'another platform host; wins over platform.url',
  AEP_IMS_URL: 'another host for tokens; wins over platform.imsUrl',
  FLOWRECON_STATE_KEY: 'any long text: lets a changed password be noticed',
  NO_COLOR: 'no colours, like --no-color',
} as const;

type Variable = keyof typeof VARIABLES;

type Exit = keyof typeof EXIT;

/** Exit codes in the order of a table, and what each means where a command says nothing else. */
export const EXIT_MEANINGS: readonly (readonly [Exit, meaning: string])[] = [
  ['done', 'done, nothing left'],
  ['internal', 'internal error, or the state could not be saved'],
  ['pending', 'changes are pending'],
  ['configuration', 'configuration or usage'],
  ['partial', 'some entries failed, conflict or could not be read'],
  ['refused', 'refused: authentication or permission'],
  ['state', 'the state is locked, damaged or not ours'],
  ['limit', 'stopped by a limit'],
  ['interrupted', 'interrupted'],
];

interface Manual {
  readonly group?: string;
  /** More than the one line that the list of commands has room for. */
  readonly about?: string;
  readonly variables?: readonly Variable[];
  /** What may come beside 0 and 1, in words of this command where the usual ones are too general. */
  readonly exits: Partial<Record<Exit, string | true>>;
}

const FIRST = 'Begin:';
const DAILY = 'Keep in step:';
const STANDING = 'What stands already:';
/** The group of the commands that change nothing on the platform. */
export const AROUND = 'Look after and look around:';

const OFFLINE: Manual['exits'] = { configuration: true, state: true };
const ONLINE: Manual['exits'] = {
  configuration: true,
  partial: true,
  refused: true,
  state: true,
  interrupted: true,
};
const BOUNDED: Manual['exits'] = { ...ONLINE, limit: true };

/** The pages, by the path of the command. */
export const MANUALS: Readonly<Record<string, Manual>> = {
  flowrecon: {
    about:
      'It compares the list with its state file and with what the Flow Service holds, and creates, adopts, updates or, only when asked, deletes connections. Start with init and plan: plan writes nothing.',
    variables: [...CREDENTIAL, 'FLOWRECON_STATE_KEY', 'NO_COLOR'],
    exits: {
      pending: true,
      configuration: true,
      partial: true,
      refused: true,
      state: true,
      limit: true,
      interrupted: true,
    },
  },
  init: {
    group: FIRST,
    about:
      'Asks on a terminal; elsewhere, and with --yes, it takes what the flags say. A file that exists is left as it is and named. Columns of an inventory are recognised by their names; a password column is never read, and every entry refers to its password instead.',
    exits: {
      configuration: 'the list exists, or nothing came of the inventory; nothing was written',
      partial: 'rows of the inventory are left out, each named by its line; the rest is written',
      interrupted: true,
    },
  },
  emulator: {
    group: FIRST,
    about:
      'Of several choices the first is what holds without the flag. Faults (lost answers, torn bodies, error pages and more) are given in the settings file, or while it runs: GET or PATCH /__emulator/settings.',
    exits: { configuration: true },
  },
  validate: {
    group: DAILY,
    about: 'Every fault is told in one pass, each at its file, line and column.',
    variables: CREDENTIAL,
    exits: {
      configuration: 'the list has faults, or usage',
      partial: 'a sandbox could not be read (--online)',
      refused: 'authentication or permission (--online)',
    },
  },
  plan: {
    group: DAILY,
    variables: [...CREDENTIAL, 'FLOWRECON_STATE_KEY'],
    exits: { pending: 'changes are pending (--detailed-exitcode)', ...BOUNDED },
  },
  apply: {
    group: DAILY,
    about:
      'Exactly one connection comes of each entry, whatever is killed, cut off or answered ambiguously. Nothing is written that the plan did not show.',
    variables: [...CREDENTIAL, 'FLOWRECON_STATE_KEY'],
    exits: {
      pending: 'the plan was not confirmed',
      ...BOUNDED,
      state: 'the state is locked, damaged or not ours, or a saved plan is stale',
    },
  },
  test: {
    group: DAILY,
    variables: CREDENTIAL,
    exits: { ...BOUNDED, partial: 'some connections do not answer or could not be tried' },
  },
  export: { group: STANDING, variables: CREDENTIAL, exits: ONLINE },
  import: { group: STANDING, variables: CREDENTIAL, exits: ONLINE },
  explore: { group: STANDING, variables: CREDENTIAL, exits: ONLINE },
  state: {
    group: AROUND,
    about: 'The state file maps each entry to its connection; none of these commands touches a connection.',
    exits: OFFLINE,
  },
  'state list': { exits: OFFLINE },
  'state show': { exits: OFFLINE },
  'state mv': { exits: OFFLINE },
  'state rm': {
    about: 'What has no record is found again by name and target, so that the next apply adopts it.',
    exits: OFFLINE,
  },
  'state verify': {
    variables: CREDENTIAL,
    exits: { ...ONLINE, partial: 'state and platform differ, or could not be compared' },
  },
  'state unlock': { exits: OFFLINE },
  completion: {
    group: AROUND,
    about:
      'The script calls flowrecon for every completion, so that keys, sandboxes and tags are those of the list and the state that the line names with -f and --state, or of those beside it.',
    exits: { configuration: true },
  },
  schema: {
    group: AROUND,
    about: 'An editor finds it by the first line of a list: # yaml-language-server: $schema=PATH.',
    exits: { configuration: true },
  },
};
