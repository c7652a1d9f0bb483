// Creates connections as `apply` does once it has planned: executor, journal, pool and remote.
import { join } from 'node:path';
import { executePlan } from '../../../src/apply/executor.ts';
import { createFileBackend } from '../../../src/backend/file-backend.ts';
import { planConnections } from '../../../src/core/plan.ts';
import type { StateSession } from '../../../src/core/ports.ts';
import { success } from '../../../src/core/result.ts';
import { leaseOwner, pidRuns, systemClock, systemRandom } from '../../../src/wiring-system.ts';
import { aPlanInput, aState, silentLog } from '../../support/builders.ts';
import { openClient } from '../client.ts';
import type { Width } from '../client.ts';
import { PASSWORD, someEntries } from '../entries.ts';
import { options, tell, timed } from './stopwatch.ts';

/** What to create, and how. */
export interface CreateOptions {
  readonly url: string;
  readonly count: number;
  readonly prefix: string;
  readonly width: Width;
  /** Where the state and the journal are kept; absent: nothing is kept. */
  readonly folder?: string;
}

const { url, count, prefix, width, folder } = options() as CreateOptions;
const { signal: stop } = new AbortController();

async function openSession(path: string): Promise<StateSession> {
  const backend = createFileBackend({
    path,
    target: { platform: 'emulator', orgId: 'ACME@AdobeOrg' },
    owner: leaseOwner(),
    lockWaitMs: 0,
    clock: systemClock,
    uuid: () => systemRandom.uuid(),
    pidRuns,
    onWait: () => undefined,
    stop,
  });
  const opened = await backend.open();
  if (!opened.ok) throw new Error(opened.problem.summary);
  return opened.value;
}

const forgetful: StateSession = {
  state: aState(),
  doubts: [],
  notes: [],
  lost: stop,
  append: () => Promise.resolve(success(undefined)),
  checkpoint: (state) => Promise.resolve(success(state)),
  release: () => Promise.resolve(),
};

const desired = someEntries(count, prefix);
const session = folder === undefined ? forgetful : await openSession(join(folder, `${prefix}.state.json`));
const { state } = session;
const plan = planConnections(aPlanInput({ desired }, { state }));
const { remote, pool } = openClient(url, width, stop);
const { value, ...took } = await timed(async () => {
  const { outcomes, state: ended } = await executePlan(plan, {
    remote,
    session,
    state,
    pool,
    clock: systemClock,
    log: silentLog,
    stop,
    settleDelayMs: 10_000,
    secrets: new Map(desired.map(({ key }) => [key, PASSWORD])),
    fingerprints: new Map(),
    before: new Map(),
    onProgress: () => undefined,
  });
  await session.checkpoint(ended);
  return outcomes.filter(({ outcome }) => outcome === 'done').length;
});
await session.release();
if (value !== count) throw new Error(`${value} of ${count} were created`);
tell(took);
