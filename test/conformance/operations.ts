// The operations that we use, by the names that the published OpenAPI gives them, and what an exchange is checked by. Only
// the bodies are JSON Schemas of their own (shapes/); addresses, headers and statuses are short enough for a table.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type { ErrorObject } from 'ajv';
import { deviations } from './deviations.ts';

/** A request and what was answered. */
export interface Exchange {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly status: number;
  readonly answer: string;
}

interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: RegExp;
  readonly headers: readonly string[];
  readonly query: string;
  readonly request?: string;
  /** Shape of the answer by status of success; null: an empty body. */
  readonly success: Readonly<Record<number, string | readonly string[] | null>>;
  readonly errors: readonly string[];
}

const FLOW = '/data/foundation/flowservice';
const PLATFORM_HEADERS = ['authorization', 'x-api-key', 'x-gw-ims-org-id'];
const IN_SANDBOX = [...PLATFORM_HEADERS, 'x-sandbox-name'];
const WITH_BODY = [...IN_SANDBOX, 'content-type'];
const FLOW_ERRORS = ['gateway-error', 'flow-error'];

function flow(name: string, call: string, more: Pick<Operation, 'success'> & Partial<Operation>): Operation {
  const [method = '', path = ''] = call.split(' ');
  // With or without a slash at the end (deviation 2).
  const pattern = `^${FLOW}${path.replace(/\{\w+\}/, '[^/]+')}/?$`;
  return {
    ...{
      name,
      method,
      path: new RegExp(pattern),
      headers: IN_SANDBOX,
      query: 'no-query',
      errors: FLOW_ERRORS,
    },
    ...more,
  };
}

const operations: readonly Operation[] = [
  flow('listConnections', 'GET /connections', {
    query: 'list-query',
    success: { 200: ['connection-page', 'connection-count'] },
  }),
  flow('createConnection', 'POST /connections', {
    ...{ headers: WITH_BODY, request: 'create-request', success: { 201: 'identity' } },
  }),
  flow('retrieveConnection', 'GET /connections/{id}', { success: { 200: 'connection-page' } }),
  flow('patchConnection', 'PATCH /connections/{id}', {
    ...{ headers: [...WITH_BODY, 'if-match'], request: 'patch-request', success: { 200: 'identity' } },
  }),
  flow('deleteConnection', 'DELETE /connections/{id}', { success: { 204: null, 202: null } }),
  flow('testConnection', 'GET /connections/{id}/test', { success: { 200: 'test-result' } }),
  flow('getByConnectionId', 'GET /connections/{id}/explore', {
    ...{ query: 'explore-query', success: { 200: 'explored' } },
  }),
  flow('performAction', 'POST /connections/{id}/action', {
    ...{ query: 'action-query', success: { 200: 'identity' } },
  }),
  flow('listConnectionSpecs', 'GET /connectionSpecs', {
    query: 'specs-query',
    success: { 200: 'spec-page' },
  }),
  flow('retrieveConnectionSpec', 'GET /connectionSpecs/{id}', { success: { 200: 'spec-page' } }),
  {
    ...{
      name: 'token',
      method: 'POST',
      path: /^\/ims\/token\/v3$/,
      headers: ['content-type'],
      query: 'no-query',
    },
    ...{ request: 'token-request', success: { 200: 'token-reply' }, errors: ['login-error'] },
  },
  {
    ...{
      name: 'sandboxes',
      method: 'GET',
      path: /^\/data\/foundation\/sandbox-management(\/|\/sandboxes)?$/,
    },
    ...{ headers: PLATFORM_HEADERS, query: 'sandboxes-query', success: { 200: 'sandbox-page' } },
    errors: ['sandbox-error', 'gateway-error'],
  },
];

/** Statuses of failure that the file has, and those that we know better. */
const errorStatuses = new Set([403, 503, ...deviations.flatMap(({ statuses = [] }) => statuses)]);

const folder = join(import.meta.dirname, 'shapes');
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });

/** Names of the shapes. */
export const shapeNames: readonly string[] = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
for (const name of shapeNames) {
  ajv.addSchema(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as object);
}

/** The name of the operation that an exchange is one of. */
export function operationOf(exchange: Pick<Exchange, 'method' | 'url'>): string | undefined {
  return find(exchange)?.name;
}

/** What is wrong with a value of a shape. */
export function shapeFaults(shape: string, value: unknown): string[] {
  const validate = ajv.getSchema(`${shape}.json`);
  if (!validate) return [`there is no shape ${shape}`];
  return validate(value) === true ? [] : (validate.errors ?? []).map((error) => sentence(shape, error));
}

/** What is wrong with a request. */
export function requestFaults(exchange: Exchange): string[] {
  const operation = find(exchange);
  if (!operation) return [`no operation has the address ${exchange.method} ${exchange.url}`];
  const { headers, body } = exchange;
  const missing = operation.headers.filter((name) => (headers[name] ?? '') === '');
  const etag = headers['if-match'];
  return [
    ...missing.map((name) => `the header ${name} is missing`),
    ...(typeof etag === 'string' && !/^".+"$/.test(etag) ? ['if-match has no quotes'] : []),
    ...shapeFaults(operation.query, membersOf(urlOf(exchange).searchParams)),
    ...(operation.request === undefined ? [] : shapeFaults(operation.request, readBody(operation, body))),
    ...(operation.request === undefined && body !== '' ? ['there is a body where none belongs'] : []),
  ].map((fault) => `${operation.name}: ${fault}`);
}

/** What is wrong with an answer. */
export function answerFaults(exchange: Exchange): string[] {
  const operation = find(exchange);
  if (!operation) return [];
  const { status, answer } = exchange;
  const shape = operation.success[status];
  if (shape === null) return answer === '' ? [] : [`${operation.name}: ${status} has a body`];
  if (shape === undefined && !errorStatuses.has(status)) return [`${operation.name}: ${status} is not known`];
  // Plain text and web pages are forms of an error too (deviation 18).
  if (shape === undefined && !answer.startsWith('{')) return [];
  const shapes = [shape ?? operation.errors].flat();
  const faults = shapes.map((each) => shapeFaults(each, parsed(answer)));
  return faults.some((each) => each.length === 0)
    ? []
    : faults.flat().map((fault) => `${operation.name}: ${fault}`);
}

function find({ method, url }: Pick<Exchange, 'method' | 'url'>): Operation | undefined {
  const { pathname } = urlOf({ url });
  return operations.find((each) => each.method === method && each.path.test(pathname));
}

function urlOf({ url }: Pick<Exchange, 'url'>): URL {
  return new URL(url, 'http://platform');
}

/** The values of each member, as lists, because members may come several times. */
function membersOf(params: URLSearchParams): Record<string, string[]> {
  return Object.fromEntries([...params.keys()].map((name) => [name, params.getAll(name)]));
}

function readBody({ name }: Operation, body: string): unknown {
  return name === 'token' ? membersOf(new URLSearchParams(body)) : parsed(body);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sentence(shape: string, { instancePath, message = 'is wrong', params }: ErrorObject): string {
  return `${shape}${instancePath} ${message} ${JSON.stringify(params)}`;
}
