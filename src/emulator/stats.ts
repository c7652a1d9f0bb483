// What the emulator counts, so that a test can ask what a client really sent. Control calls are not counted.
import type { RouteName } from './faults.ts';

/** A request that lacked a header that its route requires. */
export interface MissingHeader {
  readonly route: RouteName;
  readonly header: string;
}

/** Figures since the start or the last reset. */
export interface EmulatorStats {
  /** Requests by operation, refused ones included. */
  readonly requests: Readonly<Record<RouteName | 'unknown' | 'total', number>>;
  /** Requests by HTTP method. */
  readonly methods: Readonly<Record<string, number>>;
  /** Answers by status; an exchange that broke off without one counts under 0. */
  readonly answers: Readonly<Record<string, number>>;
  /** Requests refused by the rate limit. */
  readonly throttled: number;
  /** Requests refused because too many were under way. */
  readonly crowdedOut: number;
  /** Requests without a required header, the first hundred. */
  readonly missingHeaders: readonly MissingHeader[];
  /** Scripted faults that struck. */
  readonly faultsStruck: number;
  readonly createsCommitted: number;
  readonly updatesCommitted: number;
  readonly deletesCommitted: number;
  /** Writes whose secret was a rendering (vault address, mask) that a read had shown. */
  readonly secretsSentBack: number;
  readonly tokensIssued: number;
  /** The most requests that were under way at one time. */
  readonly maxConcurrent: number;
  /** Connections that stand now, by sandbox. */
  readonly connections: Readonly<Record<string, number>>;
}

/** Members of the statistics that are plain counters. */
export type CounterName =
  | 'throttled'
  | 'crowdedOut'
  | 'faultsStruck'
  | 'createsCommitted'
  | 'updatesCommitted'
  | 'deletesCommitted'
  | 'secretsSentBack'
  | 'tokensIssued';

const MISSING_HEADERS_KEPT = 100;

/** Collects the figures. */
export class Tally {
  #requests = noRequests();
  #methods: Record<string, number> = {};
  #answers: Record<string, number> = {};
  #counters = noCounters();
  #missing: MissingHeader[] = [];
  #underWay = 0;
  #maxConcurrent = 0;

  /** A request has arrived. */
  begin(route: RouteName | 'unknown', method: string): void {
    this.#requests[route] += 1;
    this.#requests.total += 1;
    this.#methods[method] = (this.#methods[method] ?? 0) + 1;
    this.#underWay += 1;
    this.#maxConcurrent = Math.max(this.#maxConcurrent, this.#underWay);
  }

  /** Requests under way now. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Its exchange is over. */
  end(status: number): void {
    this.#underWay -= 1;
    this.#answers[status] = (this.#answers[status] ?? 0) + 1;
  }

  /** Adds one to a counter. */
  count(name: CounterName): void {
    this.#counters[name] += 1;
  }

  /** Notes a missing header. */
  miss(route: RouteName, header: string): void {
    if (this.#missing.length < MISSING_HEADERS_KEPT) this.#missing.push({ route, header });
  }

  /** The figures so far; the connections are counted by the caller. */
  read(connections: Readonly<Record<string, number>>): EmulatorStats {
    return {
      requests: { ...this.#requests },
      methods: { ...this.#methods },
      answers: { ...this.#answers },
      ...this.#counters,
      missingHeaders: [...this.#missing],
      maxConcurrent: this.#maxConcurrent,
      connections,
    };
  }

  /** Starts from nothing; requests under way go on being counted as such. */
  clear(): void {
    this.#requests = noRequests();
    this.#methods = {};
    this.#answers = {};
    this.#counters = noCounters();
    this.#missing = [];
    this.#maxConcurrent = this.#underWay;
  }
}

function noCounters(): Record<CounterName, number> {
  return {
    throttled: 0,
    crowdedOut: 0,
    faultsStruck: 0,
    createsCommitted: 0,
    updatesCommitted: 0,
    deletesCommitted: 0,
    secretsSentBack: 0,
    tokensIssued: 0,
  };
}

function noRequests(): Record<RouteName | 'unknown' | 'total', number> {
  return {
    token: 0,
    sandboxes: 0,
    list: 0,
    create: 0,
    get: 0,
    update: 0,
    delete: 0,
    test: 0,
    explore: 0,
    action: 0,
    specs: 0,
    unknown: 0,
    total: 0,
  };
}
