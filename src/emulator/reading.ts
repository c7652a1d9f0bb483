// The operations that read one connection or none: `GET /connections/{id}`, its `/test`, `GET /connectionSpecs`, and
// the list of sandboxes of the Sandbox API.
import type { WireSandbox, WireSandboxPage } from '../flow-service/wire.ts';
import type { Answer, Refusal } from './answers.ts';
import { isRefusal, jsonAnswer, serviceRefusal } from './answers.ts';
import type { Call } from './calls.ts';
import { meetsFilters, parseFilters } from './filters.ts';
import { defaultSandbox } from './gateway.ts';
import { matchesPattern, textOf } from './json.ts';
import { toWire } from './rendering.ts';
import type { EmulatorSettings, TestVerdict } from './settings.ts';
import { connectionSpecs } from './specs.ts';
import type { StoredConnection } from './store.ts';

/** The connection that a request names, in the request's sandbox. */
export function findConnection(call: Call): StoredConnection | undefined {
  call.platform.wake(call.sandbox);
  return call.platform.store.get(call.sandbox, call.id);
}

/** The refusal for an id that the sandbox does not have. */
export function notFound(id: string): Refusal {
  const older = `connections not found with id = [${id}]`;
  return serviceRefusal('1439-404', `The requested connections resource ${id} is not found.`, {
    id,
    older: { errorMessage: older, errorDetails: older },
  });
}

/** Reads one connection; the reply is a list of one. */
export function getConnection(call: Call): Answer | Refusal {
  const found = findConnection(call);
  if (!found) return notFound(call.id);
  const answer = jsonAnswer(200, { items: [toWire(found, call.platform)], _links: {} });
  if (call.platform.settings.etagMoves === 'after-read') call.platform.moveEtag(found);
  return answer;
}

/** Tests a connection; what comes of it is a rule of the settings. */
export function testConnection(call: Call): Answer | Refusal {
  const found = findConnection(call);
  if (!found) return notFound(call.id);
  const verdict = verdictOn(found, call.platform.settings);
  return refusalOf(verdict) ?? jsonAnswer(200, { result: verdict !== 'refused-login' });
}

/** The verdict of the settings on a connection's host. */
export function verdictOn(connection: StoredConnection, settings: EmulatorSettings): TestVerdict['verdict'] {
  const server = textOf(connection.params['server']);
  const host = server.replace(/:\d+$/, '');
  const rule = settings.testVerdicts.find(
    (each) => matchesPattern(each.host, host) || matchesPattern(each.host, server),
  );
  return rule?.verdict ?? 'ok';
}

/** How trouble with a host is told, for a test and for an exploration. */
export function refusalOf(verdict: TestVerdict['verdict']): Refusal | undefined {
  switch (verdict) {
    case 'ok':
    case 'refused-login':
      return undefined;
    case 'unreachable':
      return serviceRefusal(
        '1308-400',
        'The request could not be processed. Error message: no route to the host.',
      );
    case 'tls':
      return serviceRefusal(
        '1308-400',
        'The request could not be processed. Error message: TLS handshake failed.',
      );
    case 'error-400':
      return serviceRefusal('1100-400', 'The request could not be processed. Error from flow provider.');
    case 'error-500':
      return serviceRefusal('1102-500', 'An internal error has occurred. Please try again.');
  }
}

/** Lists the connection specs, or reads one. */
export function readSpecs(call: Call): Answer | Refusal {
  if (call.id !== '') {
    const items = connectionSpecs.filter((spec) => spec.id === call.id);
    return items.length > 0 ? jsonAnswer(200, { items, _links: {} }) : notFound(call.id);
  }
  const filters = parseFilters(call.query.getAll('property'), SPEC_FIELDS);
  if (isRefusal(filters)) return filters;
  const items = connectionSpecs.filter((spec) => meetsFilters(filters, spec));
  return jsonAnswer(200, { items, _links: {} });
}

const SPEC_FIELDS: ReadonlySet<string> = new Set(['id', 'name', 'providerId', 'version', 'attributes']);

// Figures of the public guide to the Sandbox API.
const SANDBOX_PAGE_SIZE = 50;

/** Lists the sandboxes that the caller can reach. */
export function listSandboxes(call: Call): Answer | Refusal {
  const limit = call.query.get('limit');
  const offset = call.query.get('offset');
  const numbers = [limit ?? '1', offset ?? '0'].every((text) => /^\d{1,9}$/.test(text));
  if ((limit === null) !== (offset === null) || !numbers || limit === '0') {
    const message = 'The query parameters limit and offset must be given together, as whole numbers.';
    return { refusedBy: 'sandbox-api', status: 400, code: '2074-400', message };
  }
  const { settings } = call.platform;
  const start = Number(offset ?? 0);
  const size = Number(limit ?? SANDBOX_PAGE_SIZE);
  const reachable = settings.sandboxes.filter((name) => !settings.forbiddenSandboxes.includes(name));
  const sandboxes = reachable.slice(start, start + size).map((name) => describeSandbox(name, settings));
  const links: Record<string, unknown> = { page: { href: `${call.path}{?limit,offset}`, templated: true } };
  if (start + size < reachable.length) {
    links['next'] = { href: `${call.path}?limit=${size}&offset=${start + size}` };
  }
  const body: WireSandboxPage = { sandboxes, _page: { limit: size, count: sandboxes.length }, _links: links };
  return jsonAnswer(200, body);
}

function describeSandbox(name: string, settings: EmulatorSettings): WireSandbox {
  const isDefault = name === defaultSandbox(settings);
  const type = isDefault ? 'production' : 'development';
  return { name, title: name, state: 'active', type, region: 'VA7', isDefault };
}
