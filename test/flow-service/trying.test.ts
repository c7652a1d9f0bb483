// Testing and exploring over real HTTP: what the platform may answer, and how often it is asked.
import { describe, expect, it } from 'vitest';
import type { ConnectionAddress } from '../../src/core/ports.ts';
import { success } from '../../src/core/result.ts';
import { sealSecret } from '../../src/core/secret.ts';
import { judgeTest } from '../../src/core/verdict.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { currentError } from './answers.ts';
import { deadAddress, hang, json, openRemote, reset, serve, serveBy, text, torn } from './scripted-server.ts';
import type { Answerer } from './scripted-server.ts';

const address: ConnectionAddress = { sandbox: 'dev', id: 'a/b?c' };
const LOGIN = 'Error message: SQL30082N Security processing failed with reason "24". SQLSTATE=08001';
const PAGE = '<!DOCTYPE html><html><body>Please wait</body></html>';
const HUGE = Buffer.alloc(10 * 1024 * 1024, ' ');

function error(code: string, message: string): Answerer {
  return json(Number(code.slice(-3)), currentError(`FLOW-${code}`, Number(code.slice(-3)), message));
}

describe('a test', () => {
  it('asks for one connection, and is counted', async () => {
    const server = await serve(json(200, { result: true }));
    const { remote } = openRemote(server.url);
    expect(await remote.test(address)).toEqual(success({ works: true, words: null }));
    expect(server.received.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /data/foundation/flowservice/connections/a%2Fb%3Fc/test',
    ]);
    expect(server.received[0]?.headers['x-sandbox-name']).toBe('dev');
    expect(remote.requests()).toMatchObject({ total: 1, test: 1, list: 0 });
  });

  it.each<{ name: string; answer: Answerer; verdict: Verdict; message?: string; asked: number }>([
    { name: 'true', answer: json(200, { result: true }), verdict: 'answers', asked: 1 },
    { name: 'false', answer: json(200, { result: false }), verdict: 'fails', asked: 1 },
    {
      name: 'false with a reason',
      answer: json(200, { result: false, errorMessage: LOGIN }),
      verdict: 'refused-login',
      message: LOGIN,
      asked: 1,
    },
    { name: '1308', answer: error('1308-400', LOGIN), verdict: 'refused-login', asked: 1 },
    {
      name: '1308 of a host without a route',
      answer: error('1308-400', 'The request could not be processed. Error message: no route to the host.'),
      verdict: 'unreachable',
      message: 'The request could not be processed. Error message: no route to the host.',
      asked: 1,
    },
    { name: '1308 of TLS', answer: error('1308-400', 'TLS handshake failed.'), verdict: 'tls', asked: 1 },
    { name: '1100', answer: error('1100-400', 'Error from flow provider: no.'), verdict: 'fails', asked: 1 },
    {
      name: 'an older 400',
      answer: json(400, { message: 'login failed' }),
      verdict: 'refused-login',
      asked: 1,
    },
    {
      name: 'a 422 in words',
      answer: text(422, 'no entity'),
      verdict: 'fails',
      message: 'no entity',
      asked: 1,
    },
    { name: '403', answer: error('2120-403', 'No access.'), verdict: 'forbidden', asked: 1 },
    { name: '404', answer: error('1439-404', 'Not found.'), verdict: 'gone', asked: 1 },
    { name: '404 of the sandbox', answer: error('2100-404', 'No sandbox.'), verdict: 'untested', asked: 1 },
    { name: '500', answer: error('1102-500', 'Internal.'), verdict: 'platform-trouble', asked: 5 },
    {
      name: '504',
      answer: error('1104-504', 'The request timed out.'),
      verdict: 'platform-trouble',
      asked: 5,
    },
    { name: '500 of a network', answer: error('1102-500', 'SQL30081N'), verdict: 'unreachable', asked: 5 },
    { name: '500 of a refused login', answer: error('1102-500', LOGIN), verdict: 'refused-login', asked: 1 },
    { name: '503 of a password', answer: text(503, 'wrong password'), verdict: 'refused-login', asked: 1 },
    { name: '429', answer: text(429, ''), verdict: 'platform-trouble', asked: 12 },
    { name: 'a redirect', answer: text(302, '', { location: '/' }), verdict: 'platform-trouble', asked: 1 },
    { name: 'a reset', answer: reset, verdict: 'platform-trouble', asked: 5 },
    { name: 'half an answer', answer: torn, verdict: 'platform-trouble', asked: 5 },
    { name: 'a web page', answer: text(200, PAGE), verdict: 'platform-trouble', asked: 1 },
    { name: 'an empty body', answer: text(200, ''), verdict: 'platform-trouble', asked: 1 },
    { name: 'a list', answer: json(200, [{ result: true }]), verdict: 'platform-trouble', asked: 1 },
    { name: 'a word for yes', answer: json(200, { result: 'true' }), verdict: 'platform-trouble', asked: 1 },
    { name: 'ten megabytes', answer: text(200, HUGE), verdict: 'platform-trouble', asked: 5 },
  ])('answered by $name is $verdict after $asked requests', async ({ answer, verdict, message, asked }) => {
    const server = await serve(answer);
    const { remote } = openRemote(server.url);
    const judged = judgeTest(await remote.test(address));
    expect(judged.verdict).toBe(verdict);
    if (message !== undefined) expect(judged.message).toBe(message);
    expect(server.received).toHaveLength(asked);
  });

  it('that is never answered ends', async () => {
    const server = await serve(hang);
    const { remote } = openRemote(server.url, { timeoutMs: 20 });
    expect(judgeTest(await remote.test(address)).verdict).toBe('platform-trouble');
  });

  it('of a platform that is not there says so', async () => {
    const { remote } = openRemote((await deadAddress()).url);
    const judged = judgeTest(await remote.test(address));
    expect(judged.verdict).toBe('platform-trouble');
    expect(judged.message).toContain('nothing listens');
  });

  it('is not sent once the run is stopped', async () => {
    const server = await serve(json(200, { result: true }));
    const { remote } = openRemote(server.url, { stop: AbortSignal.abort() });
    expect(judgeTest(await remote.test(address)).verdict).toBe('untested');
    expect(server.received).toEqual([]);
  });

  it.each([
    { name: 'a failure', answer: (words: string) => error('1308-400', words) },
    { name: 'a success', answer: (words: string) => json(200, { result: false, message: words }) },
  ])('shows no secret of $name', async ({ answer }) => {
    const words = 'PWD="hunter2";UID=reader cannot log in with Bearer abc.def';
    const server = await serve(answer(words), answer('login failed: hunter2'));
    const { remote, logged } = openRemote(server.url);
    const first = judgeTest(await remote.test(address));
    const second = judgeTest(await remote.test({ ...address, secret: sealSecret('hunter2') }));
    const shown = JSON.stringify([first, second, logged]);
    expect(shown).not.toMatch(/hunter2|abc\.def|access-token/);
    expect(first.message).toContain('PWD=(hidden);UID=reader cannot log in with Bearer (hidden)');
    expect(second.message).toContain('not shown');
  });

  it('keeps words that hold no secret, though one is known', async () => {
    const server = await serve(json(200, { result: false, message: LOGIN }));
    const { remote } = openRemote(server.url);
    const answer = await remote.test({ ...address, secret: sealSecret('hunter2') });
    expect(judgeTest(answer)).toMatchObject({ verdict: 'refused-login', message: LOGIN });
  });
});

