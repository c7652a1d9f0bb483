// Sends calls to the Flow Service: token, headers, repeats as core/failure.ts allows, and the count of every request.
// What an answer means is decided by remote.ts.
import { STOPPED, leftNoTrace, nextStep, pauseAfter } from '../core/failure.ts';
import type { Attempted, Failure, Method } from '../core/failure.ts';
import type { Clock, Log, Random, RequestTotals } from '../core/ports.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { revealSecret } from '../core/secret.ts';
import type { Secret } from '../core/secret.ts';
import type { Traffic } from '../core/traffic.ts';
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
  /** Says when a request may leave, and is told what came of it; absent: every one leaves at once. */
  readonly traffic?: Traffic;
  /** The longest wait that the platform may ask for, in milliseconds; a minute when absent. */
  readonly maxWaitMs?: number;
}

/** One call, without what every call carries. */
export interface Call {
  readonly method: Method;
  /** The API that is called; the Flow Service when absent. */
  readonly api?: 'sandbox-management';
  /** Path and query below the API. */
  readonly path: string;
  /** Empty for what concerns the organisation as a whole. */
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

/** A token may die between two requests, but a call that outlives four of them is refused for another reason. */
const MOST_TOKENS = 4;

/** Where a call stands: which one it is, and its attempts so far, this one included. */
interface Turn {
  readonly number: number;
  readonly attempt: number;
}

/** Sends calls; one per run, because it holds the token and the totals. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #http: Http;
  readonly #tokens: TokenSource;
  readonly #totals = { total: 0, token: 0, list: 0, create: 0, update: 0, delete: 0, test: 0 };
  #calls = 0;
  #repeats = 0;
  /** The last token that the platform accepted: refused later, it has died, and another one is worth asking for. */
  #accepted: Secret | undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#http = createHttp(options);
    const admit = (): boolean => this.#admit('token');
    this.#tokens = createTokenSource({ ...options, http: this.#http, admit });
  }

  requests(): RequestTotals {
    return { ...this.#totals };
  }

  clockSkew(): number {
    return this.#http.clockSkew();
  }

  /** Sends a call, and again for as long as nothing can have come of it. */
  async send(call: Call): Promise<Called> {
    const number = this.#calls;
    this.#calls += 1;
    let attempts = 0;
    for (let attempt = 1; ; attempt += 1) {
      if (this.#stopped()) return { answer: refusal(STOPPED), attempts };
      const called = await this.#attempt(call, { number, attempt });
      const { answer } = called;
      attempts += called.attempts;
      if (answer.ok || answer.problem === STOPPED) return { answer, attempts };
      if (await this.#waitToRepeat(call, answer.problem, attempt)) continue;
      const unbegun = this.#stopped() && leftNoTrace(answer.problem);
      return { answer: unbegun ? refusal(STOPPED) : answer, attempts };
    }
  }

  /** Sends a read and parses its answer; a success that cannot be parsed is repeated like any other fault. */
  async read<Value>(
    call: Call,
    parse: (answer: Answer) => Value | undefined,
  ): Promise<Result<Value, Failure>> {
    for (let attempt = 1; ; attempt += 1) {
      const { answer } = await this.send(call);
      if (!answer.ok) return answer;
      const value = parse(answer.value);
      if (value !== undefined) return success(value);
      const failure = unreadable(answer.value, 'something that is no list of connections');
      if (!(await this.#waitToRepeat(call, failure, attempt))) return refusal(failure);
    }
  }

  /** One attempt, with another request under a new token when the first one was refused or has died meanwhile. */
  async #attempt(call: Call, turn: Turn): Promise<Called> {
    let refused: Secret | undefined;
    for (let attempts = 0; ;) {
      const token = await this.#tokens.current(refused);
      if (!token.ok) return { answer: token, attempts };
      const answer = await this.#exchange(call, token.value, turn);
      if (answer.ok) this.#accepted = token.value;
      else if (answer.problem === STOPPED) return { answer, attempts };
      attempts += 1;
      if (answer.ok || answer.problem.kind !== 'unauthorised' || this.#stopped()) return { answer, attempts };
      const hasDied = refused === undefined || this.#accepted === token.value;
      if (!hasDied || attempts >= MOST_TOKENS) return { answer, attempts };
      refused = token.value;
    }
  }

  async #exchange(call: Call, token: Secret, { number, attempt }: Turn): Promise<Result<Answer, Failure>> {
    const { traffic, url } = this.#options;
    await traffic?.turn();
    if (this.#stopped() || !this.#admit(call.kind)) return refusal(STOPPED);
    const arrive = traffic?.depart({ sandbox: call.sandbox, kind: call.kind, call: number });
    const answer = await this.#http.exchange({
      method: call.method,
      url: `${url}/data/foundation/${call.api ?? 'flowservice'}${call.path}`,
      headers: headersOf(this.#options, call, token),
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      secrets: [token, ...(call.secrets ?? [])],
    });
    const failure = answer.ok ? undefined : answer.problem;
    const pauseMs = failure && pauseAfter(this.#attempted(call, failure, attempt));
    arrive?.({ ...(failure !== undefined && { failure }), pauseMs: pauseMs ?? 0 });
    return answer;
  }

  #attempted({ method }: Call, failure: Failure, attempt: number): Attempted {
    const { random, maxWaitMs } = this.#options;
    const spent = { requests: this.#totals.total, repeats: this.#repeats };
    const limits = { spent, ...(maxWaitMs !== undefined && { maxWaitMs }) };
    return { method, failure, attempt, fraction: random.fraction(), ...limits };
  }

  /** Whether to repeat; if so, it has been waited for. */
  async #waitToRepeat(call: Call, failure: Failure, attempt: number): Promise<boolean> {
    const { clock, log, stop, traffic } = this.#options;
    const { method, sandbox } = call;
    const step = nextStep(this.#attempted(call, failure, attempt));
    if (step.do === 'give-up' && step.overBudget === true) traffic?.gaveUp();
    if (step.do !== 'repeat' || this.#stopped()) return false;
    const isPaced = failure.kind === 'throttled';
    if (!isPaced) this.#repeats += 1;
    traffic?.repeating(isPaced ? 0 : step.afterMs);
    log.info({ sandbox, method, waitMs: Math.round(step.afterMs), why: failure.message }, 'repeating');
    await clock.sleep(step.afterMs, stop);
    return !this.#stopped();
  }

  #stopped(): boolean {
    return this.#options.stop.aborted;
  }

  /** Counts a request that is about to leave; false when none may. */
  #admit(kind: keyof RequestTotals): boolean {
    if (this.#options.traffic?.admit() === false) return false;
    this.#totals[kind] += 1;
    this.#totals.total += 1;
    return true;
  }
}

function headersOf(access: PlatformAccess, call: Call, token: Secret): Record<string, string> {
  return {
    authorization: `Bearer ${revealSecret(token)}`,
    'x-api-key': access.apiKey,
    'x-gw-ims-org-id': access.orgId,
    ...(call.sandbox !== '' && { 'x-sandbox-name': call.sandbox }),
    accept: 'application/json',
    ...(call.body !== undefined && { 'content-type': 'application/json' }),
    ...(call.ifMatch !== undefined && { 'if-match': call.ifMatch }),
  };
}
