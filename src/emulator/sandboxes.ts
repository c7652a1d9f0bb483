// The Sandbox API: `GET /data/foundation/sandbox-management/`, the active sandboxes within reach, and `/sandboxes`, all
// of them, for administrators (public guide to the Sandbox API). It has errors of its own form.
import type { WireSandbox, WireSandboxPage } from '../flow-service/wire.ts';
import type { Answer, Refusal } from './answers.ts';
import { jsonAnswer } from './answers.ts';
import type { Call } from './calls.ts';
import { defaultSandbox, stateOf } from './gateway.ts';
import type { EmulatorSettings } from './settings.ts';

// Figures of the public guide to the Sandbox API.
const PAGE_SIZE = 50;

interface DescribedSandbox extends WireSandbox {
  readonly eTag: number;
  readonly createdDate: string;
  readonly lastModifiedDate: string;
  readonly createdBy: string;
  readonly modifiedBy: string;
}

/** Lists sandboxes. */
export function listSandboxes(call: Call): Answer | Refusal {
  const { settings } = call.platform;
  const isAdministrative = /\/sandboxes\/?$/.test(call.path);
  const { sandboxAccess } = settings;
  if (sandboxAccess === 'none' || (isAdministrative && sandboxAccess !== 'admin')) return forbidden();
  const limit = call.query.get('limit');
  const offset = call.query.get('offset');
  const numbers = [limit ?? '1', offset ?? '0'].every((text) => /^\d{1,9}$/.test(text));
  if ((limit === null) !== (offset === null) || !numbers || limit === '0') {
    const message = 'The query parameters limit and offset must be given together, as whole numbers.';
    return { refusedBy: 'sandbox-api', status: 400, code: '2074-400', message };
  }
  const start = Number(offset ?? 0);
  const size = Number(limit ?? PAGE_SIZE);
  const found = settings.sandboxes.filter((name) => isAdministrative || isWithinReach(name, settings));
  const sandboxes = found.slice(start, start + size).map((name) => describe(name, settings));
  const links: Record<string, unknown> = { page: { href: `${call.path}{?limit,offset}`, templated: true } };
  if (start + size < found.length) {
    links['next'] = { href: `${call.path}?limit=${size}&offset=${start + size}` };
  }
  const body: WireSandboxPage = { sandboxes, _page: { limit: size, count: sandboxes.length }, _links: links };
  return jsonAnswer(200, body);
}

function isWithinReach(name: string, settings: EmulatorSettings): boolean {
  return !settings.forbiddenSandboxes.includes(name) && stateOf(name, settings) === 'active';
}

function forbidden(): Refusal {
  const message = 'You do not have permission to perform this operation.';
  return { refusedBy: 'sandbox-api', status: 403, code: '1000-403', message };
}

function describe(name: string, settings: EmulatorSettings): DescribedSandbox {
  const isDefault = name === defaultSandbox(settings);
  const type = isDefault ? 'production' : 'development';
  const date = '2019-09-04 04:57:24';
  return {
    ...{ name, title: name, state: stateOf(name, settings), type, region: 'VA7', isDefault, eTag: 1 },
    ...{ createdDate: date, lastModifiedDate: date, createdBy: 'system', modifiedBy: 'system' },
  };
}
