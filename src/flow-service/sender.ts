// Sends calls to the Flow Service: token, headers, repeats as core/failure.ts allows, and the count of every request.
// What an answer means is decided by remote.ts.
import { nextStep } from '../core/failure.ts';
import type { Failure, Method } from '../core/failure.ts';
import type { Clock, Log, Random, RequestTotals } from '../core/ports.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { revealSecret } from '../core/secret.ts';
import type { Secret } from '../core/secret.ts';
import { unreadable } from './classify.ts';
import type { Answer } from './classify.ts';
import { createHttp } from './http.ts';
import type { Http } from './http.ts';
import { createTokenSource } from './token.ts';
import type { Credentials, TokenSource } from './token.ts';

/** How to reach and enter one organisation's platform. */
interface PlatformAccess {
  /** Origin of the platform, for example `https://platform.adobe.io`. */
  readonly url: string;
  readonly orgId: string;
  readonly apiKey: string;
  readonly credentials: Credentials;
}

/** What sending depends on. */
export interface SenderOptions extends PlatformAccess {
  /** Milliseconds until a request without a complete answer is given up. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** No new request leaves once this is aborted; those under way are waited for. */
  readonly stop: AbortSignal;
}

/** One call, without what every call carries. */
export interface Call {
  readonly method: Method;
  /** Path and query below the Flow Service. */
  readonly path: string;
  readonly sandbox: string;
  readonly kind: Exclude<keyof RequestTotals, 'total' | 'token'>;
  readonly body?: unknown;
  readonly ifMatch?: string;
  readonly secrets?: readonly Secret[];
}

/** What became of a call, and how many requests it took. */
export interface Called {
  readonly answer: Result<Answer, Failure>;
  readonly attempts: number;
}

/** A request that an interrupt kept from leaving. */
const STOPPED: Failure = {
  kind: 'not-sent',
  status: null,
  code: 'stopped',
  message: 'the run was stopped before this request left',
  requestId: null,
  retryable: true,
  exhausted: true,
};

/** Sends calls; one per run, because it holds the token and the totals. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #http: Http;
  readonly #tokens: TokenSource;
  readonly #totals = { total: 0, token: 0, list: 0, create: 0, update: 0, delete: 0, test: 0 };

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#http = createHttp(options);
    const count = (): void => {
      this.#count('token');
    };
    this.#tokens = createTokenSource({ ...options, http: this.#http, count });
  }

  requests(): RequestTotals {
    return { ...this.#totals };
  }

  clockSkew(): number {
    return this.#http.clockSkew();
  }

  /** Sends a call, and again for as long as nothing can have come of it. */
  async send(call: Call): Promise<Called> {
    let attempts = 0;
    for (let round = 1; ; round += 1) {
      if (this.#stopped()) return { answer: refusal(STOPPED), attempts };
      const called = await this.#attempt(call);
      attempts += called.attempts;
      if (called.answer.ok) return { answer: called.answer, attempts };
      if (!(await this.#waitToRepeat(call, called.answer.problem, round))) {
        return { answer: called.answer, attempts };
      }
    }
  }

  /** Sends a read and parses its answer; a success that cannot be parsed is repeated like any other fault. */
  async read<Value>(
    call: Call,
    parse: (answer: Answer) => Value | undefined,
  ): Promise<Result<Value, Failure>> {
    for (let round = 1; ; round += 1) {
      const { answer } = await this.send(call);
      if (!answer.ok) return answer;
      const value = parse(answer.value);
      if (value !== undefined) return success(value);
      const failure = unreadable(answer.value, 'something that is no list of connections');
      if (!(await this.#waitToRepeat(call, failure, round))) return refusal(failure);
    }
  }

  /** One attempt, with a second request under a new token when the first token was refused. */
  async #attempt(call: Call): Promise<Called> {
    const token = await this.#tokens.current();
    if (!token.ok) return { answer: token, attempts: 0 };
    const answer = await this.#exchange(call, token.value);
    if (answer.ok || answer.problem.kind !== 'unauthorised' || this.#stopped())
      return { answer, attempts: 1 };
    const renewed = await this.#tokens.current(token.value);
    if (!renewed.ok) return { answer: renewed, attempts: 1 };
    return { answer: await this.#exchange(call, renewed.value), attempts: 2 };
  }

  async #exchange(call: Call, token: Secret): Promise<Result<Answer, Failure>> {
    this.#count(call.kind);
    return this.#http.exchange({
      method: call.method,
      url: `${this.#options.url}/data/foundation/flowservice${call.path}`,
      headers: headersOf(this.#options, call, token),
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      secrets: [token, ...(call.secrets ?? [])],
    });
  }

  /** Whether to repeat; if so, it has been waited for. */
  async #waitToRepeat({ method, sandbox }: Call, failure: Failure, attempt: number): Promise<boolean> {
    const { random, clock, log, stop } = this.#options;
    const step = nextStep({ method, failure, attempt, fraction: random.fraction() });
    if (step.do !== 'repeat' || this.#stopped()) return false;
    log.info({ sandbox, method, waitMs: Math.round(step.afterMs), why: failure.message }, 'repeating');
    await clock.sleep(step.afterMs, stop);
    return !this.#stopped();
  }

  #stopped(): boolean {
    return this.#options.stop.aborted;
  }

  #count(kind: keyof RequestTotals): void {
    this.#totals[kind] += 1;
    this.#totals.total += 1;
  }
}

function headersOf(access: PlatformAccess, call: Call, token: Secret): Record<string, string> {
  return {
    authorization: `Bearer ${revealSecret(token)}`,
    'x-api-key': access.apiKey,
    'x-gw-ims-org-id': access.orgId,
    'x-sandbox-name': call.sandbox,
    accept: 'application/json',
    ...(call.body !== undefined && { 'content-type': 'application/json' }),
    ...(call.ifMatch !== undefined && { 'if-match': call.ifMatch }),
  };
}
