import { chmod, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { followLink, readIfPresent, removeIfPresent, replaceFile } from '../../src/backend/durable-file.ts';
import { test } from './support/place.ts';

const allowed = (): Promise<void> => Promise.resolve();

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

describe('replaceFile', () => {
  test('makes a new file that only its owner can read', async ({ place }) => {
    await replaceFile(place.path(), 'new', allowed);
    expect(await place.read()).toBe('new');
    expect(await modeOf(place.path())).toBe(0o600);
    expect(await place.names()).toEqual(['state.json']);
  });

  for (const mode of [0o644, 0o660, 0o666, 0o400]) {
    test(`keeps the mode ${mode.toString(8)} of the old file`, async ({ place }) => {
      await place.write('', 'old');
      await chmod(place.path(), mode);
      await replaceFile(place.path(), 'new', allowed);
      expect(await place.read()).toBe('new');
      expect(await modeOf(place.path())).toBe(mode);
    });
  }

  test('writes over what a killed run left beside it, whatever its mode', async ({ place }) => {
    await place.write('', 'old');
    await place.write('.tmp', 'much longer than the new text');
    await chmod(place.path('.tmp'), 0o666);
    await chmod(place.path(), 0o640);
    await replaceFile(place.path(), 'new', allowed);
    expect(await place.read()).toBe('new');
    expect(await modeOf(place.path())).toBe(0o640);
    expect(await place.names()).toEqual(['state.json']);
  });

  test('asks whether it may once the text is complete beside, and leaves the old one otherwise', async ({
    place,
  }) => {
    await place.write('', 'old');
    const confirm = async (): Promise<void> => {
      expect(await place.read('.tmp')).toBe('new');
      throw new Error('lost');
    };
    await expect(replaceFile(place.path(), 'new', confirm)).rejects.toThrow('lost');
    expect(await place.read()).toBe('old');
  });

  test('leaves the old file as it is when nothing can be written beside it', async ({ place }) => {
    await place.write('', 'old');
    await mkdir(place.path('.tmp'));
    await expect(replaceFile(place.path(), 'new', allowed)).rejects.toMatchObject({ code: 'EISDIR' });
    expect(await place.read()).toBe('old');
  });

  test('leaves no file open, whether it succeeds or fails', async ({ place }) => {
    const descriptors = (): Promise<string[]> => readdir('/proc/self/fd').catch(() => []);
    await mkdir(place.path());
    const before = await descriptors();
    for (let round = 0; round < 20; round += 1) {
      await replaceFile(place.path('.a'), 'new', allowed);
      await expect(replaceFile(place.path(), 'new', allowed)).rejects.toThrow();
    }
    // Other files of this worker may come and go meanwhile.
    expect((await descriptors()).length).toBeLessThan(before.length + 10);
  });
});

describe('readIfPresent and removeIfPresent', () => {
  test('take a file that is not there for what it is', async ({ place }) => {
    expect(await readIfPresent(place.path())).toBeUndefined();
    await removeIfPresent(place.path());
    await place.write('', 'text');
    expect((await readIfPresent(place.path()))?.toString()).toBe('text');
    await removeIfPresent(place.path());
    expect(await place.names()).toEqual([]);
  });

  test('take nothing else for a file that is not there', async ({ place }) => {
    await place.write('', 'text');
    await expect(readIfPresent(place.path('/below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
    await expect(readIfPresent(place.root)).rejects.toMatchObject({ code: 'EISDIR' });
    await expect(removeIfPresent(place.path('/below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });
});

describe('followLink', () => {
  test('finds where links lead, also when nothing stands there yet', async ({ place }) => {
    const shared = join(place.root, 'shared');
    await mkdir(shared);
    await symlink(shared, join(place.root, 'folder'));
    await symlink('shared/state.json', place.path('.a'));
    await symlink(place.path('.a'), place.path('.b'));
    await symlink('../shared/state.json', join(place.root, 'folder', 'up'));
    const target = join(await followLink(shared), 'state.json');
    expect(await followLink(place.path('.b'))).toBe(target);
    expect(await followLink(join(place.root, 'folder', 'up'))).toBe(target);
    await writeFile(target, 'text');
    expect(await followLink(place.path('.b'))).toBe(target);
  });

  test('leaves every other path as it is', async ({ place }) => {
    await place.write('', 'text');
    const missing = join(place.root, 'missing', 'state.json');
    for (const path of [place.path(), place.root, missing, place.path('/below')])
      expect(await followLink(path)).toBe(path);
  });

  test('ends with links that lead in a circle', async ({ place }) => {
    await symlink(place.path('.b'), place.path('.a'));
    await symlink(place.path('.a'), place.path('.b'));
    await expect(readIfPresent(await followLink(place.path('.a')))).rejects.toMatchObject({ code: 'ELOOP' });
  });
});
