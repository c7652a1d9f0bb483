// A DELETE on the wire: what it looks like, which answers mean that the connection is gone, and what is sent again.
import { describe, expect, it } from 'vitest';
import type { Answerer } from './scripted-server.ts';
import { json, openRemote, reset, serve, text } from './scripted-server.ts';

/** An error of the Flow Service in its current form. */
function refused(status: number, code: string): Answerer {
  const type = `http://ns.adobe.com/aep/errors/${code}`;
  return json(status, { type, title: 'Refused', status, report: { 'detailed-message': 'Because.' } });
}

describe('the request of a deletion', () => {
  it('has its address, no body and no If-Match', async () => {
    const server = await serve(text(204, ''));
    await openRemote(server.url).remote.delete('dev', 'a/b?c');
    const [received] = server.received;
    expect(`${received?.method ?? ''} ${received?.url ?? ''}`).toBe(
      'DELETE /data/foundation/flowservice/connections/a%2Fb%3Fc',
    );
    expect(received?.body).toBe('');
    expect(received?.headers).toMatchObject({
      authorization: 'Bearer access-token',
      'x-api-key': 'api-key',
      'x-gw-ims-org-id': 'ACME@AdobeOrg',
      'x-sandbox-name': 'dev',
    });
    expect(received?.headers).not.toHaveProperty('if-match');
    expect(received?.headers).not.toHaveProperty('content-type');
  });
});

describe('a deletion is done', () => {
  const rows: { name: string; answers: Answerer[]; attempts: number }[] = [
    { name: 'when the connection is gone', answers: [text(204, '')], attempts: 1 },
    { name: 'when it was accepted', answers: [text(202, '')], attempts: 1 },
    { name: 'when it was answered with a body', answers: [json(200, {})], attempts: 1 },
    { name: 'when there was no such connection', answers: [refused(404, 'FLOW-1403-404')], attempts: 1 },
    { name: 'when a plain 404 says so', answers: [text(404, '')], attempts: 1 },
    { name: 'at the second try after a reset', answers: [reset, text(204, '')], attempts: 2 },
    {
      name: 'when a reset came after it took place',
      answers: [reset, refused(404, 'FLOW-1403-404')],
      attempts: 2,
    },
    {
      name: 'after outage and throttling',
      answers: [json(503, {}), json(429, {}), text(204, '')],
      attempts: 3,
    },
  ];

  it.each(rows)('$name', async ({ answers, attempts }) => {
    const server = await serve(...answers);
    const { remote } = openRemote(server.url);
    const deleted = await remote.delete('dev', 'id-1');
    expect(deleted).toEqual({ result: { ok: true, value: undefined }, attempts });
    expect(remote.requests()).toMatchObject({ total: attempts, delete: attempts });
  });
});

describe('a deletion has failed', () => {
  const rows: { name: string; answer: Answerer; kind: string; attempts: number }[] = [
    {
      name: 'when the sandbox is not known',
      answer: refused(404, 'FLOW-2102-404'),
      kind: 'missing',
      attempts: 1,
    },
    { name: 'when dataflows use it', answer: refused(400, 'FLOW-1418-400'), kind: 'rejected', attempts: 1 },
    { name: 'when it is not allowed', answer: refused(403, 'FLOW-2120-403'), kind: 'forbidden', attempts: 1 },
    { name: 'when another address is named', answer: text(302, ''), kind: 'untrusted', attempts: 1 },
    { name: 'when the outage lasts', answer: json(503, {}), kind: 'outcome-unknown', attempts: 5 },
  ];

  it.each(rows)('$name', async ({ answer, kind, attempts }) => {
    const server = await serve(answer);
    const deleted = await openRemote(server.url).remote.delete('dev', 'id-1');
    expect(deleted).toMatchObject({ result: { ok: false, problem: { kind } }, attempts });
    expect(server.received).toHaveLength(attempts);
  });

  it('when an interrupt keeps it from leaving', async () => {
    const server = await serve(text(204, ''));
    const deleted = await openRemote(server.url, { stop: AbortSignal.abort() }).remote.delete('dev', 'id-1');
    expect(deleted).toMatchObject({ result: { ok: false, problem: { code: 'stopped' } }, attempts: 0 });
    expect(server.received).toEqual([]);
  });
});
