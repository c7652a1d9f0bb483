// What the scripts of completion read.
import { describe, expect, it } from 'vitest';
import { SHELLS } from '../../src/core/completion.ts';
import { completionLines } from '../../src/report/completion-lines.ts';
import { completionScript } from '../../src/report/completion-scripts.ts';
import { describeProgram } from '../../src/commands/args.ts';

const candidates = [
  { text: 'prod/a', says: 'first' },
  { text: 'dev/b', says: '' },
  { text: 'prod/\nevil', says: '' },
];
const completion = { prefix: 'prod', before: '--only=', candidates, given: { files: [] } };

describe('the lines of completion', () => {
  it.each([
    { shell: 'bash', lines: 'words\nprod/a\n' },
    { shell: 'zsh', lines: 'words\n--only=prod/a\tfirst\n' },
    { shell: 'fish', lines: 'words\n--only=prod/a\tfirst\n' },
    { shell: 'powershell', lines: 'words\n--only=prod/a\tfirst\n' },
  ] as const)('are those of $shell, and no text breaks out of its line', ({ shell, lines }) => {
    expect(completionLines(shell, completion)).toBe(lines);
  });

  it('leave files to the shell', () => {
    expect(completionLines('zsh', { ...completion, candidates: [], wants: 'files' })).toBe('files\n');
  });
});

describe('a script of completion', () => {
  it.each(SHELLS)('for %s holds no command and no flag of its own, so that it cannot grow stale', (shell) => {
    const script = completionScript(shell);
    expect(script).toContain(`flowrecon complete ${shell} `);
    const names = describeProgram()
      .commands.map(({ name }) => name)
      .filter((name) => name !== 'completion');
    for (const name of names) expect(script).not.toMatch(new RegExp(`flowrecon ${name}\\b`));
  });
});
