// Recipes that can be run are run: the steps of pipelines in a clone of a repository, and the secrets with stand-ins for
// the vaults' commands, which print what the real ones are documented to print.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { fileOf, recipeBlocks, yamlOf } from '../../docs/recipe-commands.ts';
import type { TestPlatform } from '../../support/platform.ts';
import { installPrograms } from '../../support/programs.ts';
import { startLine } from '../../support/run-cli.ts';
import type { Environment, Finished } from '../../support/run-cli.ts';
import { accounts, test } from '../../support/workspace.ts';
import type { Workspace } from '../../support/workspace.ts';

const POSIX = process.platform !== 'win32';

/** Stand-ins: each takes exactly the arguments that a recipe gives it, and ends its output as the real one does. */
const VAULTS = {
  vault: `[ "$*" = 'kv get -mount=secret -field=password db2/orders-eu' ] || exit 2; printf %s from-vault`,
  aws: `[ "$1 $2 $3" = 'secretsmanager get-secret-value --secret-id' ] || exit 2
    [ "$5 $6 $7 $8" = '--query SecretString --output text' ] || exit 2
    case "$4" in
      db2/orders-eu) echo from-aws;;
      db2) echo '{"orders-eu":{"password":"from-aws-json"}}';;
      *) exit 254;;
    esac`,
  az: `[ "$*" = 'keyvault secret show --vault-name acme --name db2-orders-eu --query value --output tsv' ] || exit 2
    echo 'WARNING: an upgrade is available' >&2; echo from-azure`,
  op: `[ "$*" = 'read --no-newline op://databases/orders-eu/password' ] || exit 1; printf %s from-1password`,
  sops: `case "$*" in
      'decrypt --extract ["orders-eu"]["password"] secrets.sops.yaml') printf %s from-sops;;
      'decrypt --output-type json secrets.sops.yaml') printf '{\\n\\t"orders-eu": {\\n\\t\\t"password": "from-sops-json"\\n\\t}\\n}\\n';;
      *) exit 100;;
    esac`,
};

/** What the platform was sent as the password of the only connection; it shows passwords because it was told to. */
async function sentPassword(platform: TestPlatform): Promise<unknown> {
  await platform.control('PATCH', 'settings', { acceptedTokens: ['reader'] });
  const answer = await fetch(`${platform.url}/data/foundation/flowservice/connections`, {
    headers: {
      authorization: 'Bearer reader',
      'x-api-key': 'client',
      'x-gw-ims-org-id': 'ACME@AdobeOrg',
      'x-sandbox-name': 'dev',
    },
  });
  const { items } = (await answer.json()) as { items: { auth: { params: { password: string } } }[] };
  expect(items).toHaveLength(1);
  return items[0]?.auth.params.password;
}

describe.skipIf(!POSIX)('a recipe for secrets', { concurrent: true }, () => {
  const shown = recipeBlocks('secrets.md', 'yaml');
  const rows = [
    { from: 'vault', password: 'from-vault' },
    { from: 'db2/orders-eu, --query', password: 'from-aws' },
    { from: 'az, keyvault', password: 'from-azure' },
    { from: 'op, read', password: 'from-1password' },
    { from: 'sops, decrypt', password: 'from-sops' },
    { from: '/run/secrets/orders-eu', password: 'from-a-file' },
    { from: '/run/secrets/db2.json', password: 'from-a-json-file' },
  ];

  test('is tried whatever it is', () => {
    // Two of them take what a shell block has put into a variable.
    const untried = shown.filter(
      (text) => !rows.some(({ from }) => text.replaceAll(/\s+/g, ' ').includes(from)),
    );
    expect(untried).toEqual(Array(2).fill('password: { env: DB2_SECRETS, pointer: /orders-eu/password }\n'));
  });

  test.for(rows)(
    'with $from brings the password',
    async ({ from, password }, { workspace, openPlatform }) => {
      const platform = await openPlatform({ secretRendering: 'plain' });
      const PATH = await installPrograms(workspace, VAULTS);
      const block = shown.find((text) => text.replaceAll(/\s+/g, ' ').includes(from)) ?? '';
      const [reference] = yamlOf(block.replace('/run/secrets', join(workspace.root, 'secrets')));
      await workspace.write('secrets/orders-eu', 'from-a-file\n');
      await workspace.write('secrets/db2.json', '{"orders-eu":{"password":"from-a-json-file"}}');
      await workspace.list([{ name: 'orders-eu', ...(reference as object) }]);
      const applied = await workspace.run(['apply', '--yes', '--allow-exec'], { ...platform.env, PATH });
      expect(applied, applied.stderr).toMatchObject({ code: 0 });
      expect(await sentPassword(platform)).toBe(password);
    },
  );

  test.for([
    { script: recipeBlocks('secrets.md', 'sh')[0] ?? '', password: 'from-aws-json' },
    { script: recipeBlocks('secrets.md', 'sh')[1] ?? '', password: 'from-sops-json' },
  ])(
    'read once before the run brings $password',
    async ({ script, password }, { workspace, openPlatform }) => {
      const platform = await openPlatform({ secretRendering: 'plain' });
      const PATH = await installPrograms(workspace, VAULTS);
      const reference = { env: 'DB2_SECRETS', pointer: '/orders-eu/password' };
      await workspace.list([{ name: 'orders-eu', password: reference }]);
      const ran = await startLine(script, { cwd: workspace.root, env: { ...platform.env, PATH } }).finished;
      expect(ran, ran.stderr).toMatchObject({ code: 0 });
      expect(await sentPassword(platform)).toBe(password);
    },
  );
});

