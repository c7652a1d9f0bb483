// The operations that read one connection or none: `GET /connections/{id}`, its `/test`, `GET /connectionSpecs`.
import type { Answer, Refusal } from './answers.ts';
import { isRefusal, jsonAnswer, serviceRefusal } from './answers.ts';
import type { Call } from './calls.ts';
import { meetsFilters, parseFilters } from './filters.ts';
import { toWire } from './rendering.ts';
import type { StoredConnection } from './store.ts';
import { refusalOf, verdictOn } from './verdicts.ts';

/** The connection that a request names, in the request's sandbox. */
export function findConnection(call: Call): StoredConnection | undefined {
  call.platform.wake(call.sandbox);
  return call.platform.store.get(call.sandbox, call.id);
}

/** The refusal for an id that the sandbox does not have. */
export function notFound(id: string, type = 'connections'): Refusal {
  const older = `${type} not found with id = [${id}]`;
  return serviceRefusal('1439-404', `The requested ${type} resource ${id} is not found.`, {
    id,
    type,
    older: { errorMessage: older, errorDetails: older },
  });
}

/** Reads one connection; the reply is a list of one. */
export function getConnection(call: Call): Answer | Refusal {
  const found = findConnection(call);
  if (!found && call.platform.settings.missingConnection === 'empty-list') {
    return jsonAnswer(200, { items: [], _links: {} });
  }
  if (!found) return notFound(call.id);
  const answer = jsonAnswer(200, { items: [toWire(found, call.platform)], _links: {} });
  if (call.platform.settings.etagMoves === 'after-read') call.platform.moveEtag(found);
  return answer;
}

/** Tests a connection; what comes of it is a rule of the settings. */
export function testConnection(call: Call): Answer | Refusal {
  const found = findConnection(call);
  if (!found) return notFound(call.id);
  const rule = verdictOn(found.params, call.platform.settings);
  return refusalOf(rule) ?? jsonAnswer(200, { result: rule.verdict !== 'refused-login' });
}

/** Lists the connection specs, or reads one. */
export function readSpecs(call: Call): Answer | Refusal {
  const { specs } = call.platform.specs;
  if (call.id !== '') {
    const items = specs.filter((spec) => spec.id === call.id);
    return items.length > 0 ? jsonAnswer(200, { items, _links: {} }) : notFound(call.id, 'connectionSpecs');
  }
  const filters = parseFilters(call.query.getAll('property'), SPEC_FIELDS);
  if (isRefusal(filters)) return filters;
  const items = specs.filter((spec) => meetsFilters(filters, spec));
  return jsonAnswer(200, { items, _links: {} });
}

const SPEC_FIELDS: ReadonlySet<string> = new Set(['id', 'name', 'providerId', 'version', 'attributes']);
