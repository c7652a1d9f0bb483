// The access token of a run: asked for once however many requests wait for it, renewed before it expires and once after
// the platform refused it, never written down. A refused login is remembered, so that it is asked for once only.
import type { Failure } from '../core/failure.ts';
import { STOPPED, nextStep } from '../core/failure.ts';
import type { Clock, Random } from '../core/ports.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { revealSecret, sealSecret } from '../core/secret.ts';
import type { Secret } from '../core/secret.ts';
import type { Traffic } from '../core/traffic.ts';
import { readObject, unreadable } from './classify.ts';
import type { Answer } from './classify.ts';
import type { Http } from './http.ts';

/** How this run logs in. */
export type Credentials =
  | { readonly kind: 'token'; readonly accessToken: Secret }
  | {
      readonly kind: 'client';
      readonly imsUrl: string;
      readonly clientId: string;
      readonly clientSecret: Secret;
      readonly scopes: string;
    };

/** Hands out the token of the run. */
export interface TokenSource {
  /** The token to use now. `refused` is the one that the platform has just refused. */
  current(refused?: Secret): Promise<Result<Secret, Failure>>;
}

/** What the token source depends on. */
export interface TokenOptions {
  readonly credentials: Credentials;
  readonly http: Http;
  readonly clock: Clock;
  readonly random: Random;
  /** Counts a request to IMS that is about to leave; false when none may. */
  readonly admit: () => boolean;
  /** No further request once aborted. */
  readonly stop: AbortSignal;
  /** Told of every wait. */
  readonly traffic?: Pick<Traffic, 'loginWaits'>;
  /** The longest wait that Adobe's login may ask for, in milliseconds; a minute when absent. */
  readonly maxWaitMs?: number;
}

/** Adobe's own Python client renews 500 s early; a token of a short life gives up a tenth of it. */
const RENEWAL_LEAD_MS = 500_000;
const RENEWAL_LEAD_SHARE = 0.1;
/** Legacy replies count in milliseconds; no token lives for a million seconds. */
const LARGEST_SECONDS = 1_000_000;

interface HeldToken {
  readonly secret: Secret;
  readonly renewAt: number;
}

/** Makes the token source of a run. */
export function createTokenSource(options: TokenOptions): TokenSource {
  const { credentials, clock } = options;
  let held: HeldToken | undefined;
  let asking: Promise<Result<Secret, Failure>> | undefined;
  let refused: Failure | undefined;

  async function ask(): Promise<Result<Secret, Failure>> {
    const answer = await askRepeatedly(options);
    if (answer.ok) {
      held = answer.value;
      return success(held.secret);
    }
    refused = answer.problem;
    return answer;
  }

  function current(stale?: Secret): Promise<Result<Secret, Failure>> {
    if (credentials.kind === 'token') {
      return Promise.resolve(
        stale === undefined ? success(credentials.accessToken) : refusal(ACCESS_TOKEN_REFUSED),
      );
    }
    if (refused !== undefined) return Promise.resolve(refusal(refused));
    if (held !== undefined && held.secret !== stale && clock.now() < held.renewAt) {
      return Promise.resolve(success(held.secret));
    }
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  return { current };
}

const ACCESS_TOKEN_REFUSED: Failure = {
  kind: 'unauthorised',
  status: 401,
  code: 'access-token-refused',
  message:
    'the platform does not accept AEP_ACCESS_TOKEN: it has expired, or belongs to another organisation',
  requestId: null,
  retryable: false,
};

async function askRepeatedly(options: TokenOptions): Promise<Result<HeldToken, Failure>> {
  const { random, clock, stop, traffic, maxWaitMs } = options;
  const limits = maxWaitMs !== undefined && { maxWaitMs };
  for (let attempt = 1; !stop.aborted; attempt += 1) {
    const answer = await askOnce(options);
    if (answer.ok || answer.problem === STOPPED) return answer;
    const { problem: failure } = answer;
    // Asking for a token changes nothing, so it may be repeated like a read.
    const step = nextStep({ method: 'GET', failure, attempt, fraction: random.fraction(), ...limits });
    if (step.do !== 'repeat') return refusal(loginFailure(failure));
    traffic?.loginWaits(step.afterMs);
    await clock.sleep(step.afterMs, stop);
  }
  return refusal(STOPPED);
}

async function askOnce({
  credentials,
  http,
  clock,
  admit,
}: TokenOptions): Promise<Result<HeldToken, Failure>> {
  if (credentials.kind !== 'client') throw new TypeError('a given access token is never asked for');
  const form = new URLSearchParams({
    client_id: credentials.clientId,
    client_secret: revealSecret(credentials.clientSecret),
    grant_type: 'client_credentials',
    scope: credentials.scopes,
  });
  if (!admit()) return refusal(STOPPED);
  const askedAt = clock.now();
  const answer = await http.exchange({
    method: 'POST',
    url: `${credentials.imsUrl}/ims/token/v3`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: form.toString(),
    secrets: [credentials.clientSecret],
  });
  return answer.ok ? readToken(answer.value, askedAt) : answer;
}

function readToken(answer: Answer, askedAt: number): Result<HeldToken, Failure> {
  const reply = readObject(answer.body) ?? {};
  const { access_token: token, expires_in: expiry } = reply;
  // A token that cannot stand in a header would fail every request with a puzzling error.
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    return refusal(unreadable(answer, 'no usable access token'));
  }
  const lifetime = lifetimeOf(expiry);
  const lead = Math.min(RENEWAL_LEAD_MS, lifetime * RENEWAL_LEAD_SHARE);
  return success({ secret: sealSecret(token), renewAt: askedAt + lifetime - lead });
}

/** Milliseconds that a token lives; without a usable figure it is kept until the platform refuses it. */
function lifetimeOf(expiry: unknown): number {
  const figure = Number(expiry);
  if (!Number.isFinite(figure) || figure <= 0) return Number.MAX_SAFE_INTEGER;
  return figure > LARGEST_SECONDS ? figure : figure * 1_000;
}

/**
 * A failed login as the failure of the request that needed it: that request was never sent, whatever became of the
 * login, so a create behind it is not in doubt.
 */
function loginFailure(failure: Failure): Failure {
  const refusedForGood =
    failure.status !== null && failure.status >= 400 && failure.status < 500 && !failure.retryable;
  return {
    ...failure,
    kind: refusedForGood ? 'unauthorised' : 'not-sent',
    message: refusedForGood
      ? `Adobe's login (IMS) refused the client credentials: ${failure.message}`
      : `Adobe's login (IMS) gave no token: ${failure.message}`,
    exhausted: true,
  };
}
