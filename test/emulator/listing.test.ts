// GET /connections: filters, order, pages, lag.
import { describe, expect, it } from 'vitest';
import type { EmulatedPlatform } from './emulated-platform.ts';
import { DB2_SPEC, FLOW, emulate, until } from './emulated-platform.ts';

async function plant(platform: EmulatedPlatform, count: number): Promise<void> {
  const connections = Array.from({ length: count }, (_each, index) => ({
    ...{ sandbox: 'dev', name: `C${index}`, createdAt: 1_000 + index },
    auth: { params: { server: 'a', database: 'b', usePrivateLink: index === 1 } },
  }));
  await platform.control('POST', 'connections', connections);
}

describe('the listing', () => {
  it('shows the newest first, each sandbox for itself', async () => {
    const platform = await emulate();
    await platform.create('first');
    await platform.create('second');
    await platform.flow('POST', '/connections', { sandbox: 'prod', json: {} });
    expect(await platform.names()).toEqual(['second', 'first']);
    expect((await platform.flow('GET', '/connections', { sandbox: 'prod' })).body.items).toEqual([]);
  });

  it('shows items in full, with an etag that equals version and holds its quotes', async () => {
    const platform = await emulate();
    const made = await platform.create('A');
    const [item] = (await platform.flow('GET', '/connections')).body.items;
    expect(item).toEqual(await platform.get(made.id));
    expect(item?.etag).toMatch(/^"[0-9a-f]{8}-0000-0200-0000-[0-9a-f]{12}"$/);
    expect(item?.version).toBe(item?.etag);
    expect(item?.createdAt).toBeGreaterThan(1_700_000_000_000);
    expect(item).toMatchObject({ state: 'enabled', sandboxName: 'dev', imsOrgId: 'ACME@AdobeOrg' });
  });

  it.each([
    { filter: ['name==C2'], found: ['C2'] },
    { filter: ['name==C0,C2'], found: ['C2', 'C0'] },
    { filter: ['name=="C2"'], found: ['C2'] },
    { filter: ['name="C2"'], found: ['C2'] },
    { filter: ['name==C0,C2', 'createdAt>1000'], found: ['C2'] },
    { filter: [`connectionSpec.id==other,${DB2_SPEC}`], found: ['C2', 'C1', 'C0'] },
    { filter: ['connectionSpec.id==other'], found: [] },
    { filter: ['auth.params.usePrivateLink==true'], found: ['C1'] },
    { filter: ['createdAt>=1001'], found: ['C2', 'C1'] },
    { filter: ['createdAt<1001'], found: ['C0'] },
    { filter: ['createdAt<=1001'], found: ['C1', 'C0'] },
    { filter: ['description==none'], found: [] },
  ])('filters by $filter', async ({ filter, found }) => {
    const platform = await emulate();
    await plant(platform, 3);
    const query = new URLSearchParams(filter.map((each): [string, string] => ['property', each]));
    expect(await platform.names(`?${query.toString()}`)).toEqual(found);
  });

  it.each([
    { query: 'property=name~C', code: '1440' },
    { query: 'property=createdAt%3C%3D1,2', code: '1443' },
    { query: 'property=id%3E%3Dx', code: '1448' },
    { query: 'property=colour==red', code: '1449' },
    { query: 'property=name!%3EC', code: '1450' },
    { query: 'property=name!=C', code: '1450' },
    { query: 'property=name=C', code: '1450' },
    { query: 'property=createdAt==noon', code: '1452' },
    { query: 'property=name', code: '1453' },
    { query: 'property=name==', code: '1453' },
    { query: 'limit=0', code: '1451' },
    { query: 'limit=many', code: '1451' },
    { query: 'count=true&limit=5', code: '1401' },
    { query: 'orderby=-', code: '1432' },
    { query: 'orderby=colour', code: '1433' },
    { query: 'continuationToken=forged', code: '1453' },
  ])('refuses $query with $code', async ({ query, code }) => {
    const platform = await emulate();
    const reply = await platform.flow('GET', `/connections?${query}`);
    expect([reply.status, reply.body.type]).toEqual([
      400,
      `https://ns.adobe.com/aep/errors/FLOW-${code}-400`,
    ]);
  });

  it.each([
    { order: 'name', found: ['C0', 'C1', 'C2'] },
    { order: '+name', found: ['C0', 'C1', 'C2'] },
    { order: '%2Bname', found: ['C0', 'C1', 'C2'] },
    { order: '-name', found: ['C2', 'C1', 'C0'] },
    { order: 'state,-createdAt', found: ['C2', 'C1', 'C0'] },
  ])('orders by $order', async ({ order, found }) => {
    const platform = await emulate();
    await plant(platform, 3);
    expect(await platform.names(`?orderby=${order}`)).toEqual(found);
  });

  it('answers count=true with the number alone', async () => {
    const platform = await emulate();
    await plant(platform, 3);
    const reply = await platform.flow('GET', '/connections?count=true&property=name==C1');
    expect(reply.body).toEqual({ count: 1 });
  });

  it('ignores unknown parameters, or refuses them when told to', async () => {
    const platform = await emulate();
    expect((await platform.flow('GET', '/connections?x=1')).status).toBe(200);
    await platform.control('PATCH', 'settings', { unknownParams: 'reject' });
    const reply = await platform.flow('GET', '/connections?x=1');
    expect(reply.body.type).toContain('FLOW-1451-400');
  });
});

