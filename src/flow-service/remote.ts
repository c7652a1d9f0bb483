// The Flow Service as the Remote port: lists, reads, creates, updates, deletes and tries connections, and reads what they
// depend on. What may be repeated is decided in core/failure.ts; what an answer means for an entry is decided by its
// callers.
import { DB2_SPEC_ID } from '../core/connection.ts';
import type { ObservedConnection } from '../core/connection.ts';
import type { Failure } from '../core/failure.ts';
import type { Remote, Sent } from '../core/ports.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { isNoSuchConnection, readObject, unreadable, untrusted } from './classify.ts';
import { listSandboxes, readConnectionSpec } from './organisation.ts';
import { continuationToken } from './paging.ts';
import { Sender } from './sender.ts';
import type { Call, Called, SenderOptions } from './sender.ts';
import { createBody, patchOperations, pathOf, readIdentity, readPage } from './translate.ts';
import type { Page } from './translate.ts';
import { exploreConnection, testConnection } from './trying.ts';

/** The largest page that the service is documented to give (destinations reference). */
const PAGE_SIZE = 100;
/** Half a million connections of one kind in one sandbox: a listing beyond that does not end. */
const MOST_PAGES = 5_000;

/** Sources and destinations stand in one listing; only the spec tells them apart. */
const LISTING = `/connections?property=connectionSpec.id==${DB2_SPEC_ID}`;

/** Makes the remote of a run. */
export function createRemote(options: SenderOptions): Remote {
  const sender = new Sender(options);
  return {
    list: (sandbox) => listAll(sender, sandbox, options.url),
    get: (sandbox, id) => getOne(sender, sandbox, id),
    async create(entry, secret) {
      const body = createBody(entry, secret);
      const { sandbox } = entry;
      const call: Call = {
        method: 'POST',
        path: '/connections',
        sandbox,
        kind: 'create',
        body,
        secrets: [secret],
      };
      return identityOf(await sender.send(call));
    },
    async update(request) {
      const { entry, observed, secret } = request;
      const called = await sender.send({
        method: 'PATCH',
        path: pathOf(observed.id),
        sandbox: entry.sandbox,
        kind: 'update',
        body: patchOperations(request),
        ifMatch: observed.etag,
        ...(secret !== undefined && { secrets: [secret] }),
      });
      return identityOf(called);
    },
    async delete(sandbox, id) {
      const call: Call = { method: 'DELETE', path: pathOf(id), sandbox, kind: 'delete' };
      const { answer, attempts } = await sender.send(call);
      const done = answer.ok || isNoSuchConnection(answer.problem);
      return { result: done ? success(undefined) : answer, attempts };
    },
    test: (address) => testConnection(sender, address),
    explore: (address, table) => exploreConnection(sender, address, table),
    sandboxes: (scope) => listSandboxes(sender, scope),
    async probe(sandbox) {
      const page = await readPageAt(sender, sandbox, `${LISTING}&limit=1`);
      return page.ok ? success(undefined) : page;
    },
    connectionSpec: (sandbox) => readConnectionSpec(sender, sandbox),
    clockSkew: () => sender.clockSkew(),
    requests: () => sender.requests(),
  };
}

async function listAll(
  sender: Sender,
  sandbox: string,
  platformUrl: string,
): Promise<Result<readonly ObservedConnection[], Failure>> {
  // Pages that shift because somebody else writes show a connection twice, which must not pass for two of one name.
  const found = new Map<string, ObservedConnection>();
  const tokens = new Set<string>();
  const first = `${LISTING}&limit=${PAGE_SIZE}`;
  for (let path = first; ;) {
    const page = await readPageAt(sender, sandbox, path);
    if (!page.ok) return page;
    for (const connection of page.value.connections) found.set(connection.id, connection);
    if (page.value.next === undefined) return success([...found.values()]);
    const token = continuationToken(page.value.next, platformUrl);
    if (!token.ok) return token;
    if (tokens.has(token.value)) {
      return refusal(untrusted('the listing repeats a continuation token and would not end'));
    }
    if (tokens.size >= MOST_PAGES) {
      return refusal(untrusted(`the listing did not end within ${MOST_PAGES} pages`));
    }
    tokens.add(token.value);
    path = `${first}&continuationToken=${token.value}`;
  }
}

async function getOne(
  sender: Sender,
  sandbox: string,
  id: string,
): Promise<Result<ObservedConnection | undefined, Failure>> {
  const page = await readPageAt(sender, sandbox, pathOf(id));
  if (!page.ok) return isNoSuchConnection(page.problem) ? success(undefined) : page;
  const [found] = page.value.connections;
  // Taken for gone, it would be created a second time.
  if (found !== undefined && found.id !== id) return refusal(untrusted(`a read of ${id} gave ${found.id}`));
  return success(found);
}

function readPageAt(sender: Sender, sandbox: string, path: string): Promise<Result<Page, Failure>> {
  return sender.read({ method: 'GET', path, sandbox, kind: 'list' }, ({ body }) =>
    readPage(readObject(body)),
  );
}

function identityOf({ answer, attempts }: Called): Sent {
  if (!answer.ok) return { result: answer, attempts };
  const identity = readIdentity(readObject(answer.value.body));
  const result = identity ? success(identity) : refusal(unreadable(answer.value, 'no id and etag'));
  return { result, attempts };
}
