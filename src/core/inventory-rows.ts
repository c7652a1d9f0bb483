// What the rows of an inventory come to: an entry, or everything that keeps a row from being one. Decides which of two rows
// is the duplicate (the later one) and what an entry is called in the list. No fault repeats what stands in a cell that
// could be anything: in a row whose cells have slipped that may be a password.
import { columnOf } from './column-mapping.ts';
import { connectionKey } from './connection.ts';
import type { ConnectionKey } from './connection.ts';
import type { EntryFields } from './export-fields.ts';
import { namesBeside, numbered, slugOf } from './export-names.ts';
import type { InventoryColumn, InventoryField, InventoryRow, InventoryTable, RowFault } from './inventory.ts';
import { secretReferences } from './secret-template.ts';
import type { SecretTemplate } from './secret-template.ts';

/** What rows are read by. */
export interface RowReading {
  readonly table: InventoryTable;
  readonly columns: readonly InventoryColumn[];
  /** The sandbox of rows that name none. */
  readonly sandbox?: string;
  readonly secrets: SecretTemplate;
  readonly isSandbox: (name: string) => boolean;
}

/** One row as an entry of the list. */
export interface InventoryEntry {
  readonly line: number;
  readonly key: ConnectionKey;
  readonly fields: EntryFields;
}

/** What an inventory comes to. */
export interface ReadInventory {
  readonly entries: readonly InventoryEntry[];
  /** By line. */
  readonly faults: readonly RowFault[];
}

type Cells = Readonly<Record<InventoryField, string>>;

interface Candidate {
  readonly line: number;
  readonly cells: Cells;
  readonly faults: readonly RowFault[];
}

/** Reads every row; `refused` are rows that are out for a reason that shows only in the list. */
export function readRows(reading: RowReading, refused: ReadonlyMap<number, string>): ReadInventory {
  const candidates = reading.table.rows.map((row) => judgeRow(reading, row, refused.get(row.line)));
  const sound = candidates.filter(({ faults }) => faults.length === 0);
  const { entries, faults } = nameEntries(reading, sound);
  return {
    entries,
    faults: [...candidates.flatMap((candidate) => candidate.faults), ...faults].sort(
      (left, right) => left.line - right.line,
    ),
  };
}

function judgeRow(reading: RowReading, row: InventoryRow, refused: string | undefined): Candidate {
  const { table, columns, sandbox = '' } = reading;
  const { line } = row;
  const cells = cellsOf(columns, row);
  const candidate = { line, cells: { ...cells, sandbox: cells.sandbox || sandbox } };
  const { length } = table.header;
  const surplus = row.cells.slice(length).some((cell) => cell !== '');
  // Cells that have slipped may put a password where a user name belongs, so nothing is read from such a row.
  if (surplus || row.cells.length < length) {
    const message = `the row has ${row.cells.length} cells, and the header has ${length}`;
    return { ...candidate, faults: [{ line, message }] };
  }
  const column = (field: InventoryField): Pick<RowFault, 'column'> => {
    const header = columns[columnOf(columns, field) ?? -1]?.header;
    return header === undefined ? {} : { column: header };
  };
  const faults = cellFaults(candidate.cells, reading).map(({ field, message }) => ({
    ...{ line, message },
    ...column(field),
  }));
  if (refused !== undefined && faults.length === 0)
    return { ...candidate, faults: [{ line, message: refused }] };
  return { ...candidate, faults };
}

function cellsOf(columns: readonly InventoryColumn[], row: InventoryRow): Cells {
  const cell = (field: InventoryField): string => row.cells[columnOf(columns, field) ?? -1] ?? '';
  return {
    ...{ name: cell('name'), key: cell('key'), sandbox: cell('sandbox'), description: cell('description') },
    ...{ server: cell('server'), port: cell('port'), database: cell('database'), username: cell('username') },
    ...{ tags: cell('tags'), 'password-env': cell('password-env'), 'password-file': cell('password-file') },
  };
}

interface CellFault {
  readonly field: InventoryField;
  readonly message: string;
}

