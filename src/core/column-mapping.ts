// Which column of an inventory stands for which field. Decides by the names of the columns alone: never by what stands in
// them. A guess counts as certain only where a single column has one of the usual names; every other guess needs a
// person to agree. The rule not to break: a column whose name speaks of a secret stands for nothing.
import { INVENTORY_FIELDS } from './inventory.ts';
import type { InventoryColumn, InventoryField } from './inventory.ts';

/** A column that was named for a field. */
export interface ColumnChoice {
  readonly field: InventoryField;
  readonly header: string;
}

/** What the names of columns are judged by. */
export interface NameJudge {
  readonly isSensitive: (name: string) => boolean;
  readonly closest: (name: string, known: readonly string[]) => string | undefined;
}

interface Words {
  /** Names that leave no doubt. */
  readonly sure: readonly string[];
  /** Names that may mean it, and may mean something else. */
  readonly likely?: readonly string[];
}

/** Without case, blanks and signs. */
const WORDS: Readonly<Record<InventoryField, Words>> = {
  name: {
    sure: ['name', 'connectionname', 'displayname', 'title', 'connection', 'sourcename'],
    likely: ['alias', 'label', 'system', 'application', 'systemname', 'applicationname'],
  },
  key: { sure: ['key', 'connectionkey', 'slug'] },
  sandbox: {
    sure: ['sandbox', 'sandboxname', 'aepsandbox', 'environment', 'env'],
    likely: ['stage', 'landscape', 'tier', 'zone'],
  },
  description: {
    sure: ['description', 'desc', 'comment', 'comments', 'remark', 'remarks', 'note', 'notes', 'purpose'],
  },
  server: {
    sure: [
      ...['server', 'servername', 'serverhost', 'serveraddress', 'host', 'hostname', 'hostaddress', 'fqdn'],
      ...['dbhost', 'dbserver', 'dbhostname', 'db2host', 'db2server', 'databasehost', 'databaseserver'],
    ],
    likely: ['address', 'ip', 'ipaddress', 'endpoint', 'machine', 'node'],
  },
  port: { sure: ['port', 'dbport', 'db2port', 'portnumber', 'portno', 'serverport', 'tcpport'] },
  database: {
    sure: ['database', 'databasename', 'db', 'dbname', 'db2database'],
    likely: ['schema', 'schemaname', 'catalog', 'instance', 'dbalias', 'databasealias'],
  },
  username: {
    sure: [
      ...['username', 'user', 'userid', 'uid', 'login', 'loginname', 'account', 'accountname'],
      ...['dbuser', 'dbusername', 'db2user', 'databaseuser'],
    ],
    likely: ['technicaluser', 'serviceaccount', 'owner', 'schemaowner'],
  },
  tags: { sure: ['tags', 'tag', 'labels'] },
  'password-env': {
    sure: [
      ...['passwordenv', 'passwordenvvar', 'passwordvariable', 'passwordvar', 'passwordenvironmentvariable'],
      ...['envvar', 'environmentvariable', 'secretenv', 'secretenvvar', 'secretvariable'],
    ],
  },
  'password-file': { sure: ['passwordfile', 'passwordfilepath', 'passwordpath', 'secretfile', 'secretpath'] },
};

/** Fields that no entry can do without. */
const REQUIRED_FIELDS = ['name', 'sandbox', 'server', 'database', 'username'] as const;

/** Shorter words stand within too many others. */
const TELLING_LENGTH = 4;

interface NamedColumn {
  readonly index: number;
  readonly header: string;
  /** The header without case, blanks and signs. */
  readonly name: string;
}

/** Guesses what the columns stand for, beside what was said about them. */
export function mapColumns(
  header: readonly string[],
  choices: readonly ColumnChoice[],
  judge: NameJudge,
): readonly InventoryColumn[] {
  const named = header.map((text, index): NamedColumn => ({ index, header: text, name: bare(text) }));
  const uses = new Map<number, InventoryColumn['use']>();
  const free = (): readonly NamedColumn[] => named.filter(({ index }) => !uses.has(index));
  for (const choice of choices)
    uses.set(header.indexOf(choice.header), { kind: 'field', field: choice.field, how: 'given' });
  const open = INVENTORY_FIELDS.filter((field) => choices.every((choice) => choice.field !== field));
  for (const field of open) {
    const found = free().filter(({ name }) => WORDS[field].sure.includes(name));
    const use =
      found.length === 1 ? ({ kind: 'field', how: 'guessed' } as const) : ({ kind: 'rival' } as const);
    for (const { index } of found) uses.set(index, { ...use, field });
  }
  for (const column of free())
    if (judge.isSensitive(column.header)) uses.set(column.index, { kind: 'secret' });
  const settled = new Set([...uses.values()].flatMap((use) => ('field' in use ? [use.field] : [])));
  for (const field of REQUIRED_FIELDS.filter((each) => !settled.has(each))) {
    const [only, ...others] = free().filter(({ name }) => isLikely(field, name, judge));
    if (only !== undefined && others.length === 0)
      uses.set(only.index, { kind: 'field', field, how: 'doubtful' });
  }
  return named.map(({ header: text, index }) => ({
    header: text,
    use: uses.get(index) ?? { kind: 'unused' },
  }));
}

function isLikely(field: InventoryField, name: string, { closest }: NameJudge): boolean {
  const { sure, likely = [] } = WORDS[field];
  if (name === '') return false;
  if (likely.includes(name) || closest(name, sure) !== undefined) return true;
  return sure.some((word) => word.length >= TELLING_LENGTH && word !== 'name' && name.includes(word));
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** The place of the column that stands for a field. */
export function columnOf(columns: readonly InventoryColumn[], field: InventoryField): number | undefined {
  const index = columns.findIndex(({ use }) => use.kind === 'field' && use.field === field);
  return index < 0 ? undefined : index;
}

/** Required fields that no column stands for beyond doubt. */
export function unsettledFields(
  columns: readonly InventoryColumn[],
  sandbox: string | undefined,
): readonly InventoryField[] {
  const certain = columns.flatMap(({ use }) =>
    use.kind === 'field' && use.how !== 'doubtful' ? [use.field] : [],
  );
  // One sandbox for all rows does for a column of sandboxes.
  const needed = REQUIRED_FIELDS.filter((field) => field !== 'sandbox' || sandbox === undefined);
  return needed.filter((field) => !certain.includes(field));
}
