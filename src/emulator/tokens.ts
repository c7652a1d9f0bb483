// Access tokens: `POST /ims/token/v3` issues them (public guide: server-to-server authentication) and the gateway asks
// here whether one is still good. Tokens live in memory only, so a restarted emulator knows none of the old ones.
import type { WireToken } from '../flow-service/wire.ts';
import type { Answer, Refusal } from './answers.ts';
import { jsonAnswer } from './answers.ts';
import type { Random } from './random.ts';
import type { EmulatorSettings } from './settings.ts';

interface LiveToken {
  readonly expiresAt: number;
  usesLeft: number;
}

/** What the token endpoint knows at the moment of a request. */
export interface TokenContext {
  readonly settings: EmulatorSettings;
  readonly random: Random;
  readonly now: number;
}

/** The tokens issued so far. */
export class Tokens {
  readonly #live = new Map<string, LiveToken>();

  /** Issues a token for the client credentials of a form-encoded body, or refuses them. */
  issue(form: URLSearchParams, context: TokenContext): Answer | Refusal {
    const { settings } = context;
    const refusal = checkCredentials(form, settings.clients);
    if (refusal) return { ...refusal, status: settings.loginErrorStatus };
    const token = `emulator.${context.random.hex(64)}`;
    const seconds = settings.tokenLifetimeSeconds;
    const usesLeft = settings.tokenUses ?? Infinity;
    this.#live.set(token, { expiresAt: context.now + seconds * 1000, usesLeft });
    const expiry = settings.tokenExpiryUnit === 'seconds' ? seconds : seconds * 1000;
    const body: WireToken = { access_token: token, token_type: 'bearer', expires_in: expiry };
    return jsonAnswer(200, body);
  }

  /** Uses a token once and says whether it was good. */
  use(token: string, context: Omit<TokenContext, 'random'>): boolean {
    if (context.settings.acceptedTokens.includes(token)) return true;
    const found = this.#live.get(token);
    if (!found || found.usesLeft < 1 || context.now >= found.expiresAt) return false;
    found.usesLeft -= 1;
    return true;
  }

  /** Forgets every token. */
  clear(): void {
    this.#live.clear();
  }
}

function checkCredentials(form: URLSearchParams, clients: EmulatorSettings['clients']): Refusal | undefined {
  const id = form.get('client_id') ?? '';
  const secret = form.get('client_secret') ?? '';
  if (form.get('grant_type') !== 'client_credentials') {
    return refuse('unsupported_grant_type', 'grant_type must be client_credentials');
  }
  if (id === '' || (clients && !Object.hasOwn(clients, id))) {
    return refuse('invalid_client', 'invalid client_id parameter');
  }
  // A credential can hold several secrets at a time, so that they can be rotated.
  if (secret === '' || (clients && ![clients[id]].flat().includes(secret))) {
    return refuse('invalid_client', 'invalid client_secret parameter');
  }
  if ((form.get('scope') ?? '') === '') return refuse('invalid_scope', 'scope must not be empty');
  return undefined;
}

function refuse(code: string, message: string): Refusal {
  return { refusedBy: 'ims', status: 400, code, message };
}
