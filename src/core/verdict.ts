// Decides what the answer to one test of a connection means. One function, for every form in which the platform has been
// seen or documented to answer; what is not said is not claimed. Nothing here decides about repeats (core/failure.ts).
import { STOPPED, isRefusedAccess } from './failure.ts';
import type { Failure } from './failure.ts';
import { CLOSED_LANE } from './lane.ts';
import type { TestReply } from './ports.ts';
import type { Result } from './result.ts';
import { troubleIn } from './trouble-words.ts';

/**
 * What the platform could tell about a connection.
 * - `answers`: the platform logged in to the database.
 * - `refused-login`, `unreachable`, `tls`: why it could not, as far as its words are known.
 * - `fails`: it could not, and gives no reason, or one in words that are not known.
 * - `gone`: the connection is recorded, and the platform does not have it.
 * - `platform-trouble`: the platform itself could not be reached or did not do its work.
 * - `forbidden`: we may not ask.
 * - `untested`: nobody asked, or the sandbox is not there.
 */
export type Verdict =
  | 'answers'
  | 'refused-login'
  | 'unreachable'
  | 'tls'
  | 'fails'
  | 'gone'
  | 'platform-trouble'
  | 'forbidden'
  | 'untested';

/** All verdicts, the ones that ask for somebody's work first. */
export const VERDICTS: readonly Verdict[] = [
  'refused-login',
  'unreachable',
  'tls',
  'fails',
  'gone',
  'platform-trouble',
  'forbidden',
  'untested',
  'answers',
];

/** A verdict, and the sentence that says why; null where there is nothing to say. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly message: string | null;
  /** What Adobe's support asks for. */
  readonly requestId: string | null;
}

/** What a test was answered with: undefined inside a success when the platform has no such connection. */
export type TestAnswer = Result<TestReply | undefined, Failure>;

/** Judges the answer to a test; undefined when there was nothing to ask about. */
export function judgeTest(answer: TestAnswer | undefined): Judgement {
  if (answer === undefined) return judged('untested', 'it is not recorded yet');
  if (!answer.ok) {
    const { message, requestId } = answer.problem;
    return { verdict: verdictOnFailure(answer.problem), message, requestId };
  }
  if (answer.value === undefined)
    return judged('gone', 'it is recorded, but the platform has no connection of that id');
  const { works, words } = answer.value;
  if (works) return judged('answers', null);
  if (words === null) return judged('fails', 'the platform says that the test failed, and gives no reason');
  return judged(troubleIn(words, 'about-the-connection') ?? 'fails', words);
}

function judged(verdict: Verdict, message: string | null): Judgement {
  return { verdict, message, requestId: null };
}

function verdictOnFailure(failure: Failure): Verdict {
  switch (failure.kind) {
    case 'rejected':
      return troubleIn(failure.message, 'about-the-connection') ?? 'fails';
    case 'outcome-unknown':
      return troubleIn(failure.message, 'platform-in-trouble') ?? 'platform-trouble';
    case 'unauthorised':
    case 'forbidden':
      return 'forbidden';
    // A connection that is missing is no failure; what is left is an unknown sandbox.
    case 'missing':
      return 'untested';
    case 'not-sent':
      return failure.code === STOPPED.code || failure.code === CLOSED_LANE ? 'untested' : 'platform-trouble';
    case 'throttled':
    case 'stale':
    case 'untrusted':
      return 'platform-trouble';
  }
}

/** Whether a failure would meet every connection of the sandbox, so that no further one need be asked about. */
export function closesSandbox(failure: Failure): boolean {
  return isRefusedAccess(failure) || failure.kind === 'missing';
}

/** What to do about a verdict; undefined where there is nothing to do. */
export function adviceOn(verdict: Verdict): string | undefined {
  switch (verdict) {
    case 'answers':
      return undefined;
    case 'refused-login':
      return 'Check the account with the database; a new password is sent with: flowrecon apply --rotate. It was not tried twice, because accounts lock.';
    case 'unreachable':
      return "Check server and port, and that the database's firewall lets in the addresses of Experience Platform in your region.";
    case 'tls':
      return "Check the database's certificate and port, and params.certificateCommonName.";
    case 'fails':
      return "See the platform's words above, and try the connection in AEP; with the request id Adobe's support can tell more.";
    case 'gone':
      return 'See flowrecon plan: apply creates it again. Access labels can hide a connection, too.';
    case 'platform-trouble':
      return 'This says nothing about the database. Run again later.';
    case 'forbidden':
      return 'Check the credential, and give its role the permissions View Sources and Manage Sources in the sandbox.';
    case 'untested':
      return 'What is not recorded yet takes an apply first; what was stopped, another run.';
  }
}
