// Starts an emulator for one test and speaks to it over real HTTP, with every required header unless told otherwise.
import { onTestFinished } from 'vitest';
import type { WireConnection, WireFlowServiceError } from '../../src/flow-service/wire.ts';
import type { Emulator, EmulatorOptions } from '../../src/emulator/server.ts';
import { startEmulator } from '../../src/emulator/server.ts';
import type { EmulatorSettings } from '../../src/emulator/settings.ts';
import type { EmulatorStats } from '../../src/emulator/stats.ts';

/** Members of any reply that the tests look at. */
interface ReplyBody extends Partial<WireFlowServiceError> {
  id: string;
  etag: string;
  items: WireConnection[];
  count: number;
  _links: { next?: { href: string }; page?: { href: string } };
  _page: { limit: number; count: number };
  result: boolean;
  error: string;
  error_code: string | number;
  message: string;
  access_token: string;
  token_type: string;
  expires_in: number;
  sandboxes: { name: string; isDefault: boolean; type: string; state: string }[];
  connections: { id: string; etag: string; name: string; params: Record<string, unknown> }[];
  problems: string[];
}

/** A reply, read whole. */
export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  body: ReplyBody;
}

/** What a request says beside method and path. */
interface Ask {
  sandbox?: string;
  json?: unknown;
  /** A header set to null is left out. */
  headers?: Record<string, string | null>;
}

/** An emulator under test. */
export interface EmulatedPlatform {
  emulator: Emulator;
  /** A request to a path of the Flow Service. */
  flow: (method: string, path: string, ask?: Ask) => Promise<Reply>;
  /** A request to any path of the emulator. */
  ask: (method: string, path: string, ask?: Ask) => Promise<Reply>;
  control: (method: string, path: string, json?: unknown) => Promise<Reply>;
  token: (form?: Record<string, string>) => Promise<Reply>;
  stats: () => EmulatorStats;
  create: (name: string, params?: Record<string, unknown>) => Promise<{ id: string; etag: string }>;
  get: (id: string, sandbox?: string) => Promise<WireConnection>;
  names: (query?: string) => Promise<string[]>;
  /** The same platform, spoken to at another address that leads there. */
  at: (url: string) => EmulatedPlatform;
}

export const DB2_SPEC = '09182899-b429-40c9-a15a-bf3ddbc8ced7';
export const FLOW = '/data/foundation/flowservice';
export const CREDENTIALS = {
  client_id: 'client',
  client_secret: 'secret',
  grant_type: 'client_credentials',
  scope: 'openid',
};

/** A body for `POST /connections`. */
export function db2Body(name: string, params: Record<string, unknown> = {}): Record<string, unknown> {
  const basic = {
    server: 'db2.example.com:50000',
    database: 'ORDERS',
    username: 'reader',
    password: 'hunter2',
  };
  return {
    name,
    auth: { specName: 'Basic Authentication', params: { ...basic, authenticationType: 'Basic', ...params } },
    connectionSpec: { id: DB2_SPEC, version: '1.0' },
  };
}

/** Starts an emulator that ends with the test. */
export async function emulate(
  settings: Partial<EmulatorSettings> = {},
  options: EmulatorOptions = {},
): Promise<EmulatedPlatform> {
  const emulator = await startEmulator({ ...options, settings: { acceptedTokens: ['good'], ...settings } });
  onTestFinished(() => emulator.close());
  return speakTo(emulator, emulator.url);
}

function speakTo(emulator: Emulator, url: string): EmulatedPlatform {
  const ask = (method: string, path: string, request: Ask = {}) => send(url, { method, path, request });
  const flow = (method: string, path: string, request?: Ask) => ask(method, FLOW + path, request);
  return {
    emulator,
    ask,
    flow,
    control: (method, path, json) => ask(method, `/__emulator/${path}`, json === undefined ? {} : { json }),
    token: async (form = CREDENTIALS) => {
      const response = await fetch(`${url}/ims/token/v3`, {
        method: 'POST',
        body: new URLSearchParams(form),
      });
      return readReply(response);
    },
    stats: () => emulator.stats(),
    create: async (name, params) =>
      (await flow('POST', '/connections', { json: db2Body(name, params) })).body,
    get: async (id, sandbox = 'dev') => (await flow('GET', `/connections/${id}`, { sandbox })).body.items[0]!,
    names: async (query = '') =>
      (await flow('GET', `/connections${query}`)).body.items.map((item) => item.name),
    at: (other) => speakTo(emulator, other),
  };
}

interface Sent {
  method: string;
  path: string;
  request: Ask;
}

async function send(url: string, { method, path, request }: Sent): Promise<Reply> {
  const headers: Record<string, string | null> = {
    authorization: 'Bearer good',
    'x-api-key': 'client',
    'x-gw-ims-org-id': 'ACME@AdobeOrg',
    'x-sandbox-name': request.sandbox ?? 'dev',
    ...(request.json === undefined ? {} : { 'content-type': 'application/json' }),
    ...request.headers,
  };
  const kept = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null);
  const body = typeof request.json === 'string' ? request.json : JSON.stringify(request.json);
  const response = await fetch(url + path, {
    method,
    headers: kept,
    redirect: 'manual',
    ...(request.json === undefined ? {} : { body: Buffer.from(body) }),
  });
  return readReply(response);
}

async function readReply(response: Response): Promise<Reply> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: readJson(text) };
}

// A test that looks at a member that did not come finds undefined and fails, so the type need not be proven here.
function readJson(text: string): ReplyBody {
  try {
    return JSON.parse(text) as ReplyBody;
  } catch {
    return {} as ReplyBody;
  }
}

/** Waits until something holds, for at most a second. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200 && !(await holds()); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