/** A clone of a bare repository, in which a pipeline runs; `npx` finds flowrecon, and `gh` writes down what it was asked. */
async function openClone(workspace: Workspace, platform: TestPlatform): Promise<Clone> {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=dev', '-c', 'user.email=dev@example.com', ...args], {
      cwd: workspace.root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const PATH = await installPrograms(workspace, {
    npx: 'exec "$@"',
    gh: 'echo "$*" >> "$GH_CALLS"',
  });
  git('init', '--bare', '-b', 'main', 'remote.git');
  git('init', '-b', 'main', '.');
  git('remote', 'add', 'origin', join(workspace.root, 'remote.git'));
  await workspace.write('.gitignore', 'bin/\nremote.git/\n*.journal\n*.lock\napply.md\n');
  await workspace.list(accounts(2, ['dev', 'prod']));
  const push = (): void => {
    git('add', '.');
    git('commit', '--message', 'the list');
    git('push', '--set-upstream', 'origin', 'main');
  };
  push();
  const env = {
    ...platform.env,
    DB2_PASSWORD: 'db2-password',
    PATH,
    GH_CALLS: join(workspace.root, 'bin/gh-calls'),
  };
  return {
    push,
    run: (script, more = {}) =>
      startLine(`bash -e <<'STEP'\n${script}\nSTEP`, {
        cwd: workspace.root,
        env: { ...env, ...more },
      }).finished,
    committed: () => git('ls-tree', '--name-only', 'refs/remotes/origin/main').split('\n'),
    commits: () => Number(git('rev-list', '--count', 'refs/remotes/origin/main')),
    asked: () => workspace.read('bin/gh-calls').catch(() => ''),
  };
}

interface Clone {
  push: () => void;
  run: (script: string, more?: Environment) => Promise<Finished>;
  /** Files of the main branch as the remote has it. */
  committed: () => string[];
  commits: () => number;
  /** What `gh` was asked for. */
  asked: () => Promise<string>;
}

interface Step {
  name?: string;
  run?: string;
}

/** The shell of the steps of a GitHub job, but for the installation. */
function githubSteps(file: string, job: string): string[] {
  const [workflow] = yamlOf(fileOf('github-actions.md', file)) as {
    jobs: Record<string, { steps: Step[] }>;
  }[];
  const steps = workflow?.jobs[job]?.steps ?? [];
  return steps.flatMap(({ run }) => (run === undefined || run.startsWith('npm ') ? [] : [run]));
}

/** The shell of a GitLab job, in one, as its runner takes it. */
function gitlabScript(job: string): string {
  const [file] = yamlOf(fileOf('gitlab-ci.md', '.gitlab-ci.yml')) as Record<string, { script: string[] }>[];
  return file?.[job]?.script.join('\n') ?? '';
}

