// Translates between our words and the wire: desired -> request bodies, answers -> observed. Pure. Nothing read from a
// socket is believed before it has passed here. Secrets are opened here, because here they enter a request.
import { DB2_SPEC_ID, SECRET_PARAMS, rendersSecret } from '../core/connection.ts';
import type { DesiredConnection, Json, ObservedConnection, VisibleParams } from '../core/connection.ts';
import { paramPath } from '../core/diff.ts';
import type { Identity, UpdateRequest } from '../core/ports.ts';
import { revealSecret } from '../core/secret.ts';
import type { Secret } from '../core/secret.ts';
import { isObject } from './classify.ts';
import { echoesSecret } from './echo.ts';
import type { WireCreateBody, WirePatchOperation } from './wire.ts';

/** The only version that Adobe has published for the DB2 specification; leaving it out is 422 in some places. */
const SPEC_VERSION = '1.0';

/** Path of one connection below the Flow Service. */
export function pathOf(id: string): string {
  return `/connections/${encodeURIComponent(id)}`;
}

/** Body of `POST /connections`. */
export function createBody(entry: DesiredConnection, secret: Secret): WireCreateBody {
  return {
    name: entry.name,
    ...(entry.description !== undefined && { description: entry.description }),
    auth: { specName: entry.specName, params: declaredParams(entry, secret) },
    connectionSpec: { id: DB2_SPEC_ID, version: SPEC_VERSION },
  };
}

/**
 * Operations of `PATCH /connections/{id}`: those that the shown changes ask for and no others. `/auth/params` is
 * replaced as a whole, so it carries every declared field, the secret, and what the service itself added.
 */
export function patchOperations(request: UpdateRequest): WirePatchOperation[] {
  const { entry, secret, fields } = request;
  const operations: WirePatchOperation[] = [];
  const changed = new Map(fields.map((field) => [field.path, field.after]));
  if (changed.has('/name')) operations.push({ op: 'replace', path: '/name', value: entry.name });
  const description = changed.get('/description');
  if (description === null) operations.push({ op: 'remove', path: '/description' });
  else if (description !== undefined)
    operations.push({ op: 'add', path: '/description', value: description });
  if (secret !== undefined) {
    const left = new Set(request.left.map(({ path }) => path));
    const declared = Object.entries(declaredParams(entry, secret));
    const params = {
      ...carriedOver(request, changed, left),
      // Drift that is left stays as it was seen, or away.
      ...Object.fromEntries(declared.filter(([param]) => !left.has(paramPath(param)))),
    };
    operations.push({ op: 'replace', path: '/auth/params', value: params });
  }
  return operations;
}

/** Words of the platform, unless they repeat a secret. */
export function wordsWithout(secret: Secret, words: string): string {
  if (!echoesSecret(words, [revealSecret(secret)])) return words;
  return "the platform's message repeats the secret and is not shown";
}

function declaredParams(entry: DesiredConnection, secret: Secret): Record<string, unknown> {
  return { ...entry.params, [entry.secret.param]: revealSecret(secret) };
}

/** What the service added and the list does not ask to take away, and the drift that is left. */
function carriedOver(
  { observed }: UpdateRequest,
  changed: ReadonlyMap<string, Json>,
  left: ReadonlySet<string>,
): VisibleParams {
  const kept = Object.entries(observed.params).filter(([param, value]) => {
    const path = paramPath(param);
    // A declared field is no secret, whatever its value looks like.
    return left.has(path) || (!rendersSecret(value) && changed.get(path) !== null);
  });
  return Object.fromEntries(kept);
}

/** Reads `{id, etag}`; undefined when either is missing. */
export function readIdentity(answer: unknown): Identity | undefined {
  if (!isObject(answer)) return undefined;
  const { id, etag } = answer;
  return isText(id) && isText(etag) ? { id, etag } : undefined;
}

/** A page of a listing, as far as it can be used. */
export interface Page {
  readonly connections: readonly ObservedConnection[];
  /** `_links.next.href`, verbatim. */
  readonly next: string | undefined;
}

/** Reads one page of `GET /connections`, or the single item of `GET /connections/{id}`; undefined if it is no page. */
export function readPage(answer: unknown): Page | undefined {
  if (!isObject(answer) || !Array.isArray(answer['items'])) return undefined;
  const connections: ObservedConnection[] = [];
  for (const item of answer['items'] as unknown[]) {
    const kind = specIdOf(item);
    // The filter of the request is repeated here, because the listing mixes sources and destinations.
    if (kind !== undefined && kind !== DB2_SPEC_ID) continue;
    const connection = kind === undefined ? undefined : readConnection(item);
    // Leaving out what cannot be read would look like a connection that is gone.
    if (connection === undefined) return undefined;
    connections.push(connection);
  }
  return { connections, next: readNext(answer['_links']) };
}

function readNext(links: unknown): string | undefined {
  const next = isObject(links) ? links['next'] : undefined;
  const href = isObject(next) ? next['href'] : undefined;
  return isText(href) ? href : undefined;
}

function specIdOf(item: unknown): string | undefined {
  const spec = isObject(item) ? item['connectionSpec'] : undefined;
  return isObject(spec) && isText(spec['id']) ? spec['id'] : undefined;
}

function readConnection(item: unknown): ObservedConnection | undefined {
  if (!isObject(item)) return undefined;
  const { id, name, description, state, createdAt, updatedAt, createdBy, updatedBy } = item;
  if (!isText(id)) return undefined;
  const auth = isObject(item['auth']) ? item['auth'] : {};
  // A connection that is still being made has neither version nor etag in published samples.
  const etag = item['etag'] ?? item['version'];
  return {
    id,
    etag: isText(etag) ? etag : '',
    name: isText(name) ? name : '',
    ...(isText(description) && { description }),
    ...(isText(auth['specName']) && { specName: auth['specName'] }),
    params: visibleParams(auth['params']),
    ...(isText(state) && { state }),
    ...(typeof createdAt === 'number' && { createdAt }),
    ...(typeof updatedAt === 'number' && { updatedAt }),
    ...(isText(createdBy) && { createdBy }),
    ...(isText(updatedBy) && { updatedBy }),
  };
}

function visibleParams(params: unknown): VisibleParams {
  if (!isObject(params)) return {};
  const secret = new Set<string>(SECRET_PARAMS);
  // What JSON.parse returned consists of JSON values only.
  return Object.fromEntries(
    Object.entries(params as Record<string, Json>).filter(([param]) => !secret.has(param)),
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
