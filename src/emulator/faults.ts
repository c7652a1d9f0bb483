// Scripted trouble as data: which request it strikes, how often, and what then happens. Pure matching; what an effect
// does to a socket is in fault-delivery.ts. The first fault of the list that strikes wins, and the ones after it do not
// count that request, so a script reads from top to bottom.
import type { Random } from './random.ts';

/** The operations of the emulated platform, as faults and statistics name them. */
export type RouteName =
  | 'token'
  | 'sandboxes'
  | 'list'
  | 'create'
  | 'get'
  | 'update'
  | 'delete'
  | 'test'
  | 'explore'
  | 'action'
  | 'specs';

/** Whether an effect strikes before the work is done or after it was committed. */
export type Moment = 'before' | 'after';

/** Which requests a fault strikes; an absent member matches every request. */
interface FaultTarget {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** `any` is every route, the token endpoint included. */
  readonly route?: RouteName | 'any';
  /** The sandbox that the request names. */
  readonly sandbox?: string;
  /** The exact name of the connection that is created, read, changed, deleted or tested. */
  readonly name?: string;
  /** Strikes the nth matching request only, counted from 1; the same as `skip: nth - 1`. */
  readonly nth?: number;
}

/** What a fault does. Where `when` is absent it is 'before'. */
export type FaultEffect =
  /** An error status. `after`: the work is committed, then the error is answered. */
  | {
      readonly kind: 'status';
      readonly status: number;
      /** `json` is the form of the settings. */
      readonly form?: 'json' | 'older' | 'text' | 'html' | 'empty' | 'gateway';
      /** Code of the error, such as `2102-500` or, of the gateway, `403027`; absent: one that suits the status. */
      readonly code?: string;
      /** Value of the Retry-After header: seconds, or any text, such as a date. */
      readonly retryAfter?: number | string;
      readonly when?: Moment;
    }
  /** The connection is reset without an answer. */
  | { readonly kind: 'reset'; readonly when?: Moment }
  /** No answer, or with `ms` a late one. */
  | { readonly kind: 'hang'; readonly when?: Moment; readonly ms?: number }
  /** Commits; announces the whole length, sends `bytes` of it (default: half) and breaks off. */
  | { readonly kind: 'torn'; readonly bytes?: number }
  /** Commits; answers the status of success with an empty body. */
  | { readonly kind: 'empty' }
  /** 200 with a web page, as a login page of a proxy does. `after`: the work is committed first. */
  | { readonly kind: 'html200'; readonly when?: Moment }
  /** A redirect (default status 302); the work is not done. */
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
  /** An error that repeats the whole request body, secrets included, in its message; the work is not done. */
  | { readonly kind: 'echo-body'; readonly status: number }
  /** 200 with a JSON body of so many bytes and no announced length; the work is not done. */
  | { readonly kind: 'oversize'; readonly bytes: number }
  /** Commits; the answer drips at this speed. */
  | { readonly kind: 'trickle'; readonly bytesPerSecond: number }
  /** Listings only: the next link leads here. */
  | { readonly kind: 'foreign-href'; readonly href: string }
  /** Listings only: this listing links to the same continuation token for ever. */
  | { readonly kind: 'repeat-token' }
  /** Creates only: commits, but listings show the connection only after `forMs`, or never. */
  | { readonly kind: 'hide'; readonly forMs?: number };

/** One scripted fault. */
export interface Fault {
  readonly on: FaultTarget;
  /** How many requests it strikes (default 1). */
  readonly times?: number | 'always';
  /** How many matching requests it lets pass first (default 0). */
  readonly skip?: number;
  /** The chance, from 0 to 1, that a matching request is struck (default 1). */
  readonly probability?: number;
  readonly effect: FaultEffect;
}

/** What a fault can know of a request. */
export interface FaultCandidate {
  readonly method: string;
  readonly route: RouteName;
  readonly sandbox?: string | undefined;
  readonly name?: string | undefined;
}

/** A script under way: it remembers what each fault has let pass and has struck. */
export interface FaultScript {
  /** The effect that strikes this request, if one does. */
  strike(candidate: FaultCandidate): FaultEffect | undefined;
}

/** Starts a script from its first line. */
export function createFaultScript(faults: readonly Fault[], random: Random): FaultScript {
  const lines = faults.map((fault) => ({ fault, passed: 0, struck: 0 }));
  const strike = (candidate: FaultCandidate): FaultEffect | undefined => {
    for (const line of lines) {
      const { fault } = line;
      if (line.struck >= limitOf(fault) || !matches(fault.on, candidate)) continue;
      if (line.passed < letPass(fault)) line.passed += 1;
      else if (fault.probability === undefined || random.next() < fault.probability) {
        line.struck += 1;
        return fault.effect;
      }
    }
    return undefined;
  };
  return { strike };
}

/** When an effect strikes: effects that have no `when` either never reach the work or need its answer. */
export function momentOf(effect: FaultEffect): Moment {
  switch (effect.kind) {
    case 'status':
    case 'reset':
    case 'hang':
    case 'html200':
      return effect.when ?? 'before';
    case 'redirect':
    case 'echo-body':
    case 'oversize':
      return 'before';
    case 'torn':
    case 'empty':
    case 'trickle':
    case 'foreign-href':
    case 'repeat-token':
    case 'hide':
      return 'after';
  }
}

function limitOf(fault: Fault): number {
  return fault.times === 'always' ? Infinity : (fault.times ?? 1);
}

function letPass(fault: Fault): number {
  return (fault.skip ?? 0) + (fault.on.nth === undefined ? 0 : fault.on.nth - 1);
}

function matches(target: FaultTarget, candidate: FaultCandidate): boolean {
  return (
    (target.method === undefined || target.method === candidate.method) &&
    (target.route === undefined || target.route === 'any' || target.route === candidate.route) &&
    (target.sandbox === undefined || target.sandbox === candidate.sandbox) &&
    (target.name === undefined || target.name === candidate.name)
  );
}
