// Reads what the platform says about itself: a page of sandboxes, a connection spec. Pure. Names of sandboxes are shown as
// suggestions, so one that is no name is left out; a spec that is not whole is refused, because entries are judged by it.
import type { ConnectionSpec, LoginSpec } from '../core/connection-spec.ts';
import type { Json } from '../core/connection.ts';
import type { Sandbox } from '../core/sandbox.ts';
import { isObject } from './classify.ts';

/** One page of sandboxes. */
export interface SandboxPage {
  readonly sandboxes: readonly Sandbox[];
  /** How many the page held, readable or not. */
  readonly items: number;
  /** How many it can hold. */
  readonly size: number;
  /** Whether it links to a next page. */
  readonly more: boolean;
}

/** Reads a page of the Sandbox API; undefined if it is none. */
export function readSandboxPage(answer: unknown): SandboxPage | undefined {
  if (!isObject(answer) || !Array.isArray(answer['sandboxes'])) return undefined;
  const items: readonly unknown[] = answer['sandboxes'];
  const { limit } = isObject(answer['_page']) ? answer['_page'] : {};
  const sandboxes = items.flatMap((item) => readSandbox(item) ?? []);
  const size = typeof limit === 'number' && limit > 0 ? limit : Infinity;
  return { sandboxes, items: items.length, size, more: hasNext(answer['_links']) };
}

function readSandbox(item: unknown): Sandbox | undefined {
  const { name, state } = isObject(item) ? item : {};
  if (typeof name !== 'string' || !/^[a-z0-9][a-z0-9-]{0,255}$/i.test(name)) return undefined;
  return { name, state: typeof state === 'string' && /^[\w -]{1,40}$/.test(state) ? state : 'unknown' };
}

/** A templated link is a pattern that stands on every page. */
function hasNext(links: unknown): boolean {
  const next = isObject(links) ? links['next'] : undefined;
  return isObject(next) && typeof next['href'] === 'string' && next['templated'] !== true;
}

/** Reads the spec of that id out of `{items: [...]}`; undefined when there is one that cannot be read. */
export function readSpec(answer: unknown, id: string): ConnectionSpec | 'absent' | undefined {
  if (!isObject(answer) || !Array.isArray(answer['items'])) return undefined;
  const items: readonly unknown[] = answer['items'];
  const found = items.filter(isObject).find((item) => item['id'] === id);
  if (found === undefined) return items.length === 0 ? 'absent' : undefined;
  const { version, authSpec } = found;
  // The published OpenAPI file shows an object where every sample has a list.
  const written: readonly unknown[] = Array.isArray(authSpec) ? authSpec : [authSpec];
  const logins = written.map(readLogin);
  if (!logins.every((login) => login !== undefined)) return undefined;
  return { id, version: typeof version === 'string' ? version : '', logins };
}

function readLogin(item: unknown): LoginSpec | undefined {
  const { name, spec } = isObject(item) ? item : {};
  if (typeof name !== 'string' || name === '' || !isObject(spec)) return undefined;
  // What JSON.parse returned consists of JSON values only.
  return { name, schema: spec as Json };
}
