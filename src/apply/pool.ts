// How much is done at the same time, and whose turn it is. The one home of p-limit; everything that sends requests in
// numbers runs in a pool. A task holds its slot from before its intent until its outcome is known. Every sandbox has a
// lane: lanes with the fewest tasks under way come first, so that neither a large nor a slow one holds up the others.
import pLimit from 'p-limit';
import { closedFailure } from '../core/lane.ts';
import type { Failure } from '../core/failure.ts';
import { refusal, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { Queue } from './queue.ts';
import { fixedSteering } from './traffic.ts';
import type { Steering } from './traffic.ts';

/** Runs tasks, a bounded number at a time, in fair turns of their sandboxes. */
export interface Pool {
  /** Runs a task of a sandbox; refused, and not begun, when that sandbox keeps failing. */
  run<Value>(sandbox: string, task: () => Promise<Value>): Promise<Result<Value, Failure>>;
  /** Tasks that may be under way. */
  width(): number;
  /** Why everything waits, when that is so. */
  waiting(): string | undefined;
  /** Told whenever width or reason to wait may have changed. */
  watch(listener: () => void): void;
}

interface Waiting {
  readonly begin: () => Promise<void>;
  readonly refuse: (failure: Failure) => void;
}

interface Lane {
  readonly sandbox: string;
  readonly waiting: Queue<Waiting>;
  running: number;
  /** Whether the lane is looked at again when its pause is over. */
  waking: boolean;
}

/** Makes a pool that goes by what the platform bears, or one of a fixed width. */
export function createPool(steering: Steering | number): Pool {
  return new LanePool(typeof steering === 'number' ? fixedSteering(steering) : steering);
}

class LanePool implements Pool {
  readonly #steering: Steering;
  readonly #limit: ReturnType<typeof pLimit>;
  /** In the order of their last turns. */
  readonly #lanes = new Map<string, Lane>();
  #tasksWaiting = 0;
  /** Slots for which no task might begin at the time. */
  #slotsGivenBack = 0;

  constructor(steering: Steering) {
    this.#steering = steering;
    this.#limit = pLimit(steering.width());
    steering.watch(() => {
      const width = steering.width();
      if (this.#limit.concurrency !== width) this.#limit.concurrency = width;
    });
  }

  run<Value>(sandbox: string, task: () => Promise<Value>): Promise<Result<Value, Failure>> {
    return new Promise((resolve, reject) => {
      const begin = (): Promise<void> =>
        task().then((value) => {
          resolve(success(value));
        }, reject);
      const refuse = (failure: Failure): void => {
        resolve(refusal(failure));
      };
      this.#laneOf(sandbox).waiting.push({ begin, refuse });
      this.#tasksWaiting += 1;
      this.#offerSlot();
    });
  }

  width(): number {
    return this.#steering.width();
  }

  waiting(): string | undefined {
    return this.#steering.waiting();
  }

  watch(listener: () => void): void {
    this.#steering.watch(listener);
  }

  #laneOf(sandbox: string): Lane {
    const known = this.#lanes.get(sandbox);
    if (known !== undefined) return known;
    const lane: Lane = { sandbox, waiting: new Queue(), running: 0, waking: false };
    this.#lanes.set(sandbox, lane);
    return lane;
  }

  /** A slot is given to whoever's turn it is when it becomes free, which is not always who asked for it. */
  #offerSlot(): void {
    void this.#limit(() => this.#useSlot());
  }

  #offerGivenBack(): void {
    const slots = Math.min(this.#slotsGivenBack, this.#tasksWaiting);
    this.#slotsGivenBack = 0;
    for (let slot = 0; slot < slots; slot += 1) this.#offerSlot();
  }

  async #useSlot(): Promise<void> {
    await this.#steering.clear();
    const lane = this.#nextLane();
    const task = lane?.waiting.shift();
    if (lane === undefined || task === undefined) {
      this.#slotsGivenBack += 1;
      return;
    }
    this.#tasksWaiting -= 1;
    this.#lanes.delete(lane.sandbox);
    this.#lanes.set(lane.sandbox, lane);
    lane.running += 1;
    await task.begin();
    lane.running -= 1;
    this.#offerGivenBack();
  }

  #nextLane(): Lane | undefined {
    let next: Lane | undefined;
    for (const lane of this.#lanes.values()) {
      if (lane.waiting.size === 0 || !this.#mayBegin(lane)) continue;
      if (next === undefined || lane.running < next.running) next = lane;
    }
    return next;
  }

  #mayBegin(lane: Lane): boolean {
    const gate = this.#steering.gate(lane.sandbox);
    switch (gate.kind) {
      case 'open':
        return true;
      case 'closed':
        this.#refuseAll(lane, closedFailure(lane.sandbox, gate.why));
        return false;
      case 'narrow':
        if (lane.running > 0) return false;
        if (gate.waitMs > 0) void this.#wake(lane, gate.waitMs);
        return gate.waitMs <= 0;
    }
  }

  #refuseAll({ waiting }: Lane, failure: Failure): void {
    this.#tasksWaiting -= waiting.size;
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) task.refuse(failure);
  }

  async #wake(lane: Lane, waitMs: number): Promise<void> {
    if (lane.waking) return;
    lane.waking = true;
    await this.#steering.sleep(waitMs);
    lane.waking = false;
    this.#offerGivenBack();
  }
}
