import { chmodSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findFiles, readBytes, readText } from '../../src/config/files.ts';
import { loadConfiguration } from '../../src/config/load.ts';
import { folderWith, listOf, loaded, LOGIN, refused } from './workspace.ts';

const EMPTY = 'version: 1\nconnections: []\n';

describe('files, folders and globs are read as one list', () => {
  const files = {
    'b.yaml': EMPTY,
    'a.yml': EMPTY,
    'c.json': '{',
    'sub/d.yaml': EMPTY,
    'sub/.hidden.yaml': '{',
  };
  const rows: readonly (readonly [name: string, paths: readonly string[], expected: readonly string[]])[] = [
    ['a folder means every YAML file below it, sorted', ['.'], ['a.yml', 'b.yaml', 'sub/d.yaml']],
    ['files keep the order asked for', ['b.yaml', 'a.yml'], ['b.yaml', 'a.yml']],
    ['a file reached twice is read once', ['b.yaml', '.', './b.yaml'], ['b.yaml', 'a.yml', 'sub/d.yaml']],
    ['a glob is sorted', ['*.{yaml,yml}'], ['a.yml', 'b.yaml']],
    ['a glob may go into folders', ['**/*.yaml'], ['b.yaml', 'sub/d.yaml']],
  ];
  test.for(rows)('%s', async ([, paths, expected]) => {
    const read = await loaded(files, paths);
    expect(read.files).toEqual(expected.map((name) => join(read.cwd, name)));
  });

  test('a file whose name looks like a pattern is found by its name', async () => {
    const read = await loaded({ 'list [eu].yaml': EMPTY });
    expect(read.files).toHaveLength(1);
  });

  test('a link to a file that is asked for too does not count twice', async () => {
    const cwd = folderWith({ 'a.yaml': listOf(`name: A\n${LOGIN}`) });
    symlinkSync(join(cwd, 'a.yaml'), join(cwd, 'b.yaml'));
    symlinkSync(cwd, join(cwd, 'loop'));
    const read = await loadConfiguration({ paths: ['.', 'b.yaml'], cwd });
    expect(read).toMatchObject({ ok: true, value: { files: [join(cwd, 'a.yaml')] } });
  });
});

describe('what cannot be read is told', () => {
  const rows: readonly (readonly [
    name: string,
    files: Readonly<Record<string, string | Buffer>>,
    paths: readonly string[],
    expected: string,
  ])[] = [
    [
      'a missing file',
      {},
      ['connections.yaml'],
      'error: there is no file connections.yaml\n  hint: check the path, or name the file with -f',
    ],
    [
      'a file below a file',
      { a: '' },
      ['a/b.yaml'],
      'error: there is no file a/b.yaml\n  hint: check the path, or name the file with -f',
    ],
    [
      'a folder without YAML',
      { 'x/a.json': '' },
      ['x'],
      'error: folder x holds no YAML file\n  hint: name another folder, or put a file whose name ends in .yaml or .yml into it',
    ],
    [
      'a pattern that matches nothing',
      {},
      ['*.yaml'],
      'error: no file matches *.yaml\n  hint: check the pattern, and put it in quotes so that the shell leaves it alone',
    ],
    [
      'a file in Latin-1',
      { 'a.yaml': Buffer.from('version: 1\n# gr\u00fc\u00dfe HUNTER2\n', 'latin1') },
      ['a.yaml'],
      'a.yaml:2:5: error: the file is not UTF-8: byte 16 begins no character\n  hint: save it as UTF-8',
    ],
    [
      'a file that ends inside a character',
      { 'a.yaml': Buffer.from([0x61, 0xc3]) },
      ['a.yaml'],
      'a.yaml:1:2: error: the file is not UTF-8: byte 2 begins no character\n  hint: save it as UTF-8',
    ],
    [
      'a file in UTF-16',
      { 'a.yaml': Buffer.from('\ufeffversion: 1\n', 'utf16le') },
      ['a.yaml'],
      'a.yaml:1:1: error: the file is UTF-16, not UTF-8\n  hint: save it as UTF-8',
    ],
    [
      'a file in UTF-16, big end first',
      { 'a.yaml': Buffer.from([0xfe, 0xff, 0, 0x61]) },
      ['a.yaml'],
      'a.yaml:1:1: error: the file is UTF-16, not UTF-8\n  hint: save it as UTF-8',
    ],
  ];
  test.for(rows)('%s', async ([, files, paths, expected]) => {
    expect(await refused(files, paths)).toBe(expected);
  });

  test('a file of 64 MiB and a byte, and a device without end', async () => {
    const cwd = folderWith({ 'a.yaml': '' });
    truncateSync(join(cwd, 'a.yaml'), 64 * 1024 * 1024 + 1);
    const read = await readText(join(cwd, 'a.yaml'), cwd);
    expect(read.ok ? '' : read.problem).toMatchObject({
      code: 'too-large',
      summary: 'the file is larger than 64 MiB',
    });
    expect(await readBytes('/dev/zero', 100_000)).toEqual({ ok: false, problem: 'too-large' });
  });

  test('all of them at once, before the faults of the files that can be read', async () => {
    const faulty = 'version: 2\nconnections: []\n';
    const files = { 'a.yaml': faulty, 'b.yaml': faulty, 'c.yaml': faulty };
    const text = await refused(files, ['x.yaml', 'b.yaml', 'a.yaml', 'c.yaml', '*.yml']);
    expect(text.split('\n').filter((line) => line.includes('error:'))).toEqual([
      'error: there is no file x.yaml',
      'error: no file matches *.yml',
      'a.yaml:1:10: error: version 2 of the file format is not known',
      'b.yaml:1:10: error: version 2 of the file format is not known',
      'c.yaml:1:10: error: version 2 of the file format is not known',
    ]);
  });

  test('a folder that links in a circle, and a folder in place of a file', async () => {
    const cwd = folderWith({});
    symlinkSync(join(cwd, 'loop'), join(cwd, 'loop'));
    expect((await findFiles(['loop'], cwd)).diagnostics[0]?.summary).toBe(
      'cannot read the file: its links lead in a circle',
    );
    const read = await readText(cwd, cwd);
    expect(read.ok ? '' : read.problem.summary).toBe('cannot read the file: it is a folder');
  });

  // Root may read everything.
  test.skipIf(process.getuid?.() === 0)('a file without permission', async () => {
    const cwd = folderWith({ 'a.yaml': EMPTY });
    chmodSync(join(cwd, 'a.yaml'), 0);
    const read = await loadConfiguration({ paths: ['a.yaml'], cwd });
    expect(read.ok ? [] : read.problem).toMatchObject([
      { code: 'file-unreadable', summary: 'cannot read the file: permission denied' },
    ]);
  });

  test('a name that the system refuses', async () => {
    const cwd = folderWith({});
    const [problem] = (await findFiles(['a'.repeat(300)], cwd)).diagnostics;
    expect(problem?.summary).toBe('cannot read the file: ENAMETOOLONG');
  });
});

test('a file outside the working directory is shown by its relative path', async () => {
  const cwd = folderWith({ 'x/a.yaml': 'version: 2\nconnections: []\n', 'y/.keep': '' });
  const read = await loadConfiguration({ paths: [join(cwd, 'x', 'a.yaml')], cwd: join(cwd, 'y') });
  expect(read.ok ? '' : read.problem[0]?.range?.file).toBe('../x/a.yaml');
});
