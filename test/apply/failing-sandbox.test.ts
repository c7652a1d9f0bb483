// A sandbox out of order among others, over real HTTP: the others are finished, little is sent to it, and no create whose
// answer is unknown is lost or doubled.
import { describe, expect, it } from 'vitest';
import { connectionKey } from '../../src/core/connection.ts';
import type { DesiredConnection } from '../../src/core/connection.ts';
import { CLOSED_LANE, closedWarnings } from '../../src/core/lane.ts';
import type { ActionOutcome } from '../../src/core/outcome.ts';
import type { FaultEffect } from '../../src/emulator/faults.ts';
import { ORDERS_PARAMS, anEntry } from '../support/builders.ts';
import { Stage } from './stage.ts';

/** So many entries in each of two sandboxes. */
function entries(count: number): DesiredConnection[] {
  return ['dev', 'prod'].flatMap((sandbox) =>
    Array.from({ length: count }, (_, index) => {
      const name = `n${index}`;
      const params = { ...ORDERS_PARAMS, database: name.toUpperCase() };
      return anEntry({ key: connectionKey(sandbox, name), sandbox, name, params });
    }),
  );
}

function of(outcomes: readonly ActionOutcome[], sandbox: string): ActionOutcome[] {
  return outcomes.filter(({ key }) => key.startsWith(`${sandbox}/`));
}

const failing = (effect: FaultEffect): object => ({
  faults: [{ on: { route: 'create', sandbox: 'prod' }, times: 'always', effect }],
});

describe('a sandbox that keeps failing', () => {
  it.each([
    { name: 'before the commit', effect: { kind: 'status', status: 503 } },
    { name: 'after the commit', effect: { kind: 'status', status: 500, when: 'after' } },
  ] as const)('$name holds up no other, and the next run finishes it', async ({ effect }) => {
    const stage = await Stage.set({ ceiling: 4, settings: failing(effect) });
    const desired = entries(30);
    const { execution } = await stage.apply(desired);
    expect(of(execution.outcomes, 'dev').every(({ outcome }) => outcome === 'done')).toBe(true);
    const prod = of(execution.outcomes, 'prod');
    const left = prod.filter(({ error }) => error?.code === CLOSED_LANE);
    expect(left.length).toBeGreaterThan(10);
    expect(left.every(({ outcome, attempts }) => outcome === 'skipped' && attempts === 0)).toBe(true);
    expect(closedWarnings(prod)).toHaveLength(1);
    const inDoubt = prod.filter(({ error }) => error?.code === 'in-doubt').map(({ key }) => key);
    expect((await stage.doubts()).sort()).toEqual(inDoubt.sort());

    await stage.change({ faults: [] });
    stage.clock.advance(60_000);
    const second = await stage.apply(desired);
    expect(second.execution.outcomes.every(({ outcome }) => outcome === 'done')).toBe(true);
    const standing = await stage.standing();
    expect(new Set(standing.map(({ sandbox, name }) => `${sandbox}/${name}`)).size).toBe(60);
    expect([standing.length, second.state.connections.size]).toEqual([60, 60]);
  });

  it('by refusing access is left alone after a few requests, without an intent that stays open', async () => {
    const stage = await Stage.set({ ceiling: 4, settings: failing({ kind: 'status', status: 403 }) });
    const { execution } = await stage.apply(entries(30));
    const prod = of(execution.outcomes, 'prod');
    const codes = new Set(
      prod.map(({ outcome, error }) => `${outcome} ${error?.status ?? error?.code ?? ''}`),
    );
    expect(codes).toEqual(new Set(['failed 403', `skipped ${CLOSED_LANE}`]));
    expect(stage.emulator.stats().requests.create).toBeLessThan(30 + 15);
    expect(await stage.doubts()).toEqual([]);
  });

  it('is not what one entry is that fails again and again', async () => {
    const settings = {
      faults: [
        {
          on: { route: 'create', name: 'n3' },
          times: 'always',
          effect: { kind: 'status', status: 500 },
        } as const,
      ],
    };
    const stage = await Stage.set({ ceiling: 4, settings });
    const { execution } = await stage.apply(entries(10));
    const undone = execution.outcomes.filter(({ outcome }) => outcome !== 'done').map(({ key }) => key);
    expect(undone.sort()).toEqual(['dev/n3', 'prod/n3']);
  });
});
