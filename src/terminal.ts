// The person at the terminal: the line that is redrawn while a run works, and the question before it. The one home of
// the libraries that do both.
import type { Key } from 'node:readline';
import { confirm, isCancel, select, text } from '@clack/prompts';
import type { CANCEL_SYMBOL } from '@clack/prompts';
import { createLogUpdate } from 'log-update';

/** A line at the bottom of the terminal that is drawn again and again. */
export interface StatusLine {
  readonly show: (text: string) => void;
  /** Takes the line away, so that something else can be written. */
  readonly clear: () => void;
}

/** Makes a status line on standard error. */
export function createStatusLine(): StatusLine {
  // The cursor stays: a run that is killed could not bring it back.
  const draw = createLogUpdate(process.stderr, { showCursor: true });
  return {
    show: (text) => {
      draw(text);
    },
    clear: () => {
      draw.clear();
    },
  };
}

/** What came of a question: Ctrl-C is no answer, and ends the run as it would without a question. */
export type Answer = 'yes' | 'no' | 'interrupted';

/** Asks a yes-or-no question on standard error. A bare Enter, Escape and the end of the input (Ctrl-D) mean no. */
export async function askToGoOn(question: string, stop: AbortSignal): Promise<Answer> {
  const { answer, interrupted } = await put(
    (signal) => confirm({ message: question, initialValue: false, output: process.stderr, signal }),
    stop,
  );
  if (interrupted) return 'interrupted';
  return answer === true ? 'yes' : 'no';
}

/** A question that is answered with a text. */
export interface TextQuestion {
  readonly message: string;
  /** What a bare Enter means. */
  readonly usual: string;
  /** What is wrong with an answer. */
  readonly fault: (answer: string) => string | undefined;
}

/** Asks for a text on standard error; undefined after Ctrl-C, Escape and the end of the input. */
export async function askForText(
  { message, usual, fault }: TextQuestion,
  stop: AbortSignal,
): Promise<string | undefined> {
  const validate = (given: string | undefined): string | undefined =>
    fault(given === undefined || given === '' ? usual : given);
  const shown = { message, placeholder: usual, defaultValue: usual, output: process.stderr };
  return (await put((signal) => text({ ...shown, validate, signal }), stop)).answer;
}

/** A question that is answered with one of several texts. */
export interface ChoiceQuestion {
  readonly message: string;
  readonly choices: readonly string[];
  /** Where the choice begins. */
  readonly usual?: string;
}

/** Asks for one of several texts on standard error; undefined after Ctrl-C, Escape and the end of the input. */
export async function askForOne(
  { message, choices, usual }: ChoiceQuestion,
  stop: AbortSignal,
): Promise<string | undefined> {
  const options = choices.map((value) => ({ value, label: value }));
  const begins = usual !== undefined && { initialValue: usual };
  const shown = { message, options, ...begins, output: process.stderr };
  return (await put((signal) => select({ ...shown, signal }), stop)).answer;
}

interface Answered<Value> {
  /** Absent where there is none. */
  readonly answer?: Value;
  readonly interrupted: boolean;
}

/** The library tells Ctrl-C and Escape as one, and waits for ever once the input has ended. */
async function put<Value>(
  ask: (signal: AbortSignal) => Promise<Value | typeof CANCEL_SYMBOL>,
  stop: AbortSignal,
): Promise<Answered<Value>> {
  const { stdin } = process;
  const ended = new AbortController();
  const end = (): void => {
    ended.abort();
  };
  const seen = { interrupted: false };
  const listen = (_: unknown, key: Key): void => {
    if (key.ctrl === true && key.name === 'c') seen.interrupted = true;
    if (key.ctrl === true && key.name === 'd') end();
  };
  stdin.on('keypress', listen).once('end', end);
  try {
    const answer = await ask(AbortSignal.any([stop, ended.signal]));
    const interrupted = seen.interrupted || stop.aborted;
    return isCancel(answer) ? { interrupted } : { answer, interrupted };
  } finally {
    stdin.off('keypress', listen).off('end', end);
  }
}
