// Single GET, test, explore, connection specs, and the sandboxes of the Sandbox API.
import { describe, expect, it } from 'vitest';
import type { TestVerdict } from '../../src/emulator/settings.ts';
import { DB2_SPEC, emulate } from './emulated-platform.ts';

const SANDBOXES = '/data/foundation/sandbox-management';

describe('reading one connection', () => {
  it('answers a list of one', async () => {
    const platform = await emulate();
    const made = await platform.create('A');
    const reply = await platform.flow('GET', `/connections/${made.id}`);
    expect(reply.body.items.map((item) => item.id)).toEqual([made.id]);
  });

  it('answers 404 with the envelope of the service for an unknown id and for another sandbox', async () => {
    const platform = await emulate();
    const made = await platform.create('A');
    for (const [id, sandbox] of [
      ['none', 'dev'],
      [made.id, 'prod'],
    ] as const) {
      const reply = await platform.flow('GET', `/connections/${id}`, { sandbox });
      expect(reply.body).toMatchObject({ status: 404, title: 'Resource not found', report: { id } });
      expect(reply.body.type).toBe('https://ns.adobe.com/aep/errors/FLOW-1439-404');
    }
  });
});

describe('testing a connection', () => {
  const rows: { verdict: TestVerdict['verdict']; status: number; told: unknown }[] = [
    { verdict: 'ok', status: 200, told: true },
    { verdict: 'refused-login', status: 200, told: false },
    { verdict: 'unreachable', status: 400, told: 'FLOW-1308-400' },
    { verdict: 'tls', status: 400, told: 'FLOW-1308-400' },
    { verdict: 'error-400', status: 400, told: 'FLOW-1100-400' },
    { verdict: 'error-500', status: 500, told: 'FLOW-1102-500' },
  ];
  it.each(rows)('says $verdict with $status', async ({ verdict, status, told }) => {
    const platform = await emulate({ testVerdicts: [{ host: '*.example.com', verdict }] });
    const made = await platform.create('A');
    const reply = await platform.flow('GET', `/connections/${made.id}/test`);
    expect(reply.status).toBe(status);
    expect(status === 200 ? reply.body.result : reply.body.type?.split('/').at(-1)).toBe(told);
  });

  it('goes by the first pattern that fits, and succeeds without one', async () => {
    const testVerdicts: TestVerdict[] = [
      { host: 'good.example.com:50000', verdict: 'ok' },
      { host: '*.example.com', verdict: 'refused-login' },
    ];
    const platform = await emulate({ testVerdicts });
    const results = [];
    for (const server of ['good.example.com:50000', 'bad.example.com:50000', 'elsewhere']) {
      const made = await platform.create(server, { server });
      results.push((await platform.flow('GET', `/connections/${made.id}/test`)).body.result);
    }
    expect(results).toEqual([true, false, true]);
  });

  it('answers 404 for an unknown id', async () => {
    const platform = await emulate();
    for (const what of ['test', 'explore']) {
      expect((await platform.flow('GET', `/connections/none/${what}`)).status).toBe(404);
    }
  });
});

describe('exploring', () => {
  it('shows the same tables for the same database, in either case of objectType', async () => {
    const platform = await emulate();
    const [one, other] = [await platform.create('A'), await platform.create('B')];
    const root = await platform.flow('GET', `/connections/${one.id}/explore?objectType=root`);
    const again = await platform.flow('GET', `/connections/${other.id}/explore?objectType=ROOT`);
    expect(again.text).toBe(root.text);
    const [table] = JSON.parse(root.text) as { name: string; path: string }[];
    expect(table).toMatchObject({ type: 'table', path: table?.name, canPreview: true, canFetchSchema: true });
    const column = `${table?.name.split('.')[1] ?? ''}_ID`;
    const path = `/connections/${one.id}/explore?objectType=table&object=${table?.path ?? ''}`;
    expect(JSON.parse((await platform.flow('GET', path)).text)).toMatchObject({
      format: 'flat',
      schema: {
        columns: expect.arrayContaining([
          { name: column, type: 'integer', xdm: { type: 'integer' } },
        ]) as unknown,
      },
    });
  });

  it.each([
    { query: 'objectType=moon', code: '1358' },
    { query: 'objectType=table', code: '1337' },
    { query: 'objectType=table&object=NONE', code: '1330' },
  ])('refuses $query with $code', async ({ query, code }) => {
    const platform = await emulate();
    const made = await platform.create('A');
    const reply = await platform.flow('GET', `/connections/${made.id}/explore?${query}`);
    expect(reply.body.type).toContain(`FLOW-${code}-400`);
  });

  it('fails for a host that cannot be reached', async () => {
    const platform = await emulate({ testVerdicts: [{ host: '*', verdict: 'unreachable' }] });
    const made = await platform.create('A');
    const reply = await platform.flow('GET', `/connections/${made.id}/explore`);
    expect(reply.body.type).toContain('FLOW-1308-400');
  });
});

describe('connection specs', () => {
  it('hold DB2 with two ways to log in, secrets marked by their format', async () => {
    const platform = await emulate();
    const one = await platform.flow('GET', `/connectionSpecs/${DB2_SPEC}`);
    const [spec] = one.body.items as unknown as { authSpec: { name: string; spec: unknown }[] }[];
    expect(spec?.authSpec.map((auth) => auth.name)).toEqual([
      'Basic Authentication',
      'Connection String Based Authentication',
    ]);
    expect(spec?.authSpec[0]?.spec).toMatchObject({ properties: { password: { format: 'password' } } });
    const found = await platform.flow('GET', `/connectionSpecs?property=id==${DB2_SPEC}`);
    expect(found.body.items).toEqual(one.body.items);
    expect((await platform.flow('GET', '/connectionSpecs?property=name==none')).body.items).toEqual([]);
    expect((await platform.flow('GET', '/connectionSpecs/none')).status).toBe(404);
    expect((await platform.flow('GET', '/connectionSpecs?property=colour==red')).status).toBe(400);
  });
});

describe('sandboxes', () => {
  it('list what the caller can reach, without naming a sandbox', async () => {
    const platform = await emulate({ forbiddenSandboxes: ['stage'] });
    const reply = await platform.ask('GET', `${SANDBOXES}/`, { headers: { 'x-sandbox-name': null } });
    expect(reply.body.sandboxes.map((each) => [each.name, each.type, each.isDefault])).toEqual([
      ['prod', 'production', true],
      ['dev', 'development', false],
    ]);
    expect(reply.body._page).toEqual({ limit: 50, count: 2 });
  });

  it('come in pages by limit and offset, which belong together', async () => {
    const platform = await emulate({ sandboxes: ['a', 'b', 'c'] });
    const first = await platform.ask('GET', `${SANDBOXES}/?limit=2&offset=0`);
    const second = await platform.ask('GET', first.body._links.next!.href);
    expect([first, second].map((page) => page.body.sandboxes.map((each) => each.name))).toEqual([
      ['a', 'b'],
      ['c'],
    ]);
    expect(second.body._links.next).toBeUndefined();
    const alone = await platform.ask('GET', `${SANDBOXES}/?limit=2`);
    expect([alone.status, alone.body.type]).toEqual([400, 'http://ns.adobe.com/aep/errors/SMS-2074-400']);
  });

  it('need a token as everything else', async () => {
    const platform = await emulate();
    const reply = await platform.ask('GET', SANDBOXES, { headers: { authorization: null } });
    expect(reply.status).toBe(403);
  });
});
