// The morning after: every command of the runbook in docs/what-happens-when.md is run, as it stands, on the trouble that
// its section is about.
import { execFileSync } from 'node:child_process';
import { describe, expect } from 'vitest';
import { blocksOf, read, sectionsOf } from '../../docs/pages.ts';
import { until } from '../../support/platform.ts';
import type { TestPlatform } from '../../support/platform.ts';
import { installPrograms } from '../../support/programs.ts';
import { startLine } from '../../support/run-cli.ts';
import { accounts, test } from '../../support/workspace.ts';
import type { Workspace } from '../../support/workspace.ts';

const STATE = 'connections.state.json';
const JOURNAL = `${STATE}.journal`;
const apply = ['apply', '--yes'];

interface Trouble {
  heading: string;
  arrange: (workspace: Workspace, platform: TestPlatform) => Promise<void>;
  /** Exit codes of the lines that do not end with 0. */
  codes?: Readonly<Record<string, number>>;
}

/** A version control of its own, with the list and, once something is applied, the state. */
function git(workspace: Workspace, ...args: readonly string[]): void {
  const who = ['-c', 'user.name=nightly', '-c', 'user.email=nightly@example.com'];
  execFileSync('git', [...who, ...args], { cwd: workspace.root, stdio: 'ignore' });
}

async function commitApplied(workspace: Workspace, { env }: TestPlatform, message: string): Promise<void> {
  expect(await workspace.run(apply, env)).toMatchObject({ code: 0 });
  git(workspace, 'add', '.');
  git(workspace, 'commit', '-m', message);
}

async function begin(workspace: Workspace, platform: TestPlatform): Promise<void> {
  git(workspace, 'init', '-b', 'main');
  await workspace.list(accounts(2));
  await commitApplied(workspace, platform, 'begin');
}

/** Kills an apply while its creates are under way. */
async function kill(workspace: Workspace, platform: TestPlatform): Promise<void> {
  await platform.control('PATCH', 'settings', { latency: { ms: 1_000 } });
  await workspace.list(accounts(4));
  const run = workspace.start(apply, platform.env);
  const before = platform.stats().requests.create;
  await until(() => platform.stats().requests.create > before);
  run.child.kill('SIGKILL');
  await run.finished;
  await platform.control('PATCH', 'settings', { latency: { ms: 0 } });
}

const troubles: readonly Trouble[] = [
  {
    heading: 'The morning after',
    arrange: async (workspace, platform) => {
      await begin(workspace, platform);
      await platform.control('POST', 'edit', {
        sandbox: 'dev',
        name: 'account-0',
        set: { 'auth.params.username': 'someone' },
      });
    },
    codes: { 'flowrecon state verify': 4 },
  },
  {
    heading: 'A lock was left',
    arrange: async (workspace, platform) => {
      await begin(workspace, platform);
      const owner = { run: 'r', user: 'nightly', host: 'runner-7', space: '', pid: 1 };
      await workspace.write(`${STATE}.lock`, JSON.stringify({ ...owner, startedAt: 1, heartbeat: 1 }));
    },
  },
  {
    heading: 'The state is damaged or lost',
    arrange: async (workspace, platform) => {
      await begin(workspace, platform);
      await workspace.write(STATE, (await workspace.read(STATE)).slice(0, 150));
    },
  },
  {
    heading: 'A merge left its marks in the state',
    arrange: async (workspace, platform) => {
      await begin(workspace, platform);
      git(workspace, 'checkout', '-b', 'other');
      await workspace.list(accounts(3));
      await commitApplied(workspace, platform, 'other');
      git(workspace, 'checkout', 'main');
      await workspace.list([...accounts(2), { name: 'account-9' }]);
      await commitApplied(workspace, platform, 'main');
      expect(() => {
        git(workspace, 'merge', 'other');
      }).toThrow();
      await workspace.list([...accounts(3), { name: 'account-9' }]);
      expect(await workspace.read(STATE)).toContain('<<<<<<<');
      expect(await workspace.run(['plan'], platform.env)).toMatchObject({ code: 6 });
    },
  },
  {
    heading: 'The journal does not fit the state',
    arrange: async (workspace, platform) => {
      await begin(workspace, platform);
      await workspace.write(JOURNAL, 'no journal\n');
      expect(await workspace.run(['plan'], platform.env)).toMatchObject({ code: 6 });
    },
  },
  {
    heading: 'Creates are in doubt',
    arrange: async (workspace, platform) => {
      await begin(workspace, platform);
      await kill(workspace, platform);
      expect(await workspace.read(JOURNAL)).toContain('account-');
    },
  },
  {
    heading: 'A saved plan went stale',
    arrange: async (workspace, platform) => {
      await begin(workspace, platform);
      await workspace.list(accounts(3));
      await workspace.run(['plan', '--out', 'plan.json'], platform.env);
      await workspace.list(accounts(4));
      expect(await workspace.run(['apply', 'plan.json'], platform.env)).toMatchObject({ code: 6 });
    },
  },
  {
    heading: 'The quota ran out',
    arrange: async (workspace, platform) => {
      await begin(workspace, platform);
      await platform.control('PATCH', 'settings', { rateLimit: { perSecond: 20, retryAfter: 'seconds' } });
      await workspace.list(accounts(30));
    },
  },
];

const sections = sectionsOf(read('docs/what-happens-when.md'));
const from = sections.findIndex(({ heading }) => heading === 'The morning after');
const to = sections.findIndex(({ heading }) => heading === 'The list');
const runbook = sections.slice(from, to);

describe.skipIf(process.platform === 'win32')('the runbook', { concurrent: true }, () => {
  test('has a trouble for each of its sections', () => {
    expect(troubles.map(({ heading }) => heading)).toEqual(runbook.map(({ heading }) => heading));
  });

  test.for(troubles)('$heading: its commands end well', async (trouble, { workspace, openPlatform }) => {
    const platform = await openPlatform();
    await trouble.arrange(workspace, platform);
    const PATH = await installPrograms(workspace);
    const text = runbook.find(({ heading }) => heading === trouble.heading)?.text ?? '';
    const lines = blocksOf(text).flatMap((block) => block.text.trim().split('\n'));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      const env = { DB2_PASSWORD: 'db2-password', ...platform.env, PATH };
      const { code, stdout, stderr } = await startLine(line, { cwd: workspace.root, env }).finished;
      expect(code, `${line}\n${stdout}${stderr}`).toBe(trouble.codes?.[line] ?? 0);
    }
    // Each section ends with a platform that holds nothing twice, whatever was taken up or taken over.
    const names = await platform.names();
    expect(names).toEqual([...new Set(names)]);
    const again = await workspace.run(['plan', '--detailed-exitcode'], platform.env);
    expect(again.code, again.stdout).toBe(trouble.heading === 'The morning after' ? 2 : 0);
  });
});
