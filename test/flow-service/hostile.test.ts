// Platforms that lead astray, never end or never hurry: every answer ends in a failure of a known kind within the time
// that a request may take, and nothing of ours reaches another host.
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/core/failure.ts';
import type { Remote } from '../../src/core/ports.ts';
import type { Result } from '../../src/core/result.ts';
import { sealSecret } from '../../src/core/secret.ts';
import { anEntry, anObserved } from '../support/builders.ts';
import type { Answerer } from './scripted-server.ts';
import { json, openRemote, serve, text } from './scripted-server.ts';

const MEGABYTE = 1024 * 1024;
const secret = sealSecret('hunter2');
const entry = anEntry();
const fields = [{ path: '/name', before: 'x', after: 'Orders', sensitive: false }];

/** Every way in which a command asks the platform for something. */
const calls: readonly { call: string; ask: (remote: Remote) => Promise<Result<unknown, Failure>> }[] = [
  { call: 'a listing', ask: (remote) => remote.list('dev') },
  { call: 'a read', ask: (remote) => remote.get('dev', 'a') },
  { call: 'a create', ask: async (remote) => (await remote.create(entry, secret)).result },
  {
    call: 'an update',
    ask: async (remote) =>
      (await remote.update({ entry, observed: anObserved(), fields, left: [], secret })).result,
  },
  { call: 'a test', ask: (remote) => remote.test({ sandbox: 'dev', id: 'a' }) },
  { call: 'a look into a database', ask: (remote) => remote.explore({ sandbox: 'dev', id: 'a' }, undefined) },
  { call: 'a look into a table', ask: (remote) => remote.explore({ sandbox: 'dev', id: 'a' }, 'T') },
  { call: 'the sandboxes', ask: (remote) => remote.sandboxes('all') },
  { call: 'a probe', ask: (remote) => remote.probe('dev') },
  { call: 'the connection spec', ask: (remote) => remote.connectionSpec('dev') },
];

/** A body that drips, byte after byte, for as long as anyone listens. */
const trickle: Answerer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 2);
  response.once('close', () => {
    clearInterval(timer);
  });
};

/** Ten megabytes of what begins like an answer, without an announced length. */
const large: Answerer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"items":[],"filler":"');
  response.end(Buffer.alloc(10 * MEGABYTE, 'x'));
};

interface Hostile {
  readonly name: string;
  readonly answerer: (other: string) => Answerer;
  readonly kind: Failure['kind'];
  /** Short where only the deadline ends the answer; a busy machine must not make any other one late. */
  readonly timeoutMs?: number;
}

const answers: readonly Hostile[] = [
  { name: 'a redirect', answerer: (other) => text(302, '', { location: other }), kind: 'untrusted' },
  {
    name: 'a redirect that keeps the body',
    answerer: (other) => text(307, '', { location: other }),
    kind: 'untrusted',
  },
  {
    name: 'a web page with status 200',
    answerer: () => text(200, '<html>Sign in</html>', { 'content-type': 'text/html' }),
    kind: 'outcome-unknown',
  },
  { name: 'ten megabytes', answerer: () => large, kind: 'outcome-unknown' },
  { name: 'a body that drips', answerer: () => trickle, kind: 'outcome-unknown', timeoutMs: 60 },
];

const rows = calls.flatMap(({ call, ask }) => answers.map((answer) => ({ call, ask, ...answer })));

describe('an answer', () => {
  it.each(rows)(
    'to $call that is $name ends in $kind',
    async ({ ask, answerer, kind, timeoutMs = 20_000 }) => {
      const other = await serve(json(200, { items: [] }));
      const server = await serve(answerer(`${other.url}/connections`));
      const { remote } = openRemote(server.url, { timeoutMs });
      expect(await ask(remote)).toMatchObject({ ok: false, problem: { kind } });
      expect(other.received).toEqual([]);
    },
  );
});

describe('a login', () => {
  it.each(answers)(
    'that is answered by $name ends the call before it has left',
    async ({ answerer, timeoutMs = 20_000 }) => {
      const other = await serve(json(200, { access_token: 'stolen' }));
      const ims = await serve(answerer(`${other.url}/ims/token/v3`));
      const server = await serve(json(200, { items: [] }));
      const clientSecret = sealSecret('s');
      const credentials = {
        kind: 'client',
        imsUrl: ims.url,
        clientId: 'c',
        clientSecret,
        scopes: 's',
      } as const;
      const { remote } = openRemote(server.url, { credentials, timeoutMs });
      expect(await remote.list('dev')).toMatchObject({ ok: false });
      expect([server.received, other.received]).toEqual([[], []]);
    },
  );
});

describe('a listing', () => {
  const page = (href: string): Answerer => json(200, { items: [], _links: { next: { href } } });

  it.each([
    { name: 'another host', href: (other: string) => `${other}/connections?continuationToken=t` },
    { name: 'our address as a user name', href: (other: string) => other.replace('//', '//127.0.0.1:80@') },
    { name: 'another scheme', href: () => 'file:///etc/passwd?continuationToken=t' },
    {
      name: 'a backslash',
      href: (other: string) => `\\\\${other.slice('http://'.length)}/?continuationToken=t`,
    },
  ])('does not follow a link to $name', async ({ href }) => {
    const other = await serve(json(200, { items: [] }));
    const server = await serve(page(href(other.url)));
    const listed = await openRemote(server.url).remote.list('dev');
    expect(listed).toMatchObject({ ok: false, problem: { kind: 'untrusted' } });
    expect([server.received.length, other.received.length]).toEqual([1, 0]);
  });

  it('that repeats a token is given up', async () => {
    const server = await serve(page('?continuationToken=same'));
    const listed = await openRemote(server.url).remote.list('dev');
    expect(listed).toMatchObject({ ok: false, problem: { kind: 'untrusted' } });
    expect(server.received).toHaveLength(2);
  });
});
