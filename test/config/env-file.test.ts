import { expect, test } from 'vitest';
import { readEnvFile, readEnvText } from '../../src/config/env-file.ts';
import { folderWith } from './workspace.ts';

test('reads the form that node --env-file reads', () => {
  const text = '# comment\nA=1\nexport B="two words"\nC=\'$A\' # note\nA=3\nD=\nno line\n';
  expect(readEnvText(text)).toEqual({ A: '3', B: 'two words', C: '$A', D: '' });
});

test('reads a file below the working directory, and says what is missing', async () => {
  const cwd = folderWith({ 'secrets.env': '\ufeffA=HUNTER2\n' });
  expect(await readEnvFile('secrets.env', cwd)).toEqual({ ok: true, value: { A: 'HUNTER2' } });
  const missing = await readEnvFile('other.env', cwd);
  expect(missing.ok ? '' : missing.problem).toMatchObject({
    code: 'file-unreadable',
    summary: 'cannot read the file: it does not exist',
    range: { file: 'other.env' },
  });
});
