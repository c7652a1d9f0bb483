import { describe, expect, test } from 'vitest';
import { createSelection } from '../../src/config/selection.ts';
import type { SelectionRequest } from '../../src/config/selection.ts';
import { listOf, loaded, LOGIN } from './workspace.ts';

const NONE: SelectionRequest = { sandboxes: [], only: [], tags: [] };

async function entries() {
  const entry = (name: string, sandbox: string, tags: string): string =>
    `name: ${name}\n${LOGIN.replace('prod', sandbox)}\ntags: [${tags}]`;
  const { desired } = await loaded({
    'c.yaml': listOf(
      entry('orders-eu', 'prod', 'orders, eu'),
      entry('orders-us', 'prod', 'orders, us'),
      entry('orders-eu', 'dev', 'eu'),
      entry('Stock (DE)/old', 'dev', ''),
      entry('.hidden', 'dev', ''),
    ),
  });
  return desired;
}

describe('an entry is selected when every flag that is given has a value that fits', () => {
  const rows: readonly (readonly [
    name: string,
    request: Partial<SelectionRequest>,
    expected: readonly string[],
  ])[] = [
    [
      'nothing asked for',
      {},
      ['prod/orders-eu', 'prod/orders-us', 'dev/orders-eu', 'dev/Stock (DE)/old', 'dev/.hidden'],
    ],
    ['a sandbox', { sandboxes: ['prod'] }, ['prod/orders-eu', 'prod/orders-us']],
    ['two sandboxes', { sandboxes: ['prod', 'none'] }, ['prod/orders-eu', 'prod/orders-us']],
    ['a name in every sandbox', { only: ['orders-eu'] }, ['prod/orders-eu', 'dev/orders-eu']],
    ['a pattern of names', { only: ['*-eu'] }, ['prod/orders-eu', 'dev/orders-eu']],
    ['a pattern of names is not about sandboxes', { only: ['prod*'] }, []],
    [
      'everything by a star',
      { only: ['*'] },
      ['prod/orders-eu', 'prod/orders-us', 'dev/orders-eu', 'dev/Stock (DE)/old', 'dev/.hidden'],
    ],
    ['a pattern of keys', { only: ['prod/*'] }, ['prod/orders-eu', 'prod/orders-us']],
    ['a star behind the sandbox takes slashes too', { only: ['dev/Stock*'] }, ['dev/Stock (DE)/old']],
    ['braces over sandboxes', { only: ['{dev,stage}/orders-*'] }, ['dev/orders-eu']],
    ['a name with brackets is itself', { only: ['dev/Stock (DE)/old'] }, ['dev/Stock (DE)/old']],
    ['a name with a slash by its beginning', { only: ['Stock*'] }, ['dev/Stock (DE)/old']],
    [
      'several patterns are alternatives',
      { only: ['prod/*-us', '.hidden'] },
      ['prod/orders-us', 'dev/.hidden'],
    ],
    ['a tag', { tags: ['eu'] }, ['prod/orders-eu', 'dev/orders-eu']],
    [
      'two tags are alternatives',
      { tags: ['us', 'eu'] },
      ['prod/orders-eu', 'prod/orders-us', 'dev/orders-eu'],
    ],
    [
      'flags narrow each other',
      { sandboxes: ['prod'], only: ['orders-*'], tags: ['us'] },
      ['prod/orders-us'],
    ],
  ];
  test.for(rows)('%s', async ([, request, expected]) => {
    const selection = createSelection({ ...NONE, ...request });
    const selected = (await entries()).filter((entry) => selection.selectsEntry(entry));
    expect(selected.map(({ key }) => key)).toEqual(expected);
    expect(selection.everything).toBe(Object.keys(request).length === 0);
  });
});

test('a recorded key without an entry is selected by sandbox and key, and never by tag', () => {
  const selects = (request: Partial<SelectionRequest>): boolean =>
    createSelection({ ...NONE, ...request }).selectsKey('prod/gone', 'prod');
  expect(selects({})).toBe(true);
  expect(selects({ sandboxes: ['prod'], only: ['gone'] })).toBe(true);
  expect(selects({ sandboxes: ['dev'] })).toBe(false);
  expect(selects({ only: ['prod/g?ne'] })).toBe(true);
  expect(selects({ only: ['other'] })).toBe(false);
  expect(selects({ tags: ['eu'] })).toBe(false);
});
