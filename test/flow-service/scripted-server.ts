// A real server on loopback that answers as a test tells it, and remembers what it was asked; and a remote to ask it.
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { LogFields, Remote } from '../../src/core/ports.ts';
import { sealSecret } from '../../src/core/secret.ts';
import { createRemote } from '../../src/flow-service/remote.ts';
import type { SenderOptions } from '../../src/flow-service/sender.ts';
import { createFakeClock, createFakeRandom } from '../support/fake-clock.ts';
import type { FakeClock, FakeClockOptions } from '../support/fake-clock.ts';

/** A request as the server read it. */
export interface Received {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Answers one request, or breaks it off. */
export type Answerer = (response: ServerResponse, request: Received) => void;

/** A running server. */
export interface ScriptedServer {
  readonly url: string;
  readonly received: readonly Received[];
}

/** Everything that a test wants to look at. */
export interface Opened {
  readonly remote: Remote;
  readonly clock: FakeClock;
  readonly logged: readonly string[];
}

/** An answer as it is. */
export function text(status: number, body: string | Buffer, headers: Record<string, string> = {}): Answerer {
  return (response) => response.writeHead(status, headers).end(body);
}

/** A JSON answer. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answerer {
  return text(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
}

/** The connection breaks without an answer. */
export const reset: Answerer = (response) => response.socket?.resetAndDestroy();

/** No answer ever comes. */
export const hang: Answerer = () => undefined;

/** Half of an answer. */
export const torn: Answerer = (response) => {
  response.writeHead(200, { 'content-length': '100' });
  response.write('{"items":[', () => response.socket?.destroySoon());
};

/** The identity that a create or update is answered with. */
export const IDENTITY = { id: 'id-1', etag: '"etag-1"' };

/** Serves one answer after the other; the last one again and again. */
export function serve(...answers: readonly Answerer[]): Promise<ScriptedServer> {
  let asked = 0;
  return serveBy(() => {
    asked += 1;
    return answers[Math.min(asked, answers.length) - 1] ?? text(500, '');
  });
}

/** Serves whatever the test decides for each request. */
export async function serveBy(decide: (request: Received) => Answerer, port = 0): Promise<ScriptedServer> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void readWhole(request).then((read) => {
      received.push(read);
      decide(read)(response, read);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => close(server));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

/** An address at which nothing listens, and its port. */
export async function deadAddress(): Promise<{ url: string; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await close(server);
  return { url: `http://127.0.0.1:${port}`, port };
}

/** Opens a remote with a given access token, a clock that nobody waits for and a log that is kept. */
export function openRemote(
  url: string,
  options: Partial<SenderOptions> & { readonly onSleep?: FakeClockOptions['onSleep'] } = {},
): Opened {
  const { onSleep, ...overrides } = options;
  const clock = createFakeClock(onSleep === undefined ? {} : { onSleep });
  const logged: string[] = [];
  const write = (fields: LogFields, line: string): void => {
    logged.push(JSON.stringify({ ...fields, line }));
  };
  const remote = createRemote({
    url,
    orgId: 'ACME@AdobeOrg',
    apiKey: 'api-key',
    credentials: { kind: 'token', accessToken: sealSecret('access-token') },
    timeoutMs: 5_000,
    clock,
    random: createFakeRandom(),
    log: { trace: write, debug: write, info: write, warn: write, error: write },
    stop: new AbortController().signal,
    ...overrides,
  });
  return { remote, clock, logged };
}

async function readWhole(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = '', url = '', headers } = request;
  return { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
