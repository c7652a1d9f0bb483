// `flowrecon export` whatever the service returns: the same bytes for the same connections, a plan that creates, updates
// and deletes nothing, and a word about everything that is not written.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { EmulatorSettings } from '../../../src/emulator/settings.ts';
import { ALL, SECRET, plant, some } from '../../support/foreign.ts';
import { test } from '../../support/workspace.ts';

interface ExportDocument {
  entries: { key: string }[];
  omitted: { id: string }[];
}

const documentOf = ({ stdout }: { stdout: string }): ExportDocument => JSON.parse(stdout) as ExportDocument;
const BOTH = ['--sandbox', 'prod', '--sandbox', 'dev'];
const CHANGES = { create: 0, update: 0, recreate: 0, delete: 0, forget: 0, conflict: 0, blocked: 0 };

const PLATFORMS: (Partial<EmulatorSettings> & { reversed: boolean })[] = [
  { hrefForm: 'rooted', secretRendering: 'vault', reversed: false },
  { hrefForm: 'absolute', secretRendering: 'mask', pageSizeMax: 20, reversed: true },
  { hrefForm: 'query', secretRendering: 'omit', pageSizeMax: 70, reversed: false },
  { hrefForm: 'token', secretRendering: 'plain', reversed: true },
];

/** Every platform shows the same connections, so every one has to give the same bytes. */
const texts = new Set<string>();