const table = { type: 'table', name: 'ORDERS', path: 'SALES.ORDERS', canPreview: true, canFetchSchema: true };
const column = { name: 'ID', type: 'integer', xdm: { type: 'integer' } };

describe('exploring', () => {
  it('asks for the root, or for one table', async () => {
    const server = await serveBy(({ url }) =>
      url.includes('objectType=table')
        ? json(200, { format: 'flat', schema: { columns: [column] } })
        : json(200, [table]),
    );
    const { remote } = openRemote(server.url);
    expect(await remote.explore(address)).toEqual(
      success({ kind: 'tables', tables: [{ name: 'ORDERS', path: 'SALES.ORDERS', type: 'table' }] }),
    );
    expect(await remote.explore(address, 'A&B "C"')).toEqual(
      success({ kind: 'columns', columns: [{ name: 'ID', type: 'integer', xdmType: 'integer' }] }),
    );
    expect(server.received.map(({ url }) => url)).toEqual([
      '/data/foundation/flowservice/connections/a%2Fb%3Fc/explore?objectType=root',
      '/data/foundation/flowservice/connections/a%2Fb%3Fc/explore?objectType=table&object=A%26B%20%22C%22',
    ]);
    expect(remote.requests()).toMatchObject({ list: 2, test: 0 });
  });

  it.each([
    { name: 'only a name', item: { name: 'T' }, read: { name: 'T', path: 'T', type: 'table' } },
    { name: 'a folder', item: { ...table, type: 'folder' }, read: { type: 'folder' } },
    {
      name: 'members of another type',
      item: { name: 'T', path: 1, type: [] },
      read: { path: 'T', type: 'table' },
    },
  ])('reads a table with $name', async ({ item, read }) => {
    const server = await serve(json(200, [item]));
    expect(await openRemote(server.url).remote.explore(address)).toMatchObject({ value: { tables: [read] } });
  });

  it.each([
    { name: 'no xdm type', item: { name: 'C', type: 'string' }, read: { type: 'string', xdmType: null } },
    {
      name: 'an xdm of another form',
      item: { name: 'C', type: 's', xdm: { type: 7 } },
      read: { xdmType: null },
    },
    { name: 'no type', item: { name: 'C', xdm: 'string' }, read: { type: '', xdmType: null } },
  ])('reads a column with $name', async ({ item, read }) => {
    const server = await serve(json(200, { schema: { columns: [item] } }));
    const explored = await openRemote(server.url).remote.explore(address, 'T');
    expect(explored).toMatchObject({ value: { columns: [read] } });
  });

  it.each([
    { name: 'no list', answer: json(200, { items: [table] }), one: undefined },
    { name: 'a table that is nothing', answer: json(200, [table, null]), one: undefined },
    { name: 'a table without a name', answer: json(200, [{ path: 'x' }]), one: undefined },
    { name: 'a web page', answer: text(200, PAGE), one: undefined },
    { name: 'ten megabytes', answer: text(200, HUGE), one: undefined },
    { name: 'no schema', answer: json(200, { columns: [column] }), one: 'T' },
    { name: 'no columns', answer: json(200, { schema: {} }), one: 'T' },
    {
      name: 'a column without a name',
      answer: json(200, { schema: { columns: [{ type: 's' }] } }),
      one: 'T',
    },
    { name: 'a list of tables', answer: json(200, [table]), one: 'T' },
  ])('takes $name for no answer', async ({ answer, one }) => {
    const server = await serve(answer);
    const explored = await openRemote(server.url).remote.explore(address, one);
    expect(explored).toMatchObject({ ok: false, problem: { kind: 'outcome-unknown', status: 200 } });
  });

  it('tells a connection that is gone from a login that is refused', async () => {
    const server = await serve(error('1439-404', 'Not found.'), error('1308-400', LOGIN));
    const { remote } = openRemote(server.url);
    expect(await remote.explore(address)).toEqual(success(undefined));
    const refused = await remote.explore(address, 'T');
    expect(refused.ok ? '' : judgeTest(refused).verdict).toBe('refused-login');
    expect(server.received).toHaveLength(2);
  });
});
