// Reads what the platform says about a database: whether a login works, which tables there are, what columns they have.
// Pure. Anything that has not the published form is refused as a whole: half a list would pass for all of it.
import type { DatabaseColumn, DatabaseTable } from '../core/database.ts';
import { compareText } from '../core/order.ts';
import type { TestReply } from '../core/ports.ts';
import { isObject, readErrorBody, readJson } from './classify.ts';

/** Reads `{"result": true}`; undefined when it says neither yes nor no. */
export function readTestReply(body: string): TestReply | undefined {
  const reply = readJson(body);
  if (!isObject(reply) || typeof reply['result'] !== 'boolean') return undefined;
  // Whoever says no may say why, in the members of an error.
  return { works: reply['result'], words: readErrorBody(body).message };
}

/** Reads the tables at the root of a database, sorted: the order that they come in says nothing. */
export function readTables(body: string): DatabaseTable[] | undefined {
  const tables = readEach(readJson(body), (item) => {
    const { name, path, type } = item;
    if (!isText(name)) return undefined;
    return { name, path: isText(path) ? path : name, type: isText(type) ? type : 'table' };
  });
  return tables?.sort((one, two) => compareText(one.path, two.path));
}

/** Reads the columns of a table, in the table's order. */
export function readColumns(body: string): DatabaseColumn[] | undefined {
  const answer = readJson(body);
  const schema = isObject(answer) ? answer['schema'] : undefined;
  return readEach(isObject(schema) ? schema['columns'] : undefined, (item) => {
    const { name, type, xdm } = item;
    if (!isText(name)) return undefined;
    const xdmType = isObject(xdm) ? xdm['type'] : undefined;
    return { name, type: isText(type) ? type : '', xdmType: isText(xdmType) ? xdmType : null };
  });
}

function readEach<Item>(
  list: unknown,
  read: (item: Record<string, unknown>) => Item | undefined,
): Item[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const items = list.map((item: unknown) => (isObject(item) ? read(item) : undefined));
  return items.every((item) => item !== undefined) ? items : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