function cellFaults(cells: Cells, { isSandbox }: RowReading): readonly CellFault[] {
  const needed = ['name', 'sandbox', 'server', 'database', 'username'] as const;
  const faults: CellFault[] = needed
    .filter((field) => cells[field] === '')
    .map((field) => ({ field, message: `there is no ${field}` }));
  const { sandbox, port, server } = cells;
  if (sandbox !== '' && !isSandbox(sandbox))
    faults.push({ field: 'sandbox', message: noSandbox(sandbox, isSandbox) });
  if (port !== '' && !isPort(port))
    faults.push({ field: 'port', message: 'the port is no whole number from 1 to 65535' });
  const own = portOf(server);
  if (isPort(port) && own !== undefined && own !== port)
    faults.push({ field: 'port', message: 'the server names another port than the port column' });
  if (cells['password-env'] !== '' && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(cells['password-env']))
    faults.push({ field: 'password-env', message: 'this is no name of an environment variable' });
  return faults;
}

function noSandbox(name: string, isSandbox: RowReading['isSandbox']): string {
  const lower = name.toLowerCase();
  return isSandbox(lower)
    ? `sandboxes are written in lower case: ${lower}`
    : 'this is no name of a sandbox: lower-case letters, digits and - only';
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

/** Of `host:port` and of `[address]:port`. */
function portOf(server: string): string | undefined {
  return /(?:^[^:]+|\]):(\d+)$/.exec(server)?.[1];
}

/** Keys that are given are kept free for their rows; those that are made up give way to them. */
function nameEntries(reading: RowReading, rows: readonly Candidate[]): ReadInventory {
  const { file } = reading.table;
  const keys = new Map<string, number>();
  const names = new Map<string, number>();
  const explicit = rows.flatMap(({ cells: { sandbox, key } }) =>
    key === '' ? [] : [connectionKey(sandbox, key)],
  );
  const nameKey = namesBeside<ConnectionKey>(explicit);
  const referTo = secretReferences(reading.secrets);
  const faults: RowFault[] = [];
  const entries: InventoryEntry[] = [];
  for (const { line, cells } of rows) {
    const { sandbox, name } = cells;
    const twice = [
      ...(cells.key === '' ? [] : [{ what: 'key', seen: keys, id: connectionKey(sandbox, cells.key) }]),
      { what: 'name', seen: names, id: connectionKey(sandbox, name) },
    ].flatMap(({ what, seen, id }) => {
      const first = seen.get(id);
      if (first === undefined) seen.set(id, line);
      return first === undefined ? [] : [{ line, message: stoodBefore(what, sandbox, `${file}:${first}`) }];
    });
    faults.push(...twice);
    if (twice.length > 0) continue;
    const stem = slugOf(name);
    const key =
      cells.key === ''
        ? nameKey((number) => connectionKey(sandbox, `${stem}${numbered(number, '-')}`))
        : connectionKey(sandbox, cells.key);
    const localKey = key.slice(sandbox.length + 1);
    entries.push({ line, key, fields: fieldsOf(cells, localKey, referTo({ sandbox, localKey })) });
  }
  return { entries, faults };
}

function stoodBefore(what: string, sandbox: string, first: string): string {
  return `the ${what} stands twice in sandbox ${sandbox}, first at ${first}`;
}

function fieldsOf(cells: Cells, localKey: string, made: EntryFields): EntryFields {
  const { name, sandbox, description, server, port, database, username } = cells;
  const tags = [...new Set(cells.tags.split(/[\s,;|]+/).filter((tag) => tag !== ''))];
  return {
    name,
    ...(localKey !== name && { key: localKey }),
    sandbox,
    ...(description !== '' && { description }),
    server,
    ...(port !== '' && portOf(server) === undefined && { port: Number(port) }),
    database,
    username,
    password: referenceOf(cells) ?? made,
    ...(tags.length > 0 && { tags }),
  };
}

function referenceOf(cells: Cells): EntryFields | undefined {
  if (cells['password-env'] !== '') return { env: cells['password-env'] };
  return cells['password-file'] === '' ? undefined : { file: cells['password-file'] };
}
