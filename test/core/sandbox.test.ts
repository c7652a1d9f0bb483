// How a sandbox stands that could not be read.
import { describe, expect, it } from 'vitest';
import { judgeSandbox } from '../../src/core/sandbox.ts';
import type { Sandbox, SandboxStanding } from '../../src/core/sandbox.ts';

const prod: Sandbox = { name: 'prod', state: 'active' };
const stage: Sandbox = { name: 'stage', state: 'resetting' };

describe('a sandbox', () => {
  it.each<{ name: string; reachable: Sandbox[]; all: Sandbox[]; standing: SandboxStanding }>([
    { name: 'prod', reachable: [prod], all: [], standing: { kind: 'open' } },
    { name: 'stage', reachable: [prod, stage], all: [], standing: { kind: 'inactive', state: 'resetting' } },
    {
      name: 'stage',
      reachable: [prod],
      all: [prod, stage],
      standing: { kind: 'inactive', state: 'resetting' },
    },
    {
      name: 'dev',
      reachable: [prod, stage],
      all: [{ name: 'dev', state: 'active' }],
      standing: { kind: 'elsewhere', nearest: 'prod', reachable: ['prod'] },
    },
    {
      name: 'dev',
      reachable: [],
      all: [],
      standing: { kind: 'elsewhere', nearest: undefined, reachable: [] },
    },
  ])('$name is $standing', ({ name, reachable, all, standing }) => {
    expect(judgeSandbox(name, { reachable, all }, (_, [first]) => first)).toEqual(standing);
  });
});
