// What it most likely means when a sandbox cannot be read, and the way out. Pure. Every command that reads sandboxes asks
// here; the words by code are in failure-meanings.ts.
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Failure } from '../core/failure.ts';
import type { SandboxStanding } from '../core/sandbox.ts';
import { CODED_MEANINGS, CODELESS_REFUSAL, GATEWAY_MEANINGS, USUAL_MEANINGS } from './failure-meanings.ts';
import type { Meaning } from './failure-meanings.ts';

/** Decides what a failure to read a sandbox most likely is, and what to do about it. */
export function explainFailure(
  failure: Pick<Failure, 'kind' | 'code'>,
  sandbox: string,
  standing?: SandboxStanding,
): Meaning {
  const meaning = meaningOf(failure);
  const named = (text: string): string => text.replaceAll('<sandbox>', sandbox);
  const explained = { ...meaning, what: named(meaning.what), fix: named(meaning.fix) };
  return standing === undefined ? explained : { ...explained, ...seenFrom(standing, explained, sandbox) };
}

/** By the code where it says more than the kind. */
function meaningOf({ kind, code }: Pick<Failure, 'kind' | 'code'>): Meaning {
  const word = /\d{4,6}/.exec(code ?? '')?.[0] ?? code;
  const coded = CODED_MEANINGS.find((each) => each.kind === kind && each.codes.some((one) => one === word));
  if (coded !== undefined) return coded;
  if (kind === 'forbidden' && code === null) return CODELESS_REFUSAL;
  const gateway = word !== null && /^\d{6}$/.test(word) ? GATEWAY_MEANINGS[kind] : undefined;
  return gateway ?? USUAL_MEANINGS[kind];
}

/** Whether the sandbox API could tell more about a failure. */
export function isAboutSandbox(failure: Failure): boolean {
  const { code, concerns } = meaningOf(failure);
  return concerns === 'sandbox' && (code === 'sandbox-unknown' || code === 'forbidden');
}

/** What the sandbox API adds. */
function seenFrom(standing: SandboxStanding, { code, fix }: Meaning, sandbox: string): Partial<Meaning> {
  switch (standing.kind) {
    case 'open':
      return {};
    case 'inactive':
      return {
        code: 'sandbox-inactive',
        what: `the sandbox ${sandbox} cannot be used now: its state is ${standing.state}`,
        fix: ENDED.includes(standing.state)
          ? 'Have it created anew, or take its entries out of the list.'
          : 'Wait until it is active, and run again.',
      };
    case 'elsewhere': {
      const { nearest, reachable } = standing;
      const open = `The credential may enter ${reachable.length === 0 ? 'no sandbox' : listed(reachable)}.`;
      const meant = nearest === undefined ? '' : `Did you mean ${nearest}? `;
      if (code !== 'sandbox-unknown') return { fix: `${fix} ${meant}${open}` };
      const create = 'Correct the name (it is all lower case), or have the sandbox created. ';
      return { fix: `${meant === '' ? create : meant}${open}` };
    }
  }
}

/** States that do not pass by themselves. */
const ENDED: readonly string[] = ['failed', 'deleting', 'de-provisioning', 'deleted'];

/** As many as can be taken in at a glance. */
const MOST_NAMED = 8;

function listed(names: readonly string[]): string {
  const named = names.slice(0, MOST_NAMED).join(', ');
  if (names.length > MOST_NAMED) return `${named} and ${names.length - MOST_NAMED} more`;
  return named.replace(/, (?=[^,]*$)/, ' and ');
}

/** A finding about a read that failed. */
export function readFailure(failure: Failure, sandbox: string, standing?: SandboxStanding): Diagnostic {
  const { code, what, fix } = explainFailure(failure, sandbox, standing);
  return { severity: 'error', code, summary: `${what}: ${messageOf(failure)}`, fix };
}

/** The platform's words with what Adobe's support asks for. */
export function messageOf({ message, requestId }: Pick<Failure, 'message' | 'requestId'>): string {
  return requestId === null ? message : `${message} (request ${requestId})`;
}
