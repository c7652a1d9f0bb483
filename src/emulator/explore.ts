// `GET /connections/{id}/explore` (public tutorials: explore tables): the tables of the settings, or made-up ones that
// are the same for the same server and database, so that a session with the emulator can be repeated.
import type { Answer, Refusal } from './answers.ts';
import { jsonAnswer, serviceRefusal } from './answers.ts';
import type { Call } from './calls.ts';
import { matchesPattern, textOf } from './json.ts';
import { createRandom } from './random.ts';
import { findConnection, notFound } from './reading.ts';
import type { DatabaseContent, EmulatorSettings } from './settings.ts';
import type { StoredConnection } from './store.ts';
import { namesHost, refusalWithoutResult, verdictOn } from './verdicts.ts';

const SCHEMAS = ['DB2INST1', 'SALES', 'FINANCE'];
const TABLES = ['ACCOUNT', 'CUSTOMER', 'INVOICE', 'ORDERS', 'ORDER_LINE', 'PAYMENT', 'PRODUCT', 'SHIPMENT'];
const COLUMNS: readonly (readonly [name: string, type: string])[] = [
  ['CREATED_AT', 'date-time'],
  ['STATUS', 'string'],
  ['AMOUNT', 'number'],
  ['QUANTITY', 'integer'],
  ['CURRENCY', 'string'],
  ['COUNTRY', 'string'],
  ['ACTIVE', 'boolean'],
];

/** Shows the tables of a connection's database, or the columns of one table. */
export function exploreConnection(call: Call): Answer | Refusal {
  const found = findConnection(call);
  if (!found) return notFound(call.id);
  const { settings } = call.platform;
  const trouble = refusalWithoutResult(verdictOn(found.params, settings));
  if (trouble) return trouble;
  const objectType = (call.query.get('objectType') ?? 'root').toLowerCase();
  const content = contentOf(found, settings);
  const tables = content ? Object.keys(content) : tablesOf(found);
  if (objectType === 'root') return jsonAnswer(200, tables.map(describeTable));
  if (objectType !== 'table') {
    return serviceRefusal('1358-400', "The provided param 'objectType' is invalid.");
  }
  const name = call.query.get('object') ?? '';
  if (name === '') return serviceRefusal('1337-400', 'The object cannot be empty for objectType=table.');
  if (!tables.includes(name)) return serviceRefusal('1330-400', `No columns were found for table ${name}.`);
  return jsonAnswer(200, {
    format: 'flat',
    schema: { columns: content ? columnsIn(content, name) : columnsOf(found, name) },
  });
}

type Tables = DatabaseContent['tables'];

function contentOf({ params }: StoredConnection, { databases }: EmulatorSettings): Tables | undefined {
  const name = textOf(params['database']);
  return databases.find(
    ({ host, database = '*' }) => namesHost(host, params) && matchesPattern(database, name),
  )?.tables;
}

function columnsIn(content: Tables, table: string): readonly object[] {
  return Object.entries(content[table] ?? {}).map(([name, type]) => describeColumn(name, type));
}

function tablesOf(connection: StoredConnection): readonly string[] {
  const random = createRandom(0, `tables/${targetOf(connection)}`);
  const schema = SCHEMAS[Math.floor(random.next() * SCHEMAS.length)] ?? '';
  const kept = TABLES.filter(() => random.next() < 0.6);
  return (kept.length > 0 ? kept : TABLES.slice(0, 1)).map((table) => `${schema}.${table}`);
}

function describeTable(name: string): object {
  return { type: 'table', name, path: name, canPreview: true, canFetchSchema: true };
}

function columnsOf(connection: StoredConnection, table: string): readonly object[] {
  const random = createRandom(0, `columns/${targetOf(connection)}/${table}`);
  const chosen = COLUMNS.filter(() => random.next() < 0.6);
  const key = [`${table.slice(table.indexOf('.') + 1)}_ID`, 'integer'] as const;
  return [key, ...chosen].map(([name, type]) => describeColumn(name, type));
}

function describeColumn(name: string, type: string): object {
  return { name, type, xdm: { type } };
}

function targetOf(connection: StoredConnection): string {
  return `${textOf(connection.params['server'])}/${textOf(connection.params['database'])}`;
}
