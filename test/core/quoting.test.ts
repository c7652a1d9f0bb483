// Commands that a person may copy into a shell.
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../src/core/quoting.ts';

describe('a command line', () => {
  it('quotes what a shell would read as something else, and nothing more', () => {
    const words = [
      'flowrecon',
      'apply',
      '--yes',
      '-f',
      'my list.yaml',
      '--only',
      'prod/*',
      '--tag',
      "it's",
      '',
    ];
    expect(commandLine(words)).toBe(
      String.raw`flowrecon apply --yes -f 'my list.yaml' --only 'prod/*' --tag 'it'\''s' ''`,
    );
  });

  it.skipIf(process.platform === 'win32')('is read by a shell as the words that it was made of', () => {
    const words = ['a b', "it's", '$HOME', '`id`', 'x=1', '~', '*', '', '"', '!', 'a\\b', 'é東', '#', '--'];
    const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${commandLine(words)}`], { encoding: 'utf8' });
    expect(printed.split('\0').slice(0, -1)).toEqual(words);
  });
});
