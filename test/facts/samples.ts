// How the samples of the facts are tried: what the emulator answers to a request, and what the client makes of an answer.
// The samples themselves stand in the tests, written down by hand as the facts give them.
import { expect } from 'vitest';
import type { FailureKind } from '../../src/core/failure.ts';
import type { EmulatorSettings } from '../../src/emulator/settings.ts';
import { failureOfAnswer } from '../../src/flow-service/classify.ts';
import type { EmulatedPlatform, Reply } from '../emulator/emulated-platform.ts';
import { emulate } from '../emulator/emulated-platform.ts';
import { anAnswer } from '../flow-service/answers.ts';
import { NOON } from '../support/fake-clock.ts';

/** Id of the connection that stands in every emulator that a sample is tried with. */
export const ID = '575abae5-c99a-452c-9aba-e5c99ac52c4d';

/** Params of a DB2 connection as the tutorial creates it. */
export const PARAMS = {
  server: 'db2.example.com:50000',
  database: 'SAMPLE',
  authenticationType: 'Basic',
  username: 'svc_aep',
  password: 'hunter2',
};

/** The secret among these params, and what is no secret. */
export const { password: PASSWORD, ...VISIBLE } = PARAMS;

/** Body of a create as the tutorial sends it. */
export const BODY = {
  name: 'DB2 connection',
  description: 'DB2 test connection',
  auth: { specName: 'Basic Authentication', params: PARAMS },
  connectionSpec: { id: '09182899-b429-40c9-a15a-bf3ddbc8ced7', version: '1.0' },
};

/** A request to the emulator. */
export interface Ask {
  readonly settings?: Partial<EmulatorSettings>;
  /** Method and path below the Flow Service, or from the root where it begins with `~`. */
  readonly ask: string;
  readonly json?: unknown;
  /** Headers that differ; null leaves one out. `{etag}` stands for the etag of the connection that stands there. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** State of the connection that stands there. */
  readonly state?: string;
}

/** A request, and the answer that the facts tell of. */
export interface AnswerRow extends Ask {
  readonly name: string;
  readonly status: number;
  /** What the body has among others; absent: an empty body. */
  readonly body?: object;
}

/** A request, and the refusal that the facts tell of. */
export interface RefusalRow extends Ask {
  readonly name: string;
  readonly status: number;
  readonly code: string;
  /** What the client makes of it; absent: refused for good. */
  readonly kind?: FailureKind;
}

/** Asks an emulator in which one connection stands. */
export async function answerTo(ask: Ask): Promise<Reply> {
  const platform = await emulate(ask.settings);
  const planted = {
    sandbox: 'dev',
    id: ID,
    name: 'Standing',
    auth: { params: PARAMS },
    state: ask.state ?? 'enabled',
  };
  const { body } = await platform.control('POST', 'connections', planted);
  const headers = Object.entries(ask.headers ?? {}).map(([name, value]) => [
    name,
    value?.replace('{etag}', body.connections[0]?.etag ?? '') ?? null,
  ]);
  return send(platform, ask, Object.fromEntries(headers) as Record<string, string | null>);
}

function send(
  platform: EmulatedPlatform,
  { ask, json }: Ask,
  headers: Record<string, string | null>,
): Promise<Reply> {
  const [method = '', path = ''] = ask.split(' ');
  const request = { headers, ...(json === undefined ? {} : { json }) };
  return path.startsWith('~')
    ? platform.ask(method, path.slice(1), request)
    : platform.flow(method, path, request);
}

/** Tries a row of an answer. */
export async function expectAnswer({ status, body, ...ask }: AnswerRow): Promise<void> {
  const reply = await answerTo(ask);
  expect(reply.status).toBe(status);
  if (body === undefined) expect(reply.text).toBe('');
  else expect(reply.body).toMatchObject(body);
}

/** Tries a row of a refusal: the emulator refuses as told, and the client understands it. */
export async function expectRefusal({ status, code, kind = 'rejected', ...ask }: RefusalRow): Promise<void> {
  const reply = await answerTo(ask);
  const failure = failureOfAnswer(anAnswer(reply.status, reply.text), NOON);
  expect(failure).toMatchObject({ status, code, kind });
}
