// The file of known-bad connections on disk: nothing in it is lost, whatever stands there.
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openQuarantineFile } from '../../src/backend/quarantine-file.ts';
import type { QuarantineFile } from '../../src/backend/quarantine-file.ts';
import { connectionKey } from '../../src/core/connection.ts';
import type { KnownFailure, Quarantine } from '../../src/core/quarantine.ts';

const A = connectionKey('dev', 'a');
const B = connectionKey('dev', 'b');
const known: KnownFailure = { verdict: 'unreachable', firstSeen: '2026-01-15' };

async function openFolder(): Promise<{ root: string; path: string; file: QuarantineFile }> {
  const root = await mkdtemp(join(tmpdir(), 'flowrecon-quarantine-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const path = join(root, 'known-bad.json');
  return { root, path, file: openQuarantineFile(path, 'u-1') };
}

const adding =
  (key: typeof A) =>
  (standing: Quarantine): Quarantine =>
    new Map(standing).set(key, known);

describe('a quarantine', () => {
  it('that is missing is no empty one, unless it is about to be made', async () => {
    const { file, path } = await openFolder();
    const fix = 'Correct the path, or have it made with --update-quarantine.';
    expect(await file.read(false)).toMatchObject({
      ok: false,
      problem: { code: 'quarantine-unusable', summary: `there is no quarantine ${path}`, fix },
    });
    expect(await file.read(true)).toEqual({ ok: true, value: new Map() });
  });

  it('is made, and read back', async () => {
    const { file, root } = await openFolder();
    await file.update((standing) => standing);
    expect(await file.read(false)).toEqual({ ok: true, value: new Map() });
    await file.update(adding(A));
    expect(await file.read(false)).toEqual({ ok: true, value: new Map([[A, known]]) });
    expect(await readdir(root)).toEqual(['known-bad.json']);
  });

  it('keeps what another run has added meanwhile', async () => {
    const { file, path } = await openFolder();
    await file.read(true);
    await openQuarantineFile(path, 'u-2').update(adding(B));
    await file.update(adding(A));
    expect(await file.read(false)).toEqual({
      ok: true,
      value: new Map([
        [A, known],
        [B, known],
      ]),
    });
  });

  it('is not written when nothing changes', async () => {
    const { file, path } = await openFolder();
    await file.update(adding(A));
    const { mtimeMs, ino } = await stat(path);
    expect(await file.update(adding(A))).toEqual({ ok: true, value: undefined });
    expect(await stat(path)).toMatchObject({ mtimeMs, ino });
  });

  it.skipIf(process.platform === 'win32')('keeps its mode, and is written where a link leads', async () => {
    const { file, path, root } = await openFolder();
    const target = join(root, 'target.json');
    await writeFile(target, '{"version":1,"connections":{}}');
    await chmod(target, 0o644);
    await symlink(target, path);
    await file.update(adding(A));
    expect((await stat(target)).mode & 0o777).toBe(0o644);
    expect(await readFile(target, 'utf8')).toContain('"dev/a"');
    expect(await readFile(path, 'utf8')).toContain('"dev/a"');
  });

  it.each([
    { name: 'no JSON', content: '{"version": 1,' },
    { name: 'no text', content: Buffer.from([0xff, 0xfe, 0x00]) },
    { name: 'somebody else’s file', content: '{"version":1,"lineage":"x","connections":{}}' },
  ])('that is $name is refused and left as it is', async ({ content }) => {
    const { file, path } = await openFolder();
    await writeFile(path, content);
    expect(await file.read(true)).toMatchObject({ ok: false, problem: { code: 'quarantine-unusable' } });
    expect(await file.update(adding(A))).toMatchObject({ ok: false });
    expect(await readFile(path)).toEqual(Buffer.from(content));
  });

  it('that is a folder is refused', async () => {
    const { file, path } = await openFolder();
    await mkdir(path);
    expect(await file.read(true)).toMatchObject({ ok: false, problem: { code: 'quarantine-unusable' } });
    expect(await file.update(adding(A))).toMatchObject({ ok: false });
  });

  it('that cannot be written says so', async () => {
    const { root } = await openFolder();
    const file = openQuarantineFile(join(root, 'missing/known-bad.json'), 'u-1');
    expect(await file.update(adding(A))).toMatchObject({
      ok: false,
      problem: { summary: expect.stringContaining('cannot be written') as string },
    });
    expect(await readdir(root)).toEqual([]);
  });
});
