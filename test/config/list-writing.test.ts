// A written list reads as what was meant, whatever a text looks like; comments stay comments.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFile } from '../../src/config/check.ts';
import { listText } from '../../src/config/list-writing.ts';
import type { EntryFields } from '../../src/core/export-fields.ts';
import type { ListLayout } from '../../src/core/list-layout.ts';

function textOf(fields: readonly EntryFields[], comments: Partial<ListLayout> = {}): string {
  const entries = fields.map((each) => ({ comment: ['entry'], fields: each }));
  return listText({ header: [], footer: [], entries, ...comments });
}

/** What our own reader makes of it. */
function readBack(text: string): unknown {
  return checkFile({ file: 'list', path: '/list', text }).value;
}

const HOSTILE = [
  ...[
    'yes',
    'nO',
    'off',
    'null',
    '~',
    'true',
    '0755',
    '1_000',
    '0x1F',
    '.5',
    '1e3',
    '12:30:45',
    '2020-01-01',
  ],
  ...[
    '# a',
    'a #b',
    'a: b',
    'key:',
    '- a',
    '? a',
    '*a',
    '&a',
    '!a',
    '%a',
    '@a',
    '`a',
    '{a',
    '[a',
    '|',
    '>',
    '<<',
  ],
  ...[
    "it's",
    '"q"',
    '',
    ' a ',
    'a\nb',
    'a\n\n  b\n',
    '\n',
    '\ta',
    'a\r\nb',
    '---',
    '--- a',
    '...',
    'a\n---\nb',
  ],
  ...[
    'é',
    '数据',
    '😀',
    '\u0085',
    '\u2028',
    '\u202e',
    '\ud800',
    '\u0000',
    '\ufeff',
    'constructor',
    'prototype',
  ],
];

describe('a written list', () => {
  it('reads well', () => {
    const text = textOf(
      [
        {
          name: 'Orders EU',
          key: 'orders-eu',
          sandbox: 'prod',
          description: 'One\nTwo',
          database: '1234',
          password: { env: 'PROD_ORDERS_EU_PASSWORD' },
          params: { timeout: 5, deep: { list: ['a', true, null] } },
        },
        { name: 'no', sandbox: 'prod', connectionString: { env: 'PROD_NO_CONNECTION_STRING' } },
      ],
      { header: ['First line', 'second line'], footer: ['The end'] },
    );
    expect(text).toBe(`# First line
# second line

version: 1

connections:
  # entry
  - name: Orders EU
    key: orders-eu
    sandbox: prod
    description: |-
      One
      Two
    database: "1234"
    password: { env: PROD_ORDERS_EU_PASSWORD }
    params:
      timeout: 5
      deep:
        list:
          - a
          - true
          - null

  # entry
  - name: "no"
    sandbox: prod
    connectionString: { env: PROD_NO_CONNECTION_STRING }

# The end
`);
  });

  it('may be empty', () => {
    expect(readBack(textOf([], { footer: ['nothing'] }))).toEqual({ version: 1, connections: [] });
  });

  it.each(HOSTILE)('keeps the text %j, as a value and as a name', (text) => {
    const fields = { name: text, description: text, params: { [`${text}.`]: text, [text]: [text] } };
    const written = textOf([fields, { name: 'next' }]);
    expect(readBack(written)).toEqual({ version: 1, connections: [fields, { name: 'next' }] });
  });

  it('keeps any text, number and truth at any depth', () => {
    const text = fc.string({ unit: 'binary' });
    const { value } = fc.letrec<{ value: EntryFields[string] }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(
          text.filter((name) => name !== '__proto__'),
          tie('value'),
          { maxKeys: 3, noNullPrototype: true },
        ),
      ),
    }));
    fc.assert(
      fc.property(value, (any) => {
        expect(readBack(textOf([{ name: 'a', any }]))).toEqual({
          version: 1,
          connections: [{ name: 'a', any }],
        });
      }),
    );
  });

  it.each(['\n', '\r', '\r\n', '\u0085', '\u2028', '\n\n'])(
    'has no comment that ends before it should, at %j',
    (end) => {
      const hostile = [`evil${end}- name: evil`, '', 'more'];
      const written = textOf([{ name: 'a' }], { header: hostile, footer: hostile });
      const entry = { comment: hostile, fields: { name: 'a' } };
      expect(readBack(written)).toEqual({ version: 1, connections: [{ name: 'a' }] });
      expect(readBack(listText({ header: hostile, entries: [entry, entry], footer: hostile }))).toEqual({
        version: 1,
        connections: [{ name: 'a' }, { name: 'a' }],
      });
    },
  );
});
