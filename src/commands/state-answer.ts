// What a subcommand of state has to say.
import { record } from '../report/page.ts';
import type { Page } from '../report/page.ts';

/** The data for people, and the same for machines. */
export interface StateAnswer {
  readonly text: (page: Page) => string;
  readonly members: object;
}

/** A text of one line; on a terminal it wraps. */
export function inOneLine(text: string): StateAnswer['text'] {
  return (page) => `${record(page, text)}\n`;
}
