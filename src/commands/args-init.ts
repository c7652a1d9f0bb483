// `flowrecon init`: its options, and their way from flags to a request.
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import type { ColumnChoice } from '../core/column-mapping.ts';
import { INVENTORY_FIELDS } from '../core/inventory.ts';
import type { FirstConnection, InitRequest, InventoryOptions } from '../core/request.ts';
import { templateFault, USUAL_TEMPLATE } from '../core/secret-template.ts';
import type { SecretTemplate } from '../core/secret-template.ts';
import { examples, sharedOptions, withSpeechOptions } from './args-shared.ts';
import type { SharedFlags } from './args-shared.ts';
import { collect } from './args-values.ts';

type InitFlags = Partial<SharedFlags> &
  Partial<FirstConnection> & {
    out: string;
    yes?: true;
    ci?: 'github' | 'none';
    orgId?: string;
    platformUrl?: string;
    fromCsv?: string;
    delimiter?: string;
    column?: ColumnChoice[];
    passwordEnv?: SecretTemplate;
    passwordFile?: SecretTemplate;
  };

/** Adds the command; its request goes to `take`. */
export function addInitCommand(program: Command, take: (request: InitRequest) => void): void {
  const command = program
    .command('init')
    .description('Write the first files: connections.yaml, lines for .gitignore, a nightly workflow.')
    .option('--out <file>', 'the list to write; it must not exist yet', 'connections.yaml')
    .option(
      '--sandbox <sandbox>',
      'sandbox of the connections; may be given several times (default: dev)',
      collect,
    )
    .addOption(new Option('--ci <which>', 'workflow to write (default: github)').choices(['github', 'none']))
    .option('--yes', 'ask nothing: take what is given, and what is usual for the rest');
  addFirstConnection(command);
  addInventory(command);
  withSpeechOptions(command)
    .addHelpText(
      'after',
      examples(
        'init --sandbox dev --sandbox prod --org-id 0123456789ABCDEF@AdobeOrg',
        "init --from-csv inventory.csv --sandbox prod --column 'server=Box'",
      ),
    )
    .action((flags: InitFlags) => {
      const misplaced = OF_INVENTORY.find((name) => flags[name] !== undefined && flags.fromCsv === undefined);
      if (misplaced !== undefined) command.error(`error: --${dashed(misplaced)} needs --from-csv.`);
      take(requestOf(flags));
    });
}

/** What an inventory says by itself. */
const OF_LIST = ['orgId', 'platformUrl', 'name', 'server', 'database', 'username'];
const OF_INVENTORY = ['delimiter', 'column', 'passwordEnv', 'passwordFile'] as const;

function dashed(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function addFirstConnection(command: Command): void {
  command
    .optionsGroup('A list of one connection to begin with:')
    .option('--org-id <id>', 'organisation of the list, ...@AdobeOrg (default: only AEP_ORG_ID)')
    .option('--platform-url <url>', 'platform of the list (default: https://platform.adobe.io)')
    .option('--name <text>', 'name of the connection (default: Orders)')
    .option('--server <host:port>', 'its DB2 server')
    .option('--database <name>', 'its database')
    .option('--username <name>', 'the account that reads it')
    .optionsGroup('Options:');
}

function addInventory(command: Command): void {
  command
    .optionsGroup('A list from an inventory:')
    .addOption(
      new Option(
        '--from-csv <file>',
        'take the connections from this table; its first row names the columns',
      ).conflicts(OF_LIST),
    )
    .option(
      '--column <field=header>',
      `column that holds a field (default: guessed from its name); may be given several times. Fields: ${INVENTORY_FIELDS.join(', ')}`,
      collectColumn,
    )
    .option(
      '--delimiter <character>',
      'what separates the cells, or tab (default: found out)',
      parseDelimiter,
    )
    .addOption(
      new Option(
        '--password-env <template>',
        `variable of each password, with {KEY} and {SANDBOX} (default: ${USUAL_TEMPLATE.template})`,
      )
        .argParser((template) => parseTemplate({ kind: 'env', template }))
        .conflicts('passwordFile'),
    )
    .addOption(
      new Option('--password-file <template>', "file of each password, such as 'secrets/{key}'").argParser(
        (template) => parseTemplate({ kind: 'file', template }),
      ),
    )
    .optionsGroup('Options:');
}

const COLUMN_FORM = `Expected FIELD=HEADER, where the field is one of ${INVENTORY_FIELDS.join(', ')}.`;
const NO_PASSWORDS =
  'Passwords are not read: a secret never stands in a list. Use --password-env or --password-file, or a column that names where each password is: password-env=HEADER or password-file=HEADER.';

function collectColumn(text: string, gathered: readonly ColumnChoice[] = []): ColumnChoice[] {
  const [, name = '', header = ''] = /^([^=]*)=(.+)$/s.exec(text) ?? [];
  if (name === 'password') throw new InvalidArgumentError(NO_PASSWORDS);
  const field = INVENTORY_FIELDS.find((each) => each === name);
  if (field === undefined) throw new InvalidArgumentError(COLUMN_FORM);
  if (gathered.some((choice) => choice.field === field || choice.header === header))
    throw new InvalidArgumentError('Each field and each column may be named once.');
  return [...gathered, { field, header }];
}

function parseDelimiter(text: string): string {
  if (/^(tab|\\t)$/i.test(text)) return '\t';
  if (text.length !== 1 || text === '"') throw new InvalidArgumentError('Expected one character, or tab.');
  return text;
}

function parseTemplate(template: SecretTemplate): SecretTemplate {
  const fault = templateFault(template);
  if (fault !== undefined) throw new InvalidArgumentError(`A template ${fault}.`);
  return template;
}

function requestOf(flags: InitFlags): InitRequest {
  const { out, yes = false, ci, orgId, platformUrl } = flags;
  const inventory = inventoryOf(flags);
  return {
    ...sharedOptions(flags),
    command: 'init',
    out,
    yes,
    first: firstOf(flags),
    ...(ci !== undefined && { ci }),
    ...(orgId !== undefined && { orgId }),
    ...(platformUrl !== undefined && { platformUrl }),
    ...(inventory !== undefined && { inventory }),
  };
}

function firstOf({ name, server, database, username }: InitFlags): Partial<FirstConnection> {
  return {
    ...(name !== undefined && { name }),
    ...(server !== undefined && { server }),
    ...(database !== undefined && { database }),
    ...(username !== undefined && { username }),
  };
}

function inventoryOf(flags: InitFlags): InventoryOptions | undefined {
  const { fromCsv: file, delimiter, column: columns = [], passwordEnv, passwordFile } = flags;
  if (file === undefined) return undefined;
  const secrets = passwordEnv ?? passwordFile ?? USUAL_TEMPLATE;
  return { file, columns, secrets, ...(delimiter !== undefined && { delimiter }) };
}
