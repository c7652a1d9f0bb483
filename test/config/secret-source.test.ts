import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSecretSource } from '../../src/config/secret-source.ts';
import type { SecretSourceOptions } from '../../src/config/secret-source.ts';
import type { SecretRef } from '../../src/core/secret.ts';
import { revealSecret } from '../../src/core/secret.ts';
import { folderWith } from './workspace.ts';

const NODE = process.execPath;
const vault = JSON.stringify({
  a: { 'b/c': 'HUNTER2', 'm~n': 'tilde' },
  list: ['x', 'y'],
  n: 5,
  empty: '',
  text: 'z',
});

function sourceIn(
  files: Readonly<Record<string, string | Buffer>>,
  options: Partial<SecretSourceOptions> = {},
) {
  const cwd = folderWith(files);
  return { cwd, source: createSecretSource({ env: {}, allowExec: true, cwd, ...options }) };
}

/** The secret's text, or what is said in its place, with the folder's name taken out. */
async function resolved(
  ref: SecretRef,
  files = {},
  options: Partial<SecretSourceOptions> = {},
): Promise<string> {
  const { cwd, source } = sourceIn(files, options);
  const result = await source.resolve(ref);
  const text = result.ok ? revealSecret(result.value) : `${result.problem.reason} -> ${result.problem.fix}`;
  return text.replaceAll(cwd, '<cwd>').replaceAll(NODE, 'node');
}

describe('environment variables and files', () => {
  const env = { P: ' HUNTER2 ', EMPTY: '', V: vault, BAD: '{ HUNTER2' };
  const files = {
    plain: 'HUNTER2\n',
    crlf: 'HUNTER2\r\n',
    two: 'HUNTER2\n\n',
    inner: 'a\nb',
    bare: 'HUNTER2',
    nothing: '',
    newline: '\n',
    latin: Buffer.from('gr\u00fcn', 'latin1'),
    vault,
  };
  const setFix = (name: string): string => `set ${name}, or name a file that does with --env-file`;
  const fileFix = 'check the path (relative to the YAML file), who may read it, and what it holds';
  const jsonFix = 'correct the pointer, or put the secret there as a JSON string';
  const file = (path: string, pointer?: string): SecretRef => ({
    kind: 'file',
    path,
    ...(pointer !== undefined && { pointer }),
  });
  const rows: readonly (readonly [name: string, ref: SecretRef, expected: string])[] = [
    ['a variable is taken as it is', { kind: 'env', name: 'P' }, ' HUNTER2 '],
    [
      'a variable that is not set',
      { kind: 'env', name: 'Q' },
      `environment variable Q is not set -> ${setFix('Q')}`,
    ],
    [
      'an empty variable',
      { kind: 'env', name: 'EMPTY' },
      `environment variable EMPTY is empty -> ${setFix('EMPTY')}`,
    ],
    [
      'a variable named like what every object has',
      { kind: 'env', name: 'constructor' },
      `environment variable constructor is not set -> ${setFix('constructor')}`,
    ],
    ['one newline at the end of a file is dropped', file('plain'), 'HUNTER2'],
    ['one of Windows too', file('crlf'), 'HUNTER2'],
    ['only one', file('two'), 'HUNTER2\n'],
    ['newlines inside are kept', file('inner'), 'a\nb'],
    ['a file without newline', file('bare'), 'HUNTER2'],
    [
      'a file that is not there',
      file('none'),
      `cannot read file <cwd>/none: it does not exist -> ${fileFix}`,
    ],
    ['a folder', file('.'), `cannot read file <cwd>: it is a folder -> ${fileFix}`],
    [
      'an endless file',
      file('/dev/zero'),
      `cannot read file /dev/zero: it is larger than 4 MiB -> ${fileFix}`,
    ],
    ['an empty file', file('nothing'), `file nothing is empty -> ${fileFix}`],
    ['a file of one newline', file('newline'), `file newline is empty -> ${fileFix}`],
    ['a file that is not UTF-8', file('latin'), 'file <cwd>/latin is not UTF-8 text -> save it as UTF-8'],
    ['a pointer with escapes', file('vault', '/a/b~1c'), 'HUNTER2'],
    ['a pointer with another escape', { kind: 'env', name: 'V', pointer: '/a/m~0n' }, 'tilde'],
    ['a pointer into a list', file('vault', '/list/1'), 'y'],
    ['a pointer past a list', file('vault', '/list/2'), `file vault has nothing at /list/2 -> ${jsonFix}`],
    [
      'a pointer with a leading zero',
      file('vault', '/list/01'),
      `file vault has nothing at /list/01 -> ${jsonFix}`,
    ],
    [
      'a pointer to the length of a list',
      file('vault', '/list/length'),
      `file vault has nothing at /list/length -> ${jsonFix}`,
    ],
    [
      'a pointer through a text',
      file('vault', '/text/length'),
      `file vault has nothing at /text/length -> ${jsonFix}`,
    ],
    [
      'a pointer to what is inherited',
      file('vault', '/constructor/name'),
      `file vault has nothing at /constructor/name -> ${jsonFix}`,
    ],
    ['a pointer to a number', file('vault', '/n'), `file vault has no text at /n -> ${jsonFix}`],
    ['a pointer to an empty text', file('vault', '/empty'), `file vault is empty -> ${fileFix}`],
    [
      'a pointer into a missing variable',
      { kind: 'env', name: 'Q', pointer: '/a' },
      `environment variable Q is not set -> ${setFix('Q')}`,
    ],
    [
      'a pointer into what is no JSON',
      { kind: 'env', name: 'BAD', pointer: '/a' },
      'environment variable BAD is not JSON, so that a pointer leads nowhere -> remove `pointer`, or store a JSON document there',
    ],
  ];
  test.for(rows)('%s', async ([, ref, expected]) => {
    expect(await resolved(ref, files, { env })).toBe(expected);
  });
});