describe.concurrent('connections that were there before', () => {
  test.for(PLATFORMS)(
    'are exported and adopted by the next plan: $hrefForm, $secretRendering',
    async (settings, { workspace, openPlatform }) => {
      const { reversed, ...switches } = settings;
      const platform = await openPlatform(switches);
      await plant(platform, reversed ? ALL.toReversed() : ALL);
      // The shell makes the file before the command looks for a list.
      await workspace.write('connections.yaml', '');
      const exported = await workspace.run(['export', ...BOTH], platform.env);
      expect(exported.code, exported.stderr).toBe(0);
      expect(exported.stderr).toContain(
        'Exported 494 connections of 2 sandboxes (6 left out, see the comments).',
      );
      expect(exported.stdout + exported.stderr).not.toContain(SECRET);
      expect(exported.stdout).not.toContain('vault.azure.net');
      await workspace.write('connections.yaml', exported.stdout);
      // A platform that does not show a secret shows its name neither.
      texts.add(exported.stdout.replaceAll(/^ *# Not listed.*\n/gm, ''));
      expect(texts.size).toBe(1);

      const planned = await workspace.run(['plan', '--json'], platform.env);
      expect(planned.code, planned.stdout.slice(0, 2_000)).toBe(0);
      expect(planned.json().summary).toMatchObject({ ...CHANGES, adopt: 494, none: 0, unmanaged: 6 });
      expect(platform.stats().requests).toMatchObject({ create: 0, update: 0, delete: 0 });
      expect([...(await workspace.files()).keys()]).toEqual([join(workspace.root, 'connections.yaml')]);
    },
  );
});

describe.concurrent('an export', () => {
  test('of what is unmanaged stands beside the list', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await workspace.list([{ name: 'Mine' }, { name: 'Orders', database: 'LISTED' }]);
    await workspace.run(['apply', '--yes', '--only', 'Mine'], platform.env);
    await plant(platform, [
      ...some(3),
      { ...some(1)[0]!, id: 'other', name: 'Orders' },
      { ...some(1)[0]!, id: 'free', name: 'mine' },
    ]);
    const args = ['export', '--unmanaged', '--out', 'more.yaml', '--json'];
    const exported = documentOf(await workspace.run(args, platform.env));
    expect(exported.entries.map(({ key }) => key)).toEqual(['dev/off', 'dev/mine', 'dev/null', 'dev/yes']);
    expect(exported.omitted).toMatchObject([{ id: 'other' }]);
    const lists = ['-f', 'connections.yaml', '-f', 'more.yaml'];
    const planned = await workspace.run(['plan', '--json', ...lists, '--only', '?ine'], platform.env);
    expect(planned.json().diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const all = await workspace.run(['plan', '--json', ...lists], platform.env);
    expect(all.json().summary).toMatchObject({ adopt: 4, none: 1, conflict: 1, update: 0, create: 0 });

    const whole = documentOf(
      await workspace.run(['export', '--json', '--only', 'M*', '--only', 'dev/orders'], platform.env),
    );
    expect(whole.entries.map(({ key }) => key)).toEqual(['dev/Mine', 'dev/orders']);
  });

  test.for([
    { args: [], message: 'neither the list nor the state names a sandbox' },
    { args: ['--sandbox', 'Prod'], message: 'Prod is no name of a sandbox' },
    { args: ['--sandbox', 'dev/x'], message: 'dev/x is no name of a sandbox' },
    { args: ['--sandbox', 'dev', '--tag', 'eu'], message: 'cannot be narrowed down by --tag' },
    { args: ['--sandbox', 'dev', '-f', 'missing.yaml'], message: 'there is no file missing.yaml' },
  ])('of $args is refused', async ({ args, message }, { workspace, openPlatform }) => {
    const platform = await openPlatform();
    const { code, stdout, stderr } = await workspace.run(['export', ...args], platform.env);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain('hint: ');
    expect(platform.stats().requests.list).toBe(0);
  });

  test('of a faulty list is refused as elsewhere', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await workspace.write('connections.yaml', 'version: 1\nconnections: [{ name: 5 }]\n');
    const { code, stdout, stderr } = await workspace.run(['export', '--sandbox', 'dev'], platform.env);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('connections.yaml:2:');
  });

  test('goes on without the sandboxes that cannot be read', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform({ forbiddenSandboxes: ['prod'] });
    await plant(platform, some(2));
    const args = ['export', ...BOTH, '--sandbox', 'nowhere'];
    const partly = await workspace.run(args, platform.env);
    expect(partly.code).toBe(4);
    expect(partly.stdout).toContain('# Sandbox nowhere could not be read: its connections are missing.');
    expect(partly.stdout.match(/- name:/g)).toHaveLength(2);
    expect(partly.stderr).toContain('the credential may not enter the sandbox prod');
    expect(partly.stderr).toContain('the sandbox nowhere is not known to this organisation');
    const nothing = await workspace.run(['export', '--sandbox', 'prod', '--out', 'list.yaml'], platform.env);
    expect(nothing).toMatchObject({ code: 5, stdout: '' });
    expect([...(await workspace.files()).keys()]).toEqual([]);
  });

  test('records nothing while creates are in doubt', async ({ workspace, openPlatform }) => {
    const fault = { on: { route: 'create' }, effect: { kind: 'hang', when: 'after' } } as const;
    const platform = await openPlatform({ faults: [fault] });
    await plant(platform, some(2));
    await workspace.list([{ name: 'slow' }]);
    const running = workspace.start(['apply', '--yes'], platform.env);
    while (
      !(
        await readFile(join(workspace.root, 'connections.state.json.journal'), 'utf8').catch(() => '')
      ).includes('"intent"')
    )
      await new Promise((resolve) => setTimeout(resolve, 20));
    running.child.kill('SIGKILL');
    await running.finished;
    const args = ['export', '--sandbox', 'dev', '--out', 'list.yaml'];
    const refused = await workspace.run([...args, '--adopt'], platform.env);
    expect(refused.code).toBe(6);
    expect(refused.stderr).toContain('creates of the last run are in doubt');
    expect(await readdir(workspace.root)).not.toContain('list.yaml');
    expect(await workspace.run(args, platform.env)).toMatchObject({ code: 0 });
  });

  test('needs no account with the embedded platform', async ({ workspace }) => {
    await workspace.list([{ name: 'Orders' }]);
    await workspace.run(['apply', '--yes', '--emulator']);
    const exported = await workspace.run(['export', '--emulator']);
    expect(exported.code, exported.stderr).toBe(0);
    expect(exported.stdout).toContain('- name: Orders\n    sandbox: dev\n');
  });
});
