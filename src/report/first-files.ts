// The words of the files that `init` writes: the comments of a first list, the lines for .gitignore, the nightly workflow;
// and what it says at its end. Pure.
import type { ListLayout } from '../core/list-layout.ts';
import type { FirstConnection } from '../core/request.ts';
import { slugOf, variableOf } from '../core/export-names.ts';
import { record, sentence } from './page.ts';
import type { Page } from './page.ts';
import { counted } from './sentences.ts';

/** What a first list is made of. */
export interface FirstList {
  readonly sandboxes: readonly string[];
  readonly connection: FirstConnection;
  readonly orgId?: string;
  readonly platformUrl?: string;
}

/** The comment that tells an editor which schema a list has; it has to be the first line. */
export function schemaLine(path: string): string {
  return `yaml-language-server: $schema=${path}`;
}

const MORE = [
  'More that an entry can say:',
  '  description: Order master, Frankfurt    # sent along',
  '  tags: [orders, eu]                      # to pick entries with --tag; never sent',
  '  protect: true                           # never deleted, not even by --prune',
  '  onDrift: report                         # show what was changed on the platform, and leave it',
  '  params: { certificateCommonName: db2 }  # further auth.params, none of them secret',
  '  connectionString: { env: NAME }         # instead of server, database, username and password',
  '',
  'Other places for a password: { file: path }, and { exec: [command, argument] } with --allow-exec.',
];

/** A list of one connection, with words around it. */
export function firstListLayout(schema: string, list: FirstList): ListLayout {
  const { sandboxes, connection, orgId, platformUrl } = list;
  const { name, server, database, username } = connection;
  const [first = '', ...others] = sandboxes;
  const key = slugOf(name);
  const platform = {
    ...(platformUrl !== undefined && { url: platformUrl }),
    ...(orgId !== undefined && { orgId }),
  };
  return {
    header: [
      schemaLine(schema),
      'The IBM DB2 connections that Adobe Experience Platform should have. flowrecon plan shows what would change.',
      'No password stands here: each entry says where its password comes from.',
    ],
    ...(Object.keys(platform).length > 0 && { platform }),
    entries: [
      {
        comment: ['The name is what Experience Platform shows; the key stays when the name changes.'],
        fields: {
          name,
          ...(key !== name && { key }),
          ...(others.length > 0 ? { sandboxes } : { sandbox: first }),
          server,
          database,
          username,
          password: { env: passwordVariable(name) },
        },
      },
    ],
    footer: MORE,
  };
}

/** The variable that the first connection takes its password from. */
export function passwordVariable(name: string): string {
  return `${variableOf(slugOf(name))}_PASSWORD`;
}

/** What version control should not see. The state file itself is made to be committed. */
export const IGNORED_LINES: readonly string[] = [
  ...['*.state.json.journal*', '*.state.json.lock*', '*.state.json.*.tmp', '*.emulator.ndjson*'],
  ...['.env', '/reports/'],
];

/** What the workflow depends on. */
export interface WorkflowNeeds {
  /** The list, relative to the root of the repository. */
  readonly list: string;
  readonly version: string;
  /** Whether flowrecon is a package of the project, which `npm ci` installs. */
  readonly installed: boolean;
}

/** A workflow for GitHub Actions: every night, and on demand, a plan that fails where there is something to do. */
export function workflowText({ list, version, installed }: WorkflowNeeds): string {
  const setup = installed ? 'npm ci' : `npm install --global flowrecon@${version}`;
  const file = list === 'connections.yaml' ? '' : ` -f ${JSON.stringify(list)}`;
  const command = `${installed ? 'npx ' : ''}flowrecon`;
  return `# Compares the list with Adobe Experience Platform every night and fails where they differ. It writes nothing.
# It needs the secrets AEP_ORG_ID, AEP_CLIENT_ID and AEP_CLIENT_SECRET of the repository (Settings > Secrets and
# variables > Actions), and no password of a database.
name: flowrecon

on:
  schedule:
    - cron: '17 3 * * *' # UTC
  workflow_dispatch:

permissions:
  contents: read

concurrency: flowrecon

jobs:
  plan:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: ${setup}
      - run: ${command} validate --format github${file}
      - run: ${command} plan --detailed-exitcode${file}
        env:
          AEP_ORG_ID: \${{ secrets.AEP_ORG_ID }}
          AEP_CLIENT_ID: \${{ secrets.AEP_CLIENT_ID }}
          AEP_CLIENT_SECRET: \${{ secrets.AEP_CLIENT_SECRET }}
`;
}

/** One file of an init and what became of it. */
export interface FirstFileOutcome {
  readonly path: string;
  readonly outcome: 'written' | 'extended' | 'left';
}

/** The end of an init. */
export interface InitSummary {
  readonly files: readonly FirstFileOutcome[];
  readonly entries: number;
  readonly next: readonly string[];
  readonly page: Page;
}

/** The end of an init for people. */
export function initSummary({ files, entries, next, page }: InitSummary): string {
  const [list, ...others] = files;
  const lines = [
    record(page, `Written    ${list?.path ?? ''}: ${counted(entries, 'connection')}`),
    ...others.map(({ path, outcome }) =>
      record(page, `${SAID[outcome].padEnd(9)}  ${path}${REASON[outcome]}`),
    ),
    'Next:',
    ...next.map((step, index) => sentence(page, `${index + 1}. ${step}`, { first: 2, rest: 5 })),
  ];
  return `${lines.join('\n')}\n`;
}

const SAID = { written: 'Written', extended: 'Extended', left: 'Unchanged' } as const;
const REASON = { written: '', extended: '', left: ' (it is there already)' } as const;
