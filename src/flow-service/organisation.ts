// Reads what connections depend on: the sandboxes of the organisation, from the Sandbox API, and the DB2 connection spec.
// What either means for an entry is decided by its callers.
import type { ConnectionSpec } from '../core/connection-spec.ts';
import { DB2_SPEC_ID } from '../core/connection.ts';
import type { Failure } from '../core/failure.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { Sandbox, SandboxScope } from '../core/sandbox.ts';
import { isNoSuchConnection, readObject, unreadable, untrusted } from './classify.ts';
import { readSandboxPage, readSpec } from './organisation-answers.ts';
import type { SandboxPage } from './organisation-answers.ts';
import type { Sender } from './sender.ts';

/** The page size that the Sandbox API is documented to have by default; it names no largest one. */
const PAGE_SIZE = 50;
/** Licences end at 75 sandboxes: a list that goes on beyond a thousand does not end. */
const MOST_PAGES = 20;

const PATHS: Readonly<Record<SandboxScope, string>> = { reachable: '/', all: '/sandboxes' };

/** Lists the sandboxes of the organisation. `limit` and `offset` have to be given together. */
export async function listSandboxes(
  sender: Sender,
  scope: SandboxScope,
): Promise<Result<readonly Sandbox[], Failure>> {
  const found = new Map<string, Sandbox>();
  for (let page = 1, offset = 0; page <= MOST_PAGES; page += 1) {
    const read = await readSandboxesAt(sender, `${PATHS[scope]}?limit=${PAGE_SIZE}&offset=${offset}`);
    if (!read.ok) return read;
    const { sandboxes, items, size, more } = read.value;
    const before = found.size;
    for (const sandbox of sandboxes) found.set(sandbox.name, sandbox);
    offset += items;
    // A link names the next page; a service without links is asked until a page is not full.
    const ends = items === 0 || (!more && items < Math.min(size, PAGE_SIZE));
    // One that does not heed the offset gives the same page for ever.
    if (ends || found.size === before) return success([...found.values()]);
  }
  return refusal(untrusted(`the list of sandboxes did not end within ${MOST_PAGES} pages`));
}

async function readSandboxesAt(sender: Sender, path: string): Promise<Result<SandboxPage, Failure>> {
  const { answer } = await sender.send({
    method: 'GET',
    api: 'sandbox-management',
    path,
    sandbox: '',
    kind: 'list',
  });
  if (!answer.ok) return answer;
  const page = readSandboxPage(readObject(answer.value.body));
  return page ? success(page) : refusal(unreadable(answer.value, 'something that is no list of sandboxes'));
}

/** Reads the DB2 connection spec. */
export async function readConnectionSpec(
  sender: Sender,
  sandbox: string,
): Promise<Result<ConnectionSpec | undefined, Failure>> {
  const path = `/connectionSpecs/${DB2_SPEC_ID}`;
  const { answer } = await sender.send({ method: 'GET', path, sandbox, kind: 'list' });
  if (!answer.ok) return isNoSuchConnection(answer.problem) ? success(undefined) : answer;
  const spec = readSpec(readObject(answer.value.body), DB2_SPEC_ID);
  if (spec === 'absent') return success(undefined);
  return spec ? success(spec) : refusal(unreadable(answer.value, 'something that is no connection spec'));
}
