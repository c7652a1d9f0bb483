// The data file: what survives, what must never be in it, what damage does.
import { appendFile, mkdtemp, open, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Change } from '../../src/emulator/disk.ts';
import { Disk, openDisk } from '../../src/emulator/disk.ts';
import { startEmulator } from '../../src/emulator/server.ts';
import type { StoredConnection } from '../../src/emulator/store.ts';
import { db2Body, emulate } from './emulated-platform.ts';

async function newPath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'emulator-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'platform.ndjson');
}

function stored(id: string, name = id): StoredConnection {
  const who = { createdBy: 'x', updatedBy: 'x', createdClient: 'x', updatedClient: 'x', org: 'A@AdobeOrg' };
  const rest = { specName: 'S', params: {}, connectionSpec: { id: 's', version: '1.0' }, state: 'enabled' };
  return {
    ...{ id, name, sandbox: 'dev', etag: '"e"', createdAt: 1, updatedAt: 1, operation: 'create' },
    ...who,
    ...rest,
  };
}

describe('the data file', () => {
  it('brings everything back after a restart, ids and etags included', async () => {
    const dataFile = await newPath();
    const first = await emulate({}, { dataFile });
    const kept = await first.create('kept');
    const gone = await first.create('gone');
    const ask = {
      json: [{ op: 'replace', path: '/name', value: 'renamed' }],
      headers: { 'if-match': kept.etag },
    };
    await first.flow('PATCH', `/connections/${kept.id}`, ask);
    await first.flow('DELETE', `/connections/${gone.id}`);
    const before = await first.get(kept.id);
    await first.emulator.close();
    const second = await emulate({}, { dataFile });
    expect(await second.names()).toEqual(['renamed']);
    expect(await second.get(kept.id)).toEqual(before);
  });

  it('has a write before the write is answered', async () => {
    const dataFile = await newPath();
    const platform = await emulate({}, { dataFile });
    const made = await platform.create('A');
    expect(await readFile(dataFile, 'utf8')).toContain(made.id);
    await platform.flow('DELETE', `/connections/${made.id}`);
    expect(await readFile(dataFile, 'utf8')).toContain('"remove"');
  });

  it.each(['vault', 'plain'] as const)('never holds a secret (rendering %s)', async (secretRendering) => {
    const dataFile = await newPath();
    const platform = await emulate({ secretRendering }, { dataFile });
    const made = await platform.create('A', { password: 'S3cret-1', apiToken: 'S3cret-2' });
    const auth = {
      specName: 'Connection String Based Authentication',
      params: { connectionString: 'S3cret-3' },
    };
    await platform.flow('POST', '/connections', { json: { ...db2Body('B'), auth } });
    const ask = {
      json: [{ op: 'replace', path: '/auth/params/password', value: 'S3cret-4' }],
      headers: { 'if-match': made.etag },
    };
    await platform.flow('PATCH', `/connections/${made.id}`, ask);
    await platform.control('POST', 'edit', {
      sandbox: 'dev',
      id: made.id,
      set: { 'auth.params.password': 'S3cret-5' },
    });
    expect(await readFile(dataFile, 'utf8')).not.toContain('S3cret');
    await platform.emulator.close();
    expect(await readFile(dataFile, 'utf8')).not.toContain('S3cret');
  });

  it.skipIf(process.platform === 'win32')('can be read by its owner only', async () => {
    const dataFile = await newPath();
    const platform = await emulate({}, { dataFile });
    await platform.create('A');
    expect((await stat(dataFile)).mode & 0o777).toBe(0o600);
    await platform.emulator.close();
    expect((await stat(dataFile)).mode & 0o777).toBe(0o600);
  });

  it('grows with the number of writes, not with their square', async () => {
    const dataFile = await newPath();
    const platform = await emulate({}, { dataFile });
    await Promise.all(Array.from({ length: 100 }, (_each, index) => platform.create(`C${index}`)));
    const lines = (await readFile(dataFile, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(101);
    expect(await readdir(join(dataFile, '..'))).toHaveLength(1);
  });

  it('gives other ids after a restart under the same seed', async () => {
    const dataFile = await newPath();
    const first = await emulate({ seed: 7 }, { dataFile });
    const before = await first.create('A');
    await first.flow('DELETE', `/connections/${before.id}`);
    await first.emulator.close();
    const second = await emulate({ seed: 7 }, { dataFile });
    expect((await second.create('A')).id).not.toBe(before.id);
  });

  it('is emptied by a reset', async () => {
    const dataFile = await newPath();
    const first = await emulate({}, { dataFile });
    await first.create('A');
    await first.control('POST', 'reset');
    await first.create('B');
    await first.emulator.close();
    expect(await (await emulate({}, { dataFile })).names()).toEqual(['B']);
  });

  it('leaves out a last line that was torn by the end of the process', async () => {
    const dataFile = await newPath();
    const first = await emulate({}, { dataFile });
    await first.create('A');
    await first.emulator.close();
    await appendFile(dataFile, '{"put":{"id":"half');
    const second = await emulate({}, { dataFile });
    expect(await second.names()).toEqual(['A']);
    await second.create('B');
    await second.emulator.close();
    expect(await (await emulate({}, { dataFile })).names()).toEqual(['B', 'A']);
  });

  it.each([
    { what: 'an empty file', text: '', line: 1 },
    { what: 'another format', text: '{"format":"other","version":1,"starts":1}\n', line: 1 },
    { what: 'no JSON', text: 'hello\n', line: 1 },
    {
      what: 'a broken line in the middle',
      text: '{"format":"flowrecon-emulator","version":1,"starts":1}\n{"put"\n{"clear":true}\n',
      line: 2,
    },
    {
      what: 'a connection without its members',
      text: '{"format":"flowrecon-emulator","version":1,"starts":1}\n{"put":{"id":"x"}}\n',
      line: 2,
    },
  ])('that holds $what stops the start and is left as it is', async ({ text, line }) => {
    const dataFile = await newPath();
    await writeFile(dataFile, text);
    const message = `data file ${dataFile} is damaged in line ${line}`;
    await expect(startEmulator({ dataFile })).rejects.toThrow(message);
    await expect(startEmulator({ dataFile })).rejects.toThrow('move it away');
    expect(await readFile(dataFile, 'utf8')).toBe(text);
  });

  it('can be read wherever the end of its process cut it off, with every whole line in it', async () => {
    const dataFile = await newPath();
    const { disk } = await openDisk(dataFile, () => []);
    await Promise.all(['a', 'b', 'c'].map((id) => disk.append({ put: stored(id) })));
    const whole = await readFile(dataFile);
    await disk.close();
    const cutFile = `${dataFile}.cut`;
    for (let length = whole.indexOf('\n') + 1; length <= whole.length; length += 7) {
      const cut = whole.subarray(0, length);
      await writeFile(cutFile, cut);
      const opened = await openDisk(cutFile, () => []);
      await opened.disk.close();
      expect(opened.connections).toHaveLength(cut.toString().split('\n').length - 2);
    }
  });

  it('can be read at any moment of many writes, with everything in it that was answered', async () => {
    const dataFile = await newPath();
    const platform = await emulate({}, { dataFile });
    const answered: string[] = [];
    const writing = Promise.all(
      Array.from({ length: 60 }, async (_each, index) => {
        answered.push((await platform.create(`C${index}`)).id);
      }),
    );
    const copyFile = `${dataFile}.copy`;
    while (answered.length < 60) {
      const soFar = [...answered];
      await writeFile(copyFile, await readFile(dataFile));
      const copy = await openDisk(copyFile, () => []);
      await copy.disk.close();
      const ids = new Set(copy.connections.map((each) => each.id));
      expect(soFar.filter((id) => !ids.has(id))).toEqual([]);
    }
    await writing;
  });
});

describe('a write that fails half-way', () => {
  it('leaves nothing that the next one could break on', async () => {
    const path = await newPath();
    const first = await openDisk(path, () => []);
    await first.disk.append({ put: stored('a') });
    const handle = await open(path, 'a');
    const append = handle.appendFile.bind(handle);
    handle.appendFile = async (text) => {
      await append(String(text).slice(0, 20));
      throw new Error('ENOSPC');
    };
    const disk = new Disk({ path, starts: 2, live: () => [], handle, lines: 1 });
    await expect(disk.append({ put: stored('b') })).rejects.toThrow('ENOSPC');
    handle.appendFile = append;
    await disk.append({ put: stored('c') });
    await first.disk.flush();
    const again = await openDisk(path, () => []);
    expect(again.connections.map(({ id }) => id)).toEqual(['a', 'c']);
    await handle.close();
    await Promise.all([first.disk.close(), again.disk.close()]);
  });
});

describe('a process that only looks', () => {
  it('takes nothing away from one that writes', async () => {
    const dataFile = await newPath();
    const writer = await emulate({}, { dataFile });
    await writer.create('before');
    const reader = await emulate({}, { dataFile });
    expect(await reader.names()).toEqual(['before']);
    await reader.emulator.close();
    await writer.create('after');
    // As after a sudden death: what counts is what the file holds now.
    const copy = `${dataFile}.copy`;
    await writeFile(copy, await readFile(dataFile));
    expect(await (await emulate({}, { dataFile: copy })).names()).toEqual(['after', 'before']);
  });

  it('does not keep a deletion that was accepted from taking effect', async () => {
    const dataFile = await newPath();
    const first = await emulate({ deletionMs: 30 }, { dataFile });
    const made = await first.create('A');
    await first.flow('DELETE', `/connections/${made.id}`);
    await first.emulator.close();
    await new Promise((resolve) => setTimeout(resolve, 35));
    expect(await (await emulate({}, { dataFile })).names()).toEqual([]);
  });
});

describe('rewriting', () => {
  it('happens when most lines are outdated, and keeps what stands', async () => {
    const path = await newPath();
    const live = [stored('a', 'latest'), stored('b')];
    const { disk } = await openDisk(path, () => live);
    const change: Change = { put: stored('a', 'old') };
    await Promise.all(Array.from({ length: 6_000 }, () => disk.append(change)));
    await disk.append({ put: stored('a', 'latest') });
    await disk.append({ put: stored('b') });
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    expect(lines.length).toBeLessThan(10);
    await disk.close();
    const again = await openDisk(path, () => []);
    expect(again.connections.map((each) => each.name)).toEqual(['latest', 'b']);
    expect(again.starts).toBe(2);
    await again.disk.close();
  });
});
