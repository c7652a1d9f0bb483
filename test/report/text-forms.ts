// One golden file for everything that a text may look like: on terminals of 80 and 120 columns, without colours and with
// them, and in a pipe. Escape sequences are shown by their sign, so that a golden can be read.
import { createPage } from '../../src/report/page.ts';
import type { Page } from '../../src/report/page.ts';
import { expectGolden } from './golden-file.ts';

const outlets = [
  { what: 'a pipe', coloured: false, terminal: false, columns: 80 },
  { what: 'a terminal of 80 columns', coloured: false, terminal: true, columns: 80 },
  { what: 'a terminal of 120 columns', coloured: false, terminal: true, columns: 120 },
  { what: 'a coloured terminal of 80 columns', coloured: true, terminal: true, columns: 80 },
  { what: 'a coloured terminal of 120 columns', coloured: true, terminal: true, columns: 120 },
];

/** Fails unless every form of a text is what the golden file holds. */
export async function expectForms(name: string, render: (page: Page) => string): Promise<void> {
  const forms = outlets.map(({ what, ...outlet }) => {
    const text = render(createPage(outlet)).replaceAll('\u001b', '\u241b');
    return `===== ${what} =====\n${text}${text.endsWith('\n') ? '' : '\n'}`;
  });
  await expectGolden(name, forms.join('\n'));
}
