// The file of an export: new and whole, or not there.
import { chmod, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judgeNewFile, writeNewFile } from '../../src/backend/list-file.ts';

let folder = '';
const path = (): string => join(folder, 'list.yaml');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flowrecon-list-'));
});

afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

describe('a new file', () => {
  it('is written whole, and nothing is left beside it', async () => {
    expect(await judgeNewFile(path())).toBeUndefined();
    expect(await writeNewFile(path(), 'text\n', 'u')).toEqual({ ok: true, value: undefined });
    expect(await readFile(path(), 'utf8')).toBe('text\n');
    expect(await readdir(folder)).toEqual(['list.yaml']);
  });

  it.each([
    { name: 'a file', stand: () => writeFile(path(), 'mine') },
    { name: 'an empty file', stand: () => writeFile(path(), '') },
    { name: 'a link to nothing', stand: () => symlink(join(folder, 'nowhere'), path()) },
  ])('never takes the place of $name', async ({ stand }) => {
    await stand();
    const before = await readFile(path(), 'utf8').catch(() => 'unreadable');
    const occupied = {
      severity: 'error',
      code: 'usage',
      summary: `${path()} exists, and nothing is overwritten`,
    };
    expect(await judgeNewFile(path())).toMatchObject(occupied);
    expect(await writeNewFile(path(), 'text\n', 'u')).toMatchObject({ ok: false, problem: occupied });
    expect(await readFile(path(), 'utf8').catch(() => 'unreadable')).toBe(before);
    expect(await readdir(folder)).toEqual(['list.yaml']);
  });

  it('says why it cannot be written', async () => {
    const written = await writeNewFile(join(folder, 'none', 'list.yaml'), 'text\n', 'u');
    expect(written).toMatchObject({ ok: false, problem: { code: 'usage' } });
    expect(written.ok ? '' : written.problem.summary).toContain('ENOENT');
  });
});
