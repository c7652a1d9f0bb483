// A disk that fills up while a run works: no create leaves without its intent on disk, and nothing that was made is lost.
import { describe, expect } from 'vitest';
import { PROJECT, startLine } from '../../support/run-cli.ts';
import { accounts, test } from '../../support/workspace.ts';

/** Lets no file of the run grow beyond so many KiB; writes beyond fail as they do on a full disk. */
const within = (kib: number, command: string): string => `trap '' XFSZ; ulimit -f ${kib}; exec ${command}`;

const apply = `node ${PROJECT}/dist/cli.js apply --yes --settle-delay 150ms`;

describe.skipIf(process.platform === 'win32')('a disk that fills up', () => {
  test('stops further creates, and the next run makes it whole', async ({ workspace, openPlatform }) => {
    const platform = await openPlatform();
    await workspace.list(accounts(400));
    const env = { ...platform.env, DB2_PASSWORD: 'db2-password' };
    const line = `bash -c "${within(100, apply)}"`;
    const full = await startLine(line, { cwd: workspace.root, env }).finished;
    expect(full.code, full.stderr).toBe(1);
    expect(full.stderr).toMatch(/the state cannot be written/);
    const standing = await platform.standing();
    expect(standing.length).toBeGreaterThan(50);
    expect(standing.length).toBeLessThan(400);
    const known =
      full.stderr + ((await workspace.files()).get(`${workspace.root}/connections.state.json`) ?? '');
    for (const { id } of standing) expect(known).toContain(id);
    const quiet = await workspace.run(['apply', '--yes', '--settle-delay', '150ms'], platform.env);
    expect(quiet.code, quiet.stderr).toBe(0);
    expect(new Set(await platform.names()).size).toBe(400);
    expect(await platform.standing()).toHaveLength(400);
  });

  test('is found out before anything is sent, when there is no room to begin with', async ({
    workspace,
    openPlatform,
  }) => {
    const platform = await openPlatform();
    await workspace.list(accounts(3));
    const env = { ...platform.env, DB2_PASSWORD: 'db2-password' };
    const full = await startLine(`bash -c "${within(20, apply)}"`, { cwd: workspace.root, env }).finished;
    expect(full.code, full.stderr).toBe(6);
    expect(full.stderr).toMatch(/the state cannot be written/);
    expect(platform.stats().requests.total).toBe(0);
    expect([...(await workspace.files()).keys()]).toEqual([`${workspace.root}/connections.yaml`]);
  });
});
