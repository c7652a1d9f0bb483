// The person at the terminal: the line that is redrawn while a run works, and the question before it. The one home of
// the libraries that do both.
import type { Key } from 'node:readline';
import { confirm } from '@clack/prompts';
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
  const { stdin, stderr } = process;
  const ended = new AbortController();
  const end = (): void => {
    ended.abort();
  };
  const seen = { interrupted: false };
  // The library tells Ctrl-C and Escape as one, and waits for ever once the input has ended.
  const listen = (_: unknown, key: Key): void => {
    if (key.ctrl === true && key.name === 'c') seen.interrupted = true;
    if (key.ctrl === true && key.name === 'd') end();
  };
  stdin.on('keypress', listen).once('end', end);
  try {
    const signal = AbortSignal.any([stop, ended.signal]);
    const answer = await confirm({ message: question, initialValue: false, output: stderr, signal });
    if (seen.interrupted || stop.aborted) return 'interrupted';
    return answer === true ? 'yes' : 'no';
  } finally {
    stdin.off('keypress', listen).off('end', end);
  }
}