describe('pages', () => {
  it('have twenty items without a limit, a hundred at most, and no link on the last', async () => {
    const platform = await emulate();
    await plant(platform, 130);
    expect(await platform.names()).toHaveLength(20);
    const first = await platform.flow('GET', '/connections?limit=500');
    expect(first.body.items).toHaveLength(100);
    const last = await platform.flow('GET', first.body._links.next!.href);
    expect([last.body.items.length, last.body._links]).toEqual([30, {}]);
  });

  it('refuse a limit above the maximum when told to', async () => {
    const platform = await emulate({ limitOverMax: 'reject', pageSizeMax: 10 });
    expect((await platform.flow('GET', '/connections?limit=10')).status).toBe(200);
    expect((await platform.flow('GET', '/connections?limit=11')).status).toBe(400);
  });

  it.each([
    { form: 'rooted' as const, href: /^\/connections\?continuationToken=[\w-]+$/ },
    { form: 'absolute' as const, href: /^http:.*\/flowservice\/connections\?continuationToken=[\w-]+$/ },
    { form: 'query' as const, href: /^\?continuationToken=[\w-]+$/ },
    { form: 'token' as const, href: /^[\w-]+$/ },
  ])('link to the next one in the $form form', async ({ form, href }) => {
    const platform = await emulate({ hrefForm: form });
    await plant(platform, 3);
    const first = await platform.flow('GET', '/connections?limit=2');
    const link = first.body._links.next!.href;
    expect(link).toMatch(href);
    const token = link.slice(link.indexOf('=') + 1);
    expect(await platform.names(`?limit=2&continuationToken=${token}`)).toEqual(['C0']);
  });

  it('neither skip nor repeat an item while connections come and go', async () => {
    const platform = await emulate();
    await plant(platform, 12);
    const seen: string[] = [];
    let path: string | undefined = '/connections?limit=5&property=name%3E%3DC';
    while (path !== undefined) {
      const page = await platform.flow('GET', path);
      seen.push(...page.body.items.map((item) => item.name));
      await platform.create('Cnew');
      await platform.control('POST', 'edit', { sandbox: 'dev', name: 'C11', set: { description: 'x' } });
      if (seen.length === 5) await platform.control('POST', 'remove', { sandbox: 'dev', name: 'C3' });
      path = page.body._links.next?.href;
    }
    const expected = Array.from({ length: 12 }, (_each, index) => `C${11 - index}`);
    expect(seen).toEqual(expected.filter((name) => name !== 'C3'));
  });

  it('can be asked for again with the same token, in their own sandbox only', async () => {
    const platform = await emulate();
    await plant(platform, 3);
    const link = (await platform.flow('GET', '/connections?limit=1')).body._links.next!.href;
    expect(await platform.names(link.replace('/connections', ''))).toEqual(['C1']);
    expect(await platform.names(link.replace('/connections', ''))).toEqual(['C1']);
    expect((await platform.flow('GET', link, { sandbox: 'prod' })).status).toBe(400);
  });

  it('cost the same however many there are', async () => {
    const platform = await emulate();
    await plant(platform, 3_000);
    let path: string | undefined = `/connections?limit=100&property=connectionSpec.id==${DB2_SPEC}`;
    let items = 0;
    for (; path !== undefined;) {
      const page = await platform.flow('GET', path);
      items += page.body.items.length;
      path = page.body._links.next?.href;
    }
    expect([items, platform.stats().requests.list]).toEqual([3_000, 30]);
  });
});

