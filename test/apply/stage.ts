// Everything that a run needs, for one test: the emulator in this process, a state in a temporary folder, and a clock
// whose waits are over at once.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { executePlan } from '../../src/apply/executor.ts';
import type { Execution } from '../../src/apply/executor.ts';
import { createPool } from '../../src/apply/pool.ts';
import { RunTraffic } from '../../src/apply/traffic.ts';
import { observeAndRecover } from '../../src/apply/recover.ts';
import type { Recovered } from '../../src/apply/recover.ts';
import { createFileBackend } from '../../src/backend/file-backend.ts';
import type { DesiredConnection, ObservedConnection } from '../../src/core/connection.ts';
import { planConnections } from '../../src/core/plan.ts';
import type { Fingerprints, Plan, PlanInput } from '../../src/core/plan.ts';
import type { Remote, StateBackend, StateSession } from '../../src/core/ports.ts';
import type { ProgressCounts } from '../../src/core/progress.ts';
import { restrictPlan } from '../../src/core/saved-plan.ts';
import type { SavedPlan } from '../../src/core/saved-plan.ts';
import { sealSecret } from '../../src/core/secret.ts';
import type { State } from '../../src/core/state.ts';
import { startEmulator } from '../../src/emulator/server.ts';
import type { Emulator } from '../../src/emulator/server.ts';
import type { EmulatorSettings } from '../../src/emulator/settings.ts';
import { createRemote } from '../../src/flow-service/remote.ts';
import { pidRuns, systemClock, systemRandom } from '../../src/wiring-system.ts';
import { aPlanInput, silentLog } from '../support/builders.ts';
import { createFakeClock, createFakeRandom } from '../support/fake-clock.ts';
import type { FakeClock } from '../support/fake-clock.ts';

export const SETTLE_DELAY_MS = 2_000;

/** How a stage differs from a quiet one. */
export interface StageOptions {
  readonly settings?: Partial<EmulatorSettings>;
  readonly timeoutMs?: number;
  readonly width?: number;
  /** Lets the run find its own width and its failing sandboxes, up to so many requests at a time. */
  readonly ceiling?: number;
  readonly fingerprints?: Fingerprints;
  /** What happens in the world while the run waits. */
  readonly onSleep?: (stage: Stage) => void | Promise<void>;
}

/** What an apply is asked for beside the entries. */
export interface Asked extends Partial<PlanInput> {
  /** The plan that was looked at: nothing else is done. */
  readonly saved?: SavedPlan;
}

/** A connection as the emulator's control API shows it. */
interface Standing {
  readonly id: string;
  readonly sandbox: string;
  readonly name: string;
  readonly description?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A stage under way. */
export class Stage {
  readonly emulator: Emulator;
  readonly backend: StateBackend;
  readonly remote: Remote;
  readonly clock: FakeClock;
  readonly stopping = new AbortController();
  readonly progress: ProgressCounts[] = [];
  /** Why the run waited before it planned. */
  readonly waits: string[] = [];
  readonly traffic: RunTraffic | undefined;
  readonly #options: StageOptions;

  private constructor(emulator: Emulator, path: string, options: StageOptions) {
    this.emulator = emulator;
    this.#options = options;
    const stop = this.stopping.signal;
    // Time goes on with every look, so that what happens later is later.
    this.clock = createFakeClock({ tick: 1, onSleep: () => options.onSleep?.(this) });
    const owner = { run: 'run-1', user: 'test', host: 'here', space: 'here', pid: 1, startedAt: 0 };
    const target = { platform: 'emulator', orgId: 'ACME@AdobeOrg' };
    const uuid = (): string => systemRandom.uuid();
    this.backend = createFileBackend({
      path,
      target,
      owner,
      lockWaitMs: 0,
      clock: systemClock,
      uuid,
      onWait: () => undefined,
      pidRuns,
      stop,
    });
    const { clock } = this;
    if (options.ceiling !== undefined)
      this.traffic = new RunTraffic({ ceiling: options.ceiling, clock, stop, admit: () => true });
    this.remote = createRemote({
      url: emulator.url,
      orgId: target.orgId,
      apiKey: 'client',
      credentials: { kind: 'token', accessToken: sealSecret('good') },
      timeoutMs: options.timeoutMs ?? 5_000,
      clock: this.clock,
      random: createFakeRandom(),
      log: silentLog,
      stop,
      ...(this.traffic !== undefined && { traffic: this.traffic }),
    });
  }

  static async set(options: StageOptions = {}): Promise<Stage> {
    const emulator = await startEmulator({ settings: { acceptedTokens: ['good'], ...options.settings } });
    const folder = await mkdtemp(join(tmpdir(), 'flowrecon-apply-'));
    onTestFinished(async () => {
      await emulator.close();
      await rm(folder, { recursive: true, force: true });
    });
    return new Stage(emulator, join(folder, 'connections.state.json'), options);
  }

