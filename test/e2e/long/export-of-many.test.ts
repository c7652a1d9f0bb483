// `flowrecon export`: the way in for an organisation that has its connections already.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { ALL, SECRET, UNFIT, plant, some } from '../../support/foreign.ts';
import { PROJECT, startLine } from '../../support/run-cli.ts';
import type { Finished } from '../../support/run-cli.ts';
import { test } from '../../support/workspace.ts';

interface ExportDocument {
  out: string | null;
  yaml: string;
  entries: { key: string; sandbox: string; name: string; id: string }[];
  omitted: { sandbox: string; id: string; name: string; reason: string }[];
  adopted: number;
  requests: Record<string, number>;
  diagnostics: { code: string; severity: string; message: string }[];
}

const documentOf = ({ stdout }: Finished): ExportDocument => JSON.parse(stdout) as ExportDocument;

describe.concurrent('an export', () => {
  test('of 500 connections in every spelling records them, after which there is nothing to do', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform({ hrefForm: 'query', secretRendering: 'plain' });
    await plant(platform, ALL);
    const args = [
      'export',
      '--sandbox',
      'prod',
      '--sandbox',
      'dev',
      '--out',
      'connections.yaml',
      '--adopt',
      '--json',
    ];
    const exported = await workspace.run(args, platform.env);
    expect(exported.code, exported.stderr).toBe(0);
    expect(exported.stderr).toBe('');
    const { out, yaml, entries, omitted, adopted, requests, diagnostics } = documentOf(exported);
    expect({ out, adopted, entries: entries.length }).toEqual({
      out: 'connections.yaml',
      adopted: 494,
      entries: 494,
    });
    expect(yaml).toBe(await workspace.read('connections.yaml'));
    expect(omitted.map(({ name }) => name).sort()).toEqual(UNFIT.map(({ name }) => name).sort());
    expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual(
      UNFIT.map(() => 'warning not-exported'),
    );
    expect(requests).toMatchObject({ token: 1, list: 6, create: 0, update: 0, delete: 0 });
    const { connections } = await workspace.state();
    expect(
      Object.entries(connections)
        .map(([key, { id }]) => [key, id])
        .sort(),
    ).toEqual(entries.map(({ key, id }) => [key, id]).sort());

    const planned = await workspace.run(['plan'], platform.env);
    expect(planned.stdout).toBe('Plan: nothing to do; 494 unchanged, 6 unmanaged.\n');
    const state = await workspace.read('connections.state.json');
    const again = await workspace.run(['export', '--adopt'], platform.env);
    expect(again.stdout).toBe(yaml);
    expect(await workspace.read('connections.state.json')).toBe(state);
    for (const text of (await workspace.files()).values()) expect(text).not.toContain(SECRET);
    expect((await readdir(workspace.root)).sort()).toEqual(['connections.state.json', 'connections.yaml']);
  });

  test('can be redirected into the list that it makes', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await plant(platform, some(5));
    const line = `node ${join(PROJECT, 'dist/cli.js')} export --sandbox dev --adopt > connections.yaml`;
    const ended = await startLine(line, { cwd: workspace.root, env: platform.env }).finished;
    expect(ended).toMatchObject({ code: 0, stdout: '' });
    expect(ended.stderr).toBe(
      'Exported 5 connections of 1 sandbox. Recorded 5 of them.\nNext: set the variables that the list names, and run: flowrecon plan\n',
    );
    expect((await workspace.run(['plan'], platform.env)).stdout).toBe('Plan: nothing to do; 5 unchanged.\n');
  });

  test('overwrites nothing', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await plant(platform, some(2));
    const args = ['export', '--sandbox', 'dev', '--out', 'lists/new.yaml', '--adopt'];
    const nowhere = await workspace.run(args, platform.env);
    expect(nowhere.code).toBe(3);
    expect(nowhere.stderr).toContain('the list cannot be written as');
    await workspace.write('lists/other.txt', '');
    const first = await workspace.run(args, platform.env);
    expect(first.code, first.stderr).toBe(0);
    expect(first.stderr).toContain('and run: flowrecon plan -f lists/new.yaml\n');
    const before = await workspace.files();
    expect([...before.keys()].map((path) => path.slice(workspace.root.length + 1)).sort()).toEqual([
      'lists/connections.state.json',
      'lists/new.yaml',
      'lists/other.txt',
    ]);
    const { list } = platform.stats().requests;
    const second = await workspace.run([...args, '--json'], platform.env);
    expect(second.code).toBe(3);
    expect(documentOf(second)).toMatchObject({ out: null, yaml: '', adopted: 0 });
    expect(documentOf(second).diagnostics[0]?.message).toContain(
      'new.yaml exists, and nothing is overwritten',
    );
    expect(platform.stats().requests.list).toBe(list);
    expect(await workspace.files()).toEqual(before);
  });
});
