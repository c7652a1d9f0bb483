// Files that `init` makes: never in the place of another one.
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  appendLines,
  judgePlace,
  missingLines,
  stands,
  writeFirstFile,
} from '../../src/backend/first-files.ts';

let folder = '';
const at = (name: string): string => join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flowrecon-first-'));
});

afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

describe('a first file', () => {
  it('is written with the folders above it', async () => {
    expect(await judgePlace(at('a/b/c.yml'))).toBeUndefined();
    expect(await stands(at('a'))).toBe(false);
    expect(await writeFirstFile(at('a/b/c.yml'), 'text\n', 'u')).toMatchObject({ ok: true });
    expect(await readFile(at('a/b/c.yml'), 'utf8')).toBe('text\n');
    expect(await stands(at('a/b/c.yml'))).toBe(true);
  });

  it('does not take the place of another one, nor of a folder above it', async () => {
    await writeFile(at('a'), 'mine');
    expect(await writeFirstFile(at('a'), 'text', 'u')).toMatchObject({ ok: false });
    expect(await writeFirstFile(at('a/b'), 'text', 'u')).toMatchObject({
      ok: false,
      problem: { code: 'usage' },
    });
    expect(await readFile(at('a'), 'utf8')).toBe('mine');
  });

  it.skipIf(process.getuid?.() === 0)('is judged before it is written', async () => {
    await chmod(folder, 0o500);
    expect(await judgePlace(at('a/b'))).toMatchObject({ code: 'usage' });
  });
});

describe('a list of lines', () => {
  it.each([
    { name: 'no file', text: undefined, missing: ['a', 'b'], end: 'a\nb\n' },
    { name: 'a file of Windows', text: 'x\r\nb  \r\n', missing: ['a'], end: 'x\r\nb  \r\na\n' },
    { name: 'a file without a last line break', text: 'x', missing: ['a', 'b'], end: 'x\na\nb\n' },
    { name: 'a file that has them', text: 'b\na', missing: [], end: 'b\na' },
  ])('takes only what $name lacks', async ({ text, missing, end }) => {
    if (text !== undefined) await writeFile(at('lines'), text);
    expect(await missingLines(at('lines'), ['a', 'b'])).toEqual({ ok: true, value: missing });
    if (missing.length > 0) expect(await appendLines(at('lines'), missing)).toMatchObject({ ok: true });
    expect(await readFile(at('lines'), 'utf8')).toBe(end);
  });

  it('that cannot be read is refused', async () => {
    await mkdir(at('lines'));
    expect(await missingLines(at('lines'), ['a'])).toMatchObject({ ok: false, problem: { code: 'usage' } });
    expect(await appendLines(at('lines'), ['a'])).toMatchObject({ ok: false, problem: { code: 'usage' } });
  });
});
