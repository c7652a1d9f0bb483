// What is asked of the sandbox API, and how often: only when a sandbox turned out to be unknown or forbidden.
import { describe, expect, it } from 'vitest';
import { askAboutSandboxes } from '../../src/reconcile/sandbox-asking.ts';
import type { Failure } from '../../src/core/failure.ts';
import { refusal, success } from '../../src/core/result.ts';
import type { Result } from '../../src/core/result.ts';
import type { Sandbox, SandboxScope } from '../../src/core/sandbox.ts';
import { aFailure } from '../support/builders.ts';

const forbidden = aFailure({ kind: 'forbidden', status: 403, code: 'FLOW-2120-403' });
const unknown = aFailure({ kind: 'missing', status: 404, code: 'FLOW-2101-404' });
const outage = aFailure({ kind: 'outcome-unknown', status: 503, code: 'FLOW-1103-503' });
const closed = refusal(aFailure({ kind: 'forbidden', status: 403, code: 'SMS-1000-403' }));

function active(...names: readonly string[]): Sandbox[] {
  return names.map((name) => ({ name, state: 'active' }));
}

function organisation(answers: Partial<Record<SandboxScope, readonly Sandbox[]>>) {
  const asked: SandboxScope[] = [];
  const sandboxes = (scope: SandboxScope): Promise<Result<readonly Sandbox[], Failure>> => {
    asked.push(scope);
    const answer = answers[scope];
    return Promise.resolve(answer === undefined ? closed : success(answer));
  };
  return { asked, sandboxes };
}

describe('the sandbox API', () => {
  it.each([
    { name: 'everything could be read', unread: [] },
    { name: 'the platform is down', unread: [{ sandbox: 'dev', failure: outage }] },
    { name: 'the token is bad', unread: [{ sandbox: 'dev', failure: aFailure({ kind: 'unauthorised' }) }] },
  ])('is left alone when $name', async ({ unread }) => {
    const remote = organisation({ reachable: active('dev') });
    expect([...(await askAboutSandboxes(remote, unread))]).toEqual([]);
    expect(remote.asked).toEqual([]);
  });

  it('is asked once, however many sandboxes could not be read', async () => {
    const remote = organisation({
      reachable: active('dev', 'prod-eu'),
      all: active('dev', 'prod-eu', 'secret'),
    });
    const unread = [
      { sandbox: 'prod-ue', failure: unknown },
      { sandbox: 'secret', failure: forbidden },
      { sandbox: 'dev', failure: outage },
    ];
    const reachable = ['dev', 'prod-eu'];
    expect(await askAboutSandboxes(remote, unread)).toEqual(
      new Map([
        ['prod-ue', { kind: 'elsewhere', nearest: 'prod-eu', reachable }],
        ['secret', { kind: 'elsewhere', nearest: undefined, reachable }],
      ]),
    );
    expect(remote.asked).toEqual(['reachable', 'all']);
  });

  it('is not asked for all sandboxes when those within reach say enough', async () => {
    const remote = organisation({ reachable: active('dev') });
    const standings = await askAboutSandboxes(remote, [{ sandbox: 'dev', failure: forbidden }]);
    expect(standings.get('dev')).toEqual({ kind: 'open' });
    expect(remote.asked).toEqual(['reachable']);
  });

  it('may be closed, and nobody is told', async () => {
    const remote = organisation({});
    expect([...(await askAboutSandboxes(remote, [{ sandbox: 'dev', failure: unknown }]))]).toEqual([]);
    expect(remote.asked).toEqual(['reachable']);
  });

  it('may tell administrators only what else there is', async () => {
    const remote = organisation({ reachable: active('prod') });
    const standings = await askAboutSandboxes(remote, [{ sandbox: 'dev', failure: unknown }]);
    expect(standings.get('dev')).toEqual({ kind: 'elsewhere', nearest: undefined, reachable: ['prod'] });
  });

  it('is not asked again for what is known', async () => {
    const remote = organisation({ all: [{ name: 'dev', state: 'resetting' }] });
    const standings = await askAboutSandboxes(remote, [{ sandbox: 'dev', failure: unknown }], active('prod'));
    expect(standings.get('dev')).toEqual({ kind: 'inactive', state: 'resetting' });
    expect(remote.asked).toEqual(['all']);
  });
});
