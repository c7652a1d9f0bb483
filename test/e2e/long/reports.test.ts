// Reports as a pipeline asks for them: of every command, however the run ends, and never in the way of anything else.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { until } from '../../support/platform.ts';
import { accounts, test } from '../../support/workspace.ts';
import type { Workspace } from '../../support/workspace.ts';

const KINDS = ['md', 'xml', 'sarif', 'json', 'html'] as const;
const everyReport = KINDS.flatMap((kind) => ['--report', `run.${kind}`]);

interface ReportDocument {
  command: string;
  run: { exitCode: number; version: string; platform: string | null; limit: string | null };
}

async function jsonOf(workspace: Workspace, name = 'run.json'): Promise<ReportDocument> {
  return JSON.parse(await workspace.read(name)) as ReportDocument;
}

/** What of the JSON report stands on standard output, too. */
function withoutHeader(document: object): object {
  const { kind, run, ...rest } = document as ReportDocument & { kind: unknown };
  expect([kind, run]).not.toContain(undefined);
  return rest;
}

describe.concurrent('a report', () => {
  test('of every kind is written by plan, apply and test, beside the one document of --json', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform();
    await workspace.list(accounts(3));
    for (const [command, ...flags] of [['plan'], ['apply', '--yes'], ['test']] as const) {
      const run = await workspace.run([command, ...flags, '--json', ...everyReport], platform.env);
      expect(run).toMatchObject({ code: 0, stderr: '' });
      expect(withoutHeader(await jsonOf(workspace))).toEqual(run.json());
      for (const kind of ['md', 'xml', 'html'])
        expect(await workspace.read(`run.${kind}`)).toContain(command);
      expect(JSON.parse(await workspace.read('run.sarif'))).toMatchObject({ version: '2.1.0' });
    }
    const page = await workspace.read('run.html');
    expect(page).toContain('<h1>flowrecon test</h1>');
    expect(page).toContain("script-src 'sha256-".replaceAll("'", '&#39;'));
    expect(page).not.toContain('db2-password');
  });

  test('of a check has the faults at their lines', async ({ workspace }) => {
    await workspace.list([{ name: 'Orders', databse: 'X' }]);
    const run = await workspace.run(['validate', ...everyReport]);
    expect(run.code).toBe(3);
    expect(run.stderr).toBe('Report: run.md, run.xml, run.sarif, run.json, run.html\n');
    expect(await workspace.read('run.md')).toMatch(/connections\.yaml:\d+/);
    expect(await workspace.read('run.xml')).toContain('message="unknown field `databse`"');
    expect(await jsonOf(workspace)).toMatchObject({
      command: 'validate',
      valid: false,
      run: { exitCode: 3 },
    });
  });

  test('is written of a run that was refused, too, and tells every entry as skipped', async ({
    workspace,
  }) => {
    await workspace.list(accounts(2));
    const run = await workspace.run(['plan', ...everyReport]);
    expect(run.code).toBe(3);
    expect(await jsonOf(workspace)).toMatchObject({ run: { exitCode: 3, platform: null } });
    expect(await workspace.read('run.xml')).toContain('tests="4" failures="0" errors="2" skipped="2"');
  });

  test('of a run that a limit ended says which', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await workspace.list(accounts(30));
    const flags = ['--yes', '--max-calls', '8', '--report', 'run.json'];
    const run = await workspace.run(['apply', ...flags], platform.env);
    expect(run.code).toBe(7);
    expect(await jsonOf(workspace)).toMatchObject({ run: { exitCode: 7, limit: '--max-calls' } });
  });

  test.skipIf(process.platform === 'win32')(
    'is written of a run that was interrupted',
    async ({ workspace, openPlatform }) => {
      const platform = await openPlatform({ latency: { ms: 50 } });
      await workspace.list(accounts(60));
      const run = workspace.start(['apply', '--yes', ...everyReport], platform.env);
      await until(() => platform.stats().createsCommitted >= 5);
      run.child.kill('SIGINT');
      expect((await run.finished).code).toBe(130);
      const { summary, run: about } = (await jsonOf(workspace)) as ReportDocument & {
        summary: { skipped: number };
      };
      expect(about.exitCode).toBe(130);
      expect(await workspace.read('run.md')).toContain(`${summary.skipped} skipped`);
    },
  );

  test.for([
    ['an ending that says nothing', ['--report', 'run.txt'], 'one of .md, .xml, .sarif, .json, .html'],
    ['a folder that is not there', ['--report', 'a/run.md'], 'there is no folder'],
    ['the list', ['-f', 'list.json', '--report', 'list.json'], 'is no report of flowrecon'],
    ['the state', ['--state', 'state.json', '--report', './state.json'], 'uses it for something else'],
    ['the saved plan', ['--out', 'plan.json', '--report', 'plan.json'], 'uses it for something else'],
    ['a file of somebody else', ['--report', 'README.md'], 'is no report of flowrecon'],
  ] as const)(
    'is refused before anything is sent where its file would be %s',
    async ([, flags, words], { workspace, openPlatform }) => {
      const platform = await openPlatform();
      await workspace.list(accounts(1));
      await workspace.write('list.json', await workspace.read('connections.yaml'));
      await workspace.write('README.md', '# Ours\n');
      const before = await workspace.files();
      const run = await workspace.run(['plan', ...flags], platform.env);
      expect(run).toMatchObject({ code: 3, stdout: '' });
      expect(run.stderr).toContain(words);
      expect(platform.stats().requests.total).toBe(0);
      expect(await workspace.files()).toEqual(before);
    },
  );

  test('that cannot be written is told, and costs nothing but the exit code', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform({ latency: { ms: 100 } });
    await workspace.write('out/keep', '');
    await workspace.list(accounts(4));
    const flags = ['--yes', '--report', 'out/run.md', '--report', 'run.json'];
    const run = workspace.start(['apply', ...flags], platform.env);
    await until(() => platform.stats().createsCommitted > 0);
    await rm(join(workspace.root, 'out'), { recursive: true });
    const { code, stdout, stderr } = await run.finished;
    expect(code).toBe(1);
    expect(stdout).toContain('Apply: 4 done, 0 failed');
    expect(stderr).toMatch(/error: the report .*run\.md cannot be written: there is no folder/);
    expect(Object.keys((await workspace.state()).connections)).toHaveLength(4);
    expect(await jsonOf(workspace)).toMatchObject({ command: 'apply', run: { exitCode: 0 } });
  });
});