describe('commands', () => {
  const run = (code: string, ...words: string[]): SecretRef => ({
    kind: 'exec',
    command: [NODE, '-e', code, ...words],
  });
  const byHand = 'run the command by hand to see what it says';
  const rows: readonly (readonly [name: string, ref: SecretRef, expected: string])[] = [
    ['the first line of the output', run('console.log("one\\r\\ntwo")'), 'one'],
    [
      'no shell reads the words',
      run('console.log(process.argv[1])', '$(echo HUNTER2) && x'),
      '$(echo HUNTER2) && x',
    ],
    ['the environment of the run is handed on', run('console.log(process.env.P)'), 'HUNTER2'],
    [
      'standard input is closed',
      run('process.stdin.resume().on("end", () => console.log("ended"))'),
      'ended',
    ],
    [
      'nothing printed',
      run('0'),
      'the first line that `node` printed is empty -> run the command by hand to see what it prints',
    ],
    [
      'a failure is told without the output',
      run('console.log("HUNTER2"); console.error("HUNTER2"); process.exit(3)'),
      `\`node\` ended with exit code 3 -> ${byHand}`,
    ],
    ['a signal', run('process.kill(process.pid, "SIGTERM")'), `\`node\` could not be run -> ${byHand}`],
    [
      'a command that is not there',
      { kind: 'exec', command: ['./no-such-command'] },
      'there is no command `./no-such-command` -> install it, or correct its name or path',
    ],
    [
      'no command at all',
      { kind: 'exec', command: [] },
      '`` could not be run -> run the command by hand to see what it says',
    ],
    [
      'too much output',
      run('process.stdout.write("x".repeat(5_000_000))'),
      `\`node\` printed too much -> ${byHand}`,
    ],
    [
      'a hanging command',
      run('setTimeout(() => 0, 60_000)'),
      `\`node\` took too long and was stopped -> ${byHand}`,
    ],
  ];
  test.for(rows)('%s', async ([name, ref, expected]) => {
    const options = { env: { P: 'HUNTER2' }, ...(name === 'a hanging command' && { commandLimitMs: 300 }) };
    expect(await resolved(ref, {}, options)).toBe(expected);
  });

  test('words too long for the system are a failure of this secret only', async () => {
    expect(await resolved(run('0', 'x'.repeat(3_000_000)))).toBe(`\`node\` could not be run -> ${byHand}`);
  });

  test('none runs without permission', async () => {
    expect(await resolved(run('process.exit(9)'), {}, { allowExec: false })).toBe(
      'running `node` needs permission -> add --allow-exec if you trust every command that the configuration names',
    );
  });

  test('each distinct one runs once, however many secrets name it', async () => {
    const { cwd, source } = sourceIn({ count: '' });
    const command = (name: string): SecretRef =>
      run(`require("fs").appendFileSync("count", "${name}"); console.log("x")`);
    const refs = Array.from({ length: 6 }, (_, index) => command(index % 2 === 0 ? 'a' : 'b'));
    await Promise.all(refs.map((ref) => source.resolve(ref)));
    await source.resolve(command('a'));
    const counted = await createSecretSource({ env: {}, allowExec: false, cwd }).resolve({
      kind: 'file',
      path: 'count',
    });
    expect(counted.ok ? Array.from(revealSecret(counted.value)).sort().join('') : '').toBe('ab');
  });
});

test('a source is read once: what changes on disk meanwhile does not mix into a run', async () => {
  const { cwd, source } = sourceIn({ vault });
  const first = await source.resolve({ kind: 'file', path: join(cwd, 'vault'), pointer: '/text' });
  writeFileSync(join(cwd, 'vault'), '{}');
  const second = await source.resolve({ kind: 'file', path: join(cwd, 'vault'), pointer: '/list/0' });
  expect(
    [first, second].map((result) => (result.ok ? revealSecret(result.value) : result.problem.reason)),
  ).toEqual(['z', 'x']);
});

test('three hundred secret files are read without running out of handles', async () => {
  const names = Array.from({ length: 300 }, (_, index) => `s${index}`);
  const { source } = sourceIn(Object.fromEntries(names.map((name) => [name, name])));
  const results = await Promise.all(names.map((path) => source.resolve({ kind: 'file', path })));
  expect(results.filter(({ ok }) => ok)).toHaveLength(300);
});
