// The person at the terminal: the line that is redrawn while a run works, and the question before it. The one home of
// the libraries that do both.
import { confirm, isCancel } from '@clack/prompts';
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

/** Asks a yes-or-no question on standard error; no is what a bare Enter and Ctrl-C mean. */
export async function askToGoOn(question: string): Promise<boolean> {
  const answer = await confirm({ message: question, initialValue: false, output: process.stderr });
  return !isCancel(answer) && answer;
}
