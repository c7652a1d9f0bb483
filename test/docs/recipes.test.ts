// Recipes hold what they show, as far as it can be told without the services that they are for.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROJECT } from '../support/run-cli.ts';
import { read } from './pages.ts';
import {
  RECIPES,
  callsIn,
  faultOf,
  fileOf,
  inlineCalls,
  recipeBlocks,
  shellTexts,
  valuesAt,
  yamlOf,
} from './recipe-commands.ts';

interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

interface Job {
  environment?: string;
  permissions?: Record<string, string>;
  'timeout-minutes'?: number;
}

describe('every recipe', () => {
  test.for(RECIPES)('%s holds YAML that parses', (recipe) => {
    expect(() => recipeBlocks(recipe, 'yaml').flatMap(yamlOf)).not.toThrow();
  });

  test.for(RECIPES)('%s calls flowrecon with commands and flags that exist', (recipe) => {
    const calls = [...shellTexts(recipe), ...inlineCalls(`docs/recipes/${recipe}`)].flatMap(callsIn);
    expect(calls.map(faultOf).filter((fault) => fault !== undefined)).toEqual([]);
  });

  test.skipIf(process.platform === 'win32').for(RECIPES)('%s holds shell that bash can read', (recipe) => {
    for (const text of shellTexts(recipe)) {
      const { status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' });
      expect(status, `${text}\n${stderr}`).toBe(0);
    }
  });

  test('is found out when it shows a flag that does not exist', () => {
    expect(callsIn("npx flowrecon plan --repot 'a b.md' \\\n  --json || code=$?")).toEqual([
      ['plan', '--repot', 'a b.md', '--json'],
    ]);
    expect(faultOf(['plan', '--repot', 'a'])).toContain('unknown option');
  });
});

describe('a workflow of GitHub', () => {
  const files = ['plan.yml', 'apply.yml', 'nightly.yml'].map((name) => ({
    name,
    text: fileOf('github-actions.md', name),
  }));

  test.for(files)('$name uses actions of a pinned major version', ({ text }) => {
    const uses = valuesAt(yamlOf(text)[0], 'uses');
    expect(uses.length).toBeGreaterThan(1);
    for (const action of uses) expect(action).toMatch(/^actions\/[a-z-]+@v\d+$/);
  });

  test.for(files)('$name gives each job as little as it needs', ({ name, text }) => {
    const workflow = yamlOf(text)[0] as Workflow;
    const writes = Object.values(workflow.jobs).flatMap(({ permissions }) => Object.keys(permissions ?? {}));
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
    expect(workflow.permissions).toEqual({ contents: name === 'apply.yml' ? 'write' : 'read' });
    expect(writes).toEqual(
      { 'plan.yml': ['pull-requests'], 'apply.yml': [], 'nightly.yml': ['issues'] }[name],
    );
    for (const job of Object.values(workflow.jobs)) {
      expect(job['timeout-minutes']).toBeGreaterThan(0);
      // Whoever holds a credential of AEP cannot write to the repository's threads, and the other way round.
      const secrets = JSON.stringify(job).includes('secrets.');
      expect([secrets, job.permissions === undefined]).toEqual([job.environment !== undefined, secrets]);
    }
  });

  test.for(files)('$name keeps secrets and what strangers write out of its commands', ({ text }) => {
    for (const run of valuesAt(yamlOf(text)[0], 'run')) expect(run).not.toMatch(/secrets\.|github\.event/);
  });
});

test('the manifest of Kubernetes mounts what it has, and runs without rights', () => {
  const [claim, job] = yamlOf(fileOf('kubernetes.md', 'flowrecon.yaml')) as { metadata: { name: string } }[];
  expect([claim, job]).toMatchObject([
    { apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
    { apiVersion: 'batch/v1', kind: 'CronJob', spec: { concurrencyPolicy: 'Forbid' } },
  ]);
  const names = (member: string): unknown[] =>
    valuesAt(job, member)
      .flat()
      .map((each) => (each as { name: string }).name)
      .sort();
  expect(names('volumeMounts')).toEqual(names('volumes'));
  expect(valuesAt(job, 'claimName')).toEqual([claim?.metadata.name]);
  expect(valuesAt(job, 'runAsNonRoot')).toEqual([true]);
  expect(valuesAt(job, 'readOnlyRootFilesystem')).toEqual([true]);
  expect(valuesAt(job, 'drop')).toEqual([['ALL']]);
  const [args] = valuesAt(job, 'args') as string[][];
  expect(faultOf(args ?? [])).toBeUndefined();
});

describe('the units of systemd', () => {
  const units = ['flowrecon.service', 'flowrecon.timer'];

  test('call flowrecon with flags that exist, on the files that they hand over', () => {
    const service = fileOf('systemd.md', 'flowrecon.service');
    const [, command = ''] = /^ExecStart=\/usr\/bin\/env (.*)$/m.exec(service) ?? [];
    const [words = []] = callsIn(command);
    expect(words).toContain('/etc/flowrecon/connections.yaml');
    expect(faultOf(words)).toBeUndefined();
    const [, credential = ''] = /^LoadCredential=([^:]+):/m.exec(service) ?? [];
    expect(fileOf('systemd.md', 'connections.yaml')).toContain(
      `/run/credentials/flowrecon.service/${credential} }`,
    );
  });

  const verifies = spawnSync('systemd-analyze', ['--version']).status === 0;
  test.skipIf(!verifies)('are verified by systemd', () => {
    const folder = mkdtempSync(join(tmpdir(), 'flowrecon-units-'));
    const paths = units.map((unit) => join(folder, unit));
    for (const [index, path] of paths.entries())
      writeFileSync(path, fileOf('systemd.md', units[index] ?? ''));
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...paths], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('the image', () => {
  const file = fileOf('docker.md', 'Dockerfile');
  const copied = [...file.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, paths = '']) =>
    paths.split(' '),
  );

  test('is made of files that the checkout has and .dockerignore lets pass', () => {
    const ignored = fileOf('docker.md', '.dockerignore').split('\n');
    for (const path of copied) {
      expect(existsSync(join(PROJECT, path)), path).toBe(true);
      expect(ignored).toContain(`!${path}`);
    }
  });

  test('holds everything that the package ships, and runs its command as a user without rights', () => {
    const { files, bin } = JSON.parse(read('package.json')) as {
      files: string[];
      bin: { flowrecon: string };
    };
    // The example list is for whoever reads the package.
    for (const path of files.filter((each) => each !== 'connections.yaml'))
      expect(file).toMatch(new RegExp(`^COPY .* /app/${path}$`, 'm'));
    expect(file).toContain(`ENTRYPOINT ["node", "/app/${bin.flowrecon}"]`);
    expect(file.match(/^USER .*$/gm)).toEqual(['USER node']);
  });
});

test('the node of every recipe is one that flowrecon runs on', () => {
  const recipes = RECIPES.map((recipe) => read(`docs/recipes/${recipe}`)).join('\n');
  const versions = [...recipes.matchAll(/node(?:-version)?: ?(\d+)/g)].map(([, version]) => Number(version));
  expect(versions.length).toBeGreaterThan(5);
  for (const version of versions) expect(version).toBeGreaterThanOrEqual(20);
});
