// Stands between a client and a platform, passes everything on as it is, and keeps what went by.
import { createServer, request as send } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Exchange } from './operations.ts';

/** A running proxy. */
export interface RecordingProxy {
  readonly url: string;
  readonly exchanges: readonly Exchange[];
}

/** Starts a proxy that ends with the test. */
export async function startRecordingProxy(platformUrl: string): Promise<RecordingProxy> {
  const exchanges: Exchange[] = [];
  const server = createServer((incoming, response) => {
    void passOn(incoming, response, platformUrl).then((exchange) => exchanges.push(exchange));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, exchanges };
}

async function passOn(
  incoming: IncomingMessage,
  response: ServerResponse,
  platformUrl: string,
): Promise<Exchange> {
  const { method = '', url = '', headers } = incoming;
  const body = await readWhole(incoming);
  // The Host header goes on as it is, so that links lead back here.
  const outgoing = send(new URL(url, platformUrl), { method, headers });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve).once('error', reject);
  });
  outgoing.end(body);
  const reply = await answered;
  const answer = await readWhole(reply);
  const status = reply.statusCode ?? 0;
  response.writeHead(status, reply.headers).end(answer);
  return { method, url, headers, body, status, answer };
}

async function readWhole(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
