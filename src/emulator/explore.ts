// `GET /connections/{id}/explore` (public tutorials: explore tables): made-up tables that are the same for the same
// server and database, so that a session with the emulator can be repeated.
import type { Answer, Refusal } from './answers.ts';
import { jsonAnswer, serviceRefusal } from './answers.ts';
import type { Call } from './calls.ts';
import { textOf } from './json.ts';
import { createRandom } from './random.ts';
import { findConnection, notFound, refusalOf, verdictOn } from './reading.ts';
import type { StoredConnection } from './store.ts';

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
  const verdict = verdictOn(found, call.platform.settings);
  const trouble = refusalOf(verdict === 'refused-login' ? 'error-400' : verdict);
  if (trouble) return trouble;
  const objectType = (call.query.get('objectType') ?? 'root').toLowerCase();
  const tables = tablesOf(found);
  if (objectType === 'root') return jsonAnswer(200, tables.map(describeTable));
  if (objectType !== 'table') {
    return serviceRefusal('1358-400', "The provided param 'objectType' is invalid.");
  }
  const name = call.query.get('object') ?? '';
  if (name === '') return serviceRefusal('1337-400', 'The object cannot be empty for objectType=table.');
  if (!tables.includes(name)) return serviceRefusal('1330-400', `No columns were found for table ${name}.`);
  return jsonAnswer(200, { format: 'flat', schema: { columns: columnsOf(found, name) } });
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
  return [key, ...chosen].map(([name, type]) => ({ name, type, xdm: { type } }));
}

function targetOf(connection: StoredConnection): string {
  return `${textOf(connection.params['server'])}/${textOf(connection.params['database'])}`;
}
