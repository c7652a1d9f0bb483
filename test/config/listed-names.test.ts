// The keys and tags of lists for somebody who is still typing.
import { expect, test } from 'vitest';
import { listedNames } from '../../src/config/listed-names.ts';
import { folderWith, listOf, LOGIN } from './workspace.ts';

test('names every key and tag of every list, of faulty ones too', async () => {
  const cwd = folderWith({
    'a.yaml': listOf(`name: A b\n${LOGIN}\ntags: [x, 7]`, 'name: B\nkey: b\nsandboxes: [dev, prod]\ntags: y'),
    'b.yaml': 'connections: [',
    'c.bin': Buffer.from([0xff]),
  });
  const paths = ['a.yaml', 'b.yaml', 'c.bin', 'missing.yaml'];
  expect(await listedNames(paths, cwd)).toEqual({ keys: ['prod/A b', 'dev/b', 'prod/b'], tags: ['x', '7'] });
});
