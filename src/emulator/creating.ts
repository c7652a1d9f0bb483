// `POST /connections`. Committed, data file included, before its answer is made; names are not unique, because no public
// documentation says that they are.
import type { Answer, Refusal } from './answers.ts';
import { isRefusal, jsonAnswer, serviceRefusal } from './answers.ts';
import type { Call } from './calls.ts';
import { originOf, readBody } from './calls.ts';
import type { Platform } from './platform.ts';
import { sendsBackRendering } from './secrets.ts';
import { nextWaking } from './self-changes.ts';
import type { StoredConnection, Visibility } from './store.ts';
import type { AcceptedBody } from './validation.ts';
import { acceptBody } from './validation.ts';
import { loginTrouble } from './verdicts.ts';
import { identityOf, traceOf } from './writing.ts';

/** Creates a connection. */
export async function createConnection(call: Call): Promise<Answer | Refusal> {
  const { platform } = call;
  const body = readBody(call);
  if (isRefusal(body)) return body;
  const accepted = acceptBody(body.json, platform);
  if (isRefusal(accepted)) return accepted;
  const trouble = refuseDraft(call) ?? loginTrouble(accepted.params, platform.settings);
  if (trouble) return trouble;
  if (sendsBackRendering(accepted.params, platform.specs)) platform.tally.count('secretsSentBack');
  const connection = newConnection(call, accepted);
  platform.tally.count('createsCommitted');
  await platform.save(connection, visibilityOf(call));
  const location = `${originOf(call)}/data/foundation/flowservice/connections/${connection.id}`;
  return jsonAnswer(201, identityOf(connection), { location });
}

function isDraft(call: Call): boolean {
  return call.query.get('mode') === 'draft';
}

function refuseDraft(call: Call): Refusal | undefined {
  const supported = call.platform.specs.specs.every(
    (spec) => spec.attributes['isDraftModeSupported'] === true,
  );
  return isDraft(call) && !supported
    ? serviceRefusal('1451-400', 'Invalid params mode provided in query params.')
    : undefined;
}

function newConnection(call: Call, accepted: AcceptedBody): StoredConnection {
  const { platform, caller, sandbox } = call;
  const { settings } = platform;
  const state = isDraft(call) ? 'draft' : settings.initialState;
  const written = traceOf(call);
  const operation = 'create';
  return {
    ...accepted,
    ...written,
    id: freeId(platform),
    sandbox,
    params: platform.conceal({ ...accepted.params, ...settings.addedParams }),
    state,
    createdAt: written.updatedAt,
    createdBy: written.updatedBy,
    createdClient: written.updatedClient,
    org: caller.org,
    operation,
    ...nextWaking({ state, operation }, settings, Date.now()),
  };
}

function freeId(platform: Platform): string {
  let id = platform.random('ids').uuid();
  while (platform.store.has(id)) id = platform.random('ids').uuid();
  return id;
}

function visibilityOf(call: Call): Visibility {
  if (call.effect?.kind !== 'hide') return call.platform.visibility();
  return { at: call.effect.forMs === undefined ? Infinity : Date.now() + call.effect.forMs, afterLists: 0 };
}
