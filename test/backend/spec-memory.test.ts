// What is remembered of the connection spec: written only when something is new, and never in anybody's way.
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { platform, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { rememberSpec } from '../../src/backend/spec-memory-file.ts';
import { decodeSpecMemory, encodeSpecMemory } from '../../src/backend/spec-memory-format.ts';
import type { SpecOutline } from '../../src/core/connection-spec.ts';

const outline: SpecOutline = {
  platform: 'https://platform.adobe.io',
  id: 'spec-1',
  version: '1.0',
  sha256: 'a'.repeat(64),
  logins: new Map([
    ['Basic Authentication', { fields: ['database', 'server'], required: ['server'] }],
    ['__proto__', { fields: [], required: [] }],
  ]),
};

const changed: SpecOutline = {
  ...outline,
  sha256: 'b'.repeat(64),
  logins: new Map([...outline.logins, ['New', { fields: [], required: [] }]]),
};

async function open() {
  const folder = await mkdtemp(join(tmpdir(), 'flowrecon-spec-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'connections.spec.json');
  return { folder, path, read: () => readFile(path, 'utf8') };
}

describe('the memory of a spec', () => {
  test('begins without news', async () => {
    const { folder, path, read } = await open();
    expect(await rememberSpec(path, outline)).toEqual({ changes: [], notes: [] });
    expect(await read()).toBe(encodeSpecMemory(outline));
    expect(await readdir(folder)).toEqual(['connections.spec.json']);
    if (platform() !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('is not written when nothing has changed', async () => {
    const { path } = await open();
    await rememberSpec(path, outline);
    const { mtimeMs, ino } = await stat(path);
    expect(await rememberSpec(path, outline)).toEqual({ changes: [], notes: [] });
    expect(await stat(path)).toMatchObject({ mtimeMs, ino });
  });

  test('tells a change once', async () => {
    const { path } = await open();
    await rememberSpec(path, outline);
    expect((await rememberSpec(path, changed)).changes).toEqual(['"New" is a new way to log in']);
    expect((await rememberSpec(path, changed)).changes).toEqual([]);
  });

  test.each([{ platform: 'emulator' }, { id: 'spec-2' }])('says nothing about %s', async (other) => {
    const { path, read } = await open();
    await rememberSpec(path, outline);
    expect(await rememberSpec(path, { ...changed, ...other })).toEqual({ changes: [], notes: [] });
    expect(await read()).toBe(encodeSpecMemory({ ...changed, ...other }));
  });

  test('is made anew when it is damaged, with a note', async () => {
    const { path } = await open();
    await writeFile(path, '{"version": 1, "plat');
    const { changes, notes } = await rememberSpec(path, outline);
    expect(changes).toEqual([]);
    expect(notes).toMatchObject([{ severity: 'note', code: 'spec-not-remembered' }]);
    expect(notes[0]?.summary).toContain(`${path} is damaged and is written anew`);
    expect(await rememberSpec(path, outline)).toEqual({ changes: [], notes: [] });
  });

  test('that is a folder is a note', async () => {
    const { path } = await open();
    await mkdir(join(path, 'inside'), { recursive: true });
    const { notes } = await rememberSpec(path, outline);
    expect(notes.map(({ severity }) => severity)).toEqual(['note', 'note']);
    expect(notes[0]?.summary).toContain('cannot be read');
    expect(notes[1]?.summary).toContain('cannot be remembered');
  });

  // Root may write anywhere.
  test.skipIf(platform() === 'win32' || userInfo().uid === 0)('in a read-only folder is a note', async () => {
    const { folder, path } = await open();
    await chmod(folder, 0o500);
    const { changes, notes } = await rememberSpec(path, outline);
    expect(changes).toEqual([]);
    expect(notes).toMatchObject([{ severity: 'note', code: 'spec-not-remembered' }]);
  });

  test('in a folder that is not there is a note', async () => {
    const { folder } = await open();
    const { notes } = await rememberSpec(join(folder, 'none', 'connections.spec.json'), outline);
    expect(notes).toMatchObject([{ severity: 'note', code: 'spec-not-remembered' }]);
  });
});

describe('its format', () => {
  test('is read as it was written', () => {
    expect(decodeSpecMemory(encodeSpecMemory(outline))).toEqual(outline);
  });

  test('is the same bytes for the same outline', () => {
    const turned = { ...outline, logins: new Map([...outline.logins].reverse()) };
    expect(encodeSpecMemory(turned)).toBe(encodeSpecMemory(outline));
  });

  const whole = JSON.parse(encodeSpecMemory({ ...outline, logins: new Map() })) as object;

  test.each([
    { name: 'nothing', text: '' },
    { name: 'a list', text: '[]' },
    ...[
      { version: 2 },
      { platform: '' },
      { id: 7 },
      { specVersion: null },
      { sha256: undefined },
      { logins: [] },
      { logins: { a: 1 } },
      { logins: { a: { fields: ['x'] } } },
      { logins: { a: { fields: [1], required: [] } } },
    ].map((change) => ({ name: JSON.stringify(change), text: JSON.stringify({ ...whole, ...change }) })),
  ])('is none with $name', ({ text }) => {
    expect(decodeSpecMemory(text)).toBeUndefined();
  });
});
