// The emulator as a server: which address leads to which operation, on which interface it listens, how it ends. The
// only file that knows fastify; the answers themselves go out through fault-delivery.ts, which needs the bare socket.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fastify } from 'fastify';
import type { IncomingCall } from './calls.ts';
import { answerControl } from './control.ts';
import { serveCall, serveUnknown } from './exchange.ts';
import type { RouteName } from './faults.ts';
import { textOf } from './json.ts';
import { Platform } from './platform.ts';
import { mergeSettings } from './settings-reading.ts';
import type { EmulatorSettings } from './settings.ts';
import { defaultSettings } from './default-settings.ts';
import type { EmulatorStats } from './stats.ts';

/** How an emulator is started. */
export interface EmulatorOptions {
  /** Interface to listen on; default: loopback. */
  readonly host?: string;
  /** Port to listen on; default: any free one. */
  readonly port?: number;
  /** File that keeps the connections; absent: they live in memory only. */
  readonly dataFile?: string;
  /** Switches that differ from their values at rest. */
  readonly settings?: Partial<EmulatorSettings>;
}

/** A running emulator. */
export interface Emulator {
  /** Origin for the platform and for IMS, without a slash at the end. */
  readonly url: string;
  settings(): EmulatorSettings;
  stats(): EmulatorStats;
  close(): Promise<void>;
}

type Route = readonly [method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, route: RouteName];

const FLOW_SERVICE = '/data/foundation/flowservice';
const SANDBOX_API = '/data/foundation/sandbox-management';

// Public operations; both forms, with and without a slash at the end, are documented and therefore served.
const routes: readonly Route[] = [
  // Documented is v3; public samples and modules of Adobe also use v2 and v4.
  ['POST', '/ims/token/v2', 'token'],
  ['POST', '/ims/token/v3', 'token'],
  ['POST', '/ims/token/v4', 'token'],
  ['GET', SANDBOX_API, 'sandboxes'],
  ['GET', `${SANDBOX_API}/sandboxes`, 'sandboxes'],
  ['GET', `${FLOW_SERVICE}/connections`, 'list'],
  ['POST', `${FLOW_SERVICE}/connections`, 'create'],
  ['GET', `${FLOW_SERVICE}/connections/:id`, 'get'],
  ['PATCH', `${FLOW_SERVICE}/connections/:id`, 'update'],
  ['DELETE', `${FLOW_SERVICE}/connections/:id`, 'delete'],
  ['GET', `${FLOW_SERVICE}/connections/:id/test`, 'test'],
  ['GET', `${FLOW_SERVICE}/connections/:id/explore`, 'explore'],
  ['POST', `${FLOW_SERVICE}/connections/:id/action`, 'action'],
  ['GET', `${FLOW_SERVICE}/connectionSpecs`, 'specs'],
  ['GET', `${FLOW_SERVICE}/connectionSpecs/:id`, 'specs'],
];

// Planting thousands of connections takes one large body.
const BODY_LIMIT = 64 * 1024 * 1024;

/** Starts an emulator; it listens when the promise resolves. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const platform = new Platform(mergeSettings(defaultSettings, options.settings ?? {}));
  if (options.dataFile !== undefined) await platform.attach(options.dataFile);
  const server = buildServer(platform);
  try {
    platform.url = await server.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 });
  } catch (error) {
    await platform.close();
    throw error;
  }
  let closed: Promise<void> | undefined;
  return {
    url: platform.url,
    settings: () => platform.settings,
    stats: () => platform.stats(),
    close: () => (closed ??= end(server, platform)),
  };
}

// Waits are ended first, so that no request holds up the rest.
async function end(server: FastifyInstance, platform: Platform): Promise<void> {
  platform.closing.abort();
  await server.close();
  await platform.close();
}

function buildServer(platform: Platform): FastifyInstance {
  const server = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true },
  });
  // Every body is taken as text: what its content type has to be is decided by the operation.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    done(null, body);
  });
  for (const [method, url, route] of routes) {
    server.route({
      method,
      url,
      handler: async (request, reply) => {
        reply.hijack();
        await serveCall(platform, readCall(request, route), reply.raw);
      },
    });
  }
  server.all('/__emulator/*', (request, reply) => control(platform, request, reply));
  server.setNotFoundHandler((request, reply) => {
    reply.hijack();
    serveUnknown(platform, request, reply.raw);
  });
  return server;
}

async function control(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const path = request.url.replace(/[?#].*$/s, '').slice('/__emulator/'.length);
  const answer = await answerControl(platform, { method: request.method, path, body: textOf(request.body) });
  return reply.code(answer.status).headers(answer.headers).send(answer.body);
}

function readCall(request: FastifyRequest, route: RouteName): IncomingCall {
  const { method, url, headers } = request;
  const mark = url.indexOf('?');
  const { id } = request.params as { readonly id?: string }; // the routes above have no other parameter
  return {
    route,
    method,
    path: mark < 0 ? url : url.slice(0, mark),
    id: id ?? '',
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark)),
    headers,
    body: textOf(request.body),
  };
}