  /** Observes, plans and applies, with an optional change of the world between plan and apply. */
  async apply(
    desired: readonly DesiredConnection[],
    meanwhile?: () => Promise<unknown>,
    { saved: shown, ...asked }: Asked = {},
  ): Promise<Applied> {
    const session = await this.open();
    const recovered = await this.recover(session, desired);
    const fresh = this.plan(recovered, desired, asked);
    const plan = shown === undefined ? fresh : restrictPlan(shown, fresh).plan;
    await meanwhile?.();
    const execution = await this.execute(plan, { session, recovered, desired });
    const saved = await session.checkpoint(execution.state);
    await session.release();
    return { plan, execution, recovered, state: saved.ok ? saved.value : execution.state };
  }

  plan({ state, observed }: Recovered, desired: readonly DesiredConnection[], asked: Asked = {}): Plan {
    const fingerprints = this.#options.fingerprints ?? new Map();
    return planConnections(aPlanInput({ desired, fingerprints }, { state, observed, ...asked }));
  }

  execute(plan: Plan, { session, recovered, desired }: Prepared): Promise<Execution> {
    return executePlan(plan, {
      remote: this.remote,
      session,
      state: recovered.state,
      pool: createPool(this.traffic ?? this.#options.width ?? 4),
      clock: this.clock,
      log: silentLog,
      stop: this.stopping.signal,
      settleDelayMs: SETTLE_DELAY_MS,
      secrets: new Map(desired.map(({ key }) => [key, sealSecret('hunter2')])),
      fingerprints: this.#options.fingerprints ?? new Map(),
      before: listingsOf(recovered),
      onProgress: (progress) => this.progress.push(progress),
    });
  }

  async recover(session: StateSession, desired: readonly DesiredConnection[]): Promise<Recovered> {
    const recovered = await observeAndRecover({
      remote: this.remote,
      pool: createPool(this.traffic ?? 4),
      clock: this.clock,
      stop: this.stopping.signal,
      settleDelayMs: SETTLE_DELAY_MS,
      state: session.state,
      doubts: session.doubts,
      sandboxes: [...desired, ...session.state.connections.values()].map(({ sandbox }) => sandbox),
      append: (entry) => session.append(entry),
      onWait: (why) => this.waits.push(why),
    });
    if (!recovered.ok) throw new Error(recovered.problem.summary);
    return recovered.value;
  }

  async open(): Promise<StateSession> {
    const opened = await this.backend.open();
    if (!opened.ok) throw new Error(opened.problem.summary);
    return opened.value;
  }

  /** What a next run would find in doubt. */
  async doubts(): Promise<string[]> {
    const read = await this.backend.read();
    if (!read.ok) throw new Error(read.problem.summary);
    return read.value.doubts.map(({ key }) => key);
  }

  /** Plays the part of somebody else: plants, edits or removes a connection. */
  async somebody(does: 'plants' | 'edits' | 'removes', what: object): Promise<{ id: string }> {
    const path = { plants: 'connections', edits: 'edit', removes: 'remove' }[does];
    const body = JSON.stringify({ sandbox: 'dev', ...what });
    const answer = await fetch(`${this.emulator.url}/__emulator/${path}`, { method: 'POST', body });
    if (!answer.ok) throw new Error(await answer.text());
    const told = (await answer.json()) as { id?: string; connections?: { id: string }[] };
    return { id: told.id ?? told.connections?.[0]?.id ?? '' };
  }

  async change(settings: Partial<EmulatorSettings>): Promise<void> {
    const body = JSON.stringify(settings);
    const answer = await fetch(`${this.emulator.url}/__emulator/settings`, { method: 'PATCH', body });
    if (!answer.ok) throw new Error(await answer.text());
  }

  async standing(): Promise<readonly Standing[]> {
    const answer = await fetch(`${this.emulator.url}/__emulator/connections`);
    return ((await answer.json()) as { connections: Standing[] }).connections;
  }
}

/** What executing needs besides the plan. */
interface Prepared {
  readonly session: StateSession;
  readonly recovered: Recovered;
  readonly desired: readonly DesiredConnection[];
}

/** What an apply left. */
export interface Applied {
  readonly plan: Plan;
  readonly execution: Execution;
  readonly recovered: Recovered;
  /** The state as it was saved. */
  readonly state: State;
}

/** Keys and ids of a state, sorted. */
export function idsOf({ connections }: State): string[] {
  return [...connections].map(([key, { id }]) => `${key} ${id}`).sort();
}

function listingsOf({ observed }: Recovered): Map<string, readonly ObservedConnection[]> {
  return new Map(
    [...observed].flatMap(([sandbox, view]) => ('listing' in view ? [[sandbox, view.listing]] : [])),
  );
}