describe('a listing that lags', () => {
  it('shows a new connection, and a change, only after the lag', async () => {
    const platform = await emulate({ listLagMs: 60_000 });
    const late = await platform.create('late');
    expect(await platform.names()).toEqual([]);
    expect((await platform.get(late.id)).name).toBe('late');
    await platform.control('PATCH', 'settings', { listLagMs: 10 });
    const soon = await platform.create('soon');
    await until(async () => (await platform.names()).length === 1);
    await platform.control('PATCH', 'settings', { listLagMs: 60_000 });
    await platform.control('POST', 'edit', { sandbox: 'dev', id: soon.id, set: { name: 'changed' } });
    expect(await platform.names()).toEqual(['soon']);
    expect((await platform.get(soon.id)).name).toBe('changed');
  });

  it('can lag by a number of listings instead', async () => {
    const platform = await emulate({ listLagLists: 2 });
    await platform.create('late');
    const lengths = [];
    for (let lists = 0; lists < 3; lists += 1) lengths.push((await platform.names()).length);
    expect(lengths).toEqual([0, 0, 1]);
  });
});

describe('etags that move by themselves', () => {
  it.each([
    { etagMoves: 'never' as const, afterList: false, afterGet: false },
    { etagMoves: 'after-list' as const, afterList: true, afterGet: false },
    { etagMoves: 'after-read' as const, afterList: true, afterGet: true },
  ])('move $etagMoves', async ({ etagMoves, afterList, afterGet }) => {
    const platform = await emulate({ etagMoves });
    const made = await platform.create('A');
    const [listed] = (await platform.flow('GET', '/connections')).body.items;
    const first = await platform.get(made.id);
    const second = await platform.get(made.id);
    expect(first.etag !== listed?.etag).toBe(afterList);
    expect(second.etag !== first.etag).toBe(afterGet);
    expect(second.updatedAt).toBe(first.updatedAt);
  });

  it('move once some time after a write', async () => {
    const platform = await emulate({ etagMovesAfterMs: 60_000 });
    const still = await platform.create('still');
    expect((await platform.get(still.id)).etag).toBe(still.etag);
    await platform.control('PATCH', 'settings', { etagMovesAfterMs: 5 });
    const made = await platform.create('A');
    await until(async () => (await platform.get(made.id)).etag !== made.etag);
    const [listed] = (await platform.flow('GET', '/connections')).body.items;
    expect(listed?.etag).toBe((await platform.get(made.id)).etag);
    expect(listed?.etag).not.toBe(made.etag);
  });
});

describe('the path of the listing', () => {
  it('may end in a slash', async () => {
    const platform = await emulate();
    expect((await platform.ask('GET', `${FLOW}/connections/`)).status).toBe(200);
  });
});
