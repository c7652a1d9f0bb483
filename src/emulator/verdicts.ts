// What a login to a database meets: a rule of the settings, by the host that the connection names. The public
// documentation has three forms: a result, a 400 with the words of the provider (1308, 1100), and a 5xx.
import type { Refusal } from './answers.ts';
import { serviceRefusal } from './answers.ts';
import type { JsonObject } from './json.ts';
import { matchesPattern, textOf } from './json.ts';
import type { EmulatorSettings, TestVerdict } from './settings.ts';

type Rule = Pick<TestVerdict, 'verdict' | 'message'>;

/** The rule for the host that these params name. */
export function verdictOn(params: JsonObject, settings: EmulatorSettings): Rule {
  const rule = settings.testVerdicts.find(({ host }) => namesHost(host, params));
  return rule ?? { verdict: 'ok' };
}

/** Whether a pattern fits the server of these params, with or without its port. */
export function namesHost(pattern: string, params: JsonObject): boolean {
  const server = textOf(params['server']);
  return matchesPattern(pattern, server.replace(/:\d+$/, '')) || matchesPattern(pattern, server);
}

/** How trouble with a host is told; undefined where the answer is a result. */
export function refusalOf({ verdict, message }: Rule): Refusal | undefined {
  switch (verdict) {
    case 'ok':
    case 'refused-login':
      return undefined;
    case 'unreachable':
      return refused('1308-400', message ?? 'no route to the host.');
    case 'tls':
      return refused('1308-400', message ?? 'TLS handshake failed.');
    case 'error-400':
      return serviceRefusal(
        '1100-400',
        `The request could not be processed. Error from flow provider${message === undefined ? '.' : `: ${message}`}`,
      );
    case 'error-500':
      return serviceRefusal('1102-500', message ?? 'An internal error has occurred. Please try again.');
    case 'error-503':
      return serviceRefusal('1103-503', message ?? 'The service is temporarily unavailable.');
    case 'error-504':
      return serviceRefusal('1104-504', message ?? 'The request timed out.');
  }
}

/** As refusalOf, where a refused login has no result to be told by. */
export function refusalWithoutResult(rule: Rule): Refusal | undefined {
  if (rule.verdict !== 'refused-login') return refusalOf(rule);
  return refused('1308-400', rule.message ?? 'user name or password invalid.');
}

/** What the platform meets when it logs in to the database before it stores a write, where it does. */
export function loginTrouble(params: JsonObject, settings: EmulatorSettings): Refusal | undefined {
  return settings.writeLogin === 'try' ? refusalWithoutResult(verdictOn(params, settings)) : undefined;
}

function refused(code: string, message: string): Refusal {
  return serviceRefusal(code, `The request could not be processed. Error message: ${message}`);
}
