// Slips of the keyboard around planted secrets: whatever a file has become, no diagnostic shows one. The changes are the
// same in every run; a seed that once leaked is added to the list.
import { expect, test } from 'vitest';
import { checkFile } from '../../src/config/check.ts';
import { diagnosticText } from '../../src/report/diagnostics.ts';
import { plain } from '../../src/report/page.ts';

const LISTS = [
  `version: 1
connections:
  - name: Orders EU
    sandbox: prod
    password: HUNTER2
    server: db2
  - { name: A, password: "HUNTER2 x", tags: [a, b], sandbox: dev }
  - name: B
    password: |
      HUNTER2
      HUNTER2
    connectionString: >-
      server=x;user=a
      pwd=HUNTER2
`,
  `version: 1
defaults:
  password: 'HUNTER2'
x-base: &base
  token: &tok HUNTER2
connections:
  - <<: *base
    name: "A"
    password: *tok
    params: {apiKey: HUNTER2, b: c}
  - name: C
    password:
      "HUNTER2
      HUNTER2"
    sandbox: prod
  - {"name": "D", "password": "HUNTER2", "sandbox": "prod"}
  - name: E
    password:
      - HUNTER2
      - HUNTER2
    server: [x]
`,
];
const WHOLE = /HUNTER2|password|token|apiKey|connectionString|pwd/g;
const TYPED = [
  ' ',
  '\n',
  ':',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  '-',
  '#',
  '&',
  '*',
  '!',
  '|',
  '>',
  '%',
  '@',
  '\t',
  ',',
  '?',
  '\\',
  '---\n',
  '`',
  '=',
  '',
];

/** Numbers that repeat from run to run (Lehmer's generator). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** Types, deletes or overwrites one character, but not within a secret or its name. */
function slip(text: string, next: (below: number) => number): string {
  const at = next(text.length);
  const within = [...text.matchAll(WHOLE)].some(
    ({ index, 0: word }) => at > index && at < index + word.length,
  );
  if (within) return text;
  const begins = /^(HUNTER2|password|token|apiKey|connectionString|pwd)/.test(text.slice(at));
  return `${text.slice(0, at)}${TYPED[next(TYPED.length)] ?? ''}${text.slice(at + (begins ? 0 : next(2)))}`;
}

test.for([1, 2, 3, 4])('no slip of series %i brings a secret to light', (series) => {
  const next = numbers(series * 7_919);
  for (let round = 0; round < 200; round += 1) {
    let text = LISTS[next(LISTS.length)] ?? '';
    for (let slips = next(3); slips >= 0; slips -= 1) text = slip(text, next);
    const { diagnostics } = checkFile({ file: 'c.yaml', path: '/c.yaml', text });
    const told = `${diagnosticText(diagnostics, plain)}\n${JSON.stringify(diagnostics)}`;
    expect(told.includes('HUNTER2'), `told of:\n${text}\n${told}`).toBe(false);
  }
});
