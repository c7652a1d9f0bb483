// What goes where: data to standard output, everything else to standard error; and a reader that goes away costs nothing.
import { describe, expect } from 'vitest';
import { until } from '../support/platform.ts';
import { startLine } from '../support/run-cli.ts';
import { accounts, test } from '../support/workspace.ts';

describe.concurrent('standard output', () => {
  test('holds plan and result as text, standard error the notes and the log', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform();
    await workspace.list(accounts(2));
    const planned = await workspace.run(['plan'], platform.env);
    expect(planned).toMatchObject({ code: 0, stderr: '' });
    expect(planned.stdout).toContain('Plan: 2 to create.');
    const applied = await workspace.run(['apply', '--yes', '--log-level', 'trace'], platform.env);
    expect(applied.code).toBe(0);
    expect(applied.stdout).toContain('Apply: 2 done, 0 failed, 0 skipped');
    expect(applied.stdout).not.toContain('TRACE');
    expect(applied.stderr).toContain('TRACE');
    expect(applied.stderr).not.toContain('Apply:');
    expect(applied.stdout + applied.stderr).not.toContain('\u001b');
  });

  test('holds one JSON document with --json, and the log lines are JSON of their own', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform();
    await workspace.list(accounts(2));
    const planned = await workspace.run(['plan', '--json', '--detailed-exitcode'], platform.env);
    expect(planned).toMatchObject({ code: 2, stderr: '' });
    expect(planned.json()).toMatchObject({
      formatVersion: '1.0',
      command: 'plan',
      changes: [
        { key: 'dev/account-0', action: 'create' },
        { key: 'dev/account-1', action: 'create' },
      ],
      summary: { create: 2, none: 0 },
      requests: { total: 2, token: 1, list: 1 },
      diagnostics: [],
    });
    const loud = ['--log-level', 'trace', '--log-format', 'json'];
    const applied = await workspace.run(['apply', '--yes', '--json', ...loud], platform.env);
    expect(applied.json()).toMatchObject({ command: 'apply', summary: { done: 2 } });
    const lines = applied.stderr.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: 10 });
  });

  test.for([
    { args: ['plan', '--json', '--no-such-flag'] },
    { args: ['validate', '--format', 'json', '--no-such-flag'] },
    { args: ['validate', '--format=json', '--no-such-flag'] },
  ])('holds one JSON document when the arguments are wrong: $args', async ({ args }, { workspace }) => {
    const ended = await workspace.run(args);
    expect(ended.code).toBe(3);
    expect(ended.json()).toMatchObject({ command: null, diagnostics: [{ code: 'usage' }] });
    expect(ended.stderr).toContain('--no-such-flag');
  });

  test('may be closed by its reader while the run is writing: everything is done and recorded', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform({ latency: { ms: 100 } });
    await workspace.list(accounts(40));
    const run = workspace.start(['apply', '--yes'], platform.env);
    run.child.stdout.destroy();
    await until(() => platform.stats().requests.create > 0);
    run.child.stderr.destroy();
    expect(await run.finished).toMatchObject({ code: 0, signal: null });
    const { connections } = await workspace.state();
    const ids = Object.values(connections).map(({ id }) => id);
    expect(ids).toHaveLength(40);
    expect(ids.sort()).toEqual((await platform.standing()).map(({ id }) => id).sort());
  });
});

describe.concurrent('standard error', () => {
  test('is JSON, line by line, with --log-format json', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await workspace.list(accounts(2));
    const events = ['--log-format', 'json'];
    const refused = await workspace.run(['apply', ...events], platform.env);
    expect(refused.code).toBe(3);
    expect(eventsOf(refused.stderr)).toMatchObject([
      {
        level: 50,
        event: 'diagnostic',
        code: 'not-confirmed',
        msg: expect.stringContaining('nobody is there') as string,
      },
    ]);
    const planned = await workspace.run(['plan', '--out', 'saved.json', ...events], platform.env);
    expect(eventsOf(planned.stderr)).toMatchObject([{ level: 30, event: 'message' }]);
    await workspace.write('connections.yaml', 'version: 2\n');
    const faulty = await workspace.run(['plan', ...events], platform.env);
    expect(eventsOf(faulty.stderr).length).toBeGreaterThan(1);
    for (const event of eventsOf(faulty.stderr))
      expect(event).toMatchObject({ file: 'connections.yaml', line: 1 });
  });

  test('names the exact command for a run that nobody can confirm', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await workspace.list(accounts(3));
    const flags = ['-f', 'connections.yaml', '--only', 'dev/account-[01]', '--state', "it's mine.json"];
    const refused = await workspace.run(['apply', ...flags], platform.env);
    expect(refused.code).toBe(3);
    const [, command = ''] = /run: (node .*)/.exec(refused.stderr) ?? [];
    expect(command).toContain(
      String.raw`cli.js apply --yes -f connections.yaml --only 'dev/account-[01]' --state 'it'\''s mine.json'`,
    );
    const { json } = await workspace.run(['apply', ...flags, '--json'], platform.env);
    expect(json().diagnostics).toMatchObject([
      { code: 'not-confirmed', hint: `Look at the plan, then run: ${command} --json` },
    ]);
    const env = { ...platform.env, DB2_PASSWORD: 'db2-password' };
    expect((await startLine(command, { cwd: workspace.root, env }).finished).code).toBe(0);
    expect(await platform.names()).toEqual(['dev/account-0', 'dev/account-1']);
  });
});

function eventsOf(text: string): unknown[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}
