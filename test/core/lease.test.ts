// When the hold of a silent owner may be taken over.
import { describe, expect, it } from 'vitest';
import { HEARTBEAT_MS, SILENCE_MS, describeOwner, isDeadOwner } from '../../src/core/lease.ts';
import type { Lease } from '../../src/core/lease.ts';

const lease: Lease = {
  run: 'run-1',
  user: 'ci',
  host: 'runner-1',
  space: 'boot-1',
  pid: 4711,
  startedAt: 0,
  heartbeat: 0,
};
const here = { host: 'runner-1', space: 'boot-1' };
const elsewhere = { host: 'runner-2', space: 'boot-1' };
const otherContainer = { host: 'runner-1', space: 'boot-2' };

describe('an owner', () => {
  it.each([
    { name: 'lives while its process runs here', self: here, pidRuns: true, silentMs: 0, dead: false },
    { name: 'is dead once its process is gone here', self: here, pidRuns: false, silentMs: 0, dead: true },
    {
      name: 'on another host lives while its heart beats',
      self: elsewhere,
      pidRuns: false,
      silentMs: 0,
      dead: false,
    },
    {
      name: 'in another container is not judged by its process id',
      self: otherContainer,
      pidRuns: false,
      silentMs: 0,
      dead: false,
    },
    {
      name: 'just short of the limit of silence lives',
      self: elsewhere,
      pidRuns: false,
      silentMs: SILENCE_MS - 1,
      dead: false,
    },
    {
      name: 'silent for the limit is dead',
      self: elsewhere,
      pidRuns: false,
      silentMs: SILENCE_MS,
      dead: true,
    },
    {
      name: 'that runs here but hangs is dead after the limit',
      self: here,
      pidRuns: true,
      silentMs: SILENCE_MS,
      dead: true,
    },
  ])('$name', ({ self, pidRuns, silentMs, dead }) => {
    expect(isDeadOwner(lease, { self, pidRuns, silentMs })).toBe(dead);
  });

  it('misses many heartbeats before it counts as silent', () => {
    expect(SILENCE_MS / HEARTBEAT_MS).toBeGreaterThanOrEqual(10);
  });

  it('is described by user, host and process', () => {
    expect(describeOwner(lease)).toBe('ci on runner-1 (pid 4711)');
  });
});