describe.concurrent('in GitHub Actions', () => {
  const github = {
    GITHUB_ACTIONS: 'true',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'acme/lists',
    GITHUB_SHA: '0123abc',
  };

  test('the Markdown is added to the summary of the step, and places are links', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform();
    await workspace.list(accounts(1));
    await workspace.write('summary', '# Before\n');
    const place = { GITHUB_WORKSPACE: workspace.root, GITHUB_STEP_SUMMARY: join(workspace.root, 'summary') };
    const env = { ...platform.env, ...github, ...place };
    const run = await workspace.run(['plan', '--report', 'run.md', '--json'], env);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const report = await workspace.read('run.md');
    expect(report).toMatch(/\(https:\/\/github\.com\/acme\/lists\/blob\/0123abc\/connections\.yaml#L\d+\)/);
    expect(await workspace.read('summary')).toBe(`# Before\n${report}`);
  });

  test('a summary that cannot be written is a warning', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await workspace.list(accounts(1));
    const env = { ...platform.env, ...github, GITHUB_STEP_SUMMARY: workspace.root };
    const run = await workspace.run(['plan', '--report', 'run.md'], env);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain(
      'warning: the report could not be added to the summary of this step: EISDIR',
    );
  });

  test('findings and failed entries are annotations on standard error, with paths from the root', async ({
    workspace,
    openPlatform,
  }) => {
    const testVerdicts = [{ host: 'bad.example.com', verdict: 'refused-login' }] as const;
    const platform = await openPlatform({ writeLogin: 'try', testVerdicts });
    const [good, bad] = accounts(2);
    await workspace.list([
      { ...good!, server: 'good.example.com:50000' },
      { ...bad!, server: 'bad.example.com:50000' },
    ]);
    const env = { ...platform.env, ...github, GITHUB_WORKSPACE: join(workspace.root, '..') };
    const run = await workspace.run(['apply', '--yes', '--json'], env);
    expect(run.code).toBe(4);
    expect(run.json()).toMatchObject({ summary: { done: 1, failed: 1 } });
    const folder = workspace.root.split('/').at(-1);
    expect(run.stderr).toContain(`::error file=${folder}/connections.yaml,line=`);
    expect(run.stderr).toContain('title=flowrecon%3A dev/account-1::the create of "account-1" failed');
  });

  test('validate annotates too, unless its format does so already', async ({ workspace }) => {
    await workspace.list([{ name: 'Orders', databse: 'X' }]);
    const text = await workspace.run(['validate'], github);
    expect(text.stderr).toContain('::error file=connections.yaml,line=');
    const already = await workspace.run(['validate', '--format', 'github'], github);
    expect(already.stdout).toContain('::error file=connections.yaml,line=');
    expect(already.stderr).toBe('');
  });
});
