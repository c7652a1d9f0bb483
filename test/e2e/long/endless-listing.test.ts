// A listing whose every page names another next one: given up in the end, whatever it costs the platform.
import { expect, test } from 'vitest';
import { json, openRemote, serve } from '../../flow-service/scripted-server.ts';

test('a listing that never ends is given up', async () => {
  let asked = 0;
  const server = await serve((response, request) => {
    asked += 1;
    const next = { href: `?continuationToken=t${asked}` };
    json(200, { items: [], _links: { next } })(response, request);
  });
  const listed = await openRemote(server.url).remote.list('dev');
  expect(listed).toMatchObject({ ok: false, problem: { kind: 'untrusted' } });
  expect(asked).toBe(5_001);
});
