// What can stand where the cursor is, over the commands as they are defined.
import { describe, expect, it } from 'vitest';
import { describeProgram } from '../../src/commands/args.ts';
import { completeLine } from '../../src/core/completion.ts';

const program = describeProgram();
const at = (...words: string[]) => completeLine(program, words);
const texts = (...words: string[]): string[] => at(...words).candidates.map(({ text }) => text);

describe('completion', () => {
  it.each([
    { name: 'commands', words: [''], has: 'validate' },
    { name: 'commands below a command', words: ['state', ''], has: 'verify' },
    { name: 'flags of a command', words: ['plan', '--'], has: '--detailed-exitcode' },
    { name: 'a short flag once it is typed', words: ['plan', '-f'], has: '-f' },
    { name: 'choices of a flag', words: ['plan', '--log-level', ''], has: 'trace' },
    { name: 'choices of a flag behind its sign', words: ['plan', '--log-level='], has: 'trace' },
    { name: 'choices of an argument', words: ['completion', ''], has: 'fish' },
    { name: 'choices of the emulator', words: ['emulator', '--href-form', ''], has: 'rooted' },
    {
      name: 'flags behind a flag whose value may be left out',
      words: ['plan', '--rotate', '--y'],
      has: '--prune',
    },
  ])('offers $name', ({ words, has }) => {
    expect(texts(...words)).toContain(has);
  });

  it.each([
    { name: 'a key', words: ['explore', ''], wants: 'keys' },
    { name: 'a key glob', words: ['plan', '--only', 'pr'], wants: 'keys' },
    {
      name: 'a key glob of which the value may be left out',
      words: ['plan', '--rotate', 'pr'],
      wants: 'keys',
    },
    { name: 'a second key', words: ['state', 'mv', 'prod/a', ''], wants: 'keys' },
    { name: 'a sandbox', words: ['plan', '--sandbox', ''], wants: 'sandboxes' },
    { name: 'a tag', words: ['plan', '--tag', ''], wants: 'tags' },
    { name: 'a file', words: ['plan', '-f', ''], wants: 'files' },
    { name: 'a file to write', words: ['plan', '--out', 'x', '-f', ''], wants: 'files' },
    { name: 'a saved plan', words: ['apply', ''], wants: 'files' },
    { name: 'an argument behind --', words: ['explore', '--', '-'], wants: 'keys' },
    {
      name: 'an argument behind a flag with its value',
      words: ['explore', '--state=x', '--json', ''],
      wants: 'keys',
    },
  ])('asks the files for $name', ({ words, wants }) => {
    expect(at(...words).wants).toBe(wants);
  });

  it.each([
    { name: 'a third argument', words: ['explore', 'a', 'b', ''] },
    { name: 'a table of a database', words: ['explore', 'a', ''] },
    { name: 'the text of an unknown flag', words: ['plan', '--nonsense=x'] },
    { name: 'nothing at all', words: [] },
  ])('has nothing of files to offer for $name', ({ words }) => {
    expect(at(...words).wants).toBeUndefined();
  });

  it('does not show what is hidden', () => {
    expect(texts('')).not.toContain('complete');
    expect(texts('emulator', '--')).not.toContain('--state');
  });

  it('puts together what bash takes apart at a sign', () => {
    expect(at('plan', '--only', '=', 'prod/o')).toMatchObject({
      before: '--only=',
      prefix: 'prod/o',
      wants: 'keys',
    });
    expect(at('plan', '--state', '=', 'x.json', '--only', '').given).toEqual({ files: [], state: 'x.json' });
    expect(at('plan', '=', '')).toMatchObject({ candidates: [] });
  });

  it('knows where the line says that list and state are', () => {
    const { given } = at('plan', '-f', 'a.yaml', '--file=b', '--state', 's.json', '--only', '');
    expect(given).toEqual({ files: ['a.yaml', 'b'], state: 's.json' });
  });

  it('does not offer a flag that has only a short form until it is typed', () => {
    const option = { names: ['-x'], says: '', optional: false, choices: [] };
    const shape = { name: 'a', says: '', arguments: [], options: [option], commands: [] };
    expect(completeLine(shape, ['-']).candidates).toEqual([]);
    expect(completeLine(shape, ['-x']).candidates).toEqual([{ text: '-x', says: '' }]);
  });
});
