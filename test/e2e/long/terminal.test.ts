// A person at a terminal: sees how far a run has come, is asked, and may stop it at any time; the terminal is left in order.
// The same in a pipe shows none of it.
import { describe, expect } from 'vitest';
import { until } from '../../support/platform.ts';
import type { TestPlatform } from '../../support/platform.ts';
import { KEYS, hasPseudoTerminals, leavesCursor, startOnTerminal } from '../../support/pseudo-terminal.ts';
import type { Session } from '../../support/pseudo-terminal.ts';
import { accounts, test } from '../../support/workspace.ts';
import type { Workspace } from '../../support/workspace.ts';

interface Run {
  workspace: Workspace;
  platform: TestPlatform;
  columns?: number;
  env?: Record<string, string>;
}

function start({ workspace, platform, columns = 80, env = {} }: Run, ...args: string[]): Session {
  const variables = { ...platform.env, DB2_PASSWORD: 'db2-password', ...env };
  return startOnTerminal(args, { cwd: workspace.root, env: variables, columns });
}

const QUESTION = 'Carry out this plan?';

describe.skipIf(!hasPseudoTerminals)(
  'on a terminal (where there is the script of util-linux)',
  { concurrent: true },
  () => {
    test('progress is drawn while the run works, and gone at its end', async ({
      workspace,
      openPlatform,
    }) => {
      const platform = await openPlatform({ latency: { ms: 200 } });
      await workspace.list(accounts(60, ['dev', 'prod']));
      const session = start({ workspace, platform }, 'apply', '--yes');
      await session.shows('reading 0/2 sandboxes, 2 in flight');
      await session.shows('/60, ');
      expect(await session.finished).toBe(0);
      const screen = session.lines().join('\n');
      expect(screen).toContain('Apply: 60 done, 0 failed, 0 skipped');
      expect(screen).not.toMatch(/applying|reading/);
      expect(session.sent()).toMatch(/applying \d+\/60, \d+ in flight, width \d+/);
      expect(leavesCursor(session.sent())).toBe(true);
    });

    test('progress says why everything waits', async ({ workspace, openPlatform }) => {
      const platform = await openPlatform({ rateLimit: { perSecond: 3 } });
      await workspace.list(accounts(20));
      const session = start({ workspace, platform }, 'apply', '--yes');
      await session.shows('waiting: the platform');
      expect(await session.finished).toBe(0);
      expect(session.lines().join('\n')).not.toContain('waiting:');
    });

    test('log lines and progress do not run into each other', async ({ workspace, openPlatform }) => {
      const platform = await openPlatform({ latency: { ms: 100 } });
      await workspace.list(accounts(60));
      const session = start({ workspace, platform, columns: 250 }, 'apply', '--yes', '--log-level', 'trace');
      await session.shows('applying');
      expect(await session.finished).toBe(0);
      const lines = session.lines();
      const logged = lines.filter((line) => line.includes('TRACE'));
      expect(logged.length).toBeGreaterThan(60);
      // None is drawn over, and none goes on behind something else.
      expect(logged).toHaveLength(session.sent().match(/TRACE/g)?.length ?? 0);
      for (const line of logged) expect(line).toMatch(/^\[[\d:.]+\] TRACE/);
      expect(lines.join('\n')).not.toContain('applying');
    });

    test.for([40, 61])(
      'nothing is wider than a terminal of %i columns',
      async (columns, { workspace, openPlatform }) => {
        const platform = await openPlatform({ latency: { ms: 150 } });
        await workspace.list(accounts(12));
        const session = start({ workspace, platform, columns }, 'apply');
        await session.shows(QUESTION);
        expect(session.lines().join('\n')).toContain('server=');
        expect(session.broken()).toEqual([]);
        session.type('y');
        await session.shows('applying');
        expect(await session.finished).toBe(0);
        for (const [line] of session.sent().matchAll(/applying [^\r\n\u001b]*/g))
          expect(line.length).toBeLessThan(columns);
        // The path of the state file, which is never cut, is longer than such a terminal is wide.
        expect(session.broken().filter((end) => !end.endsWith('.json'))).toEqual([]);
        expect(session.lines().join('\n')).not.toContain('applying');
      },
    );

    test('the question stands below the plan and what it deletes; yes carries it out', async ({
      workspace,
      openPlatform,
    }) => {
      const platform = await openPlatform();
      await workspace.list(accounts(3));
      expect((await workspace.run(['apply', '--yes'], platform.env)).code).toBe(0);
      await workspace.list(accounts(2));
      const session = start({ workspace, platform }, 'apply', '--prune');
      await session.shows(QUESTION);
      const asked = session.lines().join('\n');
      expect(asked).toMatch(/- delete {3}dev\/account-2 [^]*Plan: 1 to delete; 2 unchanged\.[^]*/);
      expect(asked).toMatch(
        /On http:\/\/127[\d.:]+ \(ACME@AdobeOrg\): 1 to delete\.\nDeletes 1 connection: dev\/account-2\n[^]*Carry out/,
      );
      session.type('y');
      expect(await session.finished).toBe(0);
      expect(await platform.names()).toEqual(['dev/account-0', 'dev/account-1']);
      expect(session.lines().join('\n')).toContain('Apply: 1 done, 0 failed, 0 skipped');
    });

    test.for([
      { name: 'no', keys: 'n', code: 2, told: 'the plan was not confirmed, so nothing was written' },
      { name: 'a bare Enter', keys: KEYS.enter, code: 2, told: 'the plan was not confirmed' },
      { name: 'Escape', keys: KEYS.escape, code: 2, told: 'the plan was not confirmed' },
      { name: 'the end of the input', keys: KEYS.ctrlD, code: 2, told: 'the plan was not confirmed' },
      { name: 'Ctrl-C', keys: KEYS.ctrlC, code: 130, told: 'interrupted; nothing was changed' },
    ])(
      '$name at the question writes nothing, exit code $code',
      async ({ keys, code, told }, { workspace, openPlatform }) => {
        const platform = await openPlatform();
        await workspace.list(accounts(2));
        const session = start({ workspace, platform }, 'apply');
        await session.shows(QUESTION);
        session.type(keys);
        expect(await session.finished).toBe(code);
        expect(session.lines().join('\n')).toContain(told);
        expect(platform.stats().requests.create).toBe(0);
        expect([...(await workspace.files()).keys()]).toHaveLength(1);
        expect(leavesCursor(session.sent())).toBe(true);
      },
    );

    test('Ctrl-C in the middle ends the run cleanly', async ({ workspace, openPlatform }) => {
      const platform = await openPlatform({ latency: { ms: 300 } });
      await workspace.list(accounts(200));
      const session = start({ workspace, platform }, 'apply', '--yes');
      await session.shows('applying');
      await until(() => platform.stats().createsCommitted >= 8);
      session.type(KEYS.ctrlC);
      await session.shows('Stopping: no new requests; waiting for those under way.');
      expect(await session.finished).toBe(130);
      const screen = session.lines().join('\n');
      expect(screen).toMatch(/\nStopping: /);
      expect(screen).toMatch(/Apply: \d+ done, 0 failed, \d+ skipped/);
      expect(screen).not.toContain('applying');
      expect(leavesCursor(session.sent())).toBe(true);
      const { connections } = await workspace.state();
      const ids = Object.values(connections).map(({ id }) => id);
      expect(ids.sort()).toEqual((await platform.standing()).map(({ id }) => id).sort());
    });

    test('a second Ctrl-C ends it at once, with the cursor to be seen', async ({
      workspace,
      openPlatform,
    }) => {
      const platform = await openPlatform({ latency: { ms: 60_000 } });
      await workspace.list(accounts(4));
      const session = start({ workspace, platform }, 'plan');
      await session.shows('reading 0/1 sandboxes');
      session.type(KEYS.ctrlC);
      await session.shows('Once more ends at once.');
      session.type(KEYS.ctrlC);
      expect(await session.finished).toBe(130);
      expect(leavesCursor(session.sent())).toBe(true);
    });

    test('nothing is coloured or redrawn where the terminal is dumb', async ({ workspace, openPlatform }) => {
      const platform = await openPlatform({ latency: { ms: 100 } });
      await workspace.list(accounts(10));
      const session = start({ workspace, platform, env: { TERM: 'dumb' } }, 'apply', '--yes');
      expect(await session.finished).toBe(0);
      expect(session.sent()).not.toContain('\u001b');
      expect(session.sent()).not.toContain('applying');
    });

    test.for([
      { name: 'coloured', args: [], env: {}, coloured: true },
      { name: 'plain with NO_COLOR', args: [], env: { NO_COLOR: '1' }, coloured: false },
      { name: 'plain with FORCE_COLOR=0', args: [], env: { FORCE_COLOR: '0' }, coloured: false },
      { name: 'plain with --no-color', args: ['--no-color'], env: { FORCE_COLOR: '1' }, coloured: false },
    ])('a plan is $name', async ({ args, env, coloured }, { workspace, openPlatform }) => {
      const platform = await openPlatform();
      await workspace.list(accounts(1));
      const session = start({ workspace, platform, env }, 'plan', ...args);
      expect(await session.finished).toBe(0);
      expect(session.sent().includes('\u001b[32m+ create')).toBe(coloured);
    });
  },
);

describe('in a pipe', () => {
  test('the same shows no progress that is redrawn, no question and no colour', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform({ latency: { ms: 200 } });
    await workspace.list(accounts(60, ['dev', 'prod']));
    const refused = await workspace.run(['apply'], platform.env);
    expect(refused.code).toBe(3);
    const applied = await workspace.run(['apply', '--yes'], { ...platform.env, CI: 'true' });
    expect(applied.code).toBe(0);
    // At most a plain line every few seconds, if that is how long it took.
    for (const line of applied.stderr.split('\n'))
      expect(line).toMatch(/^((applying|reading) \d[^\r\u001b]*)?$/);
    for (const said of [refused.stdout, refused.stderr, applied.stdout]) {
      expect(said).not.toContain('\u001b');
      expect(said).not.toContain(QUESTION);
      expect(said).not.toMatch(/applying|reading/);
    }
  });
});
