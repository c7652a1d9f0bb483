// A platform that the contract is held against: the emulator, or a real organisation in a sandbox that somebody named for
// it. Whatever a run makes there begins with a prefix of its own, and nothing else is changed or deleted.
import { randomUUID } from 'node:crypto';
import type { WireConnection, WireFlowServiceError, WireSandbox } from '../../src/flow-service/wire.ts';
import { answerFaults } from './operations.ts';

/** How to enter a platform. */
export interface Entrance {
  readonly name: string;
  readonly url: string;
  /** Where a token is asked for, as a form; absent: there is nothing to ask for. */
  readonly login?: { readonly url: string; readonly form: Readonly<Record<string, string>> };
  readonly token?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sandbox: string;
  /** `auth.params` of the connections that are made. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** Members of any reply that the contract looks at. */
interface ReplyBody extends Partial<WireFlowServiceError> {
  readonly id: string;
  readonly etag: string;
  readonly items: readonly WireConnection[];
  readonly _links: { readonly next?: { readonly href: string } };
  readonly result: boolean;
  readonly sandboxes: readonly WireSandbox[];
}

/** A reply, read whole. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: ReplyBody;
}

/** What a request says beside method and path. */
export interface Ask {
  readonly json?: unknown;
  /** A header set to null is left out. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

const FLOW = '/data/foundation/flowservice';
const DB2_SPEC = '09182899-b429-40c9-a15a-bf3ddbc8ced7';
/** A listing may lag behind a write; how long is documented nowhere. */
const MOST_LOOKS = 30;
const PAUSE_MS = 1_000;
/** Neither a quota nor a fault of the moment is a breach of the contract. */
const PASSING = new Set([429, 502, 503, 504]);
const MOST_TRIES = 5;

/** A platform under the contract. */
export class Target {
  readonly prefix = `flowrecon-conformance-${randomUUID()}`;
  /** What was wrong with the shape of answers so far. */
  readonly faults: string[] = [];
  readonly #entrance: Entrance;
  #token: string | undefined;

  constructor(entrance: Entrance) {
    this.#entrance = entrance;
    this.#token = entrance.token;
  }

  /** The sandbox that the contract is tried in. */
  get sandbox(): string {
    return this.#entrance.sandbox;
  }

  /** A request to a path of the Flow Service. */
  flow(call: string, ask?: Ask): Promise<Reply> {
    const [method = '', path = ''] = call.split(' ');
    return this.ask(`${method} ${FLOW}${path}`, ask);
  }

  /** A request to any path of the platform; what passes by itself is asked again. */
  async ask(call: string, ask: Ask = {}): Promise<Reply> {
    for (let tries = 1; ; tries += 1) {
      const reply = await this.#send(call, ask);
      // A create may have arrived, so it is not sent again unless it was refused unread.
      const mayRepeat = reply.status === 429 || (PASSING.has(reply.status) && !call.startsWith('POST '));
      if (!mayRepeat || tries === MOST_TRIES) return reply;
      const seconds = Number(reply.headers.get('retry-after') ?? tries);
      await pause(Math.min(Number.isFinite(seconds) ? seconds : 60, 60) * 1_000);
    }
  }

  /** Body of a create; the name begins with the prefix. */
  bodyOf(label: string, params: Readonly<Record<string, unknown>> = {}): object {
    return {
      name: `${this.prefix} ${label}`,
      description: 'made by the contract suite of flowrecon; may be deleted',
      auth: { specName: 'Basic Authentication', params: { ...this.#entrance.params, ...params } },
      connectionSpec: { id: DB2_SPEC, version: '1.0' },
    };
  }

  /** Makes a connection. */
  async create(
    label: string,
    params?: Readonly<Record<string, unknown>>,
  ): Promise<{ id: string; etag: string }> {
    const reply = await this.flow('POST /connections', { json: this.bodyOf(label, params) });
    if (reply.status !== 201) throw new Error(`no connection was made: ${reply.status} ${reply.text}`);
    return reply.body;
  }

  /** Reads a connection that is there. */
  async get(id: string): Promise<WireConnection> {
    const reply = await this.flow(`GET /connections/${id}`);
    const [found] = reply.status === 200 ? reply.body.items : [];
    if (!found) throw new Error(`no connection was read: ${reply.status} ${reply.text}`);
    return found;
  }

  /** Every DB2 connection that a filter finds, page by page. */
  async list(query: string): Promise<WireConnection[]> {
    const found: WireConnection[] = [];
    for (let path = `/connections?property=connectionSpec.id==${DB2_SPEC}&${query}`; ;) {
      const { status, body, text } = await this.flow(`GET ${path}`);
      if (status !== 200) throw new Error(`nothing was listed: ${status} ${text}`);
      found.push(...body.items);
      const href = body._links.next?.href;
      if (href === undefined) return found;
      path = `/connections?${query}&continuationToken=${tokenIn(href)}`;
    }
  }

  /** What listings show of the connections that were made under a label. */
  listed(label: string, more = ''): Promise<WireConnection[]> {
    return this.list(`property=name==${encodeURIComponent(`${this.prefix} ${label}`)}${more}`);
  }

  /** Waits until something holds, as long as a listing may lag. */
  async until(holds: () => Promise<boolean>): Promise<boolean> {
    for (let looks = 1; looks <= MOST_LOOKS; looks += 1) {
      if (await holds()) return true;
      await pause(looks < 4 ? 50 : PAUSE_MS);
    }
    return false;
  }

  /** Deletes what this run has made, also what it never got an answer for; throws when something stays. */
  async clean(): Promise<void> {
    const ours = async (): Promise<WireConnection[]> =>
      (await this.list('limit=100')).filter(({ name }) => name.startsWith(this.prefix));
    for (const { id } of await ours()) await this.flow(`DELETE /connections/${id}`);
    if (await this.until(async () => (await ours()).length === 0)) return;
    throw new Error(
      `${(await ours()).map(({ id, name }) => `${id} (${name})`).join(', ')} could not be deleted`,
    );
  }

  async #send(call: string, { json, headers = {} }: Ask): Promise<Reply> {
    const [method = '', path = ''] = call.split(' ');
    const all: Record<string, string | null> = {
      authorization: `Bearer ${(this.#token ??= await this.#login())}`,
      ...this.#entrance.headers,
      'x-sandbox-name': this.sandbox,
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    };
    const kept = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
    const body = json === undefined ? '' : JSON.stringify(json);
    const sent = { method, headers: kept, redirect: 'manual' as const, ...(body === '' ? {} : { body }) };
    const response = await fetch(this.#entrance.url + path, sent);
    const text = await response.text();
    const { status } = response;
    const exchange = { method, url: path, headers: Object.fromEntries(kept), body, status, answer: text };
    this.faults.push(...answerFaults(exchange));
    return { status, headers: response.headers, text, body: readJson(text) };
  }

  async #login(): Promise<string> {
    const { login } = this.#entrance;
    if (!login) return 'none';
    const response = await fetch(login.url, { method: 'POST', body: new URLSearchParams(login.form) });
    const { access_token: token } = (await response.json()) as { access_token?: string };
    if (token === undefined) throw new Error(`the login was refused: ${response.status}`);
    return token;
  }
}

function tokenIn(href: string): string {
  return /continuationToken=([^&#]*)/.exec(href)?.[1] ?? encodeURIComponent(href);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

// A test that looks at a member that did not come finds undefined and fails, so the type need not be proven here.
function readJson(text: string): ReplyBody {
  try {
    return JSON.parse(text) as ReplyBody;
  } catch {
    return {} as ReplyBody;
  }
}