describe.skipIf(!POSIX)('a pipeline', { concurrent: true }, () => {
  test('of GitHub applies, commits the state once, and commits it too when an entry fails', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform();
    const clone = await openClone(workspace, platform);
    const [apply = '', keep = ''] = githubSteps('apply.yml', 'apply');
    expect(await clone.run(apply)).toMatchObject({ code: 0 });
    expect(await clone.run(keep)).toMatchObject({ code: 0 });
    expect(clone.committed()).toContain('connections.state.json');
    const commits = clone.commits();
    expect(await clone.run(apply)).toMatchObject({ code: 0 });
    expect(await clone.run(keep)).toMatchObject({ code: 0 });
    expect(clone.commits()).toBe(commits);

    await platform.control('PATCH', 'settings', { forbiddenSandboxes: ['prod'] });
    await workspace.list(accounts(4, ['dev', 'prod']));
    clone.push();
    expect(await clone.run(apply)).toMatchObject({ code: 4 });
    expect(await clone.run(keep)).toMatchObject({ code: 0 });
    expect(clone.commits()).toBe(commits + 2);
  });

  test('of GitHub turns what differs at night into an issue, and anything else into a failure', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform();
    const clone = await openClone(workspace, platform);
    const [plan = ''] = githubSteps('nightly.yml', 'plan');
    const [issue = ''] = githubSteps('nightly.yml', 'issue');
    const GITHUB_OUTPUT = join(workspace.root, 'bin/outputs');
    expect(await clone.run(plan, { GITHUB_OUTPUT })).toMatchObject({ code: 0 });
    expect(await workspace.read('bin/outputs')).toBe('code=2\n');
    expect(await clone.run(issue)).toMatchObject({ code: 0 });
    expect(await clone.asked()).toContain(
      'issue create --title The platform differs from the list --label flowrecon',
    );

    const down = { GITHUB_OUTPUT, AEP_PLATFORM_URL: 'http://127.0.0.1:2' };
    expect(await clone.run(plan, down)).toMatchObject({ code: 4 });
    await workspace.run(['apply', '--yes'], platform.env);
    expect(await clone.run(plan, { GITHUB_OUTPUT })).toMatchObject({ code: 0 });
    expect(await workspace.read('bin/outputs')).toBe('code=2\ncode=4\ncode=0\n');
  });

  test('of GitHub comments a plan on its pull request', async ({ workspace, openPlatform }) => {
    const clone = await openClone(workspace, await openPlatform());
    for (const step of githubSteps('plan.yml', 'plan'))
      expect(await clone.run(step)).toMatchObject({ code: 0 });
    const [comment = ''] = githubSteps('plan.yml', 'comment');
    expect(await clone.run(comment, { NUMBER: '7', GITHUB_REPOSITORY: 'acme/lists' })).toMatchObject({
      code: 0,
    });
    expect(await clone.asked()).toBe(
      'pr comment 7 --repo acme/lists --edit-last --create-if-none --body-file plan.md\n',
    );
  });

  test('of GitLab applies the branch as it is now, and pushes the state whatever failed', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform({ forbiddenSandboxes: ['prod'] });
    const clone = await openClone(workspace, platform);
    const variables = {
      CI_DEFAULT_BRANCH: 'main',
      CI_PROJECT_URL: join(workspace.root, 'remote'),
      STATE_PUSH_TOKEN: 'push-token',
    };
    const ended = await clone.run(gitlabScript('apply'), variables);
    expect(ended, ended.stderr).toMatchObject({ code: 4 });
    await clone.run('git fetch --quiet origin');
    expect(clone.committed()).toContain('connections.state.json');
    expect(ended.stdout + ended.stderr).not.toContain('push-token');
  });

  test('of Jenkins commits the state', async ({ workspace, openPlatform }) => {
    const clone = await openClone(workspace, await openPlatform());
    const [, keep = ''] = /sh '''([^]*?)'''/.exec(fileOf('jenkins.md', 'Jenkinsfile')) ?? [];
    await clone.run('npx flowrecon apply --yes');
    expect(await clone.run(keep)).toMatchObject({ code: 0 });
    expect(clone.committed()).toContain('connections.state.json');
  });
});
