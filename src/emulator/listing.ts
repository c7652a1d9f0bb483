// `GET /connections`: filter, order, count and pages (public guides: sorting and filtering; the OpenAPI file for the
// parameters and the form of the next link). Filtering and ordering happen once per listing, not once per page.
import type { WirePage } from '../flow-service/wire.ts';
import type { Answer, Refusal } from './answers.ts';
import { isRefusal, jsonAnswer, serviceRefusal } from './answers.ts';
import type { Call } from './calls.ts';
import { originOf } from './calls.ts';
import type { Filter } from './filters.ts';
import { connectionFields, meetsFilters, parseFilters, valuesAt } from './filters.ts';
import { pageToken } from './paging.ts';
import { toWire } from './rendering.ts';
import type { EmulatorSettings } from './settings.ts';
import type { StoredConnection } from './store.ts';

const KNOWN_PARAMS: ReadonlySet<string> = new Set([
  'property',
  'limit',
  'orderby',
  'continuationToken',
  'count',
]);

interface SortKey {
  readonly path: readonly string[];
  readonly sign: 1 | -1;
}

interface ListRequest {
  readonly filters: readonly Filter[];
  readonly order: readonly SortKey[];
  readonly limit: number | undefined;
  readonly counts: boolean;
  readonly token: string | null;
}

interface Page {
  readonly ids: readonly string[];
  readonly nextToken: string | undefined;
}

/** Lists the connections of a sandbox. */
export function listConnections(call: Call): Answer | Refusal {
  const request = readRequest(call.query, call.platform.settings);
  if (isRefusal(request)) return request;
  call.platform.wake(call.sandbox);
  if (request.token !== null) return continueListing(call, request, request.token);
  const found = findConnections(call, request);
  if (request.counts) return jsonAnswer(200, { count: found.length });
  const limit = request.limit ?? call.platform.settings.pageSizeDefault;
  const ids = found.map((connection) => connection.id);
  const repeats = call.effect?.kind === 'repeat-token';
  if (ids.length <= limit && !repeats) return showPage(call, { ids, nextToken: undefined });
  const key = call.platform.paging.open(
    { sandbox: call.sandbox, ids, limit, repeats },
    { random: call.platform.random('paging'), nowMs: Date.now() },
  );
  return showPage(call, { ids: ids.slice(0, limit), nextToken: pageToken(key, limit) });
}

function continueListing(call: Call, request: ListRequest, token: string): Answer | Refusal {
  const position = call.platform.paging.find(token, Date.now());
  if (position?.listing.sandbox !== call.sandbox) {
    return serviceRefusal('1453-400', 'Invalid query value continuationToken provided in query param.');
  }
  const { listing, offset, key } = position;
  const end = offset + (request.limit ?? listing.limit);
  const ids = listing.ids.slice(offset, end);
  if (listing.repeats || call.effect?.kind === 'repeat-token')
    return showPage(call, { ids, nextToken: token });
  return showPage(call, { ids, nextToken: end < listing.ids.length ? pageToken(key, end) : undefined });
}

function showPage(call: Call, page: Page): Answer {
  const { platform, sandbox } = call;
  // What was deleted since the first page is left out; what changed is shown as it is now.
  const shown = page.ids.flatMap((id) => platform.store.listed(sandbox, id) ?? []);
  const items = shown.map((connection) => toWire(connection, platform));
  const href = nextHref(call, page.nextToken);
  const body: WirePage = { items, _links: href === undefined ? {} : { next: { href } } };
  const answer = jsonAnswer(200, body);
  if (platform.settings.etagMoves !== 'never') for (const each of shown) platform.moveEtag(each);
  return answer;
}

function nextHref(call: Call, token: string | undefined): string | undefined {
  if (call.effect?.kind === 'foreign-href') return call.effect.href;
  if (token === undefined) return undefined;
  switch (call.platform.settings.hrefForm) {
    case 'rooted':
      return `/connections?continuationToken=${token}`;
    case 'absolute':
      return `${originOf(call)}/data/foundation/flowservice/connections?continuationToken=${token}`;
    case 'query':
      return `?continuationToken=${token}`;
    case 'token':
      return token;
  }
}

function readRequest(query: URLSearchParams, settings: EmulatorSettings): ListRequest | Refusal {
  const unknown = [...query.keys()].find((name) => !KNOWN_PARAMS.has(name));
  if (unknown !== undefined && settings.unknownParams === 'reject') return invalidParam(unknown);
  const counts = query.get('count') === 'true';
  if (counts && query.has('limit')) {
    return serviceRefusal('1401-400', 'The limit and count parameters cannot be given together.');
  }
  const filters = parseFilters(query.getAll('property'));
  if (isRefusal(filters)) return filters;
  const order = readOrder(query.get('orderby'));
  if (isRefusal(order)) return order;
  const limit = readLimit(query.get('limit'), settings);
  if (typeof limit === 'object') return limit;
  return { filters, order, limit, counts, token: query.get('continuationToken') };
}

function readLimit(given: string | null, settings: EmulatorSettings): number | undefined | Refusal {
  if (given === null) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(given)) return invalidParam('limit');
  const limit = Number(given);
  if (limit > settings.pageSizeMax && settings.limitOverMax === 'reject') return invalidParam('limit');
  return Math.min(limit, settings.pageSizeMax);
}

function readOrder(given: string | null): readonly SortKey[] | Refusal {
  if (given === null) return [];
  const keys: SortKey[] = [];
  for (const part of given.split(',')) {
    // A plus sign that was not encoded arrives as a space.
    const [, sign, field = ''] = /^([+\- ]?)(.*)$/s.exec(part) ?? [];
    const path = field.split('.');
    if (field === '') return serviceRefusal('1432-400', 'Sort order specified is not correct.');
    if (!connectionFields.has(path[0] ?? '')) {
      return serviceRefusal('1433-400', `Incorrect field= ${field} passed in orderBy.`);
    }
    keys.push({ path, sign: sign === '-' ? -1 : 1 });
  }
  return keys;
}

function invalidParam(name: string): Refusal {
  return serviceRefusal('1451-400', `Invalid params ${name} provided in query params.`);
}

function findConnections(call: Call, request: ListRequest): readonly StoredConnection[] {
  const listed = call.platform.store.list(call.sandbox, Date.now());
  if (request.filters.length === 0 && request.order.length === 0) return listed;
  const rendered = listed.map((connection) => ({ connection, wire: toWire(connection, call.platform) }));
  const found = rendered.filter(({ wire }) => meetsFilters(request.filters, wire));
  if (request.order.length > 0) {
    found.sort((one, other) => compareBy(request.order, one.wire, other.wire));
  }
  return found.map(({ connection }) => connection);
}

function compareBy(order: readonly SortKey[], one: unknown, other: unknown): number {
  for (const { path, sign } of order) {
    const difference = compareValues(valuesAt(one, path)[0], valuesAt(other, path)[0]);
    if (difference !== 0) return sign * difference;
  }
  return 0;
}

function compareValues(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const [left, right] = [JSON.stringify(one ?? ''), JSON.stringify(other ?? '')];
  return left < right ? -1 : Number(left > right);
}
