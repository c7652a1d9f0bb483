// What happens without anyone's doing, and the ways in which changes are refused or slow.
import { describe, expect, it } from 'vitest';
import type { EmulatedPlatform, Reply } from './emulated-platform.ts';
import { db2Body, emulate, until } from './emulated-platform.ts';

const RENAME = [{ op: 'replace', path: '/name', value: 'B' }];

function codeOf(reply: Reply): string {
  return reply.body.type?.split('/').at(-1) ?? String(reply.status);
}

function rename(platform: EmulatedPlatform, made: { id: string; etag: string }): Promise<Reply> {
  const ask = { json: RENAME, headers: { 'if-match': made.etag } };
  return platform.flow('PATCH', `/connections/${made.id}`, ask);
}

describe('an accepted deletion', () => {
  it('can take effect later; until then the connection stands, and refuses changes', async () => {
    const platform = await emulate({ deleteStatus: 202, deletionMs: 60_000 });
    const slow = await platform.create('slow');
    expect((await platform.flow('DELETE', `/connections/${slow.id}`)).status).toBe(202);
    const standing = await platform.get(slow.id);
    expect(standing.state).toBe('delete-finalizing');
    expect(await platform.names()).toEqual(['slow']);
    expect(codeOf(await rename(platform, standing as { id: string; etag: string }))).toBe('FLOW-1416-400');
    expect((await platform.flow('DELETE', `/connections/${slow.id}`)).status).toBe(202);
    expect(platform.stats().deletesCommitted).toBe(1);
  });

  it('takes effect by itself, for listings and for the control API too', async () => {
    const platform = await emulate({ deletionMs: 5 });
    const made = await platform.create('A');
    await platform.flow('DELETE', `/connections/${made.id}`);
    await until(() => platform.stats().connections['dev'] === 0);
    expect((await platform.flow('GET', `/connections/${made.id}`)).status).toBe(404);
    expect((await platform.control('GET', 'connections')).body.connections).toEqual([]);
    expect(await platform.names()).toEqual([]);
  });

  it('can go on showing in listings for the lag', async () => {
    const platform = await emulate({ listedDeletions: 'lag' });
    const made = await platform.create('A');
    await platform.control('PATCH', 'settings', { listLagLists: 1 });
    await platform.flow('DELETE', `/connections/${made.id}`);
    expect((await platform.flow('GET', `/connections/${made.id}`)).status).toBe(404);
    expect([await platform.names(), await platform.names()]).toEqual([['A'], []]);
  });
});

describe('a new connection', () => {
  it('is touched once more by the service when told so, and its etag may move again after that', async () => {
    const platform = await emulate({ touchedAfterMs: 5, etagMovesAfterMs: 5 });
    const made = await platform.create('A');
    let touched = await platform.get(made.id);
    await until(async () => {
      touched = await platform.get(made.id);
      return (touched.updatedAt ?? 0) > (touched.createdAt ?? 0);
    });
    expect(touched.lastOperation?.operation).toBe('create');
    await until(async () => (await platform.get(made.id)).etag !== touched.etag);
    const moved = await platform.get(made.id);
    expect([moved.etag !== touched.etag, moved.updatedAt === touched.updatedAt]).toEqual([true, true]);
  });

  it.each(['disabled', 'draft', 'updating', 'disabling'] as const)(
    'can begin as %s',
    async (initialState) => {
      const platform = await emulate({ initialState });
      const made = await platform.create('A');
      expect((await platform.get(made.id)).state).toBe(initialState);
      const code = initialState === 'disabled' ? '200' : 'FLOW-1416-400';
      expect(codeOf(await rename(platform, made))).toBe(code);
    },
  );

  it('can have an etag that is a quoted UUID, as on AWS', async () => {
    const platform = await emulate({ etagForm: 'uuid' });
    expect((await platform.create('A')).etag).toMatch(/^"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"$/);
  });

  it('is no draft where the spec has none', async () => {
    const platform = await emulate({ specFields: { attributes: { isDraftModeSupported: false } } });
    const reply = await platform.flow('POST', '/connections?mode=draft', { json: db2Body('A') });
    expect(codeOf(reply)).toBe('FLOW-1451-400');
  });
});

describe('changes', () => {
  it.each([
    { updates: 'reject-type' as const, code: 'FLOW-1300-400' },
    { updates: 'reject-feature' as const, code: 'FLOW-1445-400' },
  ])('are refused with $code when told to $updates', async ({ updates, code }) => {
    const platform = await emulate({ updates });
    expect(codeOf(await rename(platform, await platform.create('A')))).toBe(code);
  });

  it('can be one operation without a list when told so', async () => {
    const platform = await emulate({ patchObject: 'accept' });
    const made = await platform.create('A');
    const ask = { json: RENAME[0], headers: { 'if-match': made.etag } };
    expect((await platform.flow('PATCH', `/connections/${made.id}`, ask)).status).toBe(200);
    const none = { ...ask, json: 'null' };
    expect((await platform.flow('PATCH', `/connections/${made.id}`, none)).status).toBe(400);
  });

  it('are refused for what active dataflows hold', async () => {
    const platform = await emulate({ inUse: ['A'], inUseCode: '1447' });
    const made = await platform.create('A');
    const reply = await platform.flow('DELETE', `/connections/${made.id}`);
    expect(codeOf(reply)).toBe('FLOW-1447-400');
    expect(reply.body.errorMessage).toContain('used in active flows');
  });
});
